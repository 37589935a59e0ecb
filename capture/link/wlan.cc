// IEEE 802.11 data frames that are not encrypted:
//
//     control(2)  duration(2)  address(6) x 3  sequence(2)  [address(6)]  [QoS(2)  [HT(4)]]  LLC…
//
// with radiotap before them:  version(1)  pad(1)  length(2, little-endian)  fields…
#include "capture/link/layers.h"

namespace tlsonar::capture {
namespace {

constexpr std::uint8_t kAmsdu = 0x80;  // in the first octet of QoS control

// An aggregate of several frames: the first of them is what is read.
//     destination(6)  source(6)  length(2)  LLC…
Carried first_of_aggregate(Bytes payload) {
    if (payload.size() < 14) return broken("an IEEE 802.11 aggregate cut off");
    return unwrap_llc(payload.subspan(14));
}

}  // namespace

Carried unwrap_wlan(Bytes frame) {
    if (frame.size() < 24) return broken("an IEEE 802.11 header cut off");
    const unsigned type = (frame[0] >> 2) & 3U;
    const unsigned subtype = frame[0] >> 4;
    const unsigned flags = frame[1];
    if (type != 2) return foreign("IEEE 802.11 management");
    if ((subtype & 4) != 0) return foreign("IEEE 802.11 without data");
    if ((flags & 0x40) != 0) return foreign("IEEE 802.11, encrypted");
    if ((flags & 0x04) != 0 || (frame[22] & 0x0f) != 0) return foreign("IEEE 802.11 fragment");
    const bool four_addresses = (flags & 3) == 3;
    const bool quality = (subtype & 8) != 0;
    std::size_t header = four_addresses ? 30 : 24;
    const std::size_t quality_at = header;
    if (quality) header += (flags & 0x80) != 0 ? 6 : 2;
    if (frame.size() < header) return broken("an IEEE 802.11 header cut off");
    const bool aggregate = quality && (frame[quality_at] & kAmsdu) != 0;
    const Bytes payload = frame.subspan(header);
    return aggregate ? first_of_aggregate(payload) : unwrap_llc(payload);
}

Carried unwrap_radiotap(Bytes frame) {
    // Fields before "flags" in the order of their bits: only the timestamp, eight octets, aligned.
    constexpr std::uint32_t kTimestamp = 1;
    constexpr std::uint32_t kFlags = 2;
    constexpr std::uint32_t kMoreMasks = 0x80000000;
    constexpr std::uint8_t kPadded = 0x20;  // the 802.11 header is padded to four octets
    if (frame.size() < 8) return broken("a radiotap header cut off");
    const std::size_t length = frame[2] | std::size_t{frame[3]} << 8;
    if (length < 8 || length > frame.size()) return broken("a radiotap header cut off");
    const std::uint32_t present = __builtin_bswap32(load_be32(frame.data() + 4));
    const Bytes inner = frame.subspan(length);
    if ((present & kFlags) == 0) return unwrap_wlan(inner);
    std::size_t at = 8;
    for (std::uint32_t mask = present; (mask & kMoreMasks) != 0 && at + 4 <= length; at += 4)
        mask = __builtin_bswap32(load_be32(frame.data() + at));
    if ((present & kTimestamp) != 0) at = ((at + 7) & ~std::size_t{7}) + 8;
    if (at < length && (frame[at] & kPadded) != 0) return foreign("IEEE 802.11, padded header");
    return unwrap_wlan(inner);
}

}  // namespace tlsonar::capture
