// GRE (RFC 2784, RFC 2890), with the sequence numbers and PPP payload of PPTP (RFC 2637):
//
//     flags and version(2)  EtherType(2)  [checksum and offset(4)]  [key(4)]  [sequence(4)]
//     [acknowledgment(4), version 1 only]  payload…
//
// and mirrored traffic, ERSPAN: type I has no header of its own, II has 8 octets, III 12 or 20.
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {
namespace {

constexpr std::uint16_t kChecksum = 0x8000;
constexpr std::uint16_t kRouting = 0x4000;
constexpr std::uint16_t kKey = 0x2000;
constexpr std::uint16_t kSequence = 0x1000;
constexpr std::uint16_t kAcknowledgment = 0x0080;

constexpr std::uint16_t kErspan2 = 0x88be;
constexpr std::uint16_t kErspan3 = 0x22eb;

Carried mirrored(Bytes payload, std::size_t header) {
    if (payload.size() < header) return broken("an ERSPAN header cut off");
    return carries(kEtherBridged, payload.subspan(header));
}

Carried erspan3(Bytes payload) {
    constexpr std::size_t kHeader = 12;
    constexpr std::size_t kSubheader = 8;
    if (payload.size() < kHeader) return broken("an ERSPAN header cut off");
    const bool longer = (payload[11] & 1) != 0;
    return mirrored(payload, longer ? kHeader + kSubheader : kHeader);
}

std::size_t header_length(std::uint16_t flags) {
    std::size_t length = 4;
    if ((flags & kChecksum) != 0) length += 4;
    if ((flags & kKey) != 0) length += 4;
    if ((flags & kSequence) != 0) length += 4;
    if ((flags & 7) == 1 && (flags & kAcknowledgment) != 0) length += 4;
    return length;
}

}  // namespace

Carried unwrap_gre(Bytes payload) {
    if (payload.size() < 4) return broken("a GRE header cut off");
    const std::uint16_t flags = load_be16(payload.data());
    const std::uint16_t type = load_be16(payload.data() + 2);
    if ((flags & 7) > 1) return broken("GRE of an unknown version");
    if ((flags & kRouting) != 0) return broken("GRE with source routes");
    const std::size_t header = header_length(flags);
    if (payload.size() < header) return broken("a GRE header cut off");
    payload = payload.subspan(header);
    // PPTP acknowledges with packets that carry nothing; keepalives of GRE do, too.
    if (payload.empty()) return foreign("GRE without payload");
    if (type == kErspan2) return mirrored(payload, (flags & kSequence) != 0 ? 8 : 0);
    if (type == kErspan3) return erspan3(payload);
    return carries(type, payload);
}

}  // namespace tlsonar::capture
