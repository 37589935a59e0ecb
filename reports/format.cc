#include "reports/format.h"

#include "core/text.h"
#include "reports/json_pieces.h"
#include "trust/iso_time.h"

#include <array>
#include <cstdio>

namespace tlsonar::reports {
namespace {

struct Date {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

// Days since 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible
// low-level date algorithms"): years of 400 begin in March.
Date civil(std::int64_t days) {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto of_era = static_cast<unsigned>(days - era * 146097);
    const unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
    const unsigned from_march = (5 * of_year + 2) / 153;
    const unsigned day = of_year - (153 * from_march + 2) / 5 + 1;
    const unsigned month = from_march < 10 ? from_march + 3 : from_march - 9;
    return {static_cast<std::int64_t>(year) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

void append_padded(std::string& out, std::uint64_t value, int width) {
    std::array<char, 20> digits{};
    int n = 0;
    do {
        digits[static_cast<std::size_t>(n++)] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (int i = n; i < width; ++i)
        out += '0';
    while (n > 0)
        out += digits[static_cast<std::size_t>(--n)];
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

void append_date(std::string& out, std::int64_t days) {
    const Date d = civil(days);
    if (d.year < 0) out += '-';
    append_padded(out, static_cast<std::uint64_t>(d.year < 0 ? -d.year : d.year), 4);
    out += '-';
    append_padded(out, d.month, 2);
    out += '-';
    append_padded(out, d.day, 2);
}

void append_date_time(std::string& out, std::int64_t seconds) {
    const std::int64_t days = floor_div(seconds, 86400);
    const auto rest = static_cast<std::uint64_t>(seconds - days * 86400);
    append_date(out, days);
    out += 'T';
    append_padded(out, rest / 3600, 2);
    out += ':';
    append_padded(out, rest / 60 % 60, 2);
    out += ':';
    append_padded(out, rest % 60, 2);
}

// Three significant digits and a unit.
std::string scaled(double value, std::string_view unit) {
    char text[32];
    const int precision = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    std::snprintf(text, sizeof text, "%.*f", precision, value);
    return std::string(text) + " " + std::string(unit);
}

}  // namespace

namespace {

void append_fraction(std::string& out, std::uint64_t fraction) {
    if (fraction != 0) {
        int width = 9;
        for (; fraction % 10 == 0; fraction /= 10)
            --width;
        out += '.';
        append_padded(out, fraction, width);
    }
    out += 'Z';
}

}  // namespace

void append_time(std::string& out, Time time) {
    const std::int64_t seconds = floor_div(time, kSecond);
    append_date_time(out, seconds);
    append_fraction(out, static_cast<std::uint64_t>(time - seconds * kSecond));
}

std::string_view TimeText::text(Time time) {
    constexpr std::size_t kFraction = 11;  // ".123456789Z"
    // Most times fall into the second of the one before: no division.
    std::int64_t rest = time - second_ * kSecond;
    if (whole_ == 0 || rest < 0 || rest >= kSecond) {
        second_ = floor_div(time, kSecond);
        rest = time - second_ * kSecond;
        text_.clear();
        append_date_time(text_, second_);
        whole_ = text_.size();
        text_.resize(whole_ + kFraction);
    }
    char* const point = text_.data() + whole_;
    *point = '.';
    char* end = pieces::put_nine_digits(point + 1, static_cast<std::uint32_t>(rest));
    while (end[-1] == '0')
        --end;
    if (end == point + 1) --end;
    *end++ = 'Z';
    return {text_.data(), static_cast<std::size_t>(end - text_.data())};
}

void append_seconds(std::string& out, std::int64_t seconds) {
    append_date_time(out, seconds);
    out += 'Z';
}

std::string date(std::int64_t seconds) {
    std::string out;
    append_date(out, floor_div(seconds, 86400));
    return out;
}

std::string moment(std::int64_t seconds) { return trust::iso_time(seconds); }

std::string duration(Time nanoseconds) {
    const auto ns = static_cast<double>(nanoseconds);
    if (nanoseconds < 0) return "-" + duration(-nanoseconds);
    if (ns < 1e3) return std::to_string(nanoseconds) + " ns";
    if (ns < 999.5e3) return scaled(ns / 1e3, "µs");
    if (ns < 999.5e6) return scaled(ns / 1e6, "ms");
    if (ns < 600e9) return scaled(ns / 1e9, "s");
    if (ns < 36000e9) return scaled(ns / 60e9, "min");
    return scaled(ns / 3600e9, "h");
}

std::string size(std::uint64_t octets) {
    const auto n = static_cast<double>(octets);
    if (octets < 1000) return std::to_string(octets) + " B";
    if (n < 999.5e3) return scaled(n / 1e3, "kB");
    if (n < 999.5e6) return scaled(n / 1e6, "MB");
    if (n < 999.5e9) return scaled(n / 1e9, "GB");
    return scaled(n / 1e12, "TB");
}

std::string count(std::uint64_t n) {
    std::string digits = std::to_string(n);
    for (std::size_t at = digits.size(); at > 3; at -= 3)
        digits.insert(at - 3, " ");
    return digits;
}

std::string plural(std::uint64_t n, std::string_view noun) {
    return count(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

void append_hex_number(std::string& out, std::uint32_t value, int digits) {
    constexpr char kDigits[] = "0123456789abcdef";
    while (digits < 8 && value >> (4 * digits) != 0)
        ++digits;
    out += "0x";
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        out += kDigits[(value >> shift) & 15];
}

void append_code(std::string& out, const profile::Code& code, int digits) {
    if (!code.name.empty() && !code.grease) {
        out += code.name;
        return;
    }
    if (code.grease) out += "GREASE ";
    append_hex_number(out, code.value, digits);
}

std::string text(const profile::Code& code, int digits) {
    std::string out;
    append_code(out, code, digits);
    return out;
}

std::string version_text(const profile::Code& version) {
    return version.value == 0 ? "?" : text(version);
}

std::string peer_text(const profile::Peer& peer) {
    const bool v6 = peer.address.find(':') != std::string::npos;
    return (v6 ? "[" + peer.address + "]" : peer.address) + ":" + std::to_string(peer.port);
}

std::string key_text(const trust::PublicKey& key) {
    using trust::KeyKind;
    const auto with_bits = [&](const std::string& name) {
        return key.bits == 0 ? name : name + " " + std::to_string(key.bits);
    };
    switch (key.kind) {
        case KeyKind::rsa:
            return with_bits("RSA");
        case KeyKind::rsa_pss:
            return with_bits("RSA-PSS");
        case KeyKind::dsa:
            return with_bits("DSA");
        case KeyKind::dh:
            return with_bits("DH");
        case KeyKind::ec:
            return key.curve.empty() ? with_bits("EC") : "EC " + key.curve;
        case KeyKind::ed25519:
            return "Ed25519";
        case KeyKind::ed448:
            return "Ed448";
        case KeyKind::x25519:
            return "X25519";
        case KeyKind::x448:
            return "X448";
        case KeyKind::ml_dsa:
        case KeyKind::slh_dsa:
        case KeyKind::ml_kem:
            return std::string(key.parameter_set);
        case KeyKind::gost:
            return with_bits("GOST");
        case KeyKind::sm2:
            return "SM2";
        case KeyKind::unknown:
            break;
    }
    return "unknown";
}

std::string certificate_name(const trust::CertificateSummary& summary) {
    std::string name = summary.common_name();
    if (name.empty() && !summary.subject_alt_names.empty())
        name = summary.subject_alt_names.front().text();
    if (name.empty()) name = summary.subject.rfc4514();
    return name.empty() ? "(no name)" : name;
}

}  // namespace tlsonar::reports
