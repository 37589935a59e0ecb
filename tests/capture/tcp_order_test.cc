// Putting one direction in order: overlaps, holes, the start, the end, skips, the snaplen.
#include "capture/tcp/options.h"
#include "tcp_support.h"

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using namespace testing;  // NOLINT: the test's own vocabulary

TEST(TcpOrder, DeliversInOrderOctetsAtOnce) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << server(0, "xyz") << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    EXPECT_EQ(lab.server(), "xyz");
}

TEST(TcpOrder, OpensNoSinkWithoutPayload) {
    Lab lab;
    handshake(lab);
    lab.finish();
    EXPECT_TRUE(lab.recorder.records.empty());
    EXPECT_EQ(lab.table.stats().flows, 1U);
}

TEST(TcpOrder, HoldsWhatComesEarly) {
    Lab lab;
    handshake(lab);
    lab << client(3, "def") << client(6, "ghi");
    EXPECT_TRUE(lab.recorder.records.empty());
    lab << client(0, "abc");
    EXPECT_EQ(lab.client(), "abcdefghi");
    lab.finish();
    EXPECT_EQ(lab.record().info.out_of_order, 2U);
}

TEST(TcpOrder, KeepsStableOctetsByPointer) {
    Lab lab;
    handshake(lab);
    Sent early = client(3, "def");
    early.stable = true;
    lab << early << client(0, "abc");
    EXPECT_EQ(lab.client(), "abcdef");
}

TEST(TcpOrder, TrimsRetransmissions) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(0, "abc") << client(0, "abcdef") << client(2, "c");
    EXPECT_EQ(lab.client(), "abcdef");
    lab.finish();
    EXPECT_EQ(lab.record().info.retransmitted, 2U);
    EXPECT_EQ(lab.record().info.overlapped, 1U);
}

TEST(TcpOrder, FirstCopyOfHeldOctetsWins) {
    Lab lab;
    handshake(lab);
    lab << client(3, "def") << client(2, "cXXXg") << client(0, "ab");
    EXPECT_EQ(lab.client(), "abcdefg");
    lab.finish();
    EXPECT_EQ(lab.record().info.conflicting_retransmissions, 1U);
}

TEST(TcpOrder, FillsSeveralHolesWithOneSegment) {
    Lab lab;
    handshake(lab);
    lab << client(1, "b") << client(3, "d") << client(5, "f") << client(0, "aBcDeFg");
    EXPECT_EQ(lab.client(), "abcdefg");
}

TEST(TcpOrder, KeepAliveBringsNothing) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(2, "\x01") << client(2, "") << client(3, "d");
    EXPECT_EQ(lab.client(), "abcd");
}

TEST(TcpOrder, SequenceNumbersWrap) {
    Lab lab;
    const std::uint32_t isn = 0xfffffffd;
    lab << syn(isn) << syn_ack(kServer, isn);
    Sent first = client(0, "abcd");
    first.sequence = isn + 1;
    Sent second = client(0, "ef");
    second.sequence = isn + 5;
    lab << second << first;
    EXPECT_EQ(lab.client(), "abcdef");
}

TEST(TcpOrder, ReadsOctetsOnTheSyn) {
    Lab lab;
    Sent open = syn();
    open.payload = "abc";
    Sent answer = syn_ack();
    answer.acknowledgment += 3;
    lab << open << answer << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    lab.finish();
    EXPECT_EQ(lab.record().info.syn.ordinal, 1U);
    EXPECT_EQ(lab.record().info.syn_ack.ordinal, 2U);
    EXPECT_EQ(lab.record().info.packets[0], 2U);
}

// ---- holes -------------------------------------------------------------------------------------

TEST(TcpOrder, WaitsForAHoleUntilTheEnd) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fgh");
    EXPECT_EQ(lab.client(), "abc");
    lab.finish();
    EXPECT_EQ(lab.client(), "abc<2>fgh");
    EXPECT_EQ(lab.record().info.missing[0], 2U);
    EXPECT_EQ(lab.record().closed[0], "end");
}

TEST(TcpOrder, GivesUpAnAcknowledgedHoleAfterAWhile) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fgh") << server_ack(8);
    EXPECT_EQ(lab.client(), "abc");
    for (int i = 0; i < limits::kAckedPatience; ++i)
        lab << server_ack(8);
    EXPECT_EQ(lab.client(), "abc<2>fgh");
}

TEST(TcpOrder, GivesUpOnlyWhatWasAcknowledged) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(9, "jkl") << server_ack(6);
    for (int i = 0; i < limits::kAckedPatience; ++i)
        lab << server_ack(6);
    EXPECT_EQ(lab.client(), "abc<3>");
    lab << client(6, "ghi");
    EXPECT_EQ(lab.client(), "abc<3>ghijkl");
}

TEST(TcpOrder, AnAcknowledgmentCapturedEarlyLosesNothing) {
    Lab lab;
    handshake(lab);
    lab << client(3, "def") << server_ack(6) << server(0, "xyz") << client(0, "abc");
    EXPECT_EQ(lab.client(), "abcdef");
}

