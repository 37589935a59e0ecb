// PPP over Ethernet (RFC 2516):  version and type(1)  code(1)  session(2)  length(2)  PPP frame…
#include "capture/link/layers.h"

namespace tlsonar::capture {

Carried unwrap_pppoe(Bytes payload) {
    constexpr std::size_t kHeader = 6;
    if (payload.size() < kHeader) return broken("a PPPoE header cut off");
    if (payload[0] != 0x11) return broken("PPPoE of an unknown version");
    if (payload[1] != 0) return foreign("PPPoE discovery");
    return unwrap_ppp(payload.subspan(kHeader));
}

}  // namespace tlsonar::capture
