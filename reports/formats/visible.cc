#include "reports/formats/visible.h"

#include "core/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tlsonar::reports {
namespace {

constexpr std::string_view kEllipsis = "…";

bool is_ascii_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// U+FDD0 to U+FDEF, and the last two of every plane.
bool is_noncharacter(std::uint32_t value) {
    return (value & 0xfffe) == 0xfffe || (value >= 0xfdd0 && value <= 0xfdef);
}

void append_noncharacter(std::string& out, std::uint32_t value) {
    constexpr char kDigits[] = "0123456789abcdef";
    out += "\\u{";
    for (int shift = value > 0xffff ? 20 : 12; shift >= 0; shift -= 4)
        out += kDigits[(value >> shift) & 15];
    out += '}';
}

// What append_printable() lets pass, without noncharacters.
std::string without_noncharacters(std::string text) {
    if (std::none_of(text.begin(), text.end(), [](char c) { return c == '\xef' || c >= '\xf0'; }))
        return text;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(std::string_view(text).substr(at));
        const std::size_t length = std::max(point.length, 1U);
        if (is_noncharacter(point.value))
            append_noncharacter(out, point.value);
        else
            out.append(text, at, length);
        at += length;
    }
    return out;
}

}  // namespace

std::string visible(std::string_view text, std::size_t limit) {
    const bool cut = text.size() > limit;
    std::string out;
    // A backslash stays one: names hold some, and documents are read by people.
    for (std::string_view rest = text.substr(0, limit + 4);;) {
        const std::size_t slash = rest.find('\\');
        append_printable(out, rest.substr(0, slash));
        if (slash == std::string_view::npos) break;
        out += '\\';
        rest.remove_prefix(slash + 1);
    }
    out = without_noncharacters(std::move(out));
    if (!cut && out.size() <= limit) return out;
    std::size_t end = std::min(limit, out.size());
    while (end > 0 && end < out.size() && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80)
        --end;
    out.resize(end);
    return out += kEllipsis;
}

std::string decimals(double value) {
    if (!std::isfinite(value) || std::abs(value) > 1e15) return "0";
    char digits[40];
    const auto end =
        std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, 3);
    std::string out(digits, end.ptr);
    while (out.ends_with('0'))
        out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out;
}

std::string_view repository_path(std::string_view path) {
    while (path.starts_with("./") && path.size() > 2) {
        path.remove_prefix(2);
        while (path.starts_with('/'))
            path.remove_prefix(1);
    }
    return path;
}

std::string uri_path(std::string_view text) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    constexpr std::string_view kUnreserved = "-._~/";
    std::string out;
    for (const char c : text) {
        if (is_ascii_word(c) || kUnreserved.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        out += '%';
        out += kDigits[octet >> 4];
        out += kDigits[octet & 15];
    }
    return out;
}

std::string_view safe_url(std::string_view url) {
    constexpr std::string_view kOthers = "-._~:/?#@!$&*+,;=%";
    if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
    const bool fine = std::all_of(url.begin(), url.end(), [&](char c) {
        return is_ascii_word(c) || kOthers.find(c) != std::string_view::npos;
    });
    return fine ? url : std::string_view{};
}

}  // namespace tlsonar::reports
