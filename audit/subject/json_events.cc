#include "audit/subject/json_events_private.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tlsonar::audit::json {
namespace {

// Characters of a string that stand for themselves in one octet.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> out{};
    for (std::size_t c = 0x20; c < 0x80; ++c)
        out[c] = c != '"' && c != '\\';
    return out;
}();

bool is_plain(char c) { return kPlain[static_cast<std::uint8_t>(c)]; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, std::uint32_t c) {
    const auto put = [&out](std::uint32_t octet) { out += static_cast<char>(octet); };
    const auto rest = [&](int shift) { put(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) return put(0xC0 | c >> 6), rest(0);
    if (c < 0x10000) return put(0xE0 | c >> 12), rest(6), rest(0);
    put(0xF0 | c >> 18), rest(12), rest(6), rest(0);
}

// Octets of the well-formed character at the beginning (Unicode 15, table 3-7); 0 when it is none.
std::size_t character_length(std::string_view text) {
    const auto octet = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
    };
    const auto follows = [&](std::size_t i) { return (octet(i) & 0xC0) == 0x80; };
    const std::uint8_t first = octet(0), second = octet(1);
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool sound = (first != 0xE0 || second >= 0xA0) && (first != 0xED || second <= 0x9F);
        return sound && follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool sound = (first != 0xF0 || second >= 0x90) && (first != 0xF4 || second <= 0x8F);
        return sound && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

void EventReader::skip_blank() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
        ++at_;
}

bool EventReader::take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
}

bool EventReader::word(std::string_view word) {
    for (const char c : word)
        if (!take(c)) return false;
    return true;
}

bool EventReader::real(std::string_view digits) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range) {
        value = std::strtod(std::string(digits).c_str(), nullptr);  // nearly nothing, or too much
        if (!std::isfinite(value)) return false;
    }
    return events_.real(value);
}

bool EventReader::number() {
    const std::size_t begin = at_;
    const auto digits = [this] {
        const std::size_t before = at_;
        while (at_ < text_.size() && is_digit(text_[at_]))
            ++at_;
        return at_ > before;
    };
    (void)take('-');
    if (!take('0') && !digits()) return false;
    bool whole = true;
    if (take('.')) {
        whole = false;
        if (!digits()) return false;
    }
    if (take('e') || take('E')) {
        whole = false;
        if (!take('+')) (void)take('-');
        if (!digits()) return false;
    }
    const std::string_view all = text_.substr(begin, at_ - begin);
    std::int64_t value = 0;
    if (whole && std::from_chars(all.data(), all.data() + all.size(), value).ec == std::errc())
        return events_.integer(value);
    return real(all);
}

bool EventReader::code_unit(std::uint32_t& out) {
    constexpr std::size_t kDigits = 4;
    out = 0;
    for (std::size_t i = 0; i < kDigits; ++i, ++at_) {
        const char c = at_ < text_.size() ? text_[at_] : '\0';
        const int digit = is_digit(c)            ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return false;
        out = out << 4 | static_cast<std::uint32_t>(digit);
    }
    return true;
}

// \u of one character, or of two halves of one.
bool EventReader::character() {
    std::uint32_t c = 0;
    if (!code_unit(c)) return false;
    if (c >= 0xD800 && c < 0xDC00) {
        std::uint32_t low = 0;
        if (!take('\\') || !take('u') || !code_unit(low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    } else if (c >= 0xDC00 && c <= 0xDFFF) {
        return false;
    }
    append_utf8(held_, c);
    return true;
}

bool EventReader::escape() {
    if (at_ >= text_.size()) return false;
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    const char c = text_[at_];
    if (c == 'u') {
        ++at_;
        return character();
    }
    const std::size_t which = kNames.find(c);
    if (which == kNames.npos) return false;
    held_ += kMeant[which];
    ++at_;
    return true;
}

// What has no escapes is lent from the text.
bool EventReader::string(std::string_view& out) {
    if (!take('"')) return false;
    held_.clear();
    std::size_t begin = at_;  // of what is not in held_ yet
    bool escaped = false;
    while (true) {
        while (at_ < text_.size() && is_plain(text_[at_]))
            ++at_;
        if (at_ >= text_.size()) return false;
        const char c = text_[at_];
        if (c == '"' || c == '\\') {
            const std::string_view run = text_.substr(begin, at_ - begin);
            ++at_;
            if (c == '"' && !escaped) return out = run, true;
            held_ += run;
            if (c == '"') return out = held_, true;
            escaped = true;
            if (!escape()) return false;
            begin = at_;
        } else {
            const std::size_t length = character_length(text_.substr(at_));
            if (length == 0) return false;
            at_ += length;
        }
    }
}

bool EventReader::value(bool& opened) {
    opened = false;
    skip_blank();
    if (at_ >= text_.size()) return false;
    const char c = text_[at_];
    std::string_view text;
    switch (c) {
        case '{':
        case '[':
            ++at_;
            opened = true;
            inside_ += c;
            return events_.open(c == '{');
        case '"':
            return string(text) && events_.string(text);
        case 'n':
            return word("null") && events_.null();
        case 't':
            return word("true") && events_.boolean(true);
        case 'f':
            return word("false") && events_.boolean(false);
        default:
            return number();
    }
}

bool EventReader::member() {
    std::string_view name;
    skip_blank();
    if (!string(name) || !events_.key(name)) return false;
    skip_blank();
    return take(':');
}

// Behind a value: closes what ends there. `more`: another value follows.
bool EventReader::next(bool& more) {
    while (!inside_.empty()) {
        const bool object = inside_.back() == '{';
        skip_blank();
        if (take(',')) {
            more = true;
            return !object || member();
        }
        if (!take(object ? '}' : ']')) return false;
        inside_.pop_back();
        if (!events_.close()) return false;
    }
    more = false;
    return true;
}

bool EventReader::read() {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    if (text_.starts_with(kMark)) at_ = kMark.size();
    for (bool more = true; more;) {
        bool opened = false;
        if (!value(opened)) return false;
        if (opened) {
            const bool object = inside_.back() == '{';
            skip_blank();
            const bool empty = at_ < text_.size() && text_[at_] == (object ? '}' : ']');
            if (!empty) {
                if (object && !member()) return false;
                continue;
            }
        }
        if (!next(more)) return false;
    }
    skip_blank();
    return at_ == text_.size();
}

}  // namespace tlsonar::audit::json
