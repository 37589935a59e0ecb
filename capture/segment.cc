#include "capture/segment.h"

#include <charconv>
#include <cstring>
#include <iterator>

#include <arpa/inet.h>

namespace tlsonar::capture {
namespace {

// The sum of 16-bit words in ones' complement (RFC 1071), not yet folded. Only the last part of
// several may have an odd length.
std::uint64_t sum_words(Bytes bytes) {
    // The sum does not depend on the byte order, if only it is one: RFC 1071 section 2 (B).
    std::uint64_t swapped = 0;
    const std::uint8_t* p = bytes.data();
    std::size_t n = bytes.size();
    for (; n >= 8; p += 8, n -= 8) {
        std::uint64_t words = 0;
        std::memcpy(&words, p, 8);
        swapped += (words & 0xffffffff) + (words >> 32);
    }
    swapped = (swapped & 0xffffffff) + (swapped >> 32);
    swapped = (swapped & 0xffffffff) + (swapped >> 32);
    std::uint64_t sum = ntohl(static_cast<std::uint32_t>(swapped));
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
    if (!address.v6) {
        char* at = text;
        for (std::size_t i = 0; i < 4; ++i) {
            if (i > 0) *at++ = '.';
            at = std::to_chars(at, std::end(text), address.octets[i]).ptr;
        }
        return std::string(text, at);
    }
    inet_ntop(AF_INET6, address.octets.data(), text, sizeof text);
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