TEST(TcpOrder, GivesUpASilentHoleLate) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(5, "f");
    for (std::uint32_t i = 0; i < limits::kSilentPatience - 1U; ++i)
        lab << client(6 + i, "g");
    EXPECT_EQ(lab.client(), "abc");
    for (std::uint32_t i = 0; i < 5; ++i)
        lab << client(0, "a");
    EXPECT_EQ(lab.client().substr(0, 7), "abc<2>f");
}

TEST(TcpOrder, GivesUpAHoleInTime) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fgh");
    lab.tick(limits::kSilentSeconds);
    lab << server(0, "x");
    EXPECT_EQ(lab.client(), "abc<2>fgh");
}

TEST(TcpOrder, BoundsWhatIsHeld) {
    Lab lab;
    handshake(lab);
    lab << client(0, "a");
    const std::string large(60000, 'x');
    for (std::uint32_t i = 0; i < 10; ++i)
        lab << client(2 + i * 60000, large);
    EXPECT_LT(lab.table.footprint(), (std::size_t{1} << 20));
    EXPECT_EQ(lab.client().substr(0, 5), "a<1>x");
}

TEST(TcpOrder, AForgedSegmentFarAheadDoesNotPushTheStream) {
    Lab lab;
    handshake(lab);
    lab << client(0, "a") << client(1000000, "forged");
    for (std::uint32_t i = 1; i < 2000; ++i)
        lab << client(i, "b");
    EXPECT_EQ(lab.client(), "a" + std::string(1999, 'b'));
}

TEST(TcpOrder, DropsImplausibleSequenceNumbers) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(1U << 30, "junk") << client(3, "def");
    lab.finish();
    EXPECT_EQ(lab.client(), "abcdef");
    EXPECT_EQ(lab.record().info.outside_window, 1U);
}

TEST(TcpOrder, ResynchronisesAfterALongLoss) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc");
    const std::uint32_t far = 100U << 20;
    for (std::uint32_t i = 0; i < limits::kResyncSegments; ++i)
        lab << client(far + i, "x");
    EXPECT_EQ(lab.client(), "abc<" + std::to_string(far + limits::kResyncSegments - 1 - 3) + ">x");
}

TEST(TcpOrder, ResynchronisesOnlyWhenTheReceiverAgrees) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << server_ack(3);
    const std::uint32_t far = 100U << 20;
    for (std::uint32_t i = 0; i < 8; ++i)
        lab << client(far + i, "x");
    lab << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
}

// ---- the start ---------------------------------------------------------------------------------

TEST(TcpOrder, AMidStreamStartWaitsForEarlierOctets) {
    Lab lab;
    lab << client(3, "def") << client(0, "abc");
    EXPECT_TRUE(lab.recorder.records.empty());
    lab << client(6, "ghi") << server(0, "x") << server(1, "y") << server(2, "z");
    EXPECT_EQ(lab.client(), "abcdefghi");
    lab.finish();
    EXPECT_FALSE(lab.record().info.start_seen());
    EXPECT_EQ(lab.record().info.responder.port, 443);
}

TEST(TcpOrder, AMidStreamStartEndsWithTheInput) {
    Lab lab;
    lab << client(3, "def");
    lab.finish();
    EXPECT_EQ(lab.client(), "def");
}

TEST(TcpOrder, OctetsCapturedBeforeTheSyn) {
    Lab lab;
    lab << client(0, "abc") << client(3, "def") << syn() << syn_ack();
    EXPECT_EQ(lab.client(), "abcdef");
    lab.finish();
    EXPECT_EQ(lab.record().info.syn.ordinal, 3U);
}

TEST(TcpOrder, ALateSynTurnsAWrongGuessRound) {
    Lab lab;
    Sent first = client(0, "abc");
    first.client_port = 80;  // lower than 443: taken for the server at first
    Sent opening = syn();
    opening.client_port = 80;
    lab << first << opening;
    lab.finish();
    EXPECT_EQ(lab.client(), "abc");
    EXPECT_EQ(lab.record().info.initiator.port, 80);
    EXPECT_EQ(lab.record().info.packets[0], 2U);
}

TEST(TcpOrder, TheSynAckAloneTellsBothStarts) {
    Lab lab;
    lab << syn_ack() << client(3, "def") << client(0, "abc");
    EXPECT_EQ(lab.client(), "abcdef");
    lab << server(1, "y") << server(0, "x");
    EXPECT_EQ(lab.server(), "xy");
}

TEST(TcpOrder, TheFirstAckTellsTheServersStart) {
    Lab lab;
    lab << syn() << client(0, "abc") << server(1, "y") << server(0, "x");
    EXPECT_EQ(lab.server(), "xy");
}

