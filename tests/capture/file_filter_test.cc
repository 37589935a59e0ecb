#include "capture/file/filter.h"
#include "tests/capture/packet_builder.h"

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

Packet packet_of(std::uint16_t linktype, const Octets& data) {
    Packet packet;
    packet.linktype = linktype;
    packet.data = data;
    packet.wire_length = static_cast<std::uint32_t>(data.size());
    return packet;
}

const Octets kIp = ipv4({}, 6, tcp({.destination_port = 8443}, {}));

TEST(Filter, MatchesWhateverTheLinkLayer) {
    auto filter = Filter::compile("tcp port 8443");
    ASSERT_TRUE(filter.ok());
    const Octets frame = ethernet(0x0800, kIp);
    const Octets loopback = from_hex("02000000") + kIp;
    for (int i = 0; i < 2; ++i) {
        EXPECT_TRUE(filter->matches(packet_of(1, frame)));
        EXPECT_TRUE(filter->matches(packet_of(101, kIp)));
        EXPECT_TRUE(filter->matches(packet_of(228, kIp)));
        EXPECT_TRUE(filter->matches(packet_of(0, loopback)));
    }
    EXPECT_EQ(filter->inapplicable(), 0U);
    auto other = Filter::compile("not tcp port 8443");
    EXPECT_FALSE(other->matches(packet_of(1, frame)));
}

TEST(Filter, GivesTheSentenceOfTheCompiler) {
    const auto filter = Filter::compile("tcp prot 443");
    ASSERT_FALSE(filter.ok());
    EXPECT_FALSE(filter.error().sentence.empty());
}

TEST(Filter, MatchesNothingWhereItCannotBeSaid) {
    auto filter = Filter::compile("vlan 7");
    ASSERT_TRUE(filter.ok());
    EXPECT_TRUE(filter->matches(packet_of(1, ethernet(0x8100, vlan(0x0800, kIp)))));
    EXPECT_FALSE(filter->matches(packet_of(101, kIp)));
    EXPECT_EQ(filter->inapplicable(), 1U);
    EXPECT_FALSE(filter->inapplicable_why().empty());
}

TEST(Filter, AcceptsAnEmptyExpression) {
    auto filter = Filter::compile("");
    ASSERT_TRUE(filter.ok());
    EXPECT_TRUE(filter->matches(packet_of(1, ethernet(0x0806, {}))));
}

TEST(Filter, SurvivesUnknownLinkLayers) {
    auto filter = Filter::compile("tcp");
    EXPECT_FALSE(filter->matches(packet_of(65535, kIp)));
}

}  // namespace
}  // namespace tlsonar::capture::craft
