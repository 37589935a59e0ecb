// The flow table: memory, time, and the memory's limits.
#include "capture/tcp/capture_clock.h"
#include "capture/tcp/flow_index.h"
#include "capture/tcp/flow_key.h"
#include "capture/tcp/flow_slot.h"
#include "capture/tcp/options.h"
#include "tcp_support.h"

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using namespace testing;  // NOLINT: the test's own vocabulary

Sent from_port(Sent packet, std::uint16_t port) {
    packet.client_port = port;
    return packet;
}

TEST(TcpTable, AHalfOpenFlowIsSmall) {
    Lab lab;
    for (std::uint32_t port = 1; port <= 60000; ++port)
        lab << from_port(syn(), static_cast<std::uint16_t>(port));
    EXPECT_EQ(lab.table.stats().flows, 60000U);
    EXPECT_LE(lab.table.footprint() / 60000, 125U);
}

TEST(TcpTable, KeepsItsBudgetByClosingTheOldestSinks) {
    Lab lab(1 << 20);
    lab.recorder.plan.footprint = 10000;
    for (std::uint32_t port = 1; port <= 500; ++port) {
        lab << from_port(syn(), static_cast<std::uint16_t>(port))
            << from_port(client(0, "abc"), static_cast<std::uint16_t>(port));
        EXPECT_LE(lab.table.footprint(), (std::size_t{1} << 20));
    }
    EXPECT_GT(lab.table.stats().evicted_sinks, 400U);
    EXPECT_EQ(lab.table.stats().evicted_flows, 0U);
    EXPECT_EQ(lab.client(0), "abc");
    EXPECT_EQ(lab.record(0).closed[0], "evicted");
    EXPECT_EQ(lab.record(0).closed[1], "evicted");
    EXPECT_EQ(lab.record(499).closed[0], "");
    // Further octets of an evicted flow are no new flow.
    lab << from_port(client(3, "def"), 1);
    EXPECT_EQ(lab.recorder.records.size(), 500U);
}

TEST(TcpTable, EvictionDeliversWhatIsHeld) {
    Lab lab(200 << 10);
    handshake(lab);
    lab << client(2, std::string(50000, 'x')) << client(60000, std::string(60000, 'x'));
    EXPECT_EQ(lab.client().substr(0, 5), "<2>xx");
    EXPECT_EQ(lab.record().closed[0], "evicted");
}

TEST(TcpTable, ForgetsTheOldestFlowsWhenSlotsFillTheMemory) {
    Lab lab(1 << 20);
    for (std::uint32_t port = 1; port <= 60000; ++port)
        lab << from_port(syn(), static_cast<std::uint16_t>(port));
    EXPECT_LE(lab.table.footprint(), (std::size_t{1} << 20));
    EXPECT_GT(lab.table.stats().evicted_flows, 50000U);
    lab << from_port(client(0, "abc"), 60000);  // the youngest is still known
    EXPECT_EQ(lab.client(), "abc");
}

TEST(TcpTable, CountsAnEvictedFlowOnce) {
    Lab lab(1 << 20);
    lab.recorder.plan.footprint = 10000;
    for (std::uint16_t port = 1; port <= 30000; ++port)
        lab << from_port(client(0, "abc"), port);
    const FlowStats& stats = lab.table.stats();
    std::uint64_t closed = 0;
    for (const auto& record : lab.recorder.records)
        closed += record->closed[0] == "evicted" ? 1U : 0U;
    EXPECT_GT(closed, 29000U);
    EXPECT_EQ(stats.evicted_sinks, closed);
    EXPECT_EQ(stats.evicted_flows, 0U);  // all those forgotten had a sink, closed before
}

TEST(TcpTable, WorksWithoutAnyMemoryToSpeakOf) {
    Lab lab(0);
    handshake(lab);
    lab << client(0, "abc") << client(3, "def");
    EXPECT_EQ(lab.client(), "abc");
    EXPECT_EQ(lab.record().closed[0], "evicted");
}

