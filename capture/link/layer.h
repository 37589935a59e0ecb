// The catalogue of link layers and of shims: one file, one line in list.cc, one test.
#pragma once

#include "capture/link/carried.h"
#include "core/bytes.h"

#include <cstdint>

namespace tlsonar::capture {

// What a LINKTYPE_ value (of a pcap file) says about the octets of a frame.
struct LinkLayer {
    std::uint16_t linktype;
    const char* name;
    Carried (*unwrap)(Bytes frame);
};
const LinkLayer* find_link_layer(std::uint16_t linktype);

// What stands between a link layer and IP, known by its EtherType: `unwrap` starts after that type.
struct Shim {
    std::uint16_t ethertype;
    const char* name;
    Carried (*unwrap)(Bytes payload);
};
const Shim* find_shim(std::uint16_t ethertype);

// Shims around one another before the packet counts as nonsense.
inline constexpr int kMaxShims = 16;

// Unwraps shims until IPv4, IPv6 or nothing is left.
Carried unwrap_shims(Carried carried);

}  // namespace tlsonar::capture
