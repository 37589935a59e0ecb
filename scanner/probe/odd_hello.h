// Hellos that are odd and yet legal, as octets: what tolerance is tested with. Pure.
#pragma once

#include "scanner/talk/hello_recipe.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar::scanner {

// Reserved values that every server must ignore (RFC 8701), one of them for each place.
namespace grease {
inline constexpr std::uint16_t suite = 0x1A1A;
inline constexpr std::uint16_t extension = 0x2A2A;
inline constexpr std::uint16_t group = 0x3A3A;  // also of the key share
inline constexpr std::uint16_t version = 0x4A4A;
inline constexpr std::uint16_t scheme = 0x5A5A;
inline constexpr std::uint16_t alpn = 0x6A6A;
}  // namespace grease

inline constexpr std::uint16_t kTls14 = 0x0305;  // no such version, yet

// How the message lies in records.
enum class Split : std::uint8_t {
    none,    // as few records as there must be
    pieces,  // of 64 octets
    header,  // the first record ends within the header of the message
    octets,  // one octet in each record
};

// What is odd. Several things may be so at once.
struct Oddities {
    bool grease_suite = false;
    bool grease_extension = false;
    bool grease_group = false;
    bool grease_scheme = false;
    bool grease_version = false;
    bool grease_alpn = false;
    bool grease_share = false;         // with its group in supported_groups
    bool future_version = false;       // TLS 1.4 in supported_versions
    bool supported_versions = false;   // sent even where no TLS 1.3 is offered
    bool alpn = false;                 // some names that servers know
    std::uint16_t legacy_version = 0;  // 0: what it should be
    bool unknown_compression = false;
    bool empty_last_extension = false;
    std::size_t extensions = 0;  // so many that nobody knows
    std::size_t suites = 0;      // at least so many in all
    std::size_t octets = 0;      // at least so many in the message
    Split split = Split::none;
};

// The ClientHello message, with its header.
Octets odd_message(const HelloRecipe& base, const Oddities& odd, const ShareSource* shares,
                   Draw& draw);
// The message in records.
Octets odd_records(const HelloRecipe& base, const Oddities& odd, Bytes message);

}  // namespace tlsonar::scanner
