#include "capture/file/clock.h"
#include "tests/capture/packet_collector.h"

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

constexpr std::uint16_t kResolution = 9;
constexpr std::uint16_t kOffset = 14;
constexpr std::uint32_t kTlsKeyLog = 0x544c534b;

TEST(Pcapng, ReadsPacketsOfEveryKindInBothByteOrders) {
    for (const bool big_endian : {false, true}) {
        const Pcapng ng(big_endian);
        const auto all = collect(ng.section() + ng.interface(1) + ng.interface(113) +
                                 ng.enhanced_packet(1, 1'500'000, octets("enhanced"), 100) +
                                 ng.simple_packet(octets("simple")) +
                                 ng.obsolete_packet(0, 2'000'000, octets("obsolete")));
        EXPECT_FALSE(all.fault);
        ASSERT_EQ(all.packets.size(), 3U);
        EXPECT_EQ(all.packets[0].data, octets("enhanced"));
        EXPECT_EQ(all.packets[0].packet.moment, (Moment{1'500'000'000, 1}));
        EXPECT_EQ(all.packets[0].packet.wire_length, 100U);
        EXPECT_EQ(all.packets[0].packet.linktype, 113);
        EXPECT_EQ(all.packets[0].packet.interface, 1U);
        EXPECT_EQ(all.packets[1].data, octets("simple"));
        EXPECT_EQ(all.packets[1].packet.moment, (Moment{1'500'000'000, 2}));
        EXPECT_EQ(all.packets[1].packet.linktype, 1);
        EXPECT_EQ(all.packets[2].data, octets("obsolete"));
        EXPECT_EQ(all.packets[2].packet.moment, (Moment{2'000'000'000, 3}));
    }
}

TEST(Pcapng, SnaplenCutsSimplePackets) {
    const Pcapng ng;
    const auto all =
        collect(ng.section() + ng.interface(1, {}, 4) + ng.simple_packet(octets("cut!"), 1000));
    ASSERT_EQ(all.packets.size(), 1U);
    EXPECT_EQ(all.packets[0].data, octets("cut!"));
    EXPECT_EQ(all.packets[0].packet.wire_length, 1000U);
}

TEST(Pcapng, SectionsHaveTheirOwnOrderAndInterfaces) {
    const Pcapng little(false);
    const Pcapng big(true);
    const auto all = collect(little.section() + little.interface(1) + little.interface(1) +
                             little.enhanced_packet(0, 1, octets("a")) + big.section() +
                             big.interface(101) + big.enhanced_packet(0, 2, octets("b")) +
                             big.enhanced_packet(1, 2, octets("of no interface")));
    ASSERT_EQ(all.packets.size(), 2U);
    EXPECT_EQ(all.packets[1].packet.linktype, 101);
    EXPECT_EQ(all.packets[1].packet.interface, 2U);
    EXPECT_FALSE(all.fault);
    EXPECT_EQ(all.notes.size(), 1U);
}

TEST(Pcapng, KnowsEveryResolution) {
    const Pcapng ng;
    struct Case {
        std::uint8_t resolution;
        std::uint64_t ticks;
        Time expected;
    };
    const Case cases[] = {
        {0, 7, 7'000'000'000},
        {3, 7001, 7'001'000'000},
        {6, 7'000'001, 7'000'001'000},
        {9, 7'000'000'001, 7'000'000'001},
        {12, 7'000'000'001'999, 7'000'000'001},
        {0x80, 7, 7'000'000'000},
        {0x81, 15, 7'500'000'000},
        {0x80 | 10, 7 * 1024 + 512, 7'500'000'000},
        {0x80 | 32, (std::uint64_t{7} << 32) + (1U << 30), 7'250'000'000},
        {0x80 | 40, (std::uint64_t{7} << 40) + (std::uint64_t{1} << 39), 7'500'000'000},
    };
    for (const Case& c : cases) {
        const auto all =
            collect(ng.section() + ng.interface(1, ng.option(kResolution, {c.resolution})) +
                    ng.enhanced_packet(0, c.ticks, octets("x")));
        ASSERT_EQ(all.packets.size(), 1U);
        EXPECT_EQ(all.packets[0].packet.moment.at, c.expected) << int{c.resolution};
    }
}

TEST(Pcapng, AddsTheOffsetOfAnInterface) {
    const Pcapng ng(true);
    const auto offset = static_cast<std::uint64_t>(std::int64_t{-3});
    const auto all = collect(ng.section() + ng.interface(1, ng.option(kOffset, ng.u64(offset))) +
                             ng.enhanced_packet(0, 10'000'000, octets("x")));
    EXPECT_EQ(all.packets.at(0).packet.moment.at, 7'000'000'000);
}

TEST(Pcapng, EveryResolutionIsDefined) {
    for (int resolution = 0; resolution < 256; ++resolution) {
        Clock clock;
        clock.set_resolution(static_cast<std::uint8_t>(resolution));
        clock.set_offset(INT64_MIN);
        clock.time(0);
        clock.time(~std::uint64_t{0});
    }
}

TEST(Pcapng, GivesKeyLogsBeforeLaterPackets) {
    const Pcapng ng;
    const auto all = collect(ng.section() + ng.secrets(kTlsKeyLog, octets("CLIENT_RANDOM a b\n")) +
                             ng.secrets(0x57474b4c, octets("of WireGuard")) +
                             ng.secrets(kTlsKeyLog, octets("CLIENT_RANDOM c d\n")));
    EXPECT_EQ(all.key_log, "CLIENT_RANDOM a b\nCLIENT_RANDOM c d\n");
    EXPECT_FALSE(all.fault);
}

TEST(Pcapng, SkipsBlocksOfOtherTypes) {
    const Pcapng ng;
    const auto all = collect(ng.section() + ng.block(4, octets("names")) + ng.interface(1) +
                             ng.block(0x80000001, Octets(100'000)) +
                             ng.enhanced_packet(0, 1, octets("x")) + ng.block(5, Octets(20)));
    EXPECT_EQ(all.packets.size(), 1U);
    EXPECT_FALSE(all.fault);
    EXPECT_TRUE(all.notes.empty());
}

TEST(Pcapng, SkipsAndNotesBadPackets) {
    const Pcapng ng;
    Octets liar = ng.enhanced_packet(0, 1, octets("abcd"));
    liar[8 + 12] = 200;  // captured octets: more than the block holds
    const auto all = collect(ng.section() + ng.interface(1) + liar + ng.block(6, Octets(8)) +
                             ng.block(1, Octets(4)) + ng.enhanced_packet(0, 1, octets("x")));
    ASSERT_EQ(all.packets.size(), 1U);
    EXPECT_EQ(all.packets[0].packet.moment.ordinal, 3U);
    EXPECT_EQ(all.notes.size(), 3U);
    EXPECT_FALSE(all.fault);
}

TEST(Pcapng, NotesAreBounded) {
    const Pcapng ng;
    Octets file = ng.section();
    for (int i = 0; i < 100; ++i)
        file = file + ng.enhanced_packet(0, 1, octets("x"));
    EXPECT_EQ(collect(file).notes.size(), kMaxNotes);
}

TEST(Pcapng, CutAtEveryOctetGivesThePacketsBeforeTheCut) {
    const Pcapng ng;
    const Octets parts[] = {ng.section(), ng.interface(1), ng.enhanced_packet(0, 1, octets("abc")),
                            ng.block(4, octets("names")), ng.simple_packet(octets("defgh"))};
    Octets whole;
    std::vector<std::size_t> ends;
    for (const Octets& part : parts) {
        whole = whole + part;
        ends.push_back(whole.size());
    }
    for (std::size_t n = 0; n <= whole.size(); ++n) {
        const auto all = collect(Octets(whole.begin(), whole.begin() + static_cast<long>(n)));
        ASSERT_EQ(all.error.has_value(), n < 28) << n;
        if (n < 28) continue;
        const std::size_t expected = (n >= ends[2] ? 1U : 0U) + (n >= ends[4] ? 1U : 0U);
        const bool clean = std::find(ends.begin(), ends.end(), n) != ends.end();
        EXPECT_EQ(all.packets.size(), expected) << n;
        EXPECT_EQ(all.fault.has_value(), !clean) << n;
    }
}

TEST(Pcapng, EveryChangedOctetIsSurvived) {
    const Pcapng ng;
    const Octets whole = ng.section() + ng.interface(1, ng.option(kResolution, {9})) +
                         ng.enhanced_packet(0, 1, octets("abc")) + ng.secrets(kTlsKeyLog, {65}) +
                         ng.simple_packet(octets("defgh"));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const std::uint8_t value : Octets{0x00, 0x01, 0x7f, 0xff}) {
            Octets changed = whole;
            changed[i] = value;
            EXPECT_LE(collect(changed).packets.size(), 2U);
        }
    }
}

TEST(Pcapng, StopsWhereTheLengthsOfABlockDiffer) {
    const Pcapng ng;
    Octets file = ng.section() + ng.interface(1) + ng.enhanced_packet(0, 1, octets("abcd"));
    file[file.size() - 4] = 99;
    const auto all = collect(file);
    EXPECT_TRUE(all.packets.empty());
    ASSERT_TRUE(all.fault);
    EXPECT_NE(all.fault->sentence.find("36 at its beginning and as 99 at its end"),
              std::string::npos)
        << all.fault->sentence;
}

TEST(Pcapng, RefusesUnknownVersions) {
    const auto all = collect(Pcapng().section(2));
    ASSERT_TRUE(all.error);
    EXPECT_EQ(all.error->cause, FileError::Cause::unsupported);
}

}  // namespace
}  // namespace tlsonar::capture::craft
