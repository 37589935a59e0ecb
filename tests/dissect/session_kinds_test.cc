// Every kind of handshake in the clear: what it yields, and that nothing in it is taken for a
// fault.
#include "dissect/session/limits.h"
#include "tests/dissect/session_fixture.h"

namespace tlsonar::dissect::test {
namespace {

using Ids = std::set<std::string>;

const Octets kSealedFinished = record(22, Octets(40, 0xEE));  // as it stands on the wire
const Octets kPoint = Octets{65} + Octets(65, 4);             // of an ECDHE ClientKeyExchange
const Octets kChangeCipherSpec = record(20, {1});
const Octets kOffer13 = unhex("0007 002b 0003 02 0304");

class Kinds : public TrackerTest {
  protected:
    void hellos() {
        say(kClient, hello(1));
        say(kServer, hello(2));
    }
    void finish(Sender from) {
        say(from, kChangeCipherSpec);
        say(from, kSealedFinished);
    }
    // A full handshake from ServerHello on.
    void rest_of_full() {
        say(kServer, record(22, message(11, unhex("000000"))) + record(22, message(14, {})));
        say(kClient, record(22, message(16, kPoint)));
        finish(kClient);
        finish(kServer);
    }
};

TEST_F(Kinds, ClientAuthentication) {
    hellos();
    say(kServer, record(22, message(11, unhex("000000"))));
    say(kServer, record(22, message(13, unhex("01 01 0002 0401 0000"))));
    say(kServer, record(22, message(14, {})));
    say(kClient, record(22, message(11, unhex("000000"))));
    say(kClient, record(22, message(16, kPoint)));
    say(kClient, record(22, message(15, unhex("0401 0004 01020304"))));
    finish(kClient);
    finish(kServer);
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].ending, Ending::settled);
    for (const std::uint8_t type : Octets{11, 15, 16})
        EXPECT_NE(found[0].find(type, Role::client), nullptr) << int{type};
    EXPECT_NE(found[0].find(13, Role::server), nullptr);
}

TEST_F(Kinds, ProofBeforeTheKeyExchangeIsOutOfOrder) {
    hellos();
    say(kServer, record(22, message(14, {})));
    say(kClient, record(22, message(15, unhex("0401 0004 01020304"))));
    EXPECT_TRUE(anomalies().contains("unexpected_message"));
}

TEST_F(Kinds, ATicketBeforeTheServerFinishes) {
    hellos();
    say(kServer, record(22, message(11, unhex("000000"))) + record(22, message(14, {})));
    say(kClient, record(22, message(16, kPoint)));
    finish(kClient);
    say(kServer, record(22, message(4, unhex("00000e10 0004 01020304"))));
    finish(kServer);
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find(4, Role::server), nullptr);
    EXPECT_TRUE(found[0].client_finished && found[0].server_finished);
}

// RFC 8446 section 4.1.4. The client may send ChangeCipherSpec before its second hello.
Octets retry_request() {
    return record(22, message(2, Octets{3, 3} +
                                     unhex("cf21ad74e59a6111be1d8c021e65b891"
                                           "c2a211167abb8c5e079e09e2c8a8339c") +
                                     unhex("00 1301 00 000c 002b 0002 0304 0033 0002 001d")));
}
Octets hello13(std::uint8_t type) {
    if (type == 1) return hello(1, kOffer13);
    return record(22, message(2, Octets{3, 3} + kRandom + unhex("00 1301 00 0006 002b 0002 0304")));
}

TEST_F(Kinds, HelloRetryRequest) {
    say(kClient, hello13(1));
    say(kServer, retry_request() + kChangeCipherSpec);
    say(kClient, kChangeCipherSpec + hello13(1));
    say(kServer, hello13(2) + record(23, Octets(100, 1)));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(found[0].hello_retry);
    EXPECT_TRUE(found[0].has_server_hello);
    EXPECT_EQ(found[0].version, 0x0304);
    EXPECT_EQ(std::count_if(
                  found[0].messages.begin(), found[0].messages.end(),
                  [](const Message& m) { return m.content == Content::handshake && m.type == 1; }),
              2);
}

