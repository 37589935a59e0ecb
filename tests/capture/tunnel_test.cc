#include "capture/tunnel/tunnel.h"

#include "tests/capture/packet_collector.h"

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

const Octets kInnerPayload = octets("payload");
const Octets kInnerIpv4 =
    ipv4({.source = "10.0.0.1", .destination = "10.0.0.2"}, 6, tcp({}, kInnerPayload));
const Octets kInnerIpv6 = ipv6({}, 6, tcp({}, kInnerPayload));
const Octets kFrame = ethernet(0x0800, kInnerIpv4);

Octets gre(const char* header, const Octets& payload) {
    return ipv4({}, 47, from_hex(header) + payload);
}

Octets over_udp(std::uint16_t port, const char* header, const Octets& payload) {
    return ipv4({}, 17, udp(50000, port, from_hex(header) + payload));
}

struct Case {
    const char* name;
    Octets packet;
};

std::vector<Case> cases() {
    return {
        {"GRE", gre("0000 0800", kInnerIpv4)},
        {"GRE, IPv6", gre("0000 86dd", kInnerIpv6)},
        {"GRE, checksum, key, sequence", gre("b000 0800 00000000 00000001 00000002", kInnerIpv4)},
        {"GRE, Ethernet", gre("2000 6558 00000001", kFrame)},
        {"GRE, VLAN in Ethernet", gre("0000 6558", ethernet(0x8100, vlan(0x86dd, kInnerIpv6)))},
        {"GRE, MPLS", gre("0000 8847 00002140", kInnerIpv4)},
        {"GRE of IPv6", ipv6({}, 47, from_hex("0000 0800") + kInnerIpv4)},
        {"PPTP", gre("3001 880b 00370001 00000001 ff03 0021", kInnerIpv4)},
        {"PPTP with acknowledgment", gre("3081 880b 00370001 00000001 00000001 21", kInnerIpv4)},
        {"ERSPAN I", gre("0000 88be", kFrame)},
        {"ERSPAN II", gre("1000 88be 00000001 1001000100000000", kFrame)},
        {"ERSPAN III", gre("1000 22eb 00000001 200100010000000000000000", kFrame)},
        {"ERSPAN III, longer",
         gre("1000 22eb 00000001 200100010000000000000001 0000000000000000", kFrame)},
        {"IPv4 in IPv4", ipv4({}, 4, kInnerIpv4)},
        {"IPv6 in IPv4", ipv4({}, 41, kInnerIpv6)},
        {"IPv4 in IPv6", ipv6({}, 4, kInnerIpv4)},
        {"IPv6 in IPv6, options", ipv6({}, 60, from_hex("2900 0401 04010100") + kInnerIpv6)},
        {"EtherIP", ipv4({}, 97, from_hex("3000") + kFrame)},
        {"MPLS in IP", ipv4({}, 137, from_hex("00002140") + kInnerIpv4)},
        {"Ethernet in IPv6", ipv6({}, 143, kFrame)},
        {"VXLAN", over_udp(4789, "08000000 00002a00", kFrame)},
        {"VXLAN of Linux", over_udp(8472, "08000000 00002a00", kFrame)},
        {"VXLAN-GPE, IPv4", over_udp(4790, "0c000001 00002a00", kInnerIpv4)},
        {"VXLAN-GPE, IPv6", over_udp(4790, "0c000002 00002a00", kInnerIpv6)},
        {"VXLAN-GPE, Ethernet", over_udp(4790, "0c000003 00002a00", kFrame)},
        {"Geneve", over_udp(6081, "00006558 00002a00", kFrame)},
        {"Geneve, options, IPv6", over_udp(6081, "020086dd 00002a00 0102030401020304", kInnerIpv6)},
        {"GTP-U", over_udp(2152, "30ff 0037 00000001", kInnerIpv4)},
        {"GTP-U, sequence", over_udp(2152, "32ff 003b 00000001 00010000", kInnerIpv4)},
        {"GTP-U, extensions",
         over_udp(2152, "34ff 0043 00000001 00000085 01100085 01100000", kInnerIpv6)},
        {"Teredo", over_udp(3544, "", kInnerIpv6)},
        {"Teredo, origin", over_udp(3544, "0000 1234 3fffaaaa", kInnerIpv6)},
        {"Teredo, authentication, origin",
         over_udp(3544, "0001 00 00 0102030405060708 00 0000 1234 3fffaaaa", kInnerIpv6)},
        {"Teredo, the other way", ipv4({}, 17, udp(3544, 50000, kInnerIpv6))},
        {"L2TP", over_udp(1701, "0002 0001 0001 ff03 0021", kInnerIpv4)},
        {"L2TP, everything",
         over_udp(1701, "4a02 0050 0001 0001 0001 0002 0002 0000 0057", kInnerIpv6)},
        {"MPLS in UDP", over_udp(6635, "00002140", kInnerIpv6)},
        {"several",
         ipv4({}, 4,
              over_udp(4789, "08000000 00002a00", ethernet(0x0800, gre("0000 86dd", kInnerIpv6))))},
    };
}

