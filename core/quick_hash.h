// A hash of no cryptographic worth: it finds a place in a table, and who can choose the octets can
// choose the place. A table by it must not grow slow when all come to one place.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <cstring>

namespace tlsonar {

inline std::uint64_t quick_hash(Bytes octets) {
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;  // 2^64 over the golden ratio
    std::uint64_t h = octets.size();
    std::size_t at = 0;
    const auto mix = [&h](std::uint64_t word) {
        h = (h ^ word) * kOdd;
        h ^= h >> 32;
    };
    for (; at + 8 <= octets.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, octets.data() + at, 8);
        mix(word);
    }
    if (at < octets.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, octets.data() + at, octets.size() - at);
        mix(word);
    }
    return h ^ (h >> 17);
}

}  // namespace tlsonar
