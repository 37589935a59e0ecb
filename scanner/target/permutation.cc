#include "scanner/target/permutation.h"

namespace tlsonar::scanner {
namespace {

// The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves half of the
// output's.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

std::uint64_t mask(unsigned bits) {
    return bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

}  // namespace

Permutation::Permutation(Count n, std::uint64_t seed) : n_(n) {
    unsigned bits = 0;
    while (bits < 128 && ((n - 1) >> bits) != 0)
        ++bits;
    if (n == 0) bits = 0;
    low_bits_ = bits / 2;
    high_bits_ = bits - low_bits_;
    for (std::size_t i = 0; i < keys_.size(); ++i)
        keys_[i] = seed = mix(seed + i);
}

Count Permutation::once(Count index) const {
    auto low = static_cast<std::uint64_t>(index) & mask(low_bits_);
    auto high = static_cast<std::uint64_t>(index >> low_bits_) & mask(high_bits_);
    for (std::size_t i = 0; i < keys_.size(); i += 2) {
        low ^= mix(high ^ keys_[i]) & mask(low_bits_);
        high ^= mix(low ^ keys_[i + 1]) & mask(high_bits_);
    }
    return (Count{high} << low_bits_) | low;
}

Count Permutation::operator()(Count index) const {
    do {
        index = once(index);
    } while (index >= n_);
    return index;
}

}  // namespace tlsonar::scanner
