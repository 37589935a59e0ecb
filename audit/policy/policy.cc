#include "audit/policy/policy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace tlsonar::audit {
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.front() == '-')
        return std::nullopt;
    return value;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    constexpr std::size_t kLength = 10;  // "2026-11-21"
    if (text.size() != kLength || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::sys_days(date).time_since_epoch())
        .count();
}

std::string text_of_day(Day day) {
    const std::chrono::year_month_day date(
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(day))));
    std::array<char, 32> out{};
    const int n = std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", int(date.year()),
                                unsigned(date.month()), unsigned(date.day()));
    return {out.data(), static_cast<std::size_t>(n)};
}

std::string_view name_of(AppliesTo applies_to) {
    constexpr std::string_view kNames[] = {"server", "client", "certificate", "connection"};
    return kNames[static_cast<std::size_t>(applies_to)];
}

const Rule* Policy::find(std::string_view wanted) const {
    const auto at = std::ranges::find(rules, wanted, &Rule::id);
    return at == rules.end() ? nullptr : &*at;
}

}  // namespace tlsonar::audit
