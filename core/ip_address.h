// IpAddress: an IPv4 or IPv6 address as a plain value.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlsonar {

struct IpAddress {
    // Network order; an IPv4 address fills the first four, the rest is zero.
    std::array<std::uint8_t, 16> octets{};
    bool v6 = false;
    std::uint32_t scope = 0;  // zone index of a link-local IPv6 address (RFC 4007), else 0

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

// "192.0.2.1", "2001:db8::1", "fe80::1%eth0" (or a zone's number); no brackets, no leading zeros in
// IPv4 (they mean octal to some). A zone's name is one of this machine's interfaces.
std::optional<IpAddress> parse_ip_address(std::string_view text);

// RFC 5952 for IPv6, with %zone where there is one.
std::string to_text(const IpAddress& address);

// ::ffff:192.0.2.1 (RFC 4291 section 2.5.5.2) is 192.0.2.1 to a socket: the IPv4 address of such a
// one, and every other address as it is.
IpAddress unmapped(const IpAddress& address);

struct Endpoint {
    IpAddress address;
    std::uint16_t port = 0;

    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// "192.0.2.1:443", "[2001:db8::1]:443".
std::string to_text(const Endpoint& endpoint);

// The same, or an address alone (IPv6 with brackets or without): then the port is `default_port`.
std::optional<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);

}  // namespace tlsonar
