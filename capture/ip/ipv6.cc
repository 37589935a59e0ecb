// IPv6 (RFC 8200):
//
//      0 version, class, flow label             4 payload length   6 next header   7 hop limit
//      8 source                                24 destination     40 extension headers…
#include "capture/ip/datagram.h"

#include <cstring>

namespace tlsonar::capture {
namespace {

constexpr std::size_t kIpv6Header = 40;

enum NextHeader : std::uint8_t {
    kHopByHop = 0,
    kRouting = 43,
    kFragment = 44,
    kAuthentication = 51,
    kDestination = 60,
    kMobility = 135,
    kHostIdentity = 139,
    kShim6 = 140,
};

bool is_extension(std::uint8_t next) {
    switch (next) {
        case kHopByHop:
        case kRouting:
        case kFragment:
        case kAuthentication:
        case kDestination:
        case kMobility:
        case kHostIdentity:
        case kShim6:
            return true;
        default:
            return false;
    }
}

void take(Datagram& datagram, std::size_t length) {
    datagram.payload = datagram.payload.subspan(length);
    datagram.on_wire -= static_cast<std::uint32_t>(length);
}

//  next header(1)  reserved(1)  offset(13 bits) reserved(2) more(1)  identification(4)
void take_fragment_header(Datagram& datagram) {
    const std::uint8_t* p = datagram.payload.data();
    const std::uint16_t field = load_be16(p + 2);
    datagram.protocol = p[0];
    datagram.offset = field & 0xfff8U;
    datagram.more_fragments = (field & 1) != 0;
    datagram.identification = load_be32(p + 4);
    // An atomic fragment (RFC 6946) is whole by itself.
    datagram.fragment = datagram.more_fragments || datagram.offset != 0;
    take(datagram, 8);
}

// A packet under way is addressed to the next stop; checksums and connections go by the last one.
//     next header(1)  length(1)  type(1)  segments left(1)  4 octets  addresses…
void set_final_destination(Datagram& datagram, Bytes header) {
    constexpr std::uint8_t kSource = 0;    // deprecated, RFC 5095
    constexpr std::uint8_t kMobile = 2;    // RFC 6275
    constexpr std::uint8_t kSegments = 4;  // RFC 8754: the last segment stands first
    const std::uint8_t type = header[2];
    if (header[3] == 0 || header.size() < 24) return;
    std::size_t at = 8;
    if (type == kSource || type == kMobile) {
        at = 8 + (header.size() - 8) / 16 * 16 - 16;
    } else if (type != kSegments) {
        return;
    }
    std::memcpy(datagram.destination.octets.data(), header.data() + at, 16);
}

}  // namespace

const char* take_extension_headers(Datagram& datagram) {
    for (int count = 0; is_extension(datagram.protocol); ++count) {
        if (count == kMaxExtensionHeaders) return "too many IPv6 extension headers";
        const Bytes payload = datagram.payload;
        if (payload.size() < 8) return "an IPv6 extension header cut off";
        const std::uint8_t kind = datagram.protocol;
        if (kind == kFragment) {
            take_fragment_header(datagram);
            if (datagram.fragment) return nullptr;
            continue;
        }
        const std::size_t length =
            kind == kAuthentication ? (payload[1] + 2U) * 4 : (payload[1] + 1U) * 8;
        if (payload.size() < length) return "an IPv6 extension header cut off";
        if (kind == kRouting) set_final_destination(datagram, payload.first(length));
        datagram.protocol = payload[0];
        take(datagram, length);
    }
    return nullptr;
}

Result<Datagram, Unreadable> read_ipv6(Bytes packet, std::uint64_t cut) {
    if (packet.size() < kIpv6Header) return Unreadable{"an IPv6 packet cut off in its header"};
    if (packet[0] >> 4 != 6) return Unreadable{"an IPv6 packet of another version"};
    Datagram datagram;
    datagram.source.v6 = datagram.destination.v6 = true;
    std::memcpy(datagram.source.octets.data(), packet.data() + 8, 16);
    std::memcpy(datagram.destination.octets.data(), packet.data() + 24, 16);
    datagram.protocol = packet[6];
    datagram.payload = packet.subspan(kIpv6Header);
    const std::uint64_t in_frame = datagram.payload.size() + cut;
    const std::uint64_t claimed = load_be16(packet.data() + 4);
    datagram.overlong = claimed > in_frame;
    // Zero: a jumbogram (RFC 2675), or one that a network card is going to cut up. The frame tells.
    datagram.on_wire =
        static_cast<std::uint32_t>(claimed == 0 || datagram.overlong ? in_frame : claimed);
    if (datagram.payload.size() > datagram.on_wire)
        datagram.payload = datagram.payload.first(datagram.on_wire);
    if (const char* why = take_extension_headers(datagram)) return Unreadable{why};
    return datagram;
}

}  // namespace tlsonar::capture
