// The catalogue of what travels over UDP and is recognised by its first octets, to be counted by
// name: so that a report can say what it does not show.
#pragma once

#include "core/bytes.h"

namespace tlsonar::capture {

struct UdpTraffic {
    const char* name;
    bool (*recognises)(Bytes payload);
};

// "quic", "dtls" or null.
const char* classify_udp(Bytes payload);

}  // namespace tlsonar::capture
