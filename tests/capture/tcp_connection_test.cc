// What concerns a whole connection: checksums, resets, reuse of addresses and ports.
#include "capture/tcp/options.h"
#include "tcp_support.h"

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using namespace testing;  // NOLINT: the test's own vocabulary

// ---- checksums ---------------------------------------------------------------------------------

TEST(TcpChecksum, ADecoyLosesAgainstTheRightCopy) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << bad(client(3, "XYZ")) << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    lab.finish();
    EXPECT_EQ(lab.record().info.bad_checksums_dropped, 1U);
    EXPECT_EQ(lab.record().info.bad_checksums_accepted, 0U);
}

TEST(TcpChecksum, ADecoyLosesAlsoAsTheFirstData) {
    Lab lab;
    handshake(lab);
    lab << bad(client(0, "XYZ")) << client(0, "abc");
    EXPECT_EQ(lab.client(), "abc");
}

TEST(TcpChecksum, ADecoyLosesAlsoOutOfOrder) {
    Lab lab;
    handshake(lab);
    lab << bad(client(3, "XYZ")) << client(0, "abc") << server(0, "x") << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
}

TEST(TcpChecksum, WhatTheReceiverAcknowledgedIsUsedAfterAll) {
    Lab lab;
    handshake(lab);
    lab << bad(client(0, "abc"));
    for (int i = 0; i < limits::kAckedPatience + 2; ++i)
        lab << server_ack(3);
    EXPECT_EQ(lab.client(), "abc");
    lab << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    lab.finish();
    EXPECT_EQ(lab.record().info.bad_checksums_accepted, 1U);
}

TEST(TcpChecksum, SetAsideOctetsAreBetterThanAGap) {
    Lab lab;
    handshake(lab);
    lab << bad(client(1, "bc")) << client(5, "fg");
    lab.finish();
    EXPECT_EQ(lab.client(), "<1>bc<2>fg");
}

TEST(TcpChecksum, OffloadedChecksumsMeanNothing) {
    Lab lab;
    lab << bad(syn()) << bad(syn_ack()) << bad(client(0, "abc")) << bad(client(3, "def"));
    EXPECT_EQ(lab.client(), "abcdef");
    lab << bad(with_flags(client(6, ""), kFin));
    EXPECT_EQ(lab.record().closed[0], "fin");
}

TEST(TcpChecksum, EachDirectionIsJudgedAlone) {
    Lab lab;
    lab << bad(syn()) << syn_ack() << bad(client(0, "abc")) << bad(server(0, "XYZ"))
        << server(0, "xyz");
    EXPECT_EQ(lab.client(), "abc");
    EXPECT_EQ(lab.server(), "xyz");
}

TEST(TcpChecksum, ForgedControlSegmentsAreIgnored) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << bad(with_flags(client(3, ""), kFin))
        << bad(with_flags(client(3, ""), kRst)) << bad(syn(777777)) << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    EXPECT_EQ(lab.record().closed[0], "");
    lab.finish();
    EXPECT_EQ(lab.record().info.resets, 0U);
}

TEST(TcpChecksum, AForgedAcknowledgmentGivesNothingUp) {
    Lab lab;
    handshake(lab);
    lab << client(3, "def") << server(0, "x");
    for (int i = 0; i < 2 * limits::kAckedPatience; ++i)
        lab << bad(server_ack(6));
    lab << client(0, "abc");
    EXPECT_EQ(lab.client(), "abcdef");
}

TEST(TcpChecksum, TruncatedSegmentsAreAccepted) {
    Lab lab;
    handshake(lab);
    Sent cut = bad(client(0, "abc"));
    cut.cut = 2;
    lab << cut;
    EXPECT_EQ(lab.client(), "abc<2>");
}

// ---- resets ------------------------------------------------------------------------------------

TEST(TcpReset, ClosesBothAfterDeliveringWhatIsHeld) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << client(5, "fgh") << with_flags(server(0, ""), kRst);
    lab.tick(limits::kResetLinger);
    EXPECT_EQ(lab.client(), "abc<2>fgh");
    EXPECT_EQ(lab.record().closed[0], "reset");
    EXPECT_EQ(lab.record().closed[1], "reset");
    EXPECT_EQ(lab.record().info.resets, 1U);
}

TEST(TcpReset, IsReportedAtTheEndOfInput) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << with_flags(client(3, ""), kRst);
    lab.finish();
    EXPECT_EQ(lab.record().closed[0], "reset");
}

TEST(TcpReset, FromBothSidesIsCertain) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << with_flags(client(3, ""), kRst) << with_flags(server(0, ""), kRst);
    EXPECT_EQ(lab.record().closed[1], "reset");
}

TEST(TcpReset, AForgedResetIsOutlived) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << with_flags(server(0, ""), kRst) << client(3, "def")
        << server(0, "xyz");
    lab.tick(limits::kResetLinger);
    lab << client(6, "ghi");
    EXPECT_EQ(lab.client(), "abcdefghi");
    EXPECT_EQ(lab.server(), "xyz");
    EXPECT_EQ(lab.record().closed[0], "");
    lab.finish();
    EXPECT_EQ(lab.record().closed[0], "end");
    EXPECT_TRUE(lab.record().info.reset_seen());
}

TEST(TcpReset, OctetsInFlightAreReadButProveNothing) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << with_flags(client(3, ""), kRst) << server(0, "xyz");
    EXPECT_EQ(lab.server(), "xyz");
    lab.finish();
    EXPECT_EQ(lab.record().closed[1], "reset");
}

