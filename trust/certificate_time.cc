#include "trust/certificate_parse.h"

namespace tlsonar::trust {
namespace {

// Digits at the front of what is left.
class Digits {
  public:
    explicit Digits(std::string_view text) : rest_(text) {}

    // Exactly n digits; -1 and failed() when they are not there.
    int take(std::size_t n) {
        if (rest_.size() < n) return fail();
        int value = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(n);
        return value;
    }
    bool digit_next() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
    bool take_char(char c) {
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool empty() const { return rest_.empty(); }
    bool failed() const { return failed_; }

  private:
    int fail() {
        failed_ = true;
        rest_ = {};
        return -1;
    }
    std::string_view rest_;
    bool failed_ = false;
};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in(int year, int month) {
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

// Days since 1970-01-01 in the proleptic Gregorian calendar: years are counted from March, so that
// the leap day is a year's last.
std::int64_t days_from_civil(int year, int month, int day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

// "Z", or "+hhmm" as BER allows. Seconds east of Greenwich.
std::optional<std::int64_t> read_zone(Digits& digits, bool& der_form) {
    if (digits.take_char('Z')) return 0;
    der_form = false;
    if (digits.empty()) return 0;  // local time: nobody knows whose
    const bool east = digits.take_char('+');
    if (!east && !digits.take_char('-')) return std::nullopt;
    const int hours = digits.take(2);
    const int minutes = digits.take(2);
    if (digits.failed() || hours > 23 || minutes > 59) return std::nullopt;
    const std::int64_t seconds = hours * 3600 + minutes * 60;
    return east ? seconds : -seconds;
}

}  // namespace

std::optional<std::int64_t> read_time(std::uint8_t tag, Bytes text, bool& der_form) {
    if (tag != tag::utc_time && tag != tag::generalized_time) return std::nullopt;
    Digits digits(as_text(text));
    int year = digits.take(tag == tag::utc_time ? 2 : 4);
    if (tag == tag::utc_time) year += year < 50 ? 2000 : 1900;
    const int month = digits.take(2);
    const int day = digits.take(2);
    const int hour = digits.take(2);
    const int minute = digits.take(2);
    int second = 0;
    if (digits.digit_next())
        second = digits.take(2);
    else
        der_form = false;
    if (tag == tag::generalized_time && digits.take_char('.')) {
        der_form = false;
        while (digits.digit_next())
            digits.take(1);
    }
    if (digits.failed() || month < 1 || month > 12 || day < 1 || day > days_in(year, month) ||
        hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    const auto zone = read_zone(digits, der_form);
    if (!zone || !digits.empty() || digits.failed()) return std::nullopt;
    if (tag == tag::generalized_time && year < 2050) der_form = false;
    return days_from_civil(year, month, day) * 86400 + hour * 3600L + minute * 60L + second - *zone;
}

}  // namespace tlsonar::trust
