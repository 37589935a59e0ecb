// Named groups (RFC 9846 section 4.2.7, RFC 8422 section 5.1.1).
#pragma once

#include "dissect/registry/terms.gen.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tlsonar::dissect {

struct NamedGroup {
    std::uint16_t code;
    std::string_view name;
    GroupKind kind;
    // Of the field, of the modulus, of the ML-KEM parameter set, or of a hybrid's classical part.
    std::uint16_t bits;
    bool post_quantum;
    bool dtls_ok;
    Recommended recommended;
    // Octets of key_exchange in a KeyShareEntry of either side; 0 when not fixed. (Older versions
    // may also send compressed points.)
    std::uint16_t client_share;
    std::uint16_t server_share;
    std::string_view reference;
};

std::span<const NamedGroup> named_groups();
const NamedGroup* find_named_group(std::uint16_t code);
const NamedGroup* find_named_group(std::string_view name);
// Empty when unknown.
std::string_view named_group_name(std::uint16_t code);

}  // namespace tlsonar::dissect
