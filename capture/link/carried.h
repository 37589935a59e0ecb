// Carried: what one layer has inside, named by the EtherType that Ethernet would give it.
// EtherTypes are the common language between link layers, shims (VLAN tags, MPLS, PPPoE) and
// tunnels.
#pragma once

#include "core/bytes.h"

#include <cstdint>

namespace tlsonar::capture {

inline constexpr std::uint16_t kEtherIpv4 = 0x0800;
inline constexpr std::uint16_t kEtherIpv6 = 0x86dd;
inline constexpr std::uint16_t kEtherBridged = 0x6558;  // a whole Ethernet frame (RFC 1701)
inline constexpr std::uint16_t kEtherMpls = 0x8847;
inline constexpr std::uint16_t kEtherPppoeSession = 0x8864;
// PPP without further ado (RFC 7042 names it for GRE version 1).
inline constexpr std::uint16_t kEtherPpp = 0x880b;

struct Carried {
    std::uint16_t ethertype = 0;
    Bytes payload;
    const char* why = nullptr;  // there is nothing inside to go on with; a string literal says why
    bool foreign = false;       // `why` names well-formed traffic of another kind, not a defect
};

inline Carried carries(std::uint16_t ethertype, Bytes payload) {
    return {ethertype, payload, nullptr, false};
}
inline Carried broken(const char* why) { return {0, {}, why, false}; }
inline Carried foreign(const char* what) { return {0, {}, what, true}; }

// IPv4 or IPv6 by the version in the first four bits.
inline Carried carries_ip(Bytes payload) {
    if (payload.empty()) return broken("an IP packet cut off before its header");
    if (payload[0] >> 4 == 4) return carries(kEtherIpv4, payload);
    if (payload[0] >> 4 == 6) return carries(kEtherIpv6, payload);
    return broken("neither IPv4 nor IPv6 where IP should be");
}

}  // namespace tlsonar::capture
