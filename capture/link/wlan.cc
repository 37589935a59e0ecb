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

// `alignment`: some drivers pad the header, so that what follows it stands at a multiple of four.
Carried unwrap_data(Bytes frame, std::size_t alignment) {
    constexpr std::size_t kShortest = 24;
    if (frame.size() < kShortest) return broken("an IEEE 802.11 header cut off");
    const unsigned type = (frame[0] >> 2) & 3U;
    const unsigned subtype = frame[0] >> 4;
    const unsigned flags = frame[1];
    if (type != 2) return foreign("IEEE 802.11 management");
    if ((subtype & 4) != 0) return foreign("IEEE 802.11 without data");
    if ((flags & 0x40) != 0) return foreign("IEEE 802.11, encrypted");
    if ((flags & 0x04) != 0 || (frame[22] & 0x0f) != 0) return foreign("IEEE 802.11 fragment");
    const bool four_addresses = (flags & 3) == 3;
    const bool quality = (subtype & 8) != 0;
    std::size_t header = four_addresses ? kShortest + 6 : kShortest;
    const std::size_t quality_at = header;
    if (quality) header += (flags & 0x80) != 0 ? 6 : 2;
    header = (header + alignment - 1) / alignment * alignment;
    if (frame.size() < header) return broken("an IEEE 802.11 header cut off");
    const bool aggregate = quality && (frame[quality_at] & kAmsdu) != 0;
    const Bytes payload = frame.subspan(header);
    return aggregate ? first_of_aggregate(payload) : unwrap_llc(payload);
}

// The field "flags" of radiotap; before it, in the order of their bits, comes only the timestamp,
// eight octets, aligned.
std::uint8_t radiotap_flags(Bytes header) {
    constexpr std::uint32_t kTimestamp = 1;
    constexpr std::uint32_t kFlags = 2;
    constexpr std::uint32_t kMoreMasks = 0x80000000;
    const auto mask_at = [&](std::size_t at) {
        return __builtin_bswap32(load_be32(header.data() + at));
    };
    const std::uint32_t present = mask_at(4);
    if ((present & kFlags) == 0) return 0;
    std::size_t at = 8;
    for (std::uint32_t mask = present; (mask & kMoreMasks) != 0; at += 4) {
        if (at + 4 > header.size()) return 0;
        mask = mask_at(at);
    }
    if ((present & kTimestamp) != 0) at = (at + 7) / 8 * 8 + 8;
    return at < header.size() ? header[at] : std::uint8_t{0};
}

}  // namespace

Carried unwrap_wlan(Bytes frame) { return unwrap_data(frame, 1); }

Carried unwrap_radiotap(Bytes frame) {
    constexpr std::uint8_t kPadded = 0x20;
    if (frame.size() < 8) return broken("a radiotap header cut off");
    const std::size_t length = frame[2] | std::size_t{frame[3]} << 8;
    if (length < 8 || length > frame.size()) return broken("a radiotap header cut off");
    const bool padded = (radiotap_flags(frame.first(length)) & kPadded) != 0;
    return unwrap_data(frame.subspan(length), padded ? 4 : 1);
}

}  // namespace tlsonar::capture
