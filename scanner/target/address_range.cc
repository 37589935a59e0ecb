#include "scanner/target/address_range.h"

#include <algorithm>
#include <charconv>

namespace tlsonar::scanner {
namespace {

using Parsed = Result<AddressRange, std::string>;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

unsigned small_number(std::string_view digits) {
    constexpr unsigned kTooMany = 100'000;  // more than any octet or prefix
    unsigned number = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return result.ec == std::errc{} ? std::min(number, kTooMany) : kTooMany;
}

// Addresses of IPv4 that are written as IPv6 are IPv4.
AddressRange unmapped(const AddressRange& range) {
    const AddressRange v4{tlsonar::unmapped(range.first), tlsonar::unmapped(range.last)};
    return v4.first.v6 == v4.last.v6 ? v4 : range;
}

Parsed network(const IpAddress& address, std::string_view length) {
    const unsigned bits = address.v6 ? 128 : 32;
    const unsigned prefix = all_digits(length) ? small_number(length) : bits + 1;
    if (prefix > bits)
        return "prefix length " + std::string(length) + " is not between 0 and " +
               std::to_string(bits);
    const unsigned host = bits - prefix;
    const Count mask = host == 128 ? ~Count{0} : (Count{1} << host) - 1;
    const Count first = address_number(address) & ~mask;
    return unmapped({address_of(first, address.v6, address.scope),
                     address_of(first | mask, address.v6, address.scope)});
}

std::optional<Parsed> from_to(const IpAddress& first, std::string_view end) {
    IpAddress last = first;
    if (const auto address = parse_ip_address(end)) {
        if (address->v6 != first.v6)
            return Parsed("the range begins with " + std::string(first.v6 ? "IPv6" : "IPv4") +
                          " and ends with " + (first.v6 ? "IPv4" : "IPv6"));
        last = *address;
        last.scope = first.scope;
    } else if (!first.v6 && all_digits(end)) {
        const unsigned octet = small_number(end);
        if (octet > 255)
            return Parsed("the range ends in " + std::string(end) + ", which is more than 255");
        last.octets[3] = static_cast<std::uint8_t>(octet);
    } else {
        return std::nullopt;
    }
    if (last < first)
        return Parsed("the range ends (" + tlsonar::to_text(last) + ") before it begins (" +
                      tlsonar::to_text(first) + ")");
    return Parsed(unmapped({first, last}));
}

}  // namespace

std::string to_text(Count count) {
    std::string digits;
    do {
        digits += static_cast<char>('0' + static_cast<int>(count % 10));
        count /= 10;
    } while (count != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

Count address_number(const IpAddress& address) {
    Count number = 0;
    const std::size_t octets = address.v6 ? 16 : 4;
    for (std::size_t i = 0; i < octets; ++i)
        number = (number << 8) | address.octets[i];
    return number;
}

IpAddress address_of(Count number, bool v6, std::uint32_t scope) {
    IpAddress address;
    address.v6 = v6;
    address.scope = scope;
    for (std::size_t i = v6 ? 16 : 4; i-- > 0; number >>= 8)
        address.octets[i] = static_cast<std::uint8_t>(number & 0xff);
    return address;
}

Count AddressRange::size() const {
    const Count distance = address_number(last) - address_number(first);
    return distance == ~Count{0} ? distance : distance + 1;
}

std::optional<Parsed> parse_address_range(std::string_view text) {
    if (const auto address = parse_ip_address(text)) return Parsed(unmapped({*address, *address}));
    if (const std::size_t slash = text.find('/'); slash != text.npos) {
        const auto address = parse_ip_address(text.substr(0, slash));
        if (!address) return std::nullopt;
        return network(*address, text.substr(slash + 1));
    }
    // A zone's name may hold hyphens, too: any of them may be the one.
    for (std::size_t hyphen = text.find('-'); hyphen != text.npos;
         hyphen = text.find('-', hyphen + 1))
        if (const auto first = parse_ip_address(text.substr(0, hyphen)))
            return from_to(*first, text.substr(hyphen + 1));
    return std::nullopt;
}

}  // namespace tlsonar::scanner
