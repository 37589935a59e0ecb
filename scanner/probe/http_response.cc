#include "scanner/probe/http_response.h"

#include <algorithm>
#include <limits>

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kMostInterim = 8;
constexpr std::size_t kMostHeaders = 256;
constexpr std::uint16_t kSwitchingProtocols = 101;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// RFC 9110 section 5.6.2.
bool is_token_char(char c) {
    return is_digit(c) || is_alpha(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

// One line without its end (CRLF, or LF alone as RFC 9112 section 2.2 allows); nothing when no line
// ends here.
std::optional<std::string_view> next_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

// "HTTP/1.1 200 OK"; the reason may be missing.
bool read_status_line(std::string_view line, HttpResponse& out) {
    constexpr std::string_view kName = "HTTP/";
    if (line.size() < 12 || !line.starts_with(kName)) return false;
    if (!is_digit(line[5]) || line[6] != '.' || !is_digit(line[7]) || line[8] != ' ') return false;
    if (!std::all_of(&line[9], &line[9] + 3, is_digit)) return false;
    if (line.size() > 12 && line[12] != ' ') return false;
    out.version.assign(line.substr(0, 8));
    out.status = static_cast<std::uint16_t>((line[9] - '0') * 100 + (line[10] - '0') * 10 +
                                            (line[11] - '0'));
    return out.status >= 100;
}

void on_header(std::string_view name, std::string_view value, HttpResponse& out) {
    const std::string text(value.substr(0, kMostHttpValue));
    if (same_name(name, "server") && out.server.empty()) out.server = text;
    if (same_name(name, "location") && out.location.empty()) out.location = text;
    if (same_name(name, "strict-transport-security") && !out.hsts) out.hsts = text;
}

// Reads one head. True when it is complete; `rest` stands behind it.
bool read_head(std::string_view& rest, HttpResponse& out) {
    std::string name, value;
    const auto flush = [&] {
        if (!name.empty()) on_header(name, trim(value), out);
        name.clear();
        value.clear();
    };
    for (std::size_t n = 0; n < kMostHeaders; ++n) {
        const std::optional<std::string_view> line = next_line(rest);
        if (!line) break;
        if (line->empty()) {
            flush();
            return true;
        }
        if (is_space(line->front())) {  // obs-fold (RFC 9112 section 5.2)
            if (value.size() < kMostHttpValue) value.append(" ").append(trim(*line));
            continue;
        }
        flush();
        const std::size_t colon = line->find(':');
        if (colon == std::string_view::npos || colon == 0) continue;
        const std::string_view before = line->substr(0, colon);
        if (!std::all_of(before.begin(), before.end(), is_token_char)) continue;
        name.assign(before);
        value.assign(trim(line->substr(colon + 1)));
    }
    flush();
    return false;
}

struct Found {
    std::optional<HttpResponse> response;
    bool complete = false;
};

Found find_final(std::string_view octets) {
    std::string_view rest = octets.substr(0, kMostHttpHead);
    for (std::size_t i = 0; i < kMostInterim; ++i) {
        HttpResponse response;
        const std::optional<std::string_view> first = next_line(rest);
        if (!first || !read_status_line(*first, response)) return {};
        const bool complete = read_head(rest, response);
        const bool interim = response.status < 200 && response.status != kSwitchingProtocols;
        if (interim && complete) continue;
        if (complete)
            response.body.assign(octets.substr(octets.size() < kMostHttpHead
                                                   ? octets.size() - rest.size()
                                                   : kMostHttpHead - rest.size()));
        return {std::move(response), complete};
    }
    return {};
}

// A cursor over a header's value.
class ValueReader {
  public:
    explicit ValueReader(std::string_view text) : rest_(text) {}
    void space() {
        while (!rest_.empty() && is_space(rest_.front()))
            rest_.remove_prefix(1);
    }
    bool done() const { return rest_.empty(); }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string_view token() {
        const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_token_char);
        const auto n = static_cast<std::size_t>(end - rest_.begin());
        const std::string_view out = rest_.substr(0, n);
        rest_.remove_prefix(n);
        return out;
    }
    // After the opening quote. Nothing when it does not end, or holds control characters.
    std::optional<std::string> quoted() {
        std::string out;
        while (!rest_.empty()) {
            char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') return out;
            if (c == '\\') {
                if (rest_.empty()) break;
                c = rest_.front();
                rest_.remove_prefix(1);
            }
            if (static_cast<unsigned char>(c) < 0x20 && c != '\t') break;
            out += c;
        }
        return std::nullopt;
    }

  private:
    std::string_view rest_;
};

// delta-seconds (RFC 9111 section 1.2.2): what is too great counts as the greatest.
std::optional<std::uint64_t> read_seconds(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t out = 0;
    for (const char c : text) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (out > (kMost - digit) / 10) return kMost;
        out = out * 10 + digit;
    }
    return out;
}

