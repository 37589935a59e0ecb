// The progress of a scan as one line.
#pragma once

#include "core/moment.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::reports {

// An endpoint under way.
struct RunningEndpoint {
    std::string_view target;  // any octets
    Time since = 0;           // nanoseconds that it has taken so far
    std::uint32_t connections = 0;
};

struct ScanProgressView {
    std::uint64_t done = 0;    // the failed among them
    std::uint64_t failed = 0;  // without an answer
    std::uint64_t total = 0;   // 0: not known
    std::uint64_t connections = 0;
    Time elapsed = 0;
    std::span<const RunningEndpoint> running;  // in any order
};

// "[####------] 42 %  84 of 200  3 failed  17.2/s  6.74 s left  slowest: a.example 4.1 s"
// Never wider than `columns`; without a line break.
std::string scan_progress_line(const ScanProgressView& view, std::size_t columns);

}  // namespace tlsonar::reports
