// Times and spans of time as people give them.
#pragma once

#include "core/moment.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tlsonar::cli {

inline constexpr Time kSecond = 1'000'000'000;

// "2027-03-15" (its first second, UTC) or "2027-03-15T12:00:00Z", as seconds since 1970.
std::optional<std::int64_t> read_instant(std::string_view text);
// "30d", "12h", "4w", "90m", "45s" in seconds; not negative.
std::optional<std::int64_t> read_span(std::string_view text);

}  // namespace tlsonar::cli