TEST(TcpReset, OutsideTheWindowIsIgnored) {
    Lab lab;
    handshake(lab);
    Sent forged = with_flags(client(0, ""), kRst);
    forged.sequence += 1U << 30;
    lab << client(0, "abc") << forged;
    lab.finish();
    EXPECT_EQ(lab.record().closed[0], "end");
    EXPECT_FALSE(lab.record().info.reset_seen());
}

TEST(TcpReset, BeforeAnyPayloadIsOutlivedToo) {
    Lab lab;
    handshake(lab);
    lab << with_flags(client(0, ""), kRst) << client(0, "abc");
    EXPECT_EQ(lab.client(), "abc");
}

// ---- reuse of addresses and ports --------------------------------------------------------------

void second_connection(Lab& lab, std::uint32_t isn) {
    lab << syn(isn) << syn_ack(70000, isn);
    Sent hello = client(0, "second");
    hello.sequence = isn + 1;
    hello.acknowledgment = 70001;
    lab << hello;
}

TEST(TcpReuse, ASynRepeatedIsTheSameConnection) {
    Lab lab;
    lab << syn() << syn() << syn_ack() << syn_ack() << ack() << client(0, "abc") << syn()
        << syn_ack() << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    EXPECT_EQ(lab.table.stats().flows, 1U);
}

TEST(TcpReuse, AnAcknowledgedSynReplacesTheConnection) {
    Lab lab;
    handshake(lab);
    lab << client(0, "first");
    second_connection(lab, 500000);
    ASSERT_EQ(lab.recorder.records.size(), 2U);
    EXPECT_EQ(lab.record(0).closed[0], "replaced");
    EXPECT_EQ(lab.client(1), "second");
    lab.finish();
    EXPECT_EQ(lab.record(1).info.syn.ordinal, 5U);
    EXPECT_EQ(lab.record(1).info.syn_ack.ordinal, 6U);
    EXPECT_EQ(lab.table.stats().flows, 2U);
}

TEST(TcpReuse, WithAnInitialNumberInTheOldWindow) {
    Lab lab;
    handshake(lab);
    lab << client(0, "first");
    second_connection(lab, kClient + 100);
    EXPECT_EQ(lab.client(0), "first");
    EXPECT_EQ(lab.client(1), "second");
}

TEST(TcpReuse, SeenFromOneSideOnly) {
    Lab lab;
    lab << syn() << client(0, "first") << syn(500000);
    Sent hello = client(0, "second");
    hello.sequence = 500001;
    lab << hello;
    EXPECT_EQ(lab.client(1), "second");
}

TEST(TcpReuse, AForgedSynReplacesNothing) {
    Lab lab;
    handshake(lab);
    lab << client(0, "abc") << syn(500000) << server_ack(3) << client(3, "def");
    EXPECT_EQ(lab.client(), "abcdef");
    EXPECT_EQ(lab.recorder.records.size(), 1U);
}

TEST(TcpReuse, AForgedSynBeforeThePayloadReplacesNothing) {
    Lab lab;
    handshake(lab);
    lab << syn(500000) << client(0, "abc");
    EXPECT_EQ(lab.client(), "abc");
    Lab early;
    early << syn() << syn(500000) << syn_ack() << ack() << client(0, "abc");
    EXPECT_EQ(early.client(), "abc");
}

TEST(TcpReuse, TheAcknowledgedOneOfTwoSyns) {
    Lab lab;
    lab << syn(333);
    second_connection(lab, 500000);
    EXPECT_EQ(lab.client(), "second");
    EXPECT_EQ(lab.recorder.records.size(), 1U);
}

TEST(TcpReuse, AfterAnOrderlyEnd) {
    Lab lab;
    handshake(lab);
    lab << with_flags(client(0, "first"), kFin) << with_flags(server(0, "x"), kFin);
    EXPECT_TRUE(lab.record().gone);
    lab << client(0, "first");  // sent again
    second_connection(lab, 500000);
    EXPECT_EQ(lab.client(1), "second");
    EXPECT_EQ(lab.record(0).closed[0], "fin");
}

TEST(TcpReuse, WithTheRolesExchanged) {
    Lab lab;
    handshake(lab);
    lab << with_flags(client(0, "first"), kFin) << with_flags(server(0, "x"), kFin);
    Sent opening = syn(70000);
    opening.from_client = false;
    Sent hello = server(0, "second");
    hello.sequence = 70001;
    lab << opening << hello;
    EXPECT_EQ(lab.client(1), "second");  // the initiator's stream
    lab.finish();
    EXPECT_EQ(lab.record(1).info.initiator.port, 443);
}

TEST(TcpReuse, AfterTheSinkHasFinished) {
    Lab lab;
    lab.recorder.plan.finish_after = 3;
    handshake(lab);
    lab << client(0, "abc");
    EXPECT_TRUE(lab.record().gone);
    EXPECT_EQ(lab.record().closed[0], "");
    lab << client(3, "def") << syn() << server(0, "xyz");
    EXPECT_EQ(lab.recorder.records.size(), 1U);
    second_connection(lab, 500000);
    EXPECT_EQ(lab.client(1), "second");
}

TEST(TcpReuse, NobodyReads) {
    Lab lab;
    lab.recorder.refuse = true;
    handshake(lab);
    lab << client(0, "abc") << client(3, "def");
    lab.finish();
    EXPECT_EQ(lab.table.stats().opened, 0U);
}

}  // namespace
}  // namespace tlsonar::capture
