// Bytes: a borrowed run of octets. Whoever hands out a Bytes says how long it lives; by the rule of
// the house it is valid for the duration of the call it is passed to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace tlsonar {

using Bytes = std::span<const std::uint8_t>;

inline Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// The same octets seen as characters. They may be any octets at all: escape them before showing.
inline std::string_view as_text(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline bool equal(Bytes a, Bytes b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

inline bool starts_with(Bytes bytes, std::string_view prefix) {
    return bytes.size() >= prefix.size() && as_text(bytes.first(prefix.size())) == prefix;
}

// Big-endian loads. The caller has checked that the octets are there.
inline std::uint16_t load_be16(const std::uint8_t* p) {
    return static_cast<std::uint16_t>((p[0] << 8) | p[1]);
}
inline std::uint32_t load_be24(const std::uint8_t* p) {
    return (std::uint32_t{p[0]} << 16) | (std::uint32_t{p[1]} << 8) | p[2];
}
inline std::uint32_t load_be32(const std::uint8_t* p) {
    return (std::uint32_t{p[0]} << 24) | load_be24(p + 1);
}

}  // namespace tlsonar
