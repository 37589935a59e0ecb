// A VLAN tag (IEEE 802.1Q), after its type:  priority and VLAN(2)  type or length(2)  payload…
#include "capture/link/layers.h"

namespace tlsonar::capture {

Carried unwrap_vlan(Bytes payload) {
    constexpr std::uint16_t kLowestType = 0x0600;
    if (payload.size() < 4) return broken("a VLAN tag cut off");
    const std::uint16_t type = load_be16(payload.data() + 2);
    payload = payload.subspan(4);
    return type >= kLowestType ? carries(type, payload) : unwrap_llc(payload);
}

}  // namespace tlsonar::capture
