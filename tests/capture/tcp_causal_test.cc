// Both directions in the order in which they were said: octets that answer octets of the peer wait
// for those.
#include "capture/tcp/options.h"
#include "tcp_support.h"

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using namespace testing;  // NOLINT: the test's own vocabulary

// `packet` was sent after so many octets of the peer had arrived.
Sent answering(Sent packet, std::uint32_t octets) {
    packet.acknowledgment = (packet.from_client ? kServer : kClient) + 1 + octets;
    return packet;
}

TEST(TcpCausal, AnAnswerWaitsForWhatItAnswers) {
    Lab lab;
    handshake(lab);
    lab << client(0, "hello") << answering(client(5, "key"), 5);
    EXPECT_EQ(lab.client(), "hello");
    lab << answering(server(0, "certs"), 5);
    EXPECT_EQ(lab.server(), "certs");
    EXPECT_EQ(lab.client(), "hellokey");
}

TEST(TcpCausal, WaitsBothWays) {
    Lab lab;
    handshake(lab);
    // Said: "a", then "B" in answer, then "c" in answer. Captured backwards.
    lab << answering(client(1, "c"), 1) << answering(server(0, "B"), 1) << client(0, "a");
    EXPECT_EQ(lab.client(), "ac");
    EXPECT_EQ(lab.server(), "B");
    EXPECT_EQ(lab.record().info.missing[0] + lab.record().info.missing[1], 0U);
}

TEST(TcpCausal, DoesNotWaitForEver) {
    Lab lab;
    handshake(lab);
    lab << client(0, "hello") << answering(client(5, "key"), 5);
    for (unsigned i = 0; i <= limits::kCausalPatience + 1U; ++i)
        lab << server_ack(5);
    EXPECT_EQ(lab.client(), "hellokey");
}

TEST(TcpCausal, DeliversAtTheEnd) {
    Lab lab;
    handshake(lab);
    lab << client(0, "hello") << answering(client(5, "key"), 5);
    lab.finish();
    EXPECT_EQ(lab.client(), "hellokey");
}

TEST(TcpCausal, DoesNotWaitInACaptureOfOneSide) {
    Lab lab;
    lab << syn() << ack() << client(0, "hello") << answering(client(5, "key"), 5);
    EXPECT_EQ(lab.client(), "hellokey");
}

TEST(TcpCausal, AnAcknowledgedStartNeedsNoFurtherWaiting) {
    Lab lab;
    // The capture begins in mid-stream: the server's first octets are acknowledged by the client.
    lab << answering(server(100, "retry"), 0) << answering(client(50, "again"), 105);
    EXPECT_EQ(lab.server(), "retry");
}

}  // namespace
}  // namespace tlsonar::capture
