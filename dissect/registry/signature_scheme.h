// Signature schemes (RFC 9846 section 4.2.3), with the pairs of hash and signature of TLS 1.2.
#pragma once

#include "dissect/registry/terms.gen.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tlsonar::dissect {

struct SignatureScheme {
    std::uint16_t code;
    std::string_view name;
    SignatureAlgorithm algorithm;
    Hash hash;
    std::uint16_t group;  // the named group that TLS 1.3 binds it to, or 0
    bool post_quantum;
    Recommended recommended;
    std::string_view reference;
};

std::span<const SignatureScheme> signature_schemes();
const SignatureScheme* find_signature_scheme(std::uint16_t code);
const SignatureScheme* find_signature_scheme(std::string_view name);
// Empty when unknown.
std::string_view signature_scheme_name(std::uint16_t code);

}  // namespace tlsonar::dissect
