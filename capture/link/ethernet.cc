// Ethernet II, and IEEE 802.3 where the type field is a length:
//
//     destination(6)  source(6)  type or length(2)  payload…  padding
#include "capture/link/layers.h"

namespace tlsonar::capture {

Carried unwrap_ethernet(Bytes frame) {
    constexpr std::size_t kHeader = 14;
    constexpr std::uint16_t kLowestType = 0x0600;
    if (frame.size() < kHeader) return broken("an Ethernet frame cut off in its header");
    const std::uint16_t type = load_be16(frame.data() + 12);
    const Bytes payload = frame.subspan(kHeader);
    return type >= kLowestType ? carries(type, payload) : unwrap_llc(payload);
}

}  // namespace tlsonar::capture
