#include "capture/ip/udp_traffic.h"
#include "tests/capture/packet_collector.h"

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

const Octets kSegmentPayload = octets("payload");

FrameReader read_raw(const Octets& packet, std::uint32_t wire_length = 0) {
    FrameReader reader(101);
    reader.read(packet, wire_length);
    return reader;
}

TEST(Ip, FieldsOfASegment) {
    const Tcp fields{.source_port = 50000,
                     .destination_port = 8443,
                     .sequence = 0xfffffff0,
                     .acknowledgment = 0x01020304,
                     .flags = kSyn | kAck,
                     .options = from_hex("0101080a 0000000100000002")};
    for (const bool plain : {true, false}) {
        const Octets segment =
            with_checksum(tcp(fields, kSegmentPayload), "192.0.2.1", "198.51.100.2");
        FrameReader reader(plain ? 1 : 101);
        const Octets packet = ipv4({}, 6, segment);
        reader.read(plain ? ethernet(0x0800, packet) : packet, 0, 77);
        const CollectedSegment& got = reader.segments().at(0);
        EXPECT_EQ(got.segment.moment, (Moment{77, 1}));
        EXPECT_EQ(to_string(got.segment.source), "192.0.2.1:50000");
        EXPECT_EQ(to_string(got.segment.destination), "198.51.100.2:8443");
        EXPECT_EQ(got.segment.sequence, 0xfffffff0);
        EXPECT_EQ(got.segment.acknowledgment, 0x01020304U);
        EXPECT_EQ(got.segment.flags, kSyn | kAck);
        EXPECT_EQ(got.header.size(), 32U);
        EXPECT_EQ(got.payload, kSegmentPayload);
        EXPECT_EQ(got.checksum, Checksum::good);
    }
}

TEST(Ip, AddressesOfOnePacketDoNotStayInTheNext) {
    FrameReader reader;
    reader.read(ethernet(0x86dd, ipv6({}, 6, tcp({}, kSegmentPayload))));
    reader.read(ethernet(0x0800, ipv4({}, 6, tcp({}, kSegmentPayload))));
    EXPECT_EQ(reader.segments().at(1).segment.source.address, address("192.0.2.1"));
    EXPECT_EQ(reader.segments().at(0).segment.source.address, address("2001:db8::1"));
    EXPECT_EQ(to_string(reader.segments().at(0).segment.source), "[2001:db8::1]:40000");
}

TEST(Ip, OptionsOfIpv4) {
    const auto reader = read_raw(ipv4({.options = Octets(40, 1)}, 6, tcp({}, kSegmentPayload)));
    EXPECT_EQ(reader.segments().at(0).payload, kSegmentPayload);
}

