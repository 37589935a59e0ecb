// What mathematics says of a finite-field Diffie-Hellman group that a server made up.
#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar::trust {

enum class DhModulus : std::uint8_t {
    unknown,     // too large to be looked into
    composite,   // no prime at all
    prime,       // a prime p, but (p − 1) / 2 is none
    safe_prime,  // with overwhelming probability
};

struct DhExamination {
    DhModulus modulus = DhModulus::unknown;
    // The generator is none (0, 1, p − 1 …), or all it generates is a group of smooth order, in
    // which logarithms are easy.
    bool weak_generator = false;
};

// Larger numbers are not calculated with: a hostile one costs some 100 milliseconds at most.
inline constexpr std::size_t kMaxDhBits = 4096;

// Big-endian magnitudes, as ServerKeyExchange has them.
DhExamination examine_dh_group(Bytes prime, Bytes generator);

}  // namespace tlsonar::trust
