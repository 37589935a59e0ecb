#include "core/text.h"

#include <array>

namespace tlsonar {
namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

bool is_continuation(unsigned char c) { return (c & 0xC0) == 0x80; }

struct Range {
    std::uint32_t first, last;
};

// Characters that print nothing, or change what is printed: Unicode's Default_Ignorable_Code_Point
// (bidirectional controls of UAX #9, zero width characters, fillers, variation selectors, tags …),
// line and paragraph separators, interlinear annotation, the empty pattern of Braille.
constexpr Range kDeceptive[] = {
    {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F}, {0x2800, 0x2800},
    {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

bool is_deceptive(std::uint32_t c) {
    if (c < kDeceptive[0].first) return false;
    for (const Range& range : kDeceptive)
        if (c >= range.first && c <= range.last) return true;
    return (c & 0xFFFE) == 0xFFFE;  // no characters at all
}

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

void append_octet_escape(std::string& out, unsigned char c) {
    out += "\\x";
    out += kHexDigits[c >> 4];
    out += kHexDigits[c & 15];
}

void append_u4(std::string& out, std::uint32_t unit) {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += kHexDigits[(unit >> shift) & 15];
}

void append_json_escape(std::string& out, std::uint32_t c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (c >= 0x10000) {  // a surrogate pair
        append_u4(out, 0xD800 + ((c - 0x10000) >> 10));
        append_u4(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
        append_u4(out, c);
    }
}

// Octets that go into a JSON string as they are.
constexpr std::array<bool, 256> kPlainJson = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x7F; ++c)
        plain[c] = c != '"' && c != '\\';
    return plain;
}();

bool is_combining(std::uint32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0483 && c <= 0x0489) ||
           (c >= 0x0591 && c <= 0x05BD) || (c >= 0x064B && c <= 0x065F) ||
           (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

bool is_wide(std::uint32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
           (c >= 0x20000 && c <= 0x3FFFD);
}

std::size_t columns_of(std::uint32_t c) { return is_combining(c) ? 0 : is_wide(c) ? 2 : 1; }

}  // namespace

CodePoint decode_utf8(std::string_view text) {
    if (text.empty()) return {};
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char c = at(0);
    if (c < 0x80) return {c, 1};
    const unsigned length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || text.size() < length) return {};
    std::uint32_t value = c & (0x7FU >> length);
    for (unsigned i = 1; i < length; ++i) {
        if (!is_continuation(at(i))) return {};
        value = (value << 6) | (at(i) & 0x3FU);
    }
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < kSmallest[length] || value > 0x10FFFF || surrogate) return {};
    return {value, length};
}

void append_printable(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        if (point.length == 0) {
            append_octet_escape(out, static_cast<unsigned char>(text[0]));
            text.remove_prefix(1);
            continue;
        }
        if (point.value == '\\') {
            out += "\\\\";
        } else if (point.value < 0x80 && is_control(point.value)) {
            append_octet_escape(out, static_cast<unsigned char>(point.value));
        } else if (is_control(point.value) || is_deceptive(point.value)) {
            out += "\\u{";
            bool started = false;
            for (int shift = 20; shift >= 0; shift -= 4) {
                const std::uint32_t digit = (point.value >> shift) & 15;
                started = started || digit != 0 || shift == 0;
                if (started) out += kHexDigits[digit];
            }
            out += '}';
        } else {
            out.append(text.substr(0, point.length));
        }
        text.remove_prefix(point.length);
    }
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_printable(out, text);
    return out;
}

bool is_plain_json(std::string_view text) {
    bool plain = true;
    for (const char c : text)
        plain = plain && kPlainJson[static_cast<unsigned char>(c)];
    return plain;
}

void append_json(std::string& out, std::string_view text) {
    std::size_t plain = 0;
    while (plain < text.size() && kPlainJson[static_cast<unsigned char>(text[plain])])
        ++plain;
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        if (point.length == 0) {
            out += '\\';  // the JSON escape of the backslash that starts \xNN
            append_octet_escape(out, static_cast<unsigned char>(text[0]));
            text.remove_prefix(1);
            continue;
        }
        const bool escape = point.value == '"' || point.value == '\\' || is_control(point.value) ||
                            is_deceptive(point.value);
        if (escape)
            append_json_escape(out, point.value);
        else
            out.append(text.substr(0, point.length));
        text.remove_prefix(point.length);
    }
}

void append_hex(std::string& out, Bytes bytes) {
    const std::size_t start = out.size();
    out.resize(start + 2 * bytes.size());
    char* p = out.data() + start;
    for (const std::uint8_t octet : bytes) {
        *p++ = kHexDigits[octet >> 4];
        *p++ = kHexDigits[octet & 15];
    }
}

std::string hex(Bytes bytes) {
    std::string out;
    append_hex(out, bytes);
    return out;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        width += point.length == 0 ? 1 : columns_of(point.value);
        text.remove_prefix(point.length == 0 ? 1 : point.length);
    }
    return width;
}

std::string fit(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string(text);
    if (columns == 0) return {};
    std::string out;
    std::size_t width = 0;
    while (!text.empty()) {
        const CodePoint point = decode_utf8(text);
        const std::size_t length = point.length == 0 ? 1 : point.length;
        const std::size_t wide = point.length == 0 ? 1 : columns_of(point.value);
        if (width + wide > columns - 1) break;
        width += wide;
        out.append(text.substr(0, length));
        text.remove_prefix(length);
    }
    return out + "…";
}

}  // namespace tlsonar
