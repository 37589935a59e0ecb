// Clock: how a pcapng interface counts time (options if_tsresol and if_tsoffset).
#pragma once

#include "core/moment.h"

#include <cstdint>

namespace tlsonar::capture {

class Clock {
  public:
    // The most significant bit chooses between negative powers of 2 and of 10; microseconds
    // without the option.
    void set_resolution(std::uint8_t resolution);
    void set_offset(std::int64_t seconds) { offset_ = seconds; }

    // Times that do not fit wrap around: nonsense stays nonsense, but is not undefined.
    Time time(std::uint64_t ticks) const {
        if (kind_ == Kind::coarse) return wrapped(ticks * factor_);
        return kind_ == Kind::fine ? wrapped(ticks / factor_) : binary(ticks);
    }

  private:
    // Coarse: a tick is factor_ nanoseconds. Fine: factor_ ticks are one. Binary: 2^factor_ ticks
    // are a second.
    enum class Kind : std::uint8_t { coarse, fine, binary };

    Time wrapped(std::uint64_t nanoseconds) const {
        return static_cast<Time>(nanoseconds + static_cast<std::uint64_t>(offset_) * 1'000'000'000);
    }
    Time binary(std::uint64_t ticks) const;

    std::uint64_t factor_ = 1000;
    std::int64_t offset_ = 0;
    Kind kind_ = Kind::coarse;
};

}  // namespace tlsonar::capture
