// MPLS (RFC 3032): { label(20 bits)  class(3)  last(1)  time to live(8) }+, then nothing that says
// what follows. IP is told by its version; anything else is taken for an Ethernet pseudowire, with
// or without the control word of RFC 4448.
#include "capture/link/layer.h"
#include "capture/link/layers.h"

namespace tlsonar::capture {
namespace {

bool looks_like_ethernet(Bytes frame) {
    if (frame.size() < 14) return false;
    const std::uint16_t type = load_be16(frame.data() + 12);
    return type == kEtherIpv4 || type == kEtherIpv6 || find_shim(type) != nullptr;
}

}  // namespace

Carried unwrap_mpls(Bytes payload) {
    constexpr std::size_t kControlWord = 4;
    for (bool last = false; !last; payload = payload.subspan(4)) {
        if (payload.size() < 4) return broken("an MPLS label stack cut off");
        last = (payload[2] & 1) != 0;
    }
    if (payload.empty()) return broken("nothing after an MPLS label stack");
    const int version = payload[0] >> 4;
    if (version == 4 || version == 6) return carries_ip(payload);
    if (version == 0 && payload.size() > kControlWord &&
        looks_like_ethernet(payload.subspan(kControlWord)))
        return carries(kEtherBridged, payload.subspan(kControlWord));
    if (looks_like_ethernet(payload)) return carries(kEtherBridged, payload);
    return foreign("MPLS with something other than IP or Ethernet");
}

}  // namespace tlsonar::capture
