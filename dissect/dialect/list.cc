#include "dissect/dialect/list.h"

#include <algorithm>
#include <array>

namespace tlsonar::dissect {
namespace {

// The surest evidence first: text protocols share words, binary ones do not.
// (MS-SQL is not here: its packets are taken off before the records, see session/tds.h.)
constexpr std::array kDialects = {
    &dialect::kProxyProtocol, &dialect::kHttpConnect, &dialect::kHttpUpgrade, &dialect::kPostgres,
    &dialect::kMysql,         &dialect::kRdp,         &dialect::kAmqp,        &dialect::kSocks5,
    &dialect::kSocks4,        &dialect::kTelnet,      &dialect::kLdap,        &dialect::kXmpp,
    &dialect::kLmtp,          &dialect::kFtp,         &dialect::kPop3,        &dialect::kSieve,
    &dialect::kNntp,          &dialect::kImap,        &dialect::kIrc,         &dialect::kSmtp,
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same(char a, char b) { return lower(a) == lower(b); }

}  // namespace

std::span<const Dialect* const> dialects() { return kDialects; }

std::string_view name_dialect(const Preamble& preamble) {
    for (const Dialect* dialect : kDialects)
        if (dialect->matches(preamble)) return dialect->name;
    return "unknown";
}

bool contains(std::string_view text, std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

bool begins(std::string_view text, std::string_view word) {
    return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), same);
}

bool has_line(std::string_view text, std::string_view word) {
    for (std::size_t at = 0; at < text.size();) {
        if (begins(text.substr(at), word)) return true;
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) return false;
        at = end + 1;
    }
    return false;
}

}  // namespace tlsonar::dissect
