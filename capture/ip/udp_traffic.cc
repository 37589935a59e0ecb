#include "capture/ip/udp_traffic.h"

namespace tlsonar::capture {
namespace {

bool known_quic_version(std::uint32_t version) {
    switch (version) {
        case 0x00000000:  // version negotiation (RFC 9000)
        case 0x00000001:  // RFC 9000
        case 0x6b3343cf:
            return true;  // RFC 9369
        default:
            break;
    }
    const std::uint32_t first = version >> 24;
    return version >> 8 == 0xff0000 ||              // drafts of the IETF
           version >> 4 == 0xfaceb00 ||             // mvfst
           (version & 0x0f0f0f0f) == 0x0a0a0a0a ||  // reserved to be refused
           first == 'Q' || first == 'T';            // Google's, with a long header
}

// A packet with a long header (RFC 8999):
//     form and type(1)  version(4)  length(1)  destination ID…  length(1)  source ID…
bool is_quic(Bytes payload) {
    constexpr std::uint8_t kLongHeader = 0x80;
    constexpr std::uint8_t kFixedBit = 0x40;
    constexpr std::size_t kLongestId = 20;
    if (payload.size() < 7 || (payload[0] & kLongHeader) == 0) return false;
    const std::uint32_t version = load_be32(payload.data() + 1);
    if (version != 0 && (payload[0] & kFixedBit) == 0) return false;
    if (!known_quic_version(version)) return false;
    const std::size_t first = payload[5];
    if (first > kLongestId || payload.size() < 7 + first) return false;
    return payload[6 + first] <= kLongestId;
}

// A record of DTLS (RFC 6347 section 4.1):
//     type(1)  version(2)  epoch(2)  sequence number(6)  length(2)  fragment…
bool is_dtls(Bytes payload) {
    constexpr std::size_t kHeader = 13;
    if (payload.size() < kHeader) return false;
    const std::uint16_t version = load_be16(payload.data() + 1);
    const bool known_type = payload[0] >= 20 && payload[0] <= 26;
    // 0x0100 is what early OpenSSL, and VPNs that live on, say instead of 0xfeff.
    const bool known_version = version == 0xfeff || version == 0xfefd || version == 0x0100;
    const std::size_t length = load_be16(payload.data() + 11);
    return known_type && known_version && length != 0 && length <= payload.size() - kHeader;
}

constexpr UdpTraffic kUdpTraffic[] = {
    {"quic", is_quic},
    {"dtls", is_dtls},
};

}  // namespace

const char* classify_udp(Bytes payload) {
    for (const UdpTraffic& traffic : kUdpTraffic)
        if (traffic.recognises(payload)) return traffic.name;
    return nullptr;
}

}  // namespace tlsonar::capture
