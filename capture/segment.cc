#include "capture/segment.h"

#include <arpa/inet.h>

namespace tlsonar::capture {
namespace {

// The sum of 16-bit words in ones' complement (RFC 1071), not yet folded. Only the last part of
// several may have an odd length.
std::uint64_t sum_words(Bytes bytes) {
    std::uint64_t sum = 0;
    const std::uint8_t* p = bytes.data();
    std::size_t n = bytes.size();
    for (; n >= 4; p += 4, n -= 4)
        sum += load_be32(p);
    if (n >= 2) sum += load_be16(p);
    if (n % 2 != 0) sum += static_cast<std::uint64_t>(p[n - 1]) << 8;
    return sum;
}

std::uint16_t fold(std::uint64_t sum) {
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(sum);
}

Bytes octets(const Address& address) { return Bytes(address.octets).first(address.v6 ? 16 : 4); }

}  // namespace

std::string to_string(const Address& address) {
    char text[INET6_ADDRSTRLEN];
    inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.octets.data(), text, sizeof text);
    return text;
}

std::string to_string(const Endpoint& endpoint) {
    const std::string address = to_string(endpoint.address);
    const std::string port = std::to_string(endpoint.port);
    return endpoint.address.v6 ? "[" + address + "]:" + port : address + ":" + port;
}

Checksum verify_checksum(const Segment& segment) {
    constexpr std::uint64_t kTcp = 6;
    const std::size_t header = segment.header.size();
    const bool whole_header = header >= 20 && header == (segment.header[12] >> 4U) * 4U;
    if (!whole_header || segment.payload.size() < segment.on_wire) return Checksum::unknown;
    const std::uint64_t sum =
        sum_words(octets(segment.source.address)) + sum_words(octets(segment.destination.address)) +
        kTcp + header + segment.on_wire + sum_words(segment.header) + sum_words(segment.payload);
    // The checksum makes the whole sum "minus zero". A field of 0xFFFF adds another zero: no harm.
    return fold(sum) == 0xffff ? Checksum::good : Checksum::bad;
}

}  // namespace tlsonar::capture
