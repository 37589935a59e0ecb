#include "trust/store/lines.h"

#include <array>
#include <charconv>
#include <chrono>

#include <openssl/evp.h>

namespace tlsonar::trust {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// `size` digits from `at`, and nothing else.
bool number(std::string_view text, std::size_t at, std::size_t size, int& value) {
    const char* from = text.data() + at;
    const auto [end, error] = std::from_chars(from, from + size, value);
    return error == std::errc() && end == from + size && *from != '-';
}

}  // namespace

bool TableLines::next(std::vector<std::string_view>& fields) {
    while (!rest_.empty()) {
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        ++number_;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.empty() || line.front() == '#') continue;
        fields.clear();
        for (std::size_t tab = line.find('\t'); tab != std::string_view::npos;
             tab = line.find('\t')) {
            fields.push_back(line.substr(0, tab));
            line.remove_prefix(tab + 1);
        }
        fields.push_back(line);
        return true;
    }
    return false;
}

bool from_base64(std::string_view text, std::string& octets) {
    // EVP_DecodeBlock passes over spaces at the ends and counts the padding as zeros.
    if (text.empty() || text.size() % 4 != 0 || text.front() == ' ' || text.back() == ' ')
        return false;
    octets.resize(text.size() / 4 * 3);
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(octets.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (size < 0) return false;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    octets.resize(static_cast<std::size_t>(size) - padding);
    return true;
}

bool from_hex(std::string_view text, std::string& octets) {
    if (text.size() % 2 != 0) return false;
    octets.clear();
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_digit(text[i]);
        const int low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return false;
        octets.push_back(static_cast<char>(high << 4 | low));
    }
    return true;
}

std::optional<std::int64_t> from_time(std::string_view text) {
    constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
    if (text.size() != kShape.size()) return std::nullopt;
    for (const std::size_t i : {4U, 7U, 10U, 13U, 16U, 19U})
        if (text[i] != kShape[i]) return std::nullopt;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!number(text, 0, 4, year) || !number(text, 5, 2, month) || !number(text, 8, 2, day) ||
        !number(text, 11, 2, hour) || !number(text, 14, 2, minute) || !number(text, 17, 2, second))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
    return std::int64_t{days} * 86'400 + hour * 3'600L + minute * 60L + second;
}

}  // namespace tlsonar::trust
