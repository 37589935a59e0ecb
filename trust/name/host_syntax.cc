#include "trust/name/host_syntax.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::size_t kMaxHost = 253;
constexpr std::size_t kMaxLabel = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

bool is_label(std::string_view label, bool underscore) {
    if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-')
        return false;
    return std::all_of(label.begin(), label.end(), [underscore](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || (underscore && c == '_');
    });
}

// RFC 5321's Dot-string: atoms joined by dots.
bool is_dot_string(std::string_view local) {
    if (local.empty() || local.front() == '.' || local.back() == '.') return false;
    char before = 0;
    for (const char c : local) {
        if (c == '.' && before == '.') return false;
        if (c != '.' && !is_letter(c) && !is_digit(c) &&
            std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) == std::string_view::npos)
            return false;
        before = c;
    }
    return true;
}

bool is_quoted_string(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
    for (std::size_t i = 1; i + 1 < local.size(); ++i) {
        if (local[i] < ' ' || local[i] > '~' || local[i] == '"') return false;
        if (local[i] == '\\' && ++i + 1 >= local.size()) return false;
    }
    return true;
}

}  // namespace

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return ascii_lower(c); });
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return ascii_lower(x) == ascii_lower(y);
           });
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_host_name(std::string_view text, bool underscore) {
    if (text.empty() || text.size() > kMaxHost) return false;
    while (true) {
        const std::size_t dot = text.find('.');
        if (!is_label(text.substr(0, dot), underscore)) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_presented_host(std::string_view text) {
    if (text.starts_with("*.")) text.remove_prefix(2);
    return is_host_name(text);
}

bool has_numeric_end(std::string_view host) {
    const std::size_t dot = host.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    return !last.empty() && std::all_of(last.begin(), last.end(), is_digit);
}

bool split_mailbox(std::string_view text, std::string_view& local, std::string_view& domain) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || !is_ascii(text)) return false;
    local = text.substr(0, at);
    domain = text.substr(at + 1);
    return (is_dot_string(local) || is_quoted_string(local)) && is_host_name(domain);
}

bool is_below_domain(std::string_view name, std::string_view base) {
    return name.size() > base.size() + 1 && name[name.size() - base.size() - 1] == '.' &&
           equal_ignoring_case(name.substr(name.size() - base.size()), base);
}

bool is_within_domain(std::string_view name, std::string_view base) {
    return base.empty() || equal_ignoring_case(name, base) || is_below_domain(name, base);
}

std::string_view uri_host(std::string_view uri) {
    const std::size_t scheme = uri.find(':');
    if (scheme == std::string_view::npos || uri.substr(scheme + 1, 2) != "//") return {};
    std::string_view authority = uri.substr(scheme + 3);
    authority = authority.substr(0, authority.find_first_of("/?#\\"));
    // What stands before the last @ says who asks, not whom.
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos) authority.remove_prefix(at + 1);
    const std::size_t colon = authority.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view port = authority.substr(colon + 1);
        if (!std::all_of(port.begin(), port.end(), is_digit)) return {};
        authority = authority.substr(0, colon);
    }
    if (!is_host_name(authority) || has_numeric_end(authority)) return {};
    return authority;
}

}  // namespace tlsonar::trust