TEST_F(Kinds, ASecondHelloRetryRequestIsOneTooMany) {
    say(kClient, hello13(1));
    say(kServer, retry_request());
    say(kClient, hello13(1));
    say(kServer, retry_request());
    EXPECT_TRUE(anomalies().contains("unexpected_message"));
    EXPECT_EQ(found.size(), 1U);
}

// RFC 5246 appendix E.2: an SSLv2 CLIENT-HELLO that offers more, answered in TLS records.
TEST_F(Kinds, Ssl2HelloAnsweredInTls) {
    say(kClient, unhex("801c 01 0303 0003 0000 0010 00002f") + Octets(16, 7));
    say(kServer, hello(2));
    rest_of_full();
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    const Handshake& handshake = found[0];
    EXPECT_EQ(handshake.messages[0].content, Content::ssl2);
    EXPECT_EQ(handshake.messages[0].sender, Role::client);
    EXPECT_EQ(handshake.version, 0x0303);
    EXPECT_NE(handshake.find(16, Role::client), nullptr);
    EXPECT_TRUE(handshake.client_finished && handshake.server_finished);
}

TEST_F(Kinds, Ssl2Throughout) {
    say(kClient, unhex("801c 01 0002 0003 0000 0010 010080") + Octets(16, 7));
    say(kServer, unhex("8022 04 00 01 0002 0004 0003 0010 30303030 010080") + Octets(16, 8));
    say(kClient, unhex("8012 02 010080 0000 0008 0000") + Octets(8, 9));
    say(kServer, Octets{0x80, 33} + Octets(33, 0xEE));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].version, 0x0002);
    ASSERT_EQ(found[0].messages.size(), 4U);
    EXPECT_EQ(found[0].messages[2].type, 2);
    EXPECT_FALSE(found[0].messages[2].encrypted);
    EXPECT_TRUE(found[0].messages[3].encrypted);
}

// Bulk data is passed by. A hole in it moves nothing: the next record is where it should be.
TEST_F(Kinds, HolesInPassedData) {
    hellos();
    rest_of_full();
    ASSERT_EQ(found.size(), 1U);
    Octets data = record(23, Octets(16000, 1));
    data.resize(5);
    say(kServer, data);
    ASSERT_EQ(tracker.skippable(kServer), 16000U);
    say(kServer, Octets(5000, 1));
    miss(kServer, 6000);
    say(kServer, Octets(5000, 1));
    EXPECT_EQ(tracker.skippable(kServer), 0U);
    // What comes then is a renegotiation, and seen as one.
    say(kClient, kSealedFinished);
    say(kServer, kSealedFinished);
    finish(kClient);
    finish(kServer);
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_TRUE(found[1].renegotiation);
}

// A hole over the end of a passed record is one: the place of the next record is lost.
TEST_F(Kinds, AHoleBeyondPassedData) {
    hellos();
    say(kServer, record(22, message(11, unhex("000000"))) + record(22, message(14, {})));
    say(kClient, record(22, message(16, kPoint)));
    Octets data = record(23, Octets(16000, 1));
    data.resize(5);
    say(kServer, data);
    miss(kServer, 16001);
    EXPECT_TRUE(anomalies().contains("missing_octets"));
}

// Closed, all that shows is its course: hellos and the rest as protected records, then both switch.
TEST_F(Kinds, ARenegotiationThatStaysClosed) {
    hellos();
    rest_of_full();
    say(kServer, record(22, Octets(30, 0xEE)));  // HelloRequest
    say(kClient, record(22, Octets(200, 0xEE)));
    say(kServer, record(22, Octets(900, 0xEE)));
    say(kClient, record(22, Octets(90, 0xEE)) + kChangeCipherSpec + kSealedFinished);
    say(kServer, kChangeCipherSpec + kSealedFinished);
    say(kClient, record(23, Octets(50, 1)));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_FALSE(found[0].renegotiation);
    const Handshake& second = found[1];
    EXPECT_TRUE(second.renegotiation);
    EXPECT_EQ(second.number, 2U);
    EXPECT_EQ(second.ending, Ending::settled);
    EXPECT_TRUE(second.client_finished && second.server_finished);
    for (const Message& one : second.messages)
        EXPECT_TRUE(one.opaque() || one.content == Content::change_cipher_spec);
}

