#include "tests/capture/packet_collector.h"

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

Octets three_packets(const PcapFile& file) {
    return pcap(file, {{1, 5, octets("one")}, {2, 999, octets("")}, {3, 0, octets("three"), 900}});
}

TEST(Pcap, ReadsEveryByteOrderAndUnit) {
    for (const bool big_endian : {false, true}) {
        for (const std::uint32_t magic : {0xa1b2c3d4U, 0xa1b23c4dU, 0xa1b2cd34U}) {
            const auto all = collect(three_packets({.magic = magic, .big_endian = big_endian}));
            ASSERT_EQ(all.packets.size(), 3U) << magic << big_endian;
            EXPECT_FALSE(all.fault);
            const Time unit = magic == 0xa1b23c4d ? 1 : 1000;
            EXPECT_EQ(all.packets[0].packet.moment, (Moment{1'000'000'000 + 5 * unit, 1}));
            EXPECT_EQ(all.packets[1].packet.moment, (Moment{2'000'000'000 + 999 * unit, 2}));
            EXPECT_EQ(all.packets[0].data, octets("one"));
            EXPECT_TRUE(all.packets[1].data.empty());
            EXPECT_EQ(all.packets[2].data, octets("three"));
            EXPECT_EQ(all.packets[2].packet.wire_length, 900U);
            EXPECT_EQ(all.packets[2].packet.linktype, 1);
            EXPECT_TRUE(all.packets[2].packet.stable);
        }
    }
}

TEST(Pcap, KeepsSecondsAfter2038) {
    const auto all = collect(pcap({}, {{0xf0000000, 0, octets("x")}}));
    EXPECT_EQ(all.packets.at(0).packet.moment.at, Time{0xf0000000} * 1'000'000'000);
}

TEST(Pcap, LeavesOutTheLengthOfTheFrameCheckSequence) {
    const auto all = collect(pcap({.network = 0x24000071}, {{.data = octets("x")}}));
    EXPECT_EQ(all.packets.at(0).packet.linktype, 113);
}

TEST(Pcap, ReadsTheSwappedLengthsOfOldVersions) {
    Octets file = pcap({.minor = 2}, {{.data = octets("abcd")}});
    file[24 + 8] = 9;  // the length on the wire comes first
    const auto all = collect(file);
    ASSERT_EQ(all.packets.size(), 1U);
    EXPECT_EQ(all.packets[0].data, octets("abcd"));
    EXPECT_EQ(all.packets[0].packet.wire_length, 9U);
}

TEST(Pcap, TakesAWireLengthThatIsTooShortForACaptureOfAll) {
    const auto all = collect(pcap({}, {{1, 0, octets("abcd"), 2}}));
    EXPECT_EQ(all.packets.at(0).packet.wire_length, 4U);
}

TEST(Pcap, CutAtEveryOctetGivesThePacketsBeforeTheCut) {
    const Octets whole = three_packets({});
    const std::size_t ends[] = {24, 24 + 19, 24 + 19 + 16, whole.size()};
    for (std::size_t n = 0; n < whole.size(); ++n) {
        const auto all = collect(Octets(whole.begin(), whole.begin() + static_cast<long>(n)));
        ASSERT_EQ(all.error.has_value(), n < 24) << n;
        if (n < 24) continue;
        std::size_t expected = 0;
        bool clean = n == ends[0];
        for (std::size_t i = 1; i < 4; ++i) {
            if (n >= ends[i]) expected = i;
            if (n == ends[i]) clean = true;
        }
        EXPECT_EQ(all.packets.size(), expected) << n;
        EXPECT_EQ(all.fault.has_value(), !clean) << n;
    }
}

TEST(Pcap, SaysWhereItIsCut) {
    Octets file = three_packets({});
    file.resize(24 + 19 + 16 + 16 + 2);
    const TemporaryFile temporary(file);
    const auto all = collect_path(temporary.path());
    ASSERT_TRUE(all.fault);
    EXPECT_EQ(all.fault->offset, 24U + 19 + 16);
    EXPECT_EQ(all.fault->sentence,
              temporary.path() +
                  ": at offset 59, the capture ends inside packet 3: 18 of 21 octets are there");
}

TEST(Pcap, StopsAtALengthBeyondBelief) {
    Octets file = three_packets({});
    file[24 + 19 + 8 + 3] = 0x7f;
    const auto all = collect(file);
    EXPECT_EQ(all.packets.size(), 1U);
    ASSERT_TRUE(all.fault);
    EXPECT_NE(all.fault->sentence.find("packet 2 claims 2130706432 octets"), std::string::npos);
}

TEST(Pcap, RefusesUnknownVersions) {
    Octets file = three_packets({});
    file[4] = 3;
    const auto all = collect(file);
    ASSERT_TRUE(all.error);
    EXPECT_EQ(all.error->cause, FileError::Cause::unsupported);
}

}  // namespace
}  // namespace tlsonar::capture::craft
