// VXLAN (RFC 7348):      flags(1)  reserved(3)                  network(3)  reserved(1)  frame…
// VXLAN-GPE (a draft):   flags(1)  reserved(2)  next protocol(1)  network(3)  reserved(1)  …
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {
namespace {

constexpr std::size_t kVxlanHeader = 8;
constexpr std::uint8_t kNetworkIsValid = 0x08;
constexpr std::uint8_t kNextProtocol = 0x04;

}  // namespace

Carried unwrap_vxlan(Bytes payload) {
    if (payload.size() < kVxlanHeader) return broken("a VXLAN header cut off");
    if ((payload[0] & kNetworkIsValid) == 0) return broken("VXLAN without a network");
    return carries(kEtherBridged, payload.subspan(kVxlanHeader));
}

Carried unwrap_vxlan_gpe(Bytes payload) {
    if (payload.size() < kVxlanHeader) return broken("a VXLAN header cut off");
    if ((payload[0] & kNextProtocol) == 0) return unwrap_vxlan(payload);
    const std::uint8_t next = payload[3];
    payload = payload.subspan(kVxlanHeader);
    switch (next) {
        case 1:
            return carries(kEtherIpv4, payload);
        case 2:
            return carries(kEtherIpv6, payload);
        case 3:
            return carries(kEtherBridged, payload);
        default:
            return foreign("VXLAN-GPE with another protocol");
    }
}

}  // namespace tlsonar::capture
