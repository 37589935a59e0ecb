#include "capture/ip/fragments.h"
#include "tests/capture/packet_collector.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace tlsonar::capture::craft {
namespace {

// 20 octets of TCP header and 100 of payload, in pieces.
Octets segment_octets() {
    Octets payload;
    for (std::uint8_t i = 0; i < 100; ++i)
        payload.push_back(i);
    return tcp({}, payload);
}

struct Piece {
    std::size_t begin;
    std::size_t end;
};

Octets slice(const Octets& whole, Piece piece) {
    return Octets(whole.begin() + static_cast<long>(piece.begin),
                  whole.begin() + static_cast<long>(piece.end));
}

Octets v4_piece(const Octets& whole, Piece piece, std::uint16_t id = 1) {
    return ipv4({.identification = id,
                 .offset = static_cast<std::uint16_t>(piece.begin),
                 .more_fragments = piece.end != whole.size()},
                6, slice(whole, piece));
}

Octets v6_piece(const Octets& whole, Piece piece, std::uint32_t id = 1) {
    return ipv6({}, 44,
                ipv6_fragment({.identification = id,
                               .offset = static_cast<std::uint16_t>(piece.begin),
                               .more_fragments = piece.end != whole.size()},
                              6, slice(whole, piece)));
}

void expect_whole(const FrameReader& reader, const Octets& whole) {
    ASSERT_EQ(reader.segments().size(), 1U);
    EXPECT_EQ(reader.segments()[0].header + reader.segments()[0].payload, whole);
    EXPECT_EQ(reader.segments()[0].segment.on_wire, whole.size() - 20);
    EXPECT_FALSE(reader.segments()[0].segment.stable);
    EXPECT_EQ(reader.tally().fragments.reassembled, 1U);
}

TEST(Fragments, AnyOrderGivesTheSame) {
    const Octets whole = segment_octets();
    std::vector<Piece> pieces = {{0, 8}, {8, 32}, {32, 88}, {88, 120}};
    const auto less = [](const Piece& a, const Piece& b) { return a.begin < b.begin; };
    do {
        FrameReader v4(101);
        FrameReader v6(101);
        for (const Piece& piece : pieces) {
            v4.read(v4_piece(whole, piece));
            v6.read(v6_piece(whole, piece));
        }
        expect_whole(v4, whole);
        expect_whole(v6, whole);
        EXPECT_EQ(v4.tally().fragments.pending, 0U);
    } while (std::next_permutation(pieces.begin(), pieces.end(), less));
}

TEST(Fragments, RepetitionsDoNoHarm) {
    const Octets whole = segment_octets();
    const std::vector<Piece> pieces = {{88, 120}, {0, 40}, {88, 120}, {0, 40}, {40, 88}};
    FrameReader v4(101);
    FrameReader v6(101);
    for (const Piece& piece : pieces) {
        v4.read(v4_piece(whole, piece));
        v6.read(v6_piece(whole, piece));
    }
    expect_whole(v4, whole);
    expect_whole(v6, whole);
}

TEST(Fragments, RandomOverlapsOfIpv4KeepWhatCameFirst) {
    std::mt19937 random(1);
    const Octets truth = segment_octets();
    for (int round = 0; round < 200; ++round) {
        // Each octet of the result must come from the first fragment that covered it.
        Octets expected(truth.size());
        std::vector<bool> covered(truth.size());
        FrameReader reader(101);
        while (reader.segments().empty()) {
            const std::size_t begin = random() % 15 * 8;
            std::size_t end = std::min(truth.size(), begin + (random() % 8 + 1) * 8);
            Octets content = truth;
            for (std::size_t i = begin; i < end; ++i) {
                if (i >= 20) content[i] = static_cast<std::uint8_t>(random());
                if (!covered[i]) expected[i] = content[i];
                covered[i] = true;
            }
            reader.read(v4_piece(content, {begin, end}));
        }
        EXPECT_EQ(reader.segments()[0].header + reader.segments()[0].payload, expected);
    }
}

TEST(Fragments, OverlapsOfIpv6DropTheDatagram) {
    const Octets whole = segment_octets();
    FrameReader reader(101);
    reader.read(v6_piece(whole, {0, 40}));
    reader.read(v6_piece(whole, {32, 88}));
    reader.read(v6_piece(whole, {40, 88}));
    reader.read(v6_piece(whole, {88, 120}));
    EXPECT_TRUE(reader.segments().empty());
    EXPECT_EQ(reader.tally().fragments.overlapping, 1U);
    EXPECT_EQ(reader.tally().fragments.pending, 0U);
}

TEST(Fragments, ARepetitionOfIpv6WithOtherOctetsIsAnOverlap) {
    const Octets whole = segment_octets();
    Octets other = whole;
    other[39] ^= 1;
    FrameReader reader(101);
    reader.read(v6_piece(whole, {0, 40}));
    reader.read(v6_piece(other, {0, 40}));
    reader.read(v6_piece(whole, {40, 120}));
    EXPECT_TRUE(reader.segments().empty());
    EXPECT_EQ(reader.tally().fragments.overlapping, 1U);
}

TEST(Fragments, AtomicFragmentsAreWhole) {
    const Octets whole = segment_octets();
    FrameReader reader(101);
    reader.read(v6_piece(whole, {0, 40}, 5));
    reader.read(v6_piece(whole, {0, 120}, 5));
    ASSERT_EQ(reader.segments().size(), 1U);
    EXPECT_TRUE(reader.segments()[0].segment.stable);
    EXPECT_EQ(reader.tally().fragments.fragments, 1U);
}

TEST(Fragments, ExtensionHeadersAfterTheFragmentHeader) {
    const Octets whole = from_hex("0600 0104 00000000") + segment_octets();
    FrameReader reader(101);
    for (const Piece& piece : {Piece{64, 128}, Piece{0, 64}}) {
        reader.read(ipv6({}, 44,
                         ipv6_fragment({.offset = static_cast<std::uint16_t>(piece.begin),
                                        .more_fragments = piece.begin == 0},
                                       60, slice(whole, piece))));
    }
    ASSERT_EQ(reader.segments().size(), 1U);
    EXPECT_EQ(reader.segments()[0].payload.size(), 100U);
}

TEST(Fragments, DatagramsAreToldApart) {
    const Octets whole = segment_octets();
    FrameReader reader(101);
    reader.read(v4_piece(whole, {0, 40}, 1));
    reader.read(v4_piece(whole, {40, 120}, 2));
    EXPECT_TRUE(reader.segments().empty());
    EXPECT_EQ(reader.tally().fragments.pending, 2U);
    reader.read(v4_piece(whole, {0, 40}, 2));
    EXPECT_EQ(reader.segments().size(), 1U);
}

TEST(Fragments, CutByTheSnapshotLengthTheyEndWhereTheOctetsEnd) {
    const Octets whole = segment_octets();
    const Octets first = v4_piece(whole, {0, 64});
    const Octets second = v4_piece(whole, {64, 120});
    FrameReader reader(101);
    reader.read(Octets(first.begin(), first.begin() + 20 + 50),
                static_cast<std::uint32_t>(first.size()));
    reader.read(second);
    ASSERT_EQ(reader.segments().size(), 1U);
    EXPECT_EQ(reader.segments()[0].payload.size(), 30U);
    EXPECT_EQ(reader.segments()[0].segment.on_wire, 100U);
}

TEST(Fragments, OldOnesAreGivenUp) {
    const Octets whole = segment_octets();
    FrameReader reader(101);
    reader.read(v4_piece(whole, {0, 40}), 0, 0);
    reader.read(v4_piece(whole, {40, 120}), 0, kMaxFragmentAge + 1);
    EXPECT_TRUE(reader.segments().empty());
    EXPECT_EQ(reader.tally().fragments.aged, 1U);
    EXPECT_EQ(reader.tally().fragments.pending, 1U);
}

TEST(Fragments, ManyAreEvictedOldestFirst) {
    const Octets whole = segment_octets();
    FrameReader reader(101);
    for (std::size_t i = 0; i <= kMaxPendingDatagrams; ++i)
        reader.read(v4_piece(whole, {0, 40}, static_cast<std::uint16_t>(i)));
    EXPECT_EQ(reader.tally().fragments.evicted, 1U);
    EXPECT_EQ(reader.tally().fragments.pending, kMaxPendingDatagrams);
    reader.read(v4_piece(whole, {40, 120}, 0));
    EXPECT_TRUE(reader.segments().empty());
    reader.read(v4_piece(whole, {40, 120}, static_cast<std::uint16_t>(kMaxPendingDatagrams)));
    EXPECT_EQ(reader.segments().size(), 1U);
}

TEST(Fragments, LargeOnesAreEvictedByTheirOctets) {
    FrameReader reader(101);
    for (std::uint16_t i = 0; i < 2000; ++i)
        reader.read(
            ipv4({.identification = i, .offset = 60'000, .more_fragments = true}, 6, Octets(8)));
    EXPECT_GT(reader.tally().fragments.evicted, 0U);
    EXPECT_LE(reader.tally().fragments.pending, kMaxPendingOctets / 60'000);
}

TEST(Fragments, ImpossibleOnesAreDropped) {
    const Octets whole = segment_octets();
    FrameReader reader(101);
    reader.read(ipv4({.offset = 65528}, 6, Octets(16)));                     // beyond the end
    reader.read(ipv4({.offset = 8, .more_fragments = true}, 6, Octets(7)));  // uneven
    reader.read(ipv4({.offset = 8, .more_fragments = true}, 6, {}));         // empty
    reader.read(v4_piece(whole, {88, 120}, 9));
    reader.read(ipv4({.identification = 9, .offset = 80}, 6, Octets(8)));  // another end
    reader.read(ipv4({.identification = 9, .offset = 200, .more_fragments = true}, 6, Octets(8)));
    EXPECT_EQ(reader.tally().fragments.impossible, 5U);
    reader.read(v4_piece(whole, {0, 88}, 9));
    EXPECT_EQ(reader.segments().size(), 1U);
}

TEST(Fragments, TooManyOfOneDatagram) {
    FrameReader reader(101);
    for (std::size_t i = 0; i <= kMaxFragments; ++i)
        reader.read(ipv4({.offset = static_cast<std::uint16_t>(16 * i), .more_fragments = true}, 6,
                         Octets(8)));
    EXPECT_EQ(reader.tally().fragments.impossible, 1U);
}

}  // namespace
}  // namespace tlsonar::capture::craft
