#include "scanner/target/parse_target.h"

#include "core/text.h"
#include "scanner/target/scheme.h"
#include "trust/name/peer_name.h"

#include <algorithm>
#include <charconv>

namespace tlsonar::scanner {
namespace {

using Fault = std::optional<std::string>;

std::string quoted(std::string_view text) {
    constexpr std::size_t kColumns = 60;
    return "\"" + fit(printable(text), kColumns) + "\"";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The parts of a target: scheme "://" host [":" ports] ["/" rest].
struct Parts {
    std::optional<Scheme> scheme;
    std::string host;  // with the prefix length of a network
    std::optional<std::string_view> ports;
    std::string_view rest;  // what follows the first slash
};

// Takes "24" from the front of "24:443/…" when it can be a prefix length; else nothing.
std::string_view prefix_length(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    const bool ends =
        digits.size() == text.size() || text[digits.size()] == ':' || text[digits.size()] == '/';
    return ends ? digits : std::string_view{};
}

// ":443/rest" after the host.
Fault take_ports_and_rest(std::string_view text, Parts& parts) {
    if (text.starts_with(':')) {
        const std::size_t slash = std::min(text.find('/'), text.size());
        parts.ports = text.substr(1, slash - 1);
        text.remove_prefix(slash);
    }
    if (text.empty()) return {};
    if (text.front() != '/') return "what is " + quoted(text) + " after the closing bracket?";
    parts.rest = text.substr(1);
    return {};
}

// Is `host`/24 a network? In an https URL it can be a path as well: better ask. True: `parts` has
// it.
Fault split_network(std::string_view host, std::string_view after_slash, Parts& parts,
                    bool& found) {
    const std::string_view length = prefix_length(after_slash);
    found = false;
    if (length.empty()) return {};
    if (!parse_ip_address(host)) {
        constexpr std::size_t kDigits = 3;  // more are somebody's path
        if (parts.scheme || length.size() > kDigits) return {};
        return quoted(host) + " is no address, and only addresses have a prefix length";
    }
    if (parts.scheme && parts.scheme->has_paths)
        return "/" + std::string(length) + " may be a path or the length of a prefix: write " +
               "tls:// for a network";
    found = true;
    parts.host = std::string(host) + "/" + std::string(length);
    return take_ports_and_rest(after_slash.substr(length.size()), parts);
}

// `text` begins with the bracket. Inside are an address, a network or a range; a prefix length may
// also stand behind.
Fault split_brackets(std::string_view text, Parts& parts) {
    const std::size_t close = text.find(']');
    if (close == text.npos) return "the closing bracket ] is missing";
    const std::string_view inside = text.substr(1, close - 1);
    if (inside.find(':') == inside.npos)
        return "brackets are for IPv6 addresses, and " + quoted(inside) + " is none";
    text.remove_prefix(close + 1);
    if (text.starts_with('/')) {
        bool found = false;
        if (auto fault = split_network(inside, text.substr(1), parts, found)) return fault;
        if (found) return {};
    }
    parts.host = inside;
    return take_ports_and_rest(text, parts);
}

Fault split_plain(std::string_view text, Parts& parts) {
    const std::size_t slash = text.find('/');
    if (slash != text.npos) {
        bool found = false;
        if (auto fault = split_network(text.substr(0, slash), text.substr(slash + 1), parts, found))
            return fault;
        if (found) return {};
        parts.rest = text.substr(slash + 1);
    }
    const std::string_view authority = text.substr(0, slash);
    const std::size_t colon = authority.find(':');
    parts.host = authority.substr(0, colon);
    if (colon == text.npos) return {};
    // Two colons: an IPv6 address without brackets, and so without a port.
    if (authority.find(':', colon + 1) != text.npos)
        parts.host = authority;
    else
        parts.ports = authority.substr(colon + 1);
    return {};
}

Fault split_scheme(std::string_view& text, Parts& parts) {
    const std::size_t end = text.find("://");
    if (end == text.npos) return {};
    const std::string_view name = text.substr(0, end);
    parts.scheme = find_scheme(name);
    if (!parts.scheme && (name == "http" || name == "ws"))
        return std::string(name) + ":// has no TLS: write " + std::string(name) + "s:// instead";
    if (!parts.scheme)
        return quoted(name) + " is no scheme that is known here; there are " + known_schemes();
    text.remove_prefix(end + 3);
    const std::size_t slash = text.find('/');
    if (text.substr(0, slash).find('@') != text.npos)
        return "user names and passwords are not used here: leave out what stands before the @";
    return {};
}

Fault read_dialog(std::string_view name, TargetSpec& spec) {
    spec.dialog_by_port = false;
    spec.dialog = {};
    if (name == "none") return {};
    const auto scheme = find_scheme(name);
    if (!scheme || scheme->dialog.empty()) {
        std::string names;
        for (const DialogKind* kind : dialog_kinds())
            names += ", " + std::string(kind->name);
        return "there is no STARTTLS of the name " + quoted(name) + "; there are none" + names;
    }
    spec.dialog = scheme->dialog;
    return {};
}

Fault read_sni(std::string_view name, TargetSpec& spec) {
    if (name.empty()) {
        spec.sni.emplace();
        return {};
    }
    spec.sni = trust::to_ascii_host(name);
    return spec.sni ? Fault{} : "sni=" + quoted(name) + " is no host name";
}

// "starttls=imap/sni=example.org"; of a URL of HTTP it is the path, which TLS never sees.
Fault read_rest(const Parts& parts, TargetSpec& spec) {
    if (parts.scheme && parts.scheme->has_paths) return {};
    std::string_view rest = parts.rest;
    while (!rest.empty()) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view piece = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        const std::size_t equals = piece.find('=');
        if (equals == piece.npos) continue;  // of a URL that somebody copied without its scheme
        const std::string_view key = piece.substr(0, equals);
        const std::string_view value = piece.substr(equals + 1);
        Fault fault;
        if (key == "starttls") {
            if (parts.scheme && parts.scheme->dialog != value)
                return "the scheme and /starttls= contradict each other";
            fault = read_dialog(value, spec);
        } else if (key == "sni") {
            fault = read_sni(value, spec);
        } else {
            fault = "there is no /" + printable(key) + "= here, but /starttls= and /sni=";
        }
        if (fault) return fault;
    }
    return {};
}

Fault read_ports(const Parts& parts, const TargetDefaults& defaults, TargetSpec& spec) {
    if (parts.ports) {
        auto ports = parse_ports(*parts.ports);
        if (!ports) return ports.error();
        spec.ports = std::move(*ports);
        spec.port_written = true;
    } else if (parts.scheme) {
        spec.ports = {{parts.scheme->port, parts.scheme->port}};
    } else {
        spec.ports = defaults.ports;
    }
    return {};
}

Fault read_all(const Parts& parts, const TargetDefaults& defaults, TargetSpec& spec) {
    spec.sni = defaults.sni;
    if (parts.scheme) {
        spec.transport = parts.scheme->transport;
        spec.dialog = parts.scheme->dialog;
        spec.dialog_by_port = false;
    } else if (defaults.dialog) {
        if (auto fault = read_dialog(*defaults.dialog, spec)) return fault;
    }
    if (auto fault = parse_host(parts.host, spec)) return fault;
    if (auto fault = read_ports(parts, defaults, spec)) return fault;
    if (auto fault = read_rest(parts, spec)) return fault;
    const auto host_bits = spec.addresses ? spec.addresses->size() >> TargetSpec::kMaxHostBits : 0;
    if (host_bits > 1 || (host_bits == 1 && spec.addresses->size() != Count{1} << 64))
        return "these are more than 2^64 addresses: nobody scans them all";
    return {};
}

// Octets of a host name in letters, for people who wrote another one.
std::string why_no_name(std::string_view text) {
    if (text.empty()) return "the host is missing";
    if (text.ends_with('.')) text.remove_suffix(1);
    bool ascii = true;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        ascii = ascii && u < 0x80;
        const bool fine = (u | 0x20U) >= 'a' && (u | 0x20U) <= 'z';
        if (!fine && !is_digit(c) && c != '-' && c != '.' && c != '_' && u < 0x80)
            return "host names have no " + quoted({&c, 1});
    }
    if (!ascii) return "it is no internationalized name (IDNA 2008)";
    if (text.size() > 253) return "host names have at most 253 characters";
    std::string_view label;
    for (std::string_view left = text;; left.remove_prefix(label.size() + 1)) {
        label = left.substr(0, left.find('.'));
        if (label.empty()) return "a dot is missing something before or behind it";
        if (label.size() > 63) return "labels of host names have at most 63 characters";
        if (label.front() == '-' || label.back() == '-')
            return "the label " + quoted(label) + " begins or ends with a hyphen";
        if (label.size() == left.size()) break;
    }
    return "it is no IPv4 address, and the last label of a name is no number";
}

}  // namespace

