#include "capture/link/layers.h"
#include "capture/tunnel/tunnel.h"
#include "capture/tunnel/tunnels.h"

namespace tlsonar::capture {
namespace {

constexpr IpTunnel kIpTunnels[] = {
    {4, "IPv4 in IP", unwrap_ip_in_ip},
    {41, "IPv6 in IP", unwrap_ip_in_ip},
    {47, "GRE", unwrap_gre},
    {97, "EtherIP", unwrap_ether_ip},
    {137, "MPLS in IP", unwrap_mpls},
    {143, "Ethernet in IPv6", unwrap_ethernet},
};

constexpr UdpTunnel kUdpTunnels[] = {
    {4789, "VXLAN", unwrap_vxlan},
    {8472, "VXLAN", unwrap_vxlan},  // Linux before it had a port of its own
    {4790, "VXLAN-GPE", unwrap_vxlan_gpe},
    {6081, "Geneve", unwrap_geneve},
    {2152, "GTP-U", unwrap_gtp},
    {3544, "Teredo", unwrap_teredo},
    {1701, "L2TP", unwrap_l2tp},
    {6635, "MPLS in UDP", unwrap_mpls},
};

}  // namespace

const IpTunnel* find_ip_tunnel(std::uint8_t protocol) {
    for (const IpTunnel& tunnel : kIpTunnels)
        if (tunnel.protocol == protocol) return &tunnel;
    return nullptr;
}

const UdpTunnel* find_udp_tunnel(std::uint16_t port) {
    for (const UdpTunnel& tunnel : kUdpTunnels)
        if (tunnel.port == port) return &tunnel;
    return nullptr;
}

}  // namespace tlsonar::capture
