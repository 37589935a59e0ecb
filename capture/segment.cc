#include "capture/segment.h"

#include <charconv>
#include <cstring>
#include <iterator>

#include <arpa/inet.h>

namespace tlsonar::capture {
namespace {

// The sum of 16-bit words in ones' complement (RFC 1071), in the machine's byte order: whether it
// is "minus zero" does not depend on that (section 2 (B)), nor on adding eight octets at a time,
// the carries around the end (section 2 (C)).
class WordSum {
  public:
    // Of several parts only the last may have an odd length.
    void add(Bytes bytes) {
        const std::uint8_t* p = bytes.data();
        std::size_t n = bytes.size();
        WordSum sum = *this;  // in registers: octets may alias anything
        for (; n >= 32; p += 32, n -= 32) {
            sum.add_word(load<std::uint64_t>(p));
            sum.add_word(load<std::uint64_t>(p + 8));
            sum.add_word(load<std::uint64_t>(p + 16));
            sum.add_word(load<std::uint64_t>(p + 24));
        }
        for (; n >= 8; p += 8, n -= 8)
            sum.add_word(load<std::uint64_t>(p));
        if ((n & 4) != 0) {
            sum.add_word(load<std::uint32_t>(p));
            p += 4;
        }
        if ((n & 2) != 0) {
            sum.add_word(load<std::uint16_t>(p));
            p += 2;
        }
        if ((n & 1) != 0) sum.add_number(std::uint32_t{*p} << 8);
        *this = sum;
    }
    // In host order, added to the last of two words.
    void add_number(std::uint32_t number) { add_word(htonl(number)); }
    bool minus_zero() const {
        std::uint64_t sum = (low_ & 0xffffffff) + (low_ >> 32) + carries_;
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return sum == 0xffff;
    }

  private:
    template <class Word>
    static Word load(const std::uint8_t* p) {
        Word word;
        std::memcpy(&word, p, sizeof word);
        return word;
    }
    void add_word(std::uint64_t word) {
        low_ += word;
        carries_ += low_ < word ? 1U : 0U;
    }

    std::uint64_t low_ = 0;
    std::uint64_t carries_ = 0;
};

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
    constexpr std::uint32_t kTcp = 6;
    const std::size_t header = segment.header.size();
    const bool whole_header = header >= 20 && header == (std::size_t{segment.header[12]} >> 4 << 2);
    if (!whole_header || segment.payload.size() < segment.on_wire) return Checksum::unknown;
    WordSum sum;
    sum.add(octets(segment.source.address));
    sum.add(octets(segment.destination.address));
    sum.add_number(kTcp);
    sum.add_number(static_cast<std::uint32_t>(header + segment.on_wire));
    const Bytes payload = segment.payload.first(segment.on_wire);
    if (payload.data() == segment.header.data() + header) {
        sum.add({segment.header.data(), header + payload.size()});
    } else {
        sum.add(segment.header);
        sum.add(payload);
    }
    // The checksum makes the whole sum "minus zero". A field of 0xFFFF adds another zero: no harm.
    return sum.minus_zero() ? Checksum::good : Checksum::bad;
}

}  // namespace tlsonar::capture
