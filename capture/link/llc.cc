// IEEE 802.2 logical link control; with SNAP an EtherType follows:
//
//     DSAP(1)  SSAP(1)  control(1)  [ organisation(3)  type(2) ]  payload…
#include "capture/link/layers.h"

namespace tlsonar::capture {

Carried unwrap_llc(Bytes payload) {
    constexpr std::uint8_t kSnap = 0xaa;
    constexpr std::uint8_t kIp = 0x06;
    constexpr std::uint8_t kUnnumberedInformation = 0x03;
    if (payload.size() < 3) return broken("an LLC header cut off");
    if (payload[0] == kIp && payload[1] == kIp && payload[2] == kUnnumberedInformation)
        return carries_ip(payload.subspan(3));
    if (payload[0] != kSnap || payload[1] != kSnap) return foreign("IEEE 802.2 without SNAP");
    if (payload.size() < 8) return broken("a SNAP header cut off");
    // RFC 1042 (zero) and IEEE 802.1H (00-00-F8) both mean that an EtherType follows.
    const std::uint32_t organisation = load_be24(payload.data() + 3);
    if (organisation != 0 && organisation != 0x0000f8) return foreign("SNAP of an organisation");
    return carries(load_be16(payload.data() + 6), payload.subspan(8));
}

}  // namespace tlsonar::capture
