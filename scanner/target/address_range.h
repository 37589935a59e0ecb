// AddressRange: addresses in a row, as CIDR or from-to. Nothing is written out: the n-th address is
// computed.
#pragma once

#include "core/ip_address.h"
#include "core/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::scanner {

// How many: IPv6 networks have more members than 64 bits count.
__extension__ typedef unsigned __int128 Count;
std::string to_text(Count count);

// An address as a number of 32 or 128 bits, and back.
Count address_number(const IpAddress& address);
IpAddress address_of(Count number, bool v6, std::uint32_t scope = 0);

// Both ends belong to it and are of one family; first <= last.
struct AddressRange {
    IpAddress first;
    IpAddress last;

    // Of ::/0 one less than there are: 2^128 - 1 is the greatest Count.
    Count size() const;
    IpAddress at(Count n) const {
        return address_of(address_number(first) + n, first.v6, first.scope);
    }
    bool single() const { return first == last; }

    friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

// "192.0.2.1", "192.0.2.0/24", "192.0.2.1-20" (the last octet), "192.0.2.1-192.0.3.9" and the same
// of IPv6. Bits of the host in a network's address do not matter. What stands in ::ffff:0:0/96 is
// IPv4. Nothing: it does not begin with an address, or what follows can be part of a name
// ("10.0.0.1-a.example"). The error is a sentence.
std::optional<Result<AddressRange, std::string>> parse_address_range(std::string_view text);

}  // namespace tlsonar::scanner
