// Sequence numbers of RFC 9293 section 3.4: they wrap, so only distances have a sign.
#pragma once

#include <cstdint>

namespace tlsonar::capture {

// How far `to` lies after `from` (negative: before), when they are less than 2^31 apart.
inline std::int32_t distance(std::uint32_t from, std::uint32_t to) {
    return static_cast<std::int32_t>(to - from);
}

inline std::uint32_t nearest_of(std::uint32_t base, std::uint32_t a, std::uint32_t b) {
    return distance(base, a) <= distance(base, b) ? a : b;
}

}  // namespace tlsonar::capture
