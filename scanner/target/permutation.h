// Permutation: a bijection of 0 … n-1 that is computed, not stored, so that any space can be walked
// in an order in which neighbours are far apart.
#pragma once

#include "scanner/target/address_range.h"

#include <array>
#include <cstdint>

namespace tlsonar::scanner {

// A Feistel network of two halves over the least power of two that holds n; what falls outside goes
// round again (cycle walking), which happens less than once on average. No cryptography: who knows
// the seed, or guesses it, knows the order.
class Permutation {
  public:
    Permutation(Count n, std::uint64_t seed);
    // index < n
    Count operator()(Count index) const;

  private:
    static constexpr int kRounds = 6;
    Count once(Count index) const;

    Count n_;
    unsigned low_bits_ = 0;   // of the right half
    unsigned high_bits_ = 0;  // of the left half
    std::array<std::uint64_t, kRounds> keys_{};
};

}  // namespace tlsonar::scanner
