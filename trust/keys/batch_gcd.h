// Primes that several RSA moduli share, and moduli that occur more than once: over all keys of a
// run at once. Two moduli with a common prime are both factored by one gcd, so this is the worst
// that can be said of a key, and it shows only when keys are looked at together.
//
// A product tree and a scaled remainder tree (Bernstein 2004) find the moduli that share something
// with any of the others in O(n log² n) bit operations; only those few are then compared.
#pragma once

#include "core/bytes.h"
#include "trust/finding/finding.h"
#include "trust/keys/subject_key.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tlsonar::trust {

struct BatchGcdOptions {
    unsigned threads = 2;  // at most so many; 1: the caller's own
    // Moduli of more bits are left out: nobody honest has them.
    std::uint32_t max_bits = 16'384;
    // All moduli together; beyond it the rest is left out. The work takes about 60 times as much
    // memory as the distinct moduli: 1.5 GB for 100,000 of 2048 bits (26 MB).
    std::size_t max_total_octets = std::size_t{64} << 20;
    // How many gcds may be spent on telling which of the flagged moduli share what.
    std::size_t max_comparisons = 500'000;
};

struct SharedPrime {
    // Big-endian. It opens the private keys of all members: compare it, count it, never show it.
    std::vector<std::uint8_t> factor;
    std::uint32_t bits = 0;
    std::vector<std::size_t> members;  // indexes into the list given, ascending; two or more
};

struct BatchGcdResult {
    std::vector<SharedPrime> shared;                   // by first member
    std::vector<std::vector<std::size_t>> duplicates;  // equal moduli: indexes, ascending
    std::vector<std::size_t> flagged;  // all that share something with a different modulus
    std::size_t distinct = 0;          // moduli that were looked at
    std::size_t left_out = 0;          // zero, one, too large, or beyond the limit
    bool complete = true;              // false: max_comparisons was reached; `shared` lacks some
};

// Each a big-endian number; leading zeros do not matter.
BatchGcdResult find_shared_primes(std::span<const Bytes> moduli,
                                  const BatchGcdOptions& options = {});

// The findings of one run: "key.shared-prime" for every flagged modulus and "key.reused" for every
// duplicate, Finding::certificate being the index into the list of moduli.
std::vector<Finding> batch_findings(const BatchGcdResult& result);

// All of that for the keys of a run, of whatever kind (reuse of EC and other keys goes by
// key_hash()); Finding::certificate is the index into `keys`. Null keys are passed over. Give the
// keys of different certificates: the same certificate twice is no reuse.
std::vector<Finding> examine_together(std::span<const SubjectKeyPtr> keys,
                                      const BatchGcdOptions& options = {});

}  // namespace tlsonar::trust
