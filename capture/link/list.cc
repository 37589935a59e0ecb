#include "capture/link/layer.h"
#include "capture/link/layers.h"

namespace tlsonar::capture {
namespace {

constexpr LinkLayer kLinkLayers[] = {
    {1, "Ethernet", unwrap_ethernet},
    {113, "Linux cooked", unwrap_linux_cooked},
    {276, "Linux cooked v2", unwrap_linux_cooked2},
    {101, "raw IP", unwrap_raw},
    {0, "BSD loopback", unwrap_null},
    {108, "OpenBSD loopback", unwrap_loop},
    {127, "IEEE 802.11 with radiotap", unwrap_radiotap},
    {105, "IEEE 802.11", unwrap_wlan},
    {228, "raw IPv4", unwrap_raw},
    {229, "raw IPv6", unwrap_raw},
    // Two values that were never meant for files, but are what DLT_RAW was on some systems.
    {12, "raw IP", unwrap_raw},
    {14, "raw IP", unwrap_raw},
    {9, "PPP", unwrap_ppp},
    {50, "PPP in HDLC framing", unwrap_ppp},
    {51, "PPPoE", unwrap_pppoe},
    {104, "Cisco HDLC", unwrap_cisco_hdlc},
    {219, "MPLS", unwrap_mpls},
};

constexpr Shim kShims[] = {
    {0x8100, "IEEE 802.1Q tag", unwrap_vlan},
    {0x88a8, "IEEE 802.1ad tag", unwrap_vlan},
    {0x9100, "stacked VLAN tag", unwrap_vlan},
    {0x9200, "stacked VLAN tag", unwrap_vlan},
    {kEtherMpls, "MPLS", unwrap_mpls},
    {0x8848, "MPLS with upstream label", unwrap_mpls},
    {kEtherPppoeSession, "PPPoE session", unwrap_pppoe},
    {kEtherPpp, "PPP", unwrap_ppp},
    {kEtherBridged, "bridged Ethernet", unwrap_ethernet},
};

// EtherTypes that have no TLS inside, or none that could be seen.
struct Foreign {
    std::uint16_t ethertype;
    const char* name;
};
constexpr Foreign kForeign[] = {
    {0x0806, "ARP"},
    {0x8035, "RARP"},
    {0x8863, "PPPoE discovery"},
    {0x888e, "EAPOL"},
    {0x88cc, "LLDP"},
    {0x88e5, "MACsec"},
    {0x8899, "Realtek"},
    {0x88f7, "PTP"},
    {0x8902, "CFM"},
    {0x9000, "Ethernet loopback"},
    {0x8808, "Ethernet flow control"},
    {0x8809, "slow protocols"},
    {0x890d, "TDLS"},
    {0x88e1, "HomePlug AV"},
};

Carried not_ip(std::uint16_t ethertype) {
    for (const Foreign& known : kForeign)
        if (known.ethertype == ethertype) return foreign(known.name);
    return foreign("another EtherType");
}

}  // namespace

const LinkLayer* find_link_layer(std::uint16_t linktype) {
    for (const LinkLayer& layer : kLinkLayers)
        if (layer.linktype == linktype) return &layer;
    return nullptr;
}

const Shim* find_shim(std::uint16_t ethertype) {
    for (const Shim& shim : kShims)
        if (shim.ethertype == ethertype) return &shim;
    return nullptr;
}

Carried unwrap_shims(Carried carried) {
    for (int depth = 0; depth < kMaxShims; ++depth) {
        const std::uint16_t type = carried.ethertype;
        if (carried.why != nullptr || type == kEtherIpv4 || type == kEtherIpv6) return carried;
        const Shim* shim = find_shim(type);
        if (shim == nullptr) return not_ip(type);
        carried = shim->unwrap(carried.payload);
    }
    return broken("too many layers below IP");
}

}  // namespace tlsonar::capture