TEST(Tunnel, EveryOneGivesTheSegment) {
    for (const Case& c : cases()) {
        FrameReader reader(101);
        reader.read(c.packet);
        ASSERT_EQ(reader.segments().size(), 1U) << c.name;
        EXPECT_EQ(reader.segments()[0].payload, kInnerPayload) << c.name;
        EXPECT_TRUE(reader.segments()[0].segment.stable) << c.name;
        EXPECT_EQ(reader.tally().tunneled, 1U) << c.name;
    }
}

TEST(Tunnel, EveryCutAndEveryChangedOctetIsSurvived) {
    for (const Case& c : cases()) {
        FrameReader reader(101);
        for (std::size_t n = 0; n < c.packet.size(); ++n) {
            reader.read(Octets(c.packet.begin(), c.packet.begin() + static_cast<long>(n)),
                        static_cast<std::uint32_t>(c.packet.size()));
            for (const std::uint8_t flip : Octets{0x01, 0x80, 0xff}) {
                Octets changed = c.packet;
                changed[n] ^= flip;
                reader.read(changed);
            }
        }
        EXPECT_EQ(reader.tally().packets, 4 * c.packet.size());
    }
}

TEST(Tunnel, TheAddressesAreThoseInside) {
    FrameReader reader(101);
    reader.read(ipv4({}, 4, kInnerIpv4));
    EXPECT_EQ(to_string(reader.segments().at(0).segment.source), "10.0.0.1:40000");
}

TEST(Tunnel, FragmentsOfATunnel) {
    const Octets outer = udp(50000, 4789, from_hex("08000000 00002a00") + kFrame);
    FrameReader reader(101);
    const Octets head(outer.begin(), outer.begin() + 40);
    const Octets tail(outer.begin() + 40, outer.end());
    reader.read(ipv4({.offset = 40}, 17, tail));
    reader.read(ipv4({.more_fragments = true}, 17, head));
    EXPECT_EQ(reader.segments().at(0).payload, kInnerPayload);
    EXPECT_FALSE(reader.segments().at(0).segment.stable);
}

TEST(Tunnel, FragmentsInsideFragments) {
    const Octets segment = tcp({}, Octets(100, 9));
    const Octets first =
        ipv4({.more_fragments = true}, 6, Octets(segment.begin(), segment.begin() + 64));
    const Octets second = ipv4({.offset = 64}, 6, Octets(segment.begin() + 64, segment.end()));
    FrameReader reader(101);
    std::uint16_t id = 100;
    for (const Octets& inner : {second, first}) {
        ++id;
        reader.read(ipv4({.identification = id, .more_fragments = true}, 4,
                         Octets(inner.begin(), inner.begin() + 40)));
        reader.read(
            ipv4({.identification = id, .offset = 40}, 4, Octets(inner.begin() + 40, inner.end())));
    }
    ASSERT_EQ(reader.segments().size(), 1U);
    EXPECT_EQ(reader.segments()[0].payload, Octets(100, 9));
}

TEST(Tunnel, DepthHasALimit) {
    Octets packet = kInnerIpv4;
    for (int i = 0; i < kMaxTunnels; ++i)
        packet = ipv4({}, 4, packet);
    FrameReader reader(101);
    reader.read(packet);
    EXPECT_EQ(reader.segments().size(), 1U);
    reader.read(ipv4({}, 4, packet));
    EXPECT_EQ(reader.segments().size(), 1U);
    EXPECT_EQ(reader.tally().unread.of("too many tunnels inside one another"), 1U);
}

TEST(Tunnel, OrdinaryUdpOnATunnelPortIsUdp) {
    FrameReader reader(101);
    reader.read(over_udp(4789, "00000000 00002a00", kFrame));
    reader.read(over_udp(2152, "", octets("hello")));
    reader.read(ipv4({}, 17, udp(3544, 443, from_hex("c3 00000001 08 0001020304050607 00 00"))));
    EXPECT_EQ(reader.tally().other.of("UDP"), 2U);
    EXPECT_EQ(reader.tally().other.of("quic"), 1U);
    EXPECT_EQ(reader.tally().tunneled, 0U);
}

TEST(Tunnel, ForeignAndBrokenGre) {
    FrameReader reader(101);
    reader.read(gre("3081 880b 00000001 00000001 00000001", {}));
    reader.read(gre("4000 0800 00000000", kInnerIpv4));
    reader.read(gre("0002 0800", kInnerIpv4));
    EXPECT_EQ(reader.tally().other.of("GRE without payload"), 1U);
    EXPECT_EQ(reader.tally().unread.of("GRE with source routes"), 1U);
    EXPECT_EQ(reader.tally().unread.of("GRE of an unknown version"), 1U);
}

}  // namespace
}  // namespace tlsonar::capture::craft
