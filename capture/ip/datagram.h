// Datagram: an IP packet, of either version, with its headers taken off.
#pragma once

#include "capture/segment.h"
#include "core/bytes.h"
#include "core/result.h"

#include <cstdint>

namespace tlsonar::capture {

// IP protocol numbers that the reading of packets itself depends on.
inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;

// The octets are borrowed from the packet.
struct Datagram {
    Address source;
    Address destination;
    std::uint8_t protocol = 0;  // what is inside, after all extension headers
    Bytes payload;              // what was captured, without link layer padding
    std::uint32_t on_wire = 0;  // length of the payload on the wire, >= payload.size()
    // The header claims more than the frame held. on_wire is what was there: a receiver drops such
    // a packet, and a reader that believed it would wait for octets that never existed.
    bool overlong = false;

    // A fragment holds octets from `offset` on of a larger payload; `protocol` belongs to the
    // first.
    bool fragment = false;
    bool more_fragments = false;
    std::uint32_t offset = 0;
    std::uint32_t identification = 0;
};

// A string literal that says why the packet cannot be read.
struct Unreadable {
    const char* why;
};

// `cut`: how many octets of the frame were on the wire after `packet` but were not captured.
Result<Datagram, Unreadable> read_ipv4(Bytes packet, std::uint64_t cut);
Result<Datagram, Unreadable> read_ipv6(Bytes packet, std::uint64_t cut);

// Extension headers of one packet before it counts as nonsense.
inline constexpr int kMaxExtensionHeaders = 16;

// Takes IPv6 extension headers (RFC 8200 section 4) and authentication headers (RFC 4302, of IPv4,
// too) off the payload, up to a fragment header. Null, or why it cannot be done.
const char* take_extension_headers(Datagram& datagram);

}  // namespace tlsonar::capture