TEST(Ip, ALengthOfZeroMeansTheWholeFrame) {
    const Octets segment = tcp({}, kSegmentPayload);
    const auto v4 = read_raw(ipv4({.total_length = 0}, 6, segment), 5000);
    EXPECT_EQ(v4.segments().at(0).payload, kSegmentPayload);
    EXPECT_EQ(v4.segments().at(0).segment.on_wire, 5000U - 40);
    const auto v6 = read_raw(ipv6({.payload_length = 0}, 6, segment), 100'000);
    EXPECT_EQ(v6.segments().at(0).segment.on_wire, 100'000U - 60);
}

TEST(Ip, Jumbogram) {
    const Octets jumbo = from_hex("0600 c204 00011170");
    const auto reader =
        read_raw(ipv6({.payload_length = 0}, 0, jumbo + tcp({}, Octets(70'000 - 28))));
    EXPECT_EQ(reader.segments().at(0).payload.size(), 70'000U - 28);
}

TEST(Ip, ExtensionHeadersOfIpv6) {
    const Octets hop_by_hop = from_hex("3c00 0104 00000000");
    const Octets destination = from_hex("3300 0104 00000000");
    const Octets authentication = from_hex("8704 0000 00000001 00000001") + Octets(12);
    const Octets mobility = from_hex("0600 0000 0000 0000");
    const auto reader = read_raw(ipv6(
        {}, 0, hop_by_hop + destination + authentication + mobility + tcp({}, kSegmentPayload)));
    ASSERT_EQ(reader.segments().size(), 1U);
    EXPECT_EQ(reader.segments()[0].payload, kSegmentPayload);
    EXPECT_EQ(reader.segments()[0].segment.on_wire, kSegmentPayload.size());
}

TEST(Ip, RoutingHeadersNameTheFinalDestination) {
    const Octets there = from_hex("20010db8000000000000000000000099");
    const Octets between = from_hex("20010db8000000000000000000000055");
    const Octets segment = with_checksum(tcp({}, kSegmentPayload), "2001:db8::1", "2001:db8::99");
    const Octets headers[] = {
        from_hex("0604 0001 00000000") + between + there,  // source route
        from_hex("0602 0201 00000000") + there,            // mobility
        from_hex("0604 0401 01000000") + there + between,  // segments
    };
    for (const Octets& header : headers) {
        const auto reader = read_raw(ipv6({}, 43, header + segment));
        ASSERT_EQ(reader.segments().size(), 1U);
        EXPECT_EQ(to_string(reader.segments()[0].segment.destination.address), "2001:db8::99");
        EXPECT_EQ(reader.segments()[0].checksum, Checksum::good);
    }
    const auto arrived = read_raw(ipv6({}, 43, from_hex("0602 0400 00000000") + between + segment));
    EXPECT_EQ(to_string(arrived.segments().at(0).segment.destination.address), "2001:db8::2");
}

TEST(Ip, AuthenticationHeaderOfIpv4) {
    const Octets authentication = from_hex("0604 0000 00000001 00000001") + Octets(12);
    const auto reader = read_raw(ipv4({}, 51, authentication + tcp({}, kSegmentPayload)));
    EXPECT_EQ(reader.segments().at(0).payload, kSegmentPayload);
}

TEST(Ip, TooManyExtensionHeaders) {
    Octets chain = tcp({}, kSegmentPayload);
    for (int i = 0; i <= kMaxExtensionHeaders; ++i)
        chain = from_hex(i == 0 ? "0600 0104 00000000" : "3c00 0104 00000000") + chain;
    const auto reader = read_raw(ipv6({}, 60, chain));
    EXPECT_EQ(reader.tally().unread.of("too many IPv6 extension headers"), 1U);
}

TEST(Ip, CutPayloadKeepsItsLengthOnTheWire) {
    const Octets whole = ethernet(0x0800, ipv4({}, 6, tcp({}, Octets(1000, 7))));
    FrameReader reader;
    reader.read(Octets(whole.begin(), whole.begin() + 154),
                static_cast<std::uint32_t>(whole.size()));
    reader.read(Octets(whole.begin(), whole.begin() + 54),
                static_cast<std::uint32_t>(whole.size()));
    EXPECT_EQ(reader.segments().at(0).payload.size(), 100U);
    EXPECT_EQ(reader.segments().at(0).segment.on_wire, 1000U);
    EXPECT_EQ(reader.segments().at(1).payload.size(), 0U);
    EXPECT_EQ(reader.segments().at(1).segment.on_wire, 1000U);
    EXPECT_EQ(reader.tally().cut_short, 2U);
}

TEST(Ip, CutTcpOptionsKeepThePayloadLength) {
    const Octets whole = ipv4({}, 6, tcp({.options = Octets(20, 1)}, kSegmentPayload));
    const auto reader = read_raw(Octets(whole.begin(), whole.begin() + 45),
                                 static_cast<std::uint32_t>(whole.size()));
    EXPECT_EQ(reader.segments().at(0).header.size(), 25U);
    EXPECT_EQ(reader.segments().at(0).segment.on_wire, kSegmentPayload.size());
    EXPECT_EQ(reader.segments().at(0).checksum, Checksum::unknown);
}

TEST(Ip, ALengthBeyondTheFrameIsNotBelieved) {
    const Octets v4 = with_checksum(tcp({}, kSegmentPayload), "192.0.2.1", "198.51.100.2");
    const Octets v6 = with_checksum(tcp({}, kSegmentPayload), "2001:db8::1", "2001:db8::2");
    FrameReader reader;
    reader.read(ethernet(0x0800, ipv4({.total_length = 60'000}, 6, v4)));
    reader.read(ethernet(0x86dd, ipv6({.payload_length = 60'000}, 6, v6)));
    ASSERT_EQ(reader.segments().size(), 2U);
    for (const CollectedSegment& got : reader.segments())
        EXPECT_EQ(got.segment.on_wire, kSegmentPayload.size());
    EXPECT_EQ(reader.tally().overlong, 2U);
}

TEST(Ip, NonsenseIsCountedWithItsReason) {
    Octets bad_offset = tcp({}, kSegmentPayload);
    bad_offset[12] = 0x40;
    Octets long_offset = tcp({}, {});
    long_offset[12] = 0xf0;
    FrameReader reader(101);
    reader.read(ipv4({}, 6, bad_offset));
    reader.read(ipv4({}, 6, long_offset));
    reader.read(ipv4({.total_length = 10}, 6, bad_offset));
    reader.read(from_hex("44") + Octets(40));
    reader.read(from_hex("10") + Octets(40));
    reader.read({});
    EXPECT_TRUE(reader.segments().empty());
    EXPECT_EQ(reader.tally().unread.of("a TCP header of impossible length"), 2U);
    EXPECT_EQ(reader.tally().unread.of("an IPv4 length shorter than the header"), 1U);
    EXPECT_EQ(reader.tally().unread.of("an IPv4 header shorter than 20 octets"), 1U);
    EXPECT_EQ(reader.tally().unread.of("neither IPv4 nor IPv6 where IP should be"), 1U);
    EXPECT_EQ(reader.tally().unread.of("an IP packet cut off before its header"), 1U);
}

TEST(Ip, OtherProtocolsAreCountedByName) {
    FrameReader reader(101);
    reader.read(ipv4({}, 1, Octets(8)));
    reader.read(ipv4({}, 132, Octets(12)));
    reader.read(ipv4({}, 50, Octets(32)));
    reader.read(ipv4({}, 253, Octets(32)));
    reader.read(ipv6({}, 58, Octets(8)));
    reader.read(ipv4({}, 17, udp(5353, 5353, Octets(20))));
    for (const char* name :
         {"ICMP", "SCTP", "ESP (encrypted)", "another IP protocol", "ICMPv6", "UDP"})
        EXPECT_EQ(reader.tally().other.of(name), 1U) << name;
}

TEST(Udp, QuicAndDtlsAreCountedByName) {
    FrameReader reader(101);
    const char* quic[] = {
        "c3 00000001 08 0001020304050607 00 00 41",     // version 1
        "d3 6b3343cf 08 0001020304050607 00 00 41",     // version 2
        "c3 ff00001d 08 0001020304050607 00 00 41",     // a draft
        "80 00000000 00 08 0001020304050607 00000001",  // negotiation
        "c0 1a2a3a4a 08 0001020304050607 00 00",        // greased
        "c3 51303530 08 0001020304050607 00 00 41",     // Google's
    };
    for (const char* text : quic)
        reader.read(ipv4({}, 17, udp(50000, 443, from_hex(text))));
    const char* dtls[] = {
        "16 fefd 0000 000000000000 0003 010203",
        "16 feff 0000 000000000000 0003 010203",
        "16 0100 0000 000000000000 0003 010203",
    };
    for (const char* text : dtls)
        reader.read(ipv4({}, 17, udp(50000, 4433, from_hex(text))));
    EXPECT_EQ(reader.tally().other.of("quic"), std::size(quic));
    EXPECT_EQ(reader.tally().other.of("dtls"), std::size(dtls));
}

TEST(Udp, OtherTrafficIsNotMistaken) {
    const char* neither[] = {
        "",
        "43 00000001 08 0001020304050607 00 00",  // a short header
        "c3 00000001 15 0001020304050607 00 00",  // an ID too long
        "c3 12345678 08 0001020304050607 00 00",  // no known version
        "16 0303 0000 000000000000 0003 010203",  // TLS
        "16 fefd 0000 000000000000 0004 010203",  // longer than the datagram
        "13 fefd 0000 000000000000 0003 010203",  // no content type
    };
    for (const char* text : neither)
        EXPECT_EQ(classify_udp(from_hex(text)), nullptr) << text;
}

TEST(Checksum, GoodBadAndUnknown) {
    struct Kept final : SegmentSink {
        void on_segment(const Segment& s) override { verdict = verify_checksum(s); }
        Checksum verdict = Checksum::unknown;
    };
    for (std::size_t n = 0; n < 9; ++n) {
        const Octets segment =
            with_checksum(tcp({}, Octets(n, 0xa5)), "2001:db8::1", "2001:db8::2");
        EXPECT_EQ(read_raw(ipv6({}, 6, segment)).segments().at(0).checksum, Checksum::good);
        Octets wrong = segment;
        wrong[7] ^= 1;
        EXPECT_EQ(read_raw(ipv6({}, 6, wrong)).segments().at(0).checksum, Checksum::bad);
    }
}

TEST(Checksum, MinusZeroEqualsZero) {
    // The sequence number is chosen so that the checksum comes out as zero.
    Octets segment = with_checksum(tcp({}, kSegmentPayload), "192.0.2.1", "198.51.100.2");
    segment[6] = segment[16];
    segment[7] = segment[17];
    Octets base = tcp({}, kSegmentPayload);
    base[6] = base[7] = 0;
    const Octets summed = with_checksum(base, "192.0.2.1", "198.51.100.2");
    base[6] = summed[16];
    base[7] = summed[17];
    for (const std::uint8_t zero : Octets{0x00, 0xff}) {
        base[16] = base[17] = zero;
        EXPECT_EQ(read_raw(ipv4({}, 6, base)).segments().at(0).checksum, Checksum::good);
    }
}

TEST(Address, Text) {
    for (const char* text :
         {"0.0.0.0", "255.255.255.255", "::", "2001:db8::1:0:0:1", "fe80::1", "::ffff:192.0.2.1"})
        EXPECT_EQ(to_string(address(text)), text);
}

}  // namespace
}  // namespace tlsonar::capture::craft
