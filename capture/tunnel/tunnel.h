// The catalogue of tunnels: one file, one line in list.cc, one test.
#pragma once

#include "capture/link/carried.h"
#include "core/bytes.h"

#include <cstdint>

namespace tlsonar::capture {

// IP packets inside one another before the rest counts as nonsense.
inline constexpr int kMaxTunnels = 8;

// A tunnel directly on IP, by its protocol number; `unwrap` gets the payload of IP.
struct IpTunnel {
    std::uint8_t protocol;
    const char* name;
    Carried (*unwrap)(Bytes payload);
};
const IpTunnel* find_ip_tunnel(std::uint8_t protocol);

// A tunnel on UDP, by a port at either end; `unwrap` gets the payload of UDP. Ports are used for
// other things, too: when there is nothing inside, the packet is ordinary UDP.
struct UdpTunnel {
    std::uint16_t port;
    const char* name;
    Carried (*unwrap)(Bytes payload);
};
const UdpTunnel* find_udp_tunnel(std::uint16_t port);

}  // namespace tlsonar::capture
