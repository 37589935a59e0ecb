#include "audit/subject/read_private.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <limits>

namespace tlsonar::audit::reading {
namespace {

constexpr Time kSecond = 1'000'000'000;

// A number of exactly `size` digits at `at`; -1 when there is none.
int digits(std::string_view text, std::size_t at, std::size_t size) {
    if (at + size > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + size; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

// ".5" up to ".123456789" as nanoseconds, with the "Z" at the end; nothing when it is none.
std::optional<Time> fraction(std::string_view text) {
    if (text == "Z") return 0;
    constexpr std::size_t kMostDigits = 9;
    if (text.size() < 3 || text.size() > kMostDigits + 2 || text.front() != '.' ||
        text.back() != 'Z')
        return std::nullopt;
    Time value = 0;
    for (std::size_t i = 1; i <= kMostDigits; ++i) {
        const int digit = i + 1 < text.size() ? digits(text, i, 1) : 0;
        if (digit < 0) return std::nullopt;
        value = value * 10 + digit;
    }
    return value;
}

struct Point {
    std::int64_t seconds = 0;
    Time nanoseconds = 0;
};

std::optional<Point> point(std::string_view text) {
    constexpr std::size_t kWhole = 19;  // up to the seconds
    if (text.size() <= kWhole || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
        text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const int hour = digits(text, 11, 2), minute = digits(text, 14, 2),
              second = digits(text, 17, 2);
    const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const bool time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                      second <= 60;  // 60: a leap second
    if (!time || year < 0 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    const auto rest = fraction(text.substr(kWhole));
    if (!date.ok() || !rest) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return Point{days * 86'400 + hour * 3600L + minute * 60L + second, *rest};
}

}  // namespace

std::string text(json::Item value) { return std::string(value.text()); }

std::uint32_t small_number(json::Item value) {
    const auto number = value.number();
    if (!number || *number < 0 || *number > std::numeric_limits<std::uint32_t>::max()) return 0;
    return static_cast<std::uint32_t>(*number);
}

std::optional<Names> strings(json::Item value) {
    if (!value.is(json::Kind::array)) return std::nullopt;
    Names out;
    for (const json::Item element : value) {
        if (!element.is(json::Kind::string)) return std::nullopt;
        out.emplace_back(element.text());
    }
    return out;
}

Names some_strings(json::Item value) {
    Names out;
    for (const json::Item element : value)
        if (element.is(json::Kind::string)) out.emplace_back(element.text());
    return out;
}

std::optional<Time> instant(std::string_view text) {
    // What 64 bits of nanoseconds hold: the years 1678 to 2261.
    constexpr std::int64_t kMost = std::numeric_limits<Time>::max() / kSecond - 1;
    const auto at = point(text);
    if (!at || at->seconds > kMost || at->seconds < -kMost) return std::nullopt;
    return at->seconds * kSecond + at->nanoseconds;
}

std::optional<std::int64_t> seconds(json::Item value) {
    const auto at = point(value.text());
    if (!at) return std::nullopt;
    return at->seconds;
}

std::string day(std::int64_t seconds) {
    using namespace std::chrono;
    const year_month_day date(floor<days>(sys_seconds(std::chrono::seconds(seconds))));
    std::array<char, 24> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return out.data();
}

std::string evidence(json::Item value) {
    if (const auto connection = value["connection"].number())
        return "connection " + std::to_string(*connection);
    const std::string_view probe = value["probe"].text();
    return probe.empty() ? std::string() : "probe " + std::string(probe);
}

FindingView finding(json::Item value) {
    FindingView out;
    out.id = text(value["id"]);
    out.severity = text(value["severity"]);
    out.title = text(value["title"]);
    out.source = text(value["source"]);
    out.found = text(value["found"]);
    out.expected = text(value["expected"]);
    if (value["certificate"].number()) out.certificate = small_number(value["certificate"]);
    out.evidence = evidence(value["evidence"]);
    return out;
}

void append_findings(std::vector<FindingView>& out, json::Item list) {
    for (const json::Item each : list)
        if (each.is(json::Kind::object)) out.push_back(finding(each));
}

bool has_finding(json::Item list, std::string_view id) {
    for (const json::Item each : list)
        if (each["id"].says(id)) return true;
    return false;
}

std::string version_name(std::string_view title) {
    for (const std::string_view kind : {"TLS ", "DTLS "})
        if (title.starts_with(kind))
            return std::string(kind.substr(0, kind.size() - 1)) + "v" +
                   std::string(title.substr(kind.size()));
    return std::string(title);
}

}  // namespace tlsonar::audit::reading
