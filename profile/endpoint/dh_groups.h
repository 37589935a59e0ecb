// Finite-field Diffie-Hellman groups by name, and what mathematics says of the others.
#pragma once

#include "profile/endpoint/endpoint_profile.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace tlsonar::profile {

// A prime that many servers have: from a standard, or built into a program.
struct KnownPrime {
    enum class Kind : std::uint8_t { composite, prime, safe_prime };
    // The first 16 octets of the SHA-256 of the number (big-endian, without leading zeros), in
    // hexadecimal.
    std::string_view hash;
    std::uint16_t bits;
    std::string_view name;
    Kind kind;
    bool standard;  // RFC 7919 or RFC 3526
};

// Ascending by hash.
std::span<const KnownPrime> known_primes();
// `prime` with or without leading zeros; null when it is not known.
const KnownPrime* find_known_prime(Bytes prime);

// Fills in what follows from `prime` and `generator`: bits, name, well_known, standard, is_prime,
// safe_prime, weak_generator. Costs some milliseconds for a prime that is not known.
void complete(DhGroup& group);

}  // namespace tlsonar::profile
