#include "capture/file/clock.h"

namespace tlsonar::capture {
namespace {

std::uint64_t power_of_ten(unsigned exponent) {
    std::uint64_t power = 1;
    while (exponent-- != 0)
        power *= 10;
    return power;
}

}  // namespace

void Clock::set_resolution(std::uint8_t resolution) {
    const unsigned exponent = resolution & 0x7fU;
    if ((resolution & 0x80) != 0) {
        kind_ = Kind::binary;
        factor_ = exponent;
    } else if (exponent <= 9) {
        kind_ = Kind::coarse;
        factor_ = power_of_ten(9 - exponent);
    } else {
        kind_ = Kind::fine;
        constexpr unsigned kMostThatFits = 19;
        factor_ = power_of_ten(exponent - 9 > kMostThatFits ? kMostThatFits : exponent - 9);
    }
}

Time Clock::binary(std::uint64_t ticks) const {
    const auto exponent = static_cast<unsigned>(factor_);
    const std::uint64_t seconds = exponent < 64 ? ticks >> exponent : 0;
    // The fraction as 32 binary places, so that the product below fits.
    std::uint64_t fraction = exponent < 64 ? ticks & ((std::uint64_t{1} << exponent) - 1) : ticks;
    if (exponent < 32) {
        fraction <<= 32 - exponent;
    } else {
        fraction = exponent - 32 < 64 ? fraction >> (exponent - 32) : 0;
    }
    return wrapped(seconds * 1'000'000'000 + ((fraction * 1'000'000'000) >> 32));
}

}  // namespace tlsonar::capture
