// Geneve (RFC 8926):  version(2 bits) options length(6)  flags(1)  EtherType(2)  network(3)
//                     reserved(1)  options…  payload…
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {

Carried unwrap_geneve(Bytes payload) {
    constexpr std::size_t kHeader = 8;
    if (payload.size() < kHeader) return broken("a Geneve header cut off");
    if (payload[0] >> 6 != 0) return broken("Geneve of an unknown version");
    const std::size_t header = kHeader + std::size_t{4} * (payload[0] & 0x3fU);
    if (payload.size() < header) return broken("a Geneve header cut off");
    return carries(load_be16(payload.data() + 2), payload.subspan(header));
}

}  // namespace tlsonar::capture