// With the NULL cipher a renegotiation shows, and is no second first handshake.
TEST_F(Kinds, AHandshakeAfterAnother) {
    hellos();
    rest_of_full();
    say(kClient, record(22, Octets(40, 0xEE)));
    finish(kClient);
    finish(kServer);
    say(kServer, record(22, Octets(30, 0xEE)));
    end();
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[2].number, 3U);
    EXPECT_TRUE(found[2].renegotiation);
}

TEST_F(Kinds, AMessageTooLong) {
    hellos();
    const std::size_t length = kMaxMessageLength + 5000;
    const Octets whole = message(11, Octets(length, 0x30));
    for (std::size_t n = 0; n < whole.size(); n += 16000) {
        const auto first = whole.begin() + static_cast<std::ptrdiff_t>(n);
        const auto last =
            first + static_cast<std::ptrdiff_t>(std::min<std::size_t>(16000, whole.size() - n));
        say(kServer, record(22, Octets(first, last)));
    }
    say(kServer, record(22, message(14, {})));
    EXPECT_TRUE(anomalies().contains("message_too_long"));
    ASSERT_EQ(found.size(), 1U);
    const Message* certificate = found[0].find(11, Role::server);
    ASSERT_NE(certificate, nullptr);
    EXPECT_TRUE(certificate->partial);
    EXPECT_EQ(certificate->length, length);
    EXPECT_EQ(certificate->body.size(), kMaxMessageLength);
    // What follows is read.
    EXPECT_NE(found[0].find(14, Role::server), nullptr);
}

// CVE-2014-0224: nobody may switch before there are keys.
TEST_F(Kinds, ChangeCipherSpecBeforeServerHello) {
    say(kClient, hello(1));
    say(kClient, kChangeCipherSpec);
    say(kServer, hello(2));
    EXPECT_EQ(anomalies(), Ids{"unexpected_message"});
}

TEST_F(Kinds, ChangeCipherSpecBeforeTheKeyExchange) {
    hellos();
    say(kServer, record(22, message(11, unhex("000000"))) + record(22, message(14, {})));
    say(kClient, kChangeCipherSpec);
    say(kClient, record(22, Octets(40, 0xEE)));
    EXPECT_TRUE(anomalies().contains("unexpected_message"));
}

// A client of TLS 1.3 with early data shows middleboxes a ChangeCipherSpec at once (RFC 8446
// appendix D.4). It means nothing, whatever the server selects.
TEST_F(Kinds, MiddleboxChangeCipherSpecBeforeTls12) {
    say(kClient, hello13(1));
    say(kClient, kChangeCipherSpec);
    say(kServer, hello(2));
    rest_of_full();
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].version, 0x0303);
    EXPECT_NE(found[0].find(16, Role::client), nullptr) << "taken for a protected record";
    EXPECT_TRUE(found[0].client_finished && found[0].server_finished);
}

// A client of TLS 1.3 with early data shows middleboxes a ChangeCipherSpec at once (RFC 8446
// appendix D.4). Answered in TLS 1.2 it has to give up (appendix D.3); its alert is in the clear.
TEST_F(Kinds, AlertAfterMiddleboxChangeCipherSpec) {
    say(kClient, hello13(1) + kChangeCipherSpec + record(23, Octets(100, 1)));
    say(kServer, hello(2));
    say(kClient, record(21, {2, 70}));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    const Message& last = found[0].messages.back();
    EXPECT_EQ(last.content, Content::alert);
    EXPECT_FALSE(last.encrypted);
}

}  // namespace
}  // namespace tlsonar::dissect::test
