// IPv4 (RFC 791):
//
//      0 version, header length   1 service     2 total length
//      4 identification                         6 flags, fragment offset
//      8 time to live             9 protocol   10 checksum
//     12 source                                16 destination      20 options…
#include "capture/ip/datagram.h"

#include <algorithm>
#include <cstring>

namespace tlsonar::capture {
namespace {

constexpr std::size_t kIpv4Header = 20;
constexpr std::uint16_t kMoreFragments = 0x2000;
constexpr std::uint16_t kOffsetMask = 0x1fff;
constexpr std::uint8_t kAuthenticationHeader = 51;

// The payload: what the total length leaves of the captured octets. A total length of zero is what
// the system hands to a network card that will do the segmentation: then the frame tells.
const char* set_payload(Datagram& datagram, Bytes packet, std::uint64_t cut) {
    const std::size_t header = std::size_t{packet[0] & 0x0fU} * 4;
    if (header < kIpv4Header) return "an IPv4 header shorter than 20 octets";
    const std::uint64_t in_frame = packet.size() + cut;
    std::uint64_t total = load_be16(packet.data() + 2);
    datagram.overlong = total > in_frame;
    if (total == 0 || datagram.overlong) total = in_frame;
    if (total < header) return "an IPv4 length shorter than the header";
    if (packet.size() < header) return "an IPv4 packet cut off in its header";
    datagram.on_wire = static_cast<std::uint32_t>(total - header);
    datagram.payload = packet.subspan(header);
    if (datagram.payload.size() > datagram.on_wire)
        datagram.payload = datagram.payload.first(datagram.on_wire);
    return nullptr;
}

}  // namespace

Result<Datagram, Unreadable> read_ipv4(Bytes packet, std::uint64_t cut) {
    if (packet.size() < kIpv4Header) return Unreadable{"an IPv4 packet cut off in its header"};
    if (packet[0] >> 4 != 4) return Unreadable{"an IPv4 packet of another version"};
    Datagram datagram;
    if (const char* why = set_payload(datagram, packet, cut)) return Unreadable{why};
    std::memcpy(datagram.source.octets.data(), packet.data() + 12, 4);
    std::memcpy(datagram.destination.octets.data(), packet.data() + 16, 4);
    datagram.protocol = packet[9];
    const std::uint16_t fragment = load_be16(packet.data() + 6);
    datagram.identification = load_be16(packet.data() + 4);
    datagram.more_fragments = (fragment & kMoreFragments) != 0;
    datagram.offset = (fragment & kOffsetMask) * 8U;
    datagram.fragment = datagram.more_fragments || datagram.offset != 0;
    if (datagram.protocol == kAuthenticationHeader && !datagram.fragment) {
        if (const char* why = take_extension_headers(datagram)) return Unreadable{why};
    }
    return datagram;
}

}  // namespace tlsonar::capture
