// GTP-U version 1 (3GPP TS 29.281): the user's IP packets in a mobile network.
//
//     version(3 bits) PT(1) 0(1) E(1) S(1) PN(1)  type(1)  length(2)  tunnel(4)
//     [ sequence(2)  N-PDU(1)  next extension(1)  { length(1)  …  next extension(1) }* ]  packet…
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {

Carried unwrap_gtp(Bytes payload) {
    constexpr std::uint8_t kUserPacket = 255;
    constexpr std::uint8_t kAnyOptional = 0x07;
    constexpr std::uint8_t kExtension = 0x04;
    if (payload.size() < 8) return broken("a GTP header cut off");
    const std::uint8_t flags = payload[0];
    if (flags >> 4 != 3) return broken("GTP of an unknown version");
    if (payload[1] != kUserPacket) return foreign("GTP control");
    payload = payload.subspan(8);
    if ((flags & kAnyOptional) == 0) return carries_ip(payload);
    if (payload.size() < 4) return broken("a GTP header cut off");
    std::uint8_t next = (flags & kExtension) != 0 ? payload[3] : std::uint8_t{0};
    payload = payload.subspan(4);
    while (next != 0) {
        const std::size_t length = payload.empty() ? 0 : payload[0] * std::size_t{4};
        if (length == 0 || length > payload.size()) return broken("a GTP extension cut off");
        next = payload[length - 1];
        payload = payload.subspan(length);
    }
    return carries_ip(payload);
}

}  // namespace tlsonar::capture
