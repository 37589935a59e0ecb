// EtherIP (RFC 3378):  version 3 and reserved(2)  Ethernet frame…
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {

Carried unwrap_ether_ip(Bytes payload) {
    if (payload.size() < 2) return broken("an EtherIP header cut off");
    if (payload[0] >> 4 != 3) return broken("EtherIP of an unknown version");
    return carries(kEtherBridged, payload.subspan(2));
}

}  // namespace tlsonar::capture