std::uint32_t TargetSpec::port_count() const {
    std::uint32_t count = 0;
    for (const PortRange& range : ports)
        count += range.last - range.first + 1U;
    return count;
}

Target TargetSpec::at(Count n) const {
    Target target;
    const std::uint32_t each = port_count();
    auto left = static_cast<std::uint32_t>(n % each);
    for (const PortRange& range : ports) {
        const std::uint32_t here = range.last - range.first + 1U;
        if (left < here) {
            target.port = static_cast<std::uint16_t>(range.first + left);
            break;
        }
        left -= here;
    }
    target.name = name;
    if (addresses) target.address = addresses->at(n / each);
    target.transport = transport;
    target.dialog = dialog;
    if (dialog_by_port) {
        const DialogKind* kind = dialog_of_port(target.port);
        if (kind != nullptr) target.dialog = kind->name;
    }
    target.sni = sni;
    return target;
}

std::optional<std::string> parse_host(std::string_view text, TargetSpec& spec) {
    if (auto range = parse_address_range(text)) {
        if (!*range) return range->error();
        spec.addresses = std::move(**range);
        return std::nullopt;
    }
    if (text.find(':') != text.npos)
        return quoted(text) + " is no IPv6 address (with a port it is [address]:port)";
    if (auto name = trust::to_ascii_host(text)) {
        spec.name = std::move(*name);
        return std::nullopt;
    }
    return why_no_name(text);
}

