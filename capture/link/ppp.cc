// PPP (RFC 1661):  [ FF 03 of HDLC framing, RFC 1662 ]  protocol(1 or 2)  payload…
// The protocol is one octet where its field is compressed: then it is odd.
#include "capture/link/layers.h"

namespace tlsonar::capture {
namespace {

constexpr std::uint8_t kAllStations = 0xff;
constexpr std::uint8_t kUnnumbered = 0x03;

Carried carried_by_ppp(std::uint16_t protocol, Bytes payload) {
    switch (protocol) {
        case 0x0021:
            return carries(kEtherIpv4, payload);
        case 0x0057:
            return carries(kEtherIpv6, payload);
        case 0x0281:
            return carries(kEtherMpls, payload);
        case 0x003d:
            return foreign("PPP multilink");
        case 0x00fd:
            return foreign("compressed PPP");
        default:
            return foreign(protocol >= 0x8000 ? "PPP control" : "another PPP protocol");
    }
}

}  // namespace

Carried unwrap_ppp(Bytes payload) {
    // Captures of serial lines may hold Cisco's framing instead.
    if (payload.size() >= 4 && (payload[0] == 0x0f || payload[0] == 0x8f) && payload[1] == 0)
        return unwrap_cisco_hdlc(payload);
    if (payload.size() >= 2 && payload[0] == kAllStations && payload[1] == kUnnumbered)
        payload = payload.subspan(2);
    if (payload.empty()) return broken("a PPP frame cut off in its header");
    if ((payload[0] & 1) != 0) return carried_by_ppp(payload[0], payload.subspan(1));
    if (payload.size() < 2) return broken("a PPP frame cut off in its header");
    return carried_by_ppp(load_be16(payload.data()), payload.subspan(2));
}

//  address(1)  control(1)  EtherType(2)  payload…
Carried unwrap_cisco_hdlc(Bytes frame) {
    if (frame.size() < 4) return broken("a Cisco HDLC frame cut off in its header");
    return carries(load_be16(frame.data() + 2), frame.subspan(4));
}

}  // namespace tlsonar::capture