TEST(TcpOrder, NotesTheMomentsOfTheHandshake) {
    Lab lab;
    Sent first = syn();
    first.at = 5'000'000'000'000'000'000;
    Sent second = syn_ack();
    second.at = first.at + 4'000'000'123;
    Sent third = ack();
    third.at = first.at - 7;  // clocks
    lab << first << second << third << client(0, "abc");
    lab.finish();
    const FlowInfo& info = lab.record().info;
    EXPECT_EQ(info.syn, (Moment{first.at, 1}));
    EXPECT_EQ(info.syn_ack, (Moment{second.at, 2}));
    EXPECT_EQ(info.first_ack, (Moment{third.at, 3}));
    EXPECT_EQ(info.last.ordinal, 4U);
    EXPECT_EQ(info.packets[0], 3U);
    EXPECT_EQ(info.packets[1], 1U);
    EXPECT_EQ(info.payload_octets[0], 3U);
}

// ---- the end -----------------------------------------------------------------------------------

TEST(TcpOrder, FinClosesItsDirectionInOrder) {
    Lab lab;
    handshake(lab);
    lab << with_flags(client(3, "def"), kFin);
    EXPECT_TRUE(lab.recorder.records.empty());
    lab << client(0, "abc");
    EXPECT_EQ(lab.client(), "abcdef");
    EXPECT_EQ(lab.record().closed[0], "fin");
    EXPECT_EQ(lab.record().closed[1], "");
    lab << server(0, "x") << with_flags(server(1, ""), kFin);
    EXPECT_EQ(lab.record().closed[1], "fin");
    EXPECT_TRUE(lab.record().gone);
}

TEST(TcpOrder, ADirectionEndsBeforeTheOtherBegins) {
    Lab lab;
    handshake(lab);
    lab << with_flags(client(0, ""), kFin) << server(0, "x") << with_flags(server(1, "y"), kFin);
    EXPECT_EQ(lab.server(), "xy");
    EXPECT_EQ(lab.record().closed[0], "");  // a FIN before any payload leaves no Connection behind
    lab.finish();
}

TEST(TcpOrder, AFinRevealsAHole) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << with_flags(client(6, ""), kFin);
    lab.finish();
    EXPECT_EQ(lab.client(), "abc<3>");
    EXPECT_EQ(lab.record().closed[0], "fin");
}

TEST(TcpOrder, AForgedFinIsOutlived) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << with_flags(client(5, ""), kFin) << client(3, "defghi");
    EXPECT_EQ(lab.client(), "abcdefghi");
    EXPECT_EQ(lab.record().closed[0], "");
}

// ---- skips and the snaplen ---------------------------------------------------------------------

TEST(TcpOrder, PassesByWhatIsNotNeeded) {
    Lab lab;
    lab.recorder.plan.skip_after = 3;
    handshake(lab);
    lab << client(0, "abc") << client(3, "defg") << client(9, "jk") << client(7, "hi");
    EXPECT_EQ(lab.client(), "abc(8)");
    lab.finish();
    EXPECT_EQ(lab.record().info.missing[0], 0U);
}

TEST(TcpOrder, NeverVerifiesWhatItPassesBy) {
    Lab lab;
    lab.recorder.plan.skip_after = 3;
    handshake(lab);
    lab << client(0, "abc") << bad(client(3, "defg"));
    lab.finish();
    EXPECT_EQ(lab.client(), "abc(4)");
    EXPECT_EQ(lab.table.stats().bad_checksums, 0U);
}

TEST(TcpOrder, AHoleInASkipIsSkippedAndCounted) {
    Lab lab;
    lab.recorder.plan.skip_after = 3;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fg");
    lab.finish();
    EXPECT_EQ(lab.client(), "abc(4)");
    EXPECT_EQ(lab.record().info.missing[0], 2U);
}

TEST(TcpOrder, ReadsAgainAfterASkip) {
    Lab lab;
    lab.recorder.plan.skip_after = 3;
    lab.recorder.plan.skip = 4;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fg") << client(7, "hij") << client(3, "de");
    EXPECT_EQ(lab.client(), "abc(4)hij");
}

TEST(TcpOrder, ALargeSkippedBurstBehindALossCostsNothing) {
    Lab lab;
    lab.recorder.plan.skip_after = 3;
    handshake(lab);
    lab << client(0, "abc");
    const std::size_t before = lab.table.footprint();
    for (std::uint32_t i = 0; i < 200; ++i)
        lab << client(4 + i * 1000, std::string(1000, 'x'));
    EXPECT_LT(lab.table.footprint(), before + 1000);
    lab << client(3, "d");
    EXPECT_EQ(lab.client(), "abc(200001)");
}

TEST(TcpOrder, TellsWhatTheSnaplenCut) {
    Lab lab;
    handshake(lab);
    Sent cut = client(0, "abc");
    cut.cut = 4;
    Sent later = client(9, "jk");
    later.cut = 1;
    lab << cut << later << client(7, "hi") << client(12, "m");
    EXPECT_EQ(lab.client(), "abc<4>hijk<1>m");
    lab.finish();
    EXPECT_EQ(lab.record().info.snaplen_cut, 5U);
    EXPECT_EQ(lab.record().info.missing[0], 5U);
}

}  // namespace
}  // namespace tlsonar::capture