struct Directives {
    std::optional<std::uint64_t> max_age;
    bool subdomains = false, preload = false;
    std::string seen;  // names in lower case, each between semicolons

    // False: the header does not conform.
    bool add(std::string_view name, const std::optional<std::string>& value) {
        std::string key(";");
        for (const char c : name)
            key += lower(c);
        key += ';';
        if (seen.find(key) != std::string::npos) return false;
        seen += key;
        if (same_name(name, "max-age")) {
            max_age = value ? read_seconds(*value) : std::nullopt;
            return max_age.has_value();
        }
        if (same_name(name, "includesubdomains")) {
            subdomains = true;
            return !value;  // valueless (RFC 6797 section 6.1.2)
        }
        if (same_name(name, "preload")) preload = !value;
        return true;
    }
};

}  // namespace

std::optional<HttpResponse> read_http_response(std::string_view octets) {
    return find_final(octets).response;
}

bool has_http_head(std::string_view octets) {
    if (octets.size() >= kMostHttpHead) return true;
    constexpr std::string_view kStart = "HTTP/";
    const std::size_t n = std::min(octets.size(), kStart.size());
    if (octets.substr(0, n) != kStart.substr(0, n)) return true;  // it never will be
    return find_final(octets).complete;
}

std::optional<StrictTransport> read_strict_transport(std::string_view value) {
    ValueReader reader(value.substr(0, kMostHttpValue));
    Directives directives;
    for (;;) {
        reader.space();
        if (const std::string_view name = reader.token(); !name.empty()) {
            std::optional<std::string> argument;
            reader.space();
            if (reader.take('=')) {
                reader.space();
                const bool quoted = reader.take('"');
                argument = quoted ? reader.quoted() : std::string(reader.token());
                if (!argument || (!quoted && argument->empty())) return std::nullopt;
            }
            if (!directives.add(name, argument)) return std::nullopt;
            reader.space();
        }
        if (reader.done()) break;
        if (!reader.take(';')) return std::nullopt;
    }
    if (!directives.max_age) return std::nullopt;
    return StrictTransport{*directives.max_age, directives.subdomains, directives.preload};
}

std::optional<HttpLocation> read_http_location(std::string_view location) {
    const std::size_t colon = location.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    HttpLocation out;
    out.secure = same_name(location.substr(0, colon), "https");
    if (!out.secure && !same_name(location.substr(0, colon), "http")) return std::nullopt;
    std::string_view authority = location.substr(colon + 3);
    authority = authority.substr(0, authority.find_first_of("/?#\\"));
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    out.port = out.secure ? 443 : 80;
    // The colon of a port, not one inside [IPv6].
    const std::size_t port = authority.find(':', authority.rfind(']') + 1);
    if (port != std::string_view::npos) {
        const auto number = read_seconds(authority.substr(port + 1)).value_or(out.port);
        if (number == 0 || number > 65535) return std::nullopt;
        out.port = static_cast<std::uint16_t>(number);
        authority = authority.substr(0, port);
    }
    for (const char c : authority)
        out.host += lower(c);
    if (!out.host.empty() && out.host.back() == '.') out.host.pop_back();
    if (out.host.empty()) return std::nullopt;
    return out;
}

}  // namespace tlsonar::scanner
