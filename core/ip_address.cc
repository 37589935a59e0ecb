#include "core/ip_address.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <net/if.h>

namespace tlsonar {
namespace {

constexpr std::size_t kMaxText = INET6_ADDRSTRLEN + 1 + IF_NAMESIZE;

std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t most) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number > most)
        return std::nullopt;
    return number;
}

// RFC 4007 section 11: a zone is named by the system's name of the interface, or by its index.
std::uint32_t parse_zone(std::string_view text) {
    if (text.empty() || text.size() >= IF_NAMESIZE || text.find('\0') != text.npos) return 0;
    if (const auto number = parse_number(text, UINT32_MAX)) return *number;
    return if_nametoindex(std::string(text).c_str());
}

bool is_link_local(const IpAddress& address) {
    const auto& o = address.octets;
    const bool unicast = o[0] == 0xfe && (o[1] & 0xc0) == 0x80;    // fe80::/10
    const bool multicast = o[0] == 0xff && (o[1] & 0x0f) == 0x02;  // ff02::/16 and its like
    return address.v6 && (unicast || multicast);
}

bool is_mapped(const IpAddress& address) {
    const auto& o = address.octets;
    return address.v6 && std::all_of(o.begin(), o.begin() + 10, [](auto x) { return x == 0; }) &&
           o[10] == 0xff && o[11] == 0xff;
}

void append_dotted(std::string& out, const std::uint8_t* octets) {
    for (int i = 0; i < 4; ++i) {
        if (i > 0) out += '.';
        out += std::to_string(octets[i]);
    }
}

// The longest run of at least two zero groups among the first `groups`; the first of equal ones.
struct Run {
    int at = -1;
    int length = 1;
};
Run longest_zeros(const std::array<std::uint8_t, 16>& octets, int groups) {
    Run best;
    int length = 0;
    for (int i = 0; i < groups; ++i) {
        const auto at = static_cast<std::size_t>(i) * 2;
        length = octets[at] == 0 && octets[at + 1] == 0 ? length + 1 : 0;
        if (length > best.length) best = {i + 1 - length, length};
    }
    return best;
}

void append_v6(std::string& out, const IpAddress& address) {
    const int groups = is_mapped(address) ? 6 : 8;
    const Run zeros = longest_zeros(address.octets, groups);
    for (int i = 0; i < groups; ++i) {
        if (i == zeros.at) {
            out += "::";
            i += zeros.length - 1;
            continue;
        }
        if (i > 0 && out.back() != ':') out += ':';
        const auto at = static_cast<std::size_t>(i) * 2;
        const unsigned group = (unsigned{address.octets[at]} << 8) | address.octets[at + 1];
        char digits[4];
        const auto end = std::to_chars(digits, digits + sizeof digits, group, 16).ptr;
        out.append(digits, end);
    }
    if (groups == 6) {
        if (out.back() != ':') out += ':';
        append_dotted(out, address.octets.data() + 12);
    }
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
    if (text.empty() || text.size() > kMaxText || text.find('\0') != text.npos) return std::nullopt;
    IpAddress address;
    address.v6 = text.find(':') != text.npos;
    const std::size_t percent = address.v6 ? text.find('%') : text.npos;
    const std::string plain(text.substr(0, percent));
    if (inet_pton(address.v6 ? AF_INET6 : AF_INET, plain.c_str(), address.octets.data()) != 1)
        return std::nullopt;
    if (percent != text.npos) {
        address.scope = parse_zone(text.substr(percent + 1));
        if (address.scope == 0 || !is_link_local(address)) return std::nullopt;
    }
    return address;
}

std::string to_text(const IpAddress& address) {
    std::string out;
    if (!address.v6) {
        append_dotted(out, address.octets.data());
        return out;
    }
    append_v6(out, address);
    if (address.scope != 0) {
        char name[IF_NAMESIZE];
        out += '%';
        out += if_indextoname(address.scope, name) != nullptr ? std::string(name)
                                                              : std::to_string(address.scope);
    }
    return out;
}

IpAddress unmapped(const IpAddress& address) {
    if (!is_mapped(address)) return address;
    IpAddress v4;
    std::copy_n(address.octets.begin() + 12, 4, v4.octets.begin());
    return v4;
}

std::string to_text(const Endpoint& endpoint) {
    const std::string address = to_text(endpoint.address);
    return (endpoint.address.v6 ? "[" + address + "]" : address) + ":" +
           std::to_string(endpoint.port);
}

std::optional<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) {
    std::string_view host = text;
    std::string_view port;
    bool has_port = false;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == text.npos) return std::nullopt;
        host = text.substr(1, close - 1);
        port = text.substr(close + 1);
        has_port = !port.empty();
        if (has_port && port.front() != ':') return std::nullopt;
        if (has_port) port.remove_prefix(1);
        if (host.find(':') == host.npos) return std::nullopt;  // brackets are IPv6's
    } else if (const std::size_t colon = text.find(':');
               colon != text.npos && text.find(':', colon + 1) == text.npos) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        has_port = true;
    }
    const auto address = parse_ip_address(host);
    if (!address) return std::nullopt;
    if (!has_port) return Endpoint{*address, default_port};
    const auto number = parse_number(port, 65535);
    if (!number || *number == 0) return std::nullopt;
    return Endpoint{*address, static_cast<std::uint16_t>(*number)};
}

}  // namespace tlsonar