TEST(TcpTable, ActivityKeepsAFlowFromEviction) {
    Lab lab(1 << 20);
    lab.recorder.plan.footprint = 10000;
    lab << from_port(syn(), 1) << from_port(client(0, "a"), 1);
    for (std::uint16_t i = 2; i <= 300; ++i) {
        lab.tick(i / 100);
        lab << from_port(client(i - 1U, "b"), 1);
        lab << from_port(syn(), i) << from_port(client(0, "abc"), i);
    }
    EXPECT_GT(lab.table.stats().evicted_sinks, 100U);
    EXPECT_EQ(lab.record(0).closed[0], "");
}

TEST(TcpTable, SilentFlowsAreClosed) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fgh");
    lab.tick(limits::kOpenIdle - 1);
    EXPECT_FALSE(lab.record().gone || !lab.record().closed[0].empty());
    lab.tick(limits::kOpenIdle);
    EXPECT_EQ(lab.client(), "abc<2>fgh");
    EXPECT_EQ(lab.record().closed[0], "idle");
    EXPECT_EQ(lab.record().closed[1], "idle");
    EXPECT_EQ(lab.table.stats().idle_flows, 1U);
}

TEST(TcpTable, StraySegmentsStartNoFlow) {
    Lab lab;
    lab << ack() << with_flags(ack(), kRst) << with_flags(ack(), kFin)
        << with_flags(client(0, "x"), kRst);
    EXPECT_EQ(lab.table.stats().flows, 0U);
    EXPECT_EQ(lab.table.stats().strays, 4U);
}

TEST(TcpTable, FinishesInOrderOfTheFlowsStarts) {
    Lab lab;
    for (std::uint16_t port = 1; port <= 3; ++port)
        lab << from_port(client(0, "abc"), port);
    lab << from_port(server(0, "abc"), 1);
    lab.finish();
    ASSERT_EQ(lab.recorder.records.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(lab.record(i).info.first.ordinal, i + 1);
    EXPECT_EQ(lab.table.stats().opened, 3U);
}

TEST(TcpTable, IsUsableAfterFinish) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc");
    lab.finish();
    handshake(lab);
    lab << client(0, "abc");
    lab.finish();
    EXPECT_EQ(lab.recorder.records.size(), 2U);
}

// ---- the parts ---------------------------------------------------------------------------------

TEST(TcpKey, IsTheSameForBothDirections) {
    Segment there;
    there.source = endpoint(1, 1000);
    there.destination = endpoint(2, 443);
    Segment back = there;
    std::swap(back.source, back.destination);
    const FlowHash hash(7);
    EXPECT_EQ(hash(SoughtKey(there)), hash(SoughtKey(back)));
    EXPECT_NE(FlowHash(8)(SoughtKey(there)), hash(SoughtKey(back)));
    EXPECT_EQ(SoughtKey(there).direction_in(FlowKey::of(there)), 0);
    EXPECT_EQ(SoughtKey(back).direction_in(FlowKey::of(there)), 1);
    back.source.port = 444;
    EXPECT_EQ(SoughtKey(back).direction_in(FlowKey::of(there)), -1);
    EXPECT_EQ(FlowKey::of(there).endpoint(1), there.destination);
}

TEST(TcpKey, KeepsTheFamiliesApart) {
    Segment four;
    four.source = endpoint(1, 1000);
    four.destination = endpoint(2, 443);
    Segment six = four;
    six.source.address.v6 = six.destination.address.v6 = true;
    EXPECT_EQ(SoughtKey(six).direction_in(FlowKey::of(four)), -1);
    EXPECT_EQ(FlowKey::of(six).endpoint(0), six.source);
}

TEST(TcpKey, ComparesAllOfAnIpv6Address) {
    Segment there;
    there.source = endpoint(1, 1000);
    there.destination = endpoint(2, 443);
    there.source.address.v6 = there.destination.address.v6 = true;
    there.source.address.octets[15] = 1;
    there.destination.address.octets[15] = 2;
    Segment back = there;
    std::swap(back.source, back.destination);
    const FlowHash hash(7);
    const FlowKey key = FlowKey::of(there);
    EXPECT_EQ(hash(SoughtKey(there)), hash(key));
    EXPECT_EQ(hash(SoughtKey(there)), hash(SoughtKey(back)));
    EXPECT_EQ(SoughtKey(there).direction_in(key), 0);
    EXPECT_EQ(SoughtKey(back).direction_in(key), 1);
    for (std::size_t i = 0; i < 12; ++i) {
        Segment other = there;
        other.destination.address.octets[i] ^= 1;
        EXPECT_EQ(SoughtKey(other).direction_in(key), -1) << i;
        EXPECT_NE(hash(SoughtKey(other)), hash(key)) << i;
    }
}

