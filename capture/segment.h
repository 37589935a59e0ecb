// Segment: one TCP segment as found in a capture, the door between reading packets (files, link
// layers, IP, fragments) and ordering them (flows, reassembly).
#pragma once

#include "core/bytes.h"
#include "core/moment.h"

#include <array>
#include <cstdint>
#include <string>

namespace tlsonar::capture {

// An IP address: IPv4 in the first four octets, or IPv6 in all sixteen.
struct Address {
    std::array<std::uint8_t, 16> octets{};
    bool v6 = false;

    friend auto operator<=>(const Address&, const Address&) = default;
};

// RFC 5952 for IPv6, dotted decimal for IPv4.
std::string to_string(const Address& address);

struct Endpoint {
    Address address;
    std::uint16_t port = 0;

    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// "192.0.2.1:443", "[2001:db8::1]:443".
std::string to_string(const Endpoint& endpoint);

enum TcpFlag : std::uint8_t { kFin = 0x01, kSyn = 0x02, kRst = 0x04, kPsh = 0x08, kAck = 0x10 };

// A segment lends its octets for one callback, except when `stable`: then they stay in place as
// long as the source lives (a mapped file), and may be kept by pointer.
struct Segment {
    Moment moment;
    Endpoint source;
    Endpoint destination;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;
    std::uint8_t flags = 0;  // TcpFlag
    bool stable = false;
    Bytes header;               // the TCP header with its options
    Bytes payload;              // what was captured of the payload
    std::uint32_t on_wire = 0;  // payload length on the wire, >= payload.size() (snaplen)
};

// Verdict of the TCP checksum (RFC 9293 section 3.1; 0xFFFF equals 0x0000 in ones' complement).
enum class Checksum : std::uint8_t { good, bad, unknown /* truncated: cannot be computed */ };
Checksum verify_checksum(const Segment& segment);

}  // namespace tlsonar::capture
