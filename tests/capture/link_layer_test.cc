#include "capture/link/layer.h"
#include "tests/capture/packet_collector.h"

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

const Octets kPayload = octets("payload");
const Octets kIpv4Packet = ipv4({}, 6, tcp({.sequence = 7}, kPayload));
const Octets kIpv6Packet = ipv6({}, 6, tcp({.sequence = 7}, kPayload));
const Octets kSnap = from_hex("aaaa03 000000 0800");

Octets length_field(const Octets& payload) {
    const auto n = static_cast<std::uint16_t>(payload.size());
    return {static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
}

struct Frame {
    const char* name;
    std::uint16_t linktype;
    Octets octets;
};

std::vector<Frame> frames() {
    const Octets llc = kSnap + kIpv4Packet;
    const Octets pppoe = from_hex("1100 0001 0037");
    const Octets wlan = from_hex("0000") + Octets(22);
    std::vector<Frame> all = {
        {"Ethernet, IPv4", 1, ethernet(0x0800, kIpv4Packet)},
        {"Ethernet, IPv6", 1, ethernet(0x86dd, kIpv6Packet)},
        {"Ethernet, padding", 1, ethernet(0x0800, kIpv4Packet) + Octets(13, 0xee)},
        {"IEEE 802.3, SNAP", 1, ethernet(static_cast<std::uint16_t>(llc.size()), llc)},
        {"IEEE 802.3, LLC", 1,
         ethernet(static_cast<std::uint16_t>(kIpv4Packet.size() + 3),
                  from_hex("060603") + kIpv4Packet)},
        {"Q", 1, ethernet(0x8100, vlan(0x0800, kIpv4Packet))},
        {"Q in Q", 1, ethernet(0x88a8, vlan(0x8100, vlan(0x86dd, kIpv6Packet)))},
        {"older stacked tags", 1,
         ethernet(0x9100, vlan(0x9200, vlan(0x8100, vlan(0x0800, kIpv4Packet))))},
        {"Q, SNAP", 1, ethernet(0x8100, vlan(static_cast<std::uint16_t>(llc.size()), llc))},
        {"MPLS", 1, ethernet(0x8847, from_hex("00001040 00002140") + kIpv4Packet)},
        {"MPLS, IPv6", 1, ethernet(0x8848, from_hex("00002140") + kIpv6Packet)},
        {"MPLS, Ethernet", 1,
         ethernet(0x8847, from_hex("00002140") + ethernet(0x0800, kIpv4Packet))},
        {"MPLS, control word, Ethernet", 1,
         ethernet(0x8847,
                  from_hex("00002140 00000000") + ethernet(0x8100, vlan(0x0800, kIpv4Packet)))},
        {"MPLS alone", 219, from_hex("00002140") + kIpv4Packet},
        {"PPPoE", 1, ethernet(0x8864, pppoe + from_hex("0021") + kIpv4Packet)},
        {"PPPoE in Q in Q, compressed", 1,
         ethernet(0x88a8, vlan(0x8100, vlan(0x8864, pppoe + from_hex("57") + kIpv6Packet)))},
        {"PPPoE alone", 51, pppoe + from_hex("0057") + kIpv6Packet},
        {"PPP", 9, from_hex("0021") + kIpv4Packet},
        {"PPP in HDLC", 50, from_hex("ff03 0021") + kIpv4Packet},
        {"PPP in HDLC, compressed", 50, from_hex("ff03 21") + kIpv4Packet},
        {"PPP, Cisco", 50, from_hex("0f00 0800") + kIpv4Packet},
        {"Cisco HDLC", 104, from_hex("0f00 86dd") + kIpv6Packet},
        {"PPP, MPLS", 9, from_hex("0281 00002140") + kIpv4Packet},
        {"cooked", 113, from_hex("0000 0001 0006 020000000001 0000 0800") + kIpv4Packet},
        {"cooked, Q", 113,
         from_hex("0000 0001 0006 020000000001 0000 8100") + vlan(0x86dd, kIpv6Packet)},
        {"cooked, LLC", 113, from_hex("0000 0001 0006 020000000001 0000 0004") + llc},
        {"cooked 2", 276,
         from_hex("86dd 0000 00000002 0001 00 06 020000000001 0000") + kIpv6Packet},
        {"IEEE 802.11", 105, from_hex("0800") + Octets(22) + llc},
        {"IEEE 802.11, QoS", 105, from_hex("8801") + Octets(22) + from_hex("0000") + llc},
        {"IEEE 802.11, QoS, HT", 105, from_hex("8881") + Octets(22) + Octets(6) + llc},
        {"IEEE 802.11, four addresses", 105, from_hex("0803") + Octets(28) + llc},
        {"IEEE 802.11, aggregate", 105,
         from_hex("8801") + Octets(22) + from_hex("8000") + Octets(12) + length_field(llc) + llc},
        {"radiotap", 127, from_hex("0000 0800 00000000 0800") + Octets(22) + llc},
        {"radiotap, flags", 127, from_hex("0000 0900 02000000 00 0800") + Octets(22) + llc},
        {"radiotap, padded", 127,
         from_hex("0000 0900 02000000 20 8801") + Octets(22) + from_hex("0000 0000") + llc},
        {"radiotap, two masks, time, padded", 127,
         from_hex("0000 1900 03000080 00000000 00000000 0000000000000000 20 8801") + Octets(22) +
             from_hex("0000 0000") + llc},
    };
    for (const std::uint16_t raw : std::vector<std::uint16_t>{101, 12, 14}) {
        all.push_back({"raw IPv4", raw, kIpv4Packet});
        all.push_back({"raw IPv6", raw, kIpv6Packet});
    }
    all.push_back({"raw IPv4", 228, kIpv4Packet});
    all.push_back({"raw IPv6", 229, kIpv6Packet});
    for (const std::uint16_t loopback : std::vector<std::uint16_t>{0, 108}) {
        all.push_back({"loopback, little", loopback, from_hex("02000000") + kIpv4Packet});
        all.push_back({"loopback, big", loopback, from_hex("00000002") + kIpv4Packet});
        for (const char* family : {"0a000000", "00000018", "1c000000", "1e000000", "0000001e"})
            all.push_back({"loopback, IPv6", loopback, from_hex(family) + kIpv6Packet});
    }
    return all;
}

TEST(LinkLayer, EveryOneGivesTheSegment) {
    for (const Frame& frame : frames()) {
        FrameReader reader(frame.linktype);
        reader.read(frame.octets);
        ASSERT_EQ(reader.segments().size(), 1U)
            << frame.name << ": "
            << (reader.tally().unread.entries().empty() ? "-"
                                                        : reader.tally().unread.entries()[0].name);
        const CollectedSegment& got = reader.segments()[0];
        EXPECT_EQ(got.payload, kPayload) << frame.name;
        EXPECT_EQ(got.segment.on_wire, kPayload.size()) << frame.name;
        EXPECT_EQ(got.segment.sequence, 7U) << frame.name;
        EXPECT_TRUE(got.segment.stable) << frame.name;
    }
}

// Every packet is counted once, however short it was cut and whatever an octet says.
std::uint64_t accounted(const Tally& tally) {
    std::uint64_t n = tally.segments;
    for (const auto& entry : tally.other.entries())
        n += entry.packets;
    for (const auto& entry : tally.unread.entries())
        n += entry.packets;
    for (const auto& [linktype, packets] : tally.unknown_link_layers)
        n += packets;
    return n + tally.fragments.fragments - tally.fragments.reassembled;
}

TEST(LinkLayer, EveryCutIsSurvivedAndCounted) {
    for (const Frame& frame : frames()) {
        FrameReader reader(frame.linktype);
        for (std::size_t n = 0; n < frame.octets.size(); ++n) {
            reader.read(Octets(frame.octets.begin(), frame.octets.begin() + static_cast<long>(n)),
                        static_cast<std::uint32_t>(frame.octets.size()));
        }
        const Tally tally = reader.tally();
        EXPECT_EQ(tally.packets, frame.octets.size());
        EXPECT_EQ(tally.cut_short, frame.octets.size());
        EXPECT_EQ(accounted(tally), tally.packets) << frame.name;
        for (const CollectedSegment& got : reader.segments()) {
            EXPECT_EQ(got.segment.on_wire, kPayload.size()) << frame.name;
            if (got.payload.size() < kPayload.size()) {
                EXPECT_EQ(got.checksum, Checksum::unknown);
            }
        }
    }
}

TEST(LinkLayer, EveryChangedOctetIsSurvivedAndCounted) {
    for (const Frame& frame : frames()) {
        FrameReader reader(frame.linktype);
        for (std::size_t i = 0; i < frame.octets.size(); ++i) {
            for (const std::uint8_t flip : Octets{0x01, 0x80, 0xff}) {
                Octets changed = frame.octets;
                changed[i] ^= flip;
                reader.read(changed);
            }
        }
        EXPECT_EQ(accounted(reader.tally()), reader.tally().packets) << frame.name;
    }
}

TEST(LinkLayer, OtherTrafficIsCountedByName) {
    FrameReader reader;
    reader.read(ethernet(0x0806, Octets(28)));
    reader.read(ethernet(0x0806, Octets(28)));
    reader.read(ethernet(0x88e5, Octets(28)));
    reader.read(ethernet(0x1234, Octets(28)));
    reader.read(ethernet(36, from_hex("aaaa03 000000 0000") + Octets(28)));
    reader.read(ethernet(38, from_hex("424203") + Octets(35)));
    reader.read(ethernet(0x8864, from_hex("1100 0001 0037 c021") + Octets(10)));
    EXPECT_EQ(reader.tally().other.of("ARP"), 2U);
    EXPECT_EQ(reader.tally().other.of("MACsec"), 1U);
    EXPECT_EQ(reader.tally().other.of("another EtherType"), 2U);
    EXPECT_EQ(reader.tally().other.of("IEEE 802.2 without SNAP"), 1U);
    EXPECT_EQ(reader.tally().other.of("PPP control"), 1U);
    EXPECT_TRUE(reader.tally().unread.entries().empty());
}

TEST(LinkLayer, EncryptedAndManagementFramesInTheAirAreCounted) {
    FrameReader reader(105);
    reader.read(from_hex("0841") + Octets(40));
    reader.read(from_hex("8000") + Octets(40));
    reader.read(from_hex("4801") + Octets(22));
    EXPECT_EQ(reader.tally().other.of("IEEE 802.11, encrypted"), 1U);
    EXPECT_EQ(reader.tally().other.of("IEEE 802.11 management"), 1U);
    EXPECT_EQ(reader.tally().other.of("IEEE 802.11 without data"), 1U);
}

TEST(LinkLayer, UnknownOnesAreCountedByNumber) {
    FrameReader reader(247);
    reader.read(Octets(100));
    reader.read(Octets(100));
    EXPECT_EQ(reader.tally().unknown_link_layers.at(247), 2U);
}

TEST(LinkLayer, TagsInsideOneAnotherHaveALimit) {
    Octets frame = kIpv4Packet;
    for (int i = 0; i < kMaxShims; ++i)
        frame = vlan(i == 0 ? 0x0800 : 0x8100, frame);
    FrameReader reader;
    reader.read(ethernet(0x8100, frame));
    EXPECT_EQ(reader.tally().unread.of("too many layers below IP"), 1U);
}

}  // namespace
}  // namespace tlsonar::capture::craft
