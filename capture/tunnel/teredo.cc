// Teredo (RFC 4380 section 5.1.1): IPv6, before it an authentication and an origin at most.
//
//     00 01  client ID length(1)  authentication length(1)  …  nonce(8)  confirmation(1)
//     00 00  port(2)  address(4)
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {

Carried unwrap_teredo(Bytes payload) {
    if (starts_with(payload, {"\0\1", 2}) && payload.size() >= 4) {
        const std::size_t length = 13U + payload[2] + payload[3];
        if (payload.size() < length) return broken("a Teredo header cut off");
        payload = payload.subspan(length);
    }
    if (starts_with(payload, {"\0\0", 2}) && payload.size() >= 8) payload = payload.subspan(8);
    if (payload.empty() || payload[0] >> 4 != 6) return broken("Teredo without IPv6");
    return carries(kEtherIpv6, payload);
}

}  // namespace tlsonar::capture