// Every length, every place in a word, in both families; the sum is made anew, octet by octet.
TEST(TcpChecksum, IsThatOfEveryOctet) {
    for (std::size_t length = 0; length < 100; ++length) {
        std::vector<std::uint8_t> octets(20 + length);
        for (std::size_t i = 0; i < octets.size(); ++i)
            octets[i] = static_cast<std::uint8_t>(251 * i + length);
        octets[12] = 0x50;
        octets[16] = octets[17] = 0;
        Segment segment;
        segment.source = endpoint(1, 1000);
        segment.destination = endpoint(2, 443);
        segment.source.address.v6 = segment.destination.address.v6 = length % 2 != 0;
        std::uint32_t sum = 6 + static_cast<std::uint32_t>(octets.size());
        const auto add = [&sum](Bytes part) {
            for (std::size_t i = 0; i < part.size(); ++i)
                sum += std::uint32_t{part[i]} << (i % 2 == 0 ? 8 : 0);
        };
        add(segment.source.address.octets);  // of IPv4, the rest is zero
        add(segment.destination.address.octets);
        add(octets);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        octets[16] = static_cast<std::uint8_t>(~sum >> 8);
        octets[17] = static_cast<std::uint8_t>(~sum);
        segment.header = Bytes(octets).first(20);
        segment.payload = Bytes(octets).subspan(20);
        segment.on_wire = static_cast<std::uint32_t>(length);
        EXPECT_EQ(verify_checksum(segment), Checksum::good) << length;
        const std::vector<std::uint8_t> apart(octets.begin() + 20, octets.end());
        segment.payload = apart;
        EXPECT_EQ(verify_checksum(segment), Checksum::good) << length;
        for (std::size_t i = 0; i < octets.size(); ++i) {
            octets[i] ^= 0x10;
            if (i != 12) {
                segment.payload = Bytes(octets).subspan(20);
                EXPECT_EQ(verify_checksum(segment), Checksum::bad) << length << " " << i;
            }
            octets[i] ^= 0x10;
        }
    }
}

TEST(TcpIndex, FindsAfterManyErasures) {
    FlowIndex index;
    const auto hash = [](std::uint32_t i) { return (i % 7) * 0x40000000U + i / 50; };
    for (std::uint32_t i = 0; i < 5000; ++i) {
        if (index.needs_growth()) index.grow();
        index.insert(hash(i), i);
    }
    for (std::uint32_t i = 0; i < 5000; i += 3)
        index.erase(hash(i), i);
    for (std::uint32_t i = 0; i < 5000; ++i) {
        const std::uint32_t found = index.find(hash(i), [i](std::uint32_t s) { return s == i; });
        EXPECT_EQ(found, i % 3 == 0 ? kNoSlot : i);
    }
}

TEST(TcpClock, NeverRunsBackwardsOrLeaps) {
    constexpr Time kSecond = 1'000'000'000;
    CaptureClock clock;
    EXPECT_EQ(clock.advance(100 * kSecond), 0U);
    EXPECT_EQ(clock.advance(105 * kSecond), 5U);
    EXPECT_EQ(clock.advance(103 * kSecond), 5U);   // frames out of order
    EXPECT_EQ(clock.advance(106 * kSecond), 6U);   // took no extra time
    EXPECT_EQ(clock.advance(-500 * kSecond), 6U);  // the clock was set back
    EXPECT_EQ(clock.advance(-499 * kSecond), 7U);
    EXPECT_EQ(clock.advance(INT64_MAX), 7U);  // nonsense
    EXPECT_EQ(clock.advance(INT64_MIN), 7U);
    EXPECT_EQ(clock.advance(0), 7U);
    EXPECT_EQ(clock.advance(2 * kSecond), 9U);
}

}  // namespace
}  // namespace tlsonar::capture
