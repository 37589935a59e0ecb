// When something was seen.
#pragma once

#include <cstdint>

namespace tlsonar {

// Nanoseconds since 1970-01-01 00:00 UTC. Signed: captures with nonsense clocks are real.
using Time = std::int64_t;

// A point in the order of events of one source. `ordinal` is the source's own count and starts at
// 1: the frame number in a capture, the number of the read or write on a socket.
struct Moment {
    Time at = 0;
    std::uint64_t ordinal = 0;

    friend bool operator==(const Moment&, const Moment&) = default;
};

}  // namespace tlsonar