Result<std::vector<PortRange>, std::string> parse_ports(std::string_view text) {
    std::vector<PortRange> ports;
    const auto number = [](std::string_view digits) -> std::optional<std::uint16_t> {
        std::uint16_t port = 0;
        const auto end = digits.data() + digits.size();
        const auto result = std::from_chars(digits.data(), end, port);
        if (result.ec != std::errc{} || result.ptr != end || port == 0) return std::nullopt;
        return port;
    };
    while (true) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view piece = text.substr(0, comma);
        if (piece.empty()) return std::string("a port is missing");
        const std::size_t hyphen = std::min(piece.find('-'), piece.size());
        const std::string_view last = piece.substr(hyphen == piece.size() ? 0 : hyphen + 1);
        const PortRange range{number(piece.substr(0, hyphen)).value_or(0),
                              number(last).value_or(0)};
        for (const auto& [port, digits] :
             {std::pair{range.first, piece.substr(0, hyphen)}, {range.last, last}})
            if (port == 0) return "port " + printable(digits) + " is not between 1 and 65535";
        if (range.last < range.first)
            return "ports " + std::string(piece) + " end before they begin";
        ports.push_back(range);
        if (comma == text.size()) break;
        text.remove_prefix(comma + 1);
    }
    std::sort(ports.begin(), ports.end(),
              [](const PortRange& a, const PortRange& b) { return a.first < b.first; });
    std::vector<PortRange> merged;
    for (const PortRange& range : ports) {
        if (!merged.empty() && range.first <= merged.back().last + 1)
            merged.back().last = std::max(merged.back().last, range.last);
        else
            merged.push_back(range);
    }
    return merged;
}

Result<TargetSpec, std::string> parse_target(std::string_view text,
                                             const TargetDefaults& defaults) {
    if (text.empty()) return std::string("the target is empty");
    if (text.size() > TargetSpec::kMaxText)
        return "it is longer than " + std::to_string(TargetSpec::kMaxText) + " characters";
    text = text.substr(0, text.find_first_of("?#"));  // of a URL: TLS never sees it
    Parts parts;
    if (auto fault = split_scheme(text, parts)) return *fault;
    auto fault = text.starts_with('[') ? split_brackets(text, parts) : split_plain(text, parts);
    if (fault) return *fault;
    TargetSpec spec;
    fault = read_all(parts, defaults, spec);
    if (fault) return *fault;
    return spec;
}

}  // namespace tlsonar::scanner
