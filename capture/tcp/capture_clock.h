// CaptureClock: whole seconds of capture time that never run backwards. Captures with jumping
// clocks are real (merged files, a corrected system clock, forged files): a jump does not count as
// time.
#pragma once

#include "core/moment.h"

#include <cstdint>

namespace tlsonar::capture {

class CaptureClock {
  public:
    // Returns the seconds passed since the first call.
    std::uint32_t advance(Time at) {
        const auto now = static_cast<std::uint64_t>(at);
        if (!started_) latest_ = now;
        started_ = true;
        // In unsigned arithmetic, so that no pair of times overflows.
        const std::uint64_t step = now - latest_;
        if (step < kLongestPause) {
            passed_ += step;
            latest_ = now;
        } else if (step < ~kLongestDisorder) {
            latest_ = now;  // a jump: go on from there
        }
        if (passed_ >= next_second_) {
            seconds_ = passed_ / kSecond;
            next_second_ = (seconds_ + 1) * kSecond;
        }
        return static_cast<std::uint32_t>(seconds_);
    }

  private:
    static constexpr std::uint64_t kSecond = 1'000'000'000;
    static constexpr std::uint64_t kLongestPause = 86'400'000'000'000;  // a day of silence
    static constexpr std::uint64_t kLongestDisorder = 60'000'000'000;   // frames out of order

    std::uint64_t latest_ = 0;
    std::uint64_t passed_ = 0;
    std::uint64_t seconds_ = 0;  // passed_ in whole seconds: no division for every packet
    std::uint64_t next_second_ = kSecond;
    bool started_ = false;
};

}  // namespace tlsonar::capture
