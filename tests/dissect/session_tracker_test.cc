// What the tracker makes of peers that do what they should not, and of captures with holes.
#include "dissect/session/limits.h"
#include "tests/dissect/session_fixture.h"

namespace tlsonar::dissect::test {
namespace {

class Tracker : public TrackerTest {};

TEST_F(Tracker, AResumedHandshakeIsClean) {
    say(kClient, hello(1));
    say(kServer, hello(2));
    say(kServer, record(20, {1}));
    say(kServer, record(22, Octets(40, 0xEE)));
    say(kClient, record(20, {1}));
    say(kClient, record(22, Octets(40, 0xEE)));
    EXPECT_TRUE(anomalies().empty());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].ending, Ending::settled);
    EXPECT_EQ(found[0].cipher_suite, 0xC02F);
}

TEST_F(Tracker, MessagesOutOfOrder) {
    say(kClient, hello(1));
    say(kClient, record(20, {1}));
    say(kServer, hello(2));
    say(kServer, record(22, message(14, {})));
    say(kServer, record(22, message(14, {})));
    say(kServer, record(22, message(99, {})));
    const auto ids = anomalies();
    EXPECT_TRUE(ids.contains("unexpected_message"));
    EXPECT_TRUE(ids.contains("unknown_message"));
}

TEST_F(Tracker, BrokenRecords) {
    say(kClient, hello(1));
    say(kServer, hello(2));
    say(kServer, record(22, {}));
    say(kServer, record(21, {7, 7, 7}));
    say(kServer, record(20, {2}));
    say(kClient, record(24, unhex("01 4000 6161")));
    say(kClient, unhex("00112233445566778899"));
    const auto ids = anomalies();
    for (const char* id : {"empty_record", "bad_alert", "bad_change_cipher_spec",
                           "heartbeat_overread", "not_a_record"})
        EXPECT_TRUE(ids.contains(id)) << id;
}

TEST_F(Tracker, AnotherRecordInsideAMessage) {
    say(kClient, hello(1));
    say(kServer, hello(2));
    say(kServer, record(22, unhex("0b000010 0000")));
    say(kServer, record(21, {1, 90}));
    EXPECT_TRUE(anomalies().contains("interleaved_record"));
}

TEST_F(Tracker, Limits) {
    say(kClient, hello(1));
    say(kServer, hello(2));
    for (std::size_t i = 0; i < 2 * kMaxMessages; ++i)
        say(kServer, record(22, message(14, {})));
    Octets endless = {11, 0xFF, 0xFF, 0xFF};
    endless.resize(16000);
    for (int i = 0; i < 1100; ++i) {
        say(kServer, record(22, endless));
        EXPECT_LT(tracker.footprint(), std::size_t{4} << 20);
    }
    const auto ids = anomalies();
    EXPECT_TRUE(ids.contains("too_many_messages"));
    ASSERT_FALSE(found.empty());
    EXPECT_LE(found[0].messages.size(), kMaxMessages);
    EXPECT_LE(found[0].anomalies.size(), kMaxAnomalies);
}

TEST_F(Tracker, AHoleInsideACertificate) {
    say(kClient, hello(1));
    say(kServer, hello(2));
    Octets certificate = record(22, message(11, Octets(500, 0x30)));
    const Octets rest(certificate.begin() + 300, certificate.end());
    certificate.resize(100);
    say(kServer, certificate);
    miss(kServer, 200);
    say(kServer, rest);
    say(kServer, record(22, message(14, {})));
    EXPECT_EQ(anomalies(), std::set<std::string>{"missing_octets"});
    ASSERT_EQ(found.size(), 1U);
    const Message* partial = found[0].find(11, Role::server);
    ASSERT_NE(partial, nullptr);
    EXPECT_TRUE(partial->partial);
    EXPECT_EQ(partial->body.size(), 91U);
    EXPECT_NE(found[0].find(14, Role::server), nullptr);
}

TEST_F(Tracker, AHoleBetweenRecords) {
    say(kClient, hello(1));
    say(kServer, hello(2));
    miss(kServer, 777);
    say(kServer, record(22, message(14, {})));
    EXPECT_TRUE(anomalies().contains("missing_octets"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find(14, Role::server), nullptr);
}

TEST_F(Tracker, ServerThatOpened) {
    say(kServer, hello(1));
    say(kClient, hello(2));
    EXPECT_TRUE(anomalies().empty());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FALSE(found[0].initiator_is_client);
    EXPECT_NE(found[0].find(1, Role::client), nullptr);
}

TEST_F(Tracker, JoinedLateAndNoTls) {
    say(kClient, record(23, Octets(100, 1)));
    say(kServer, record(23, Octets(100, 1)));
    end();
    EXPECT_TRUE(found.empty());
    EXPECT_TRUE(late);
    EXPECT_FALSE(no_tls);
}

TEST_F(Tracker, GivesUpOnOtherTraffic) {
    for (int i = 0; i < 10; ++i)
        say(kClient, Octets(1000, 'a'));
    EXPECT_TRUE(tracker.finished());
    EXPECT_TRUE(no_tls);
}

}  // namespace
}  // namespace tlsonar::dissect::test
