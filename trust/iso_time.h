// Times in findings.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace tlsonar::trust {

// "2026-11-21T02:17:30Z" from seconds since 1970.
inline std::string iso_time(std::int64_t seconds) {
    using namespace std::chrono;
    const sys_seconds when{std::chrono::seconds(seconds)};
    const auto day = floor<days>(when);
    const year_month_day date{day};
    const hh_mm_ss time{when - day};
    char text[40];
    const int size = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
        unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace tlsonar::trust
