// BSD loopback: the address family in four octets, in the byte order of the machine that captured
// (OpenBSD: of the network). The values differ between systems, and are small: so the order shows.
#include "capture/link/layers.h"

namespace tlsonar::capture {
namespace {

Carried by_family(std::uint32_t family, Bytes payload) {
    switch (family) {
        case 2:
            return carries(kEtherIpv4, payload);
        case 10:  // Linux
        case 24:  // NetBSD, OpenBSD
        case 28:  // FreeBSD
        case 30:  // Darwin
            return carries(kEtherIpv6, payload);
        default:
            return foreign("another address family");
    }
}

}  // namespace

Carried unwrap_null(Bytes frame) {
    if (frame.size() < 4) return broken("a loopback header cut off");
    std::uint32_t family = load_be32(frame.data());
    if (family > 0xffff) family = __builtin_bswap32(family);
    return by_family(family, frame.subspan(4));
}

Carried unwrap_loop(Bytes frame) { return unwrap_null(frame); }

}  // namespace tlsonar::capture
