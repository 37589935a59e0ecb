#include "trust/file/pem_private.h"

#include <algorithm>
#include <array>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kMaxLabel = 64;

constexpr std::uint8_t kNoDigit = 0xFF;
constexpr std::uint8_t kBlank = 0xFE;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
    std::array<std::uint8_t, 256> digits{};
    digits.fill(kNoDigit);
    for (std::uint8_t i = 0; i < 26; ++i) {
        digits[static_cast<std::size_t>('A' + i)] = i;
        digits[static_cast<std::size_t>('a' + i)] = static_cast<std::uint8_t>(26 + i);
    }
    for (std::uint8_t i = 0; i < 10; ++i)
        digits[static_cast<std::size_t>('0' + i)] = static_cast<std::uint8_t>(52 + i);
    digits['+'] = 62;
    digits['/'] = 63;
    for (const char blank : {' ', '\t', '\r', '\n', '\f', '\v'})
        digits[static_cast<std::uint8_t>(blank)] = kBlank;
    return digits;
}();

// The label behind a BEGIN or END at `at`; empty when the line is none.
std::string_view label_at(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at, kMaxLabel + kDashes.size());
    const std::size_t end = rest.find(kDashes);
    if (end == std::string_view::npos) return {};
    const std::string_view label = rest.substr(0, end);
    return label.find('\n') == std::string_view::npos ? label : std::string_view();
}

}  // namespace

void PemScanner::count_lines_to(std::size_t offset) {
    const std::string_view passed = text_.substr(counted_, offset - counted_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ = offset;
}

std::optional<PemBlock> PemScanner::next() {
    for (;;) {
        const std::size_t begin = text_.find(kBegin, at_);
        if (begin == std::string_view::npos) return std::nullopt;
        at_ = begin + kBegin.size();
        PemBlock block;
        block.label = label_at(text_, at_);
        if (block.label.empty()) continue;
        block.offset = begin;
        count_lines_to(begin);
        block.line = line_;
        at_ += block.label.size() + kDashes.size();
        const std::size_t body = at_;
        // Up to the next line of dashes, whichever it is.
        const std::size_t dashes = std::min(text_.find(kDashes, body), text_.size());
        block.body = text_.substr(body, dashes - body);
        at_ = dashes;
        if (text_.substr(dashes, kEnd.size()) != kEnd) {
            block.trouble = "there is no END line";
            return block;
        }
        const std::string_view label = label_at(text_, dashes + kEnd.size());
        at_ = dashes + kEnd.size() + label.size();
        if (label != block.label) block.trouble = "the END line is another block's";
        return block;
    }
}

std::string_view take_pem_headers(std::string_view& body) {
    const std::size_t colon = body.find(':');
    if (colon == std::string_view::npos) return {};
    std::size_t blank = body.find("\n\n");
    std::size_t skip = 2;
    if (const std::size_t crlf = body.find("\r\n\r\n"); crlf < blank) {
        blank = crlf;
        skip = 4;
    }
    if (blank == std::string_view::npos || blank < colon) return {};
    const std::string_view headers = body.substr(0, blank + skip);
    body.remove_prefix(blank + skip);
    return headers;
}

std::optional<SecretOctets> decode_base64(std::string_view text) {
    SecretOctets out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    unsigned digits = 0;
    unsigned padding = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
            ++i;
            continue;
        }
        const std::uint8_t digit = kDigits[static_cast<std::uint8_t>(c)];
        if (digit == kBlank) continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        if (digit == kNoDigit || padding != 0) return std::nullopt;
        bits = (bits << 6) | digit;
        if (++digits % 4 != 0) continue;
        for (const unsigned shift : {16U, 8U, 0U})
            out.push_back(static_cast<std::uint8_t>(bits >> shift));
    }
    const unsigned left = digits % 4;
    if (left == 1 || padding > 2 || (padding != 0 && (left + padding) % 4 != 0))
        return std::nullopt;
    if (left == 2) out.push_back(static_cast<std::uint8_t>(bits >> 4));
    if (left == 3) {
        out.push_back(static_cast<std::uint8_t>(bits >> 10));
        out.push_back(static_cast<std::uint8_t>(bits >> 2));
    }
    return out;
}

}  // namespace tlsonar::trust
