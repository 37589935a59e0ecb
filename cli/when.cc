#include "cli/when.h"

#include <charconv>
#include <chrono>

namespace tlsonar::cli {
namespace {

// Exactly so many digits, then `end` (or the end of the text).
std::optional<unsigned> digits(std::string_view& text, std::size_t n, char end) {
    if (text.size() < n) return std::nullopt;
    unsigned value = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + n, value);
    if (error != std::errc() || at != text.data() + n) return std::nullopt;
    text.remove_prefix(n);
    if (end != '\0') {
        if (text.empty() || text.front() != end) return std::nullopt;
        text.remove_prefix(1);
    }
    return value;
}

}  // namespace

std::optional<std::int64_t> read_instant(std::string_view text) {
    using namespace std::chrono;
    const auto y = digits(text, 4, '-');
    const auto m = y ? digits(text, 2, '-') : std::nullopt;
    const auto d = m ? digits(text, 2, '\0') : std::nullopt;
    if (!d) return std::nullopt;
    const year_month_day date{year(static_cast<int>(*y)), month(*m), day(*d)};
    if (!date.ok()) return std::nullopt;
    const std::int64_t midnight = sys_seconds(sys_days(date)).time_since_epoch().count();
    if (text.empty()) return midnight;
    if (text.front() != 'T') return std::nullopt;
    text.remove_prefix(1);
    const auto hour = digits(text, 2, ':');
    const auto minute = hour ? digits(text, 2, ':') : std::nullopt;
    const auto second = minute ? digits(text, 2, 'Z') : std::nullopt;
    if (!second || !text.empty() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return midnight + std::int64_t{*hour} * 3600 + std::int64_t{*minute} * 60 + *second;
}

std::optional<std::int64_t> read_span(std::string_view text) {
    std::uint32_t n = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || at + 1 != text.data() + text.size()) return std::nullopt;
    switch (*at) {
        case 's':
            return n;
        case 'm':
            return std::int64_t{n} * 60;
        case 'h':
            return std::int64_t{n} * 3600;
        case 'd':
            return std::int64_t{n} * 86'400;
        case 'w':
            return std::int64_t{n} * 7 * 86'400;
        default:
            return std::nullopt;
    }
}

}  // namespace tlsonar::cli
