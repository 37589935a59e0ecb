// Key logs that hold premaster secrets, or name sessions, open what CLIENT_RANDOM lines open.
#include "core/reader.h"
#include "core/text.h"
#include "dissect/session/tracker.h"
#include "tests/dissect/live_tls.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {
namespace {

using test::LiveConnection;
using test::LiveOptions;
using test::LiveServer;

constexpr std::uint8_t kServerHelloType = 2;
constexpr std::uint8_t kServerHelloDoneType = 14;
constexpr std::uint8_t kClientKeyExchange = 16;
constexpr std::uint8_t kFinishedType = 20;

class Handshakes : public HandshakeSink {
  public:
    void on_handshake(Handshake&& handshake) override { found.push_back(std::move(handshake)); }
    std::vector<Handshake> found;
};

// The length of the records up to and with the first that begins with this handshake message.
// (OpenSSL puts each message into a record of its own.)
std::size_t through(Bytes wire, std::uint8_t message) {
    std::size_t at = 0;
    while (wire.size() - at > 5) {
        const bool it = wire[at] == 22 && wire[at + 5] == message;
        at += 5U + load_be16(&wire[at + 3]);
        if (it) return at;
    }
    return wire.size();
}

// The four flights of a full handshake, and what came after.
std::vector<Handshake> track(const LiveConnection& connection, const SecretStore& secrets) {
    Handshakes handshakes;
    HandshakeTracker tracker(handshakes, &secrets);
    const Bytes client = connection.wire[0];
    const Bytes server = connection.wire[1];
    const std::size_t hello = through(client, 1);
    const std::size_t done = through(server, kServerHelloDoneType);
    Moment now{1, 1};
    const auto say = [&](Sender from, Bytes octets) {
        ++now.ordinal;
        if (!tracker.finished()) tracker.on_bytes(from, octets, now);
    };
    say(Sender::initiator, client.first(hello));
    say(Sender::responder, server.first(done));
    say(Sender::initiator, client.subspan(hello));
    say(Sender::responder, server.subspan(done));
    for (const Sender from : {Sender::initiator, Sender::responder})
        if (!tracker.finished()) tracker.on_close(from, CloseReason::fin, now);
    return std::move(handshakes.found);
}

LiveConnection connect(int version, const char* suite, std::uint64_t openssl_options) {
    static const LiveServer server;
    LiveOptions options;
    options.version = version;
    options.suite = suite;
    options.openssl_options = openssl_options;
    return server.connect(options);
}

// OpenSSL logs an "RSA" line beside the CLIENT_RANDOM line.
struct Premaster {
    Octets ciphertext;  // its first 8 octets
    Octets secret;
};
Premaster premaster_of(const LiveConnection& connection) {
    const Bytes client = connection.wire[0];
    const std::size_t end = through(client, kClientKeyExchange);
    const std::size_t ciphertext = end - 256;  // a key of 2048 bits
    const Bytes named = client.subspan(ciphertext, 8);
    const Bytes secret = connection.secrets.find(SecretLabel::rsa, named);
    return {{named.begin(), named.end()}, {secret.begin(), secret.end()}};
}

Octets session_id_of(const LiveConnection& connection) {
    const Bytes server = connection.wire[1];
    // Record header, message header, version, random.
    EXPECT_EQ(server[5], kServerHelloType);
    const Bytes id = server.subspan(5 + 4 + 2 + 32 + 1, server[5 + 4 + 2 + 32]);
    return {id.begin(), id.end()};
}

bool opens_both_finished(const LiveConnection& connection, const SecretStore& secrets) {
    const auto found = track(connection, secrets);
    if (found.size() != 1) return false;
    const Message* client = found[0].find(kFinishedType, Role::client);
    const Message* server = found[0].find(kFinishedType, Role::server);
    return client != nullptr && server != nullptr && client->opened && server->opened &&
           client->body.size() == 12 && server->body.size() == 12 && found[0].anomalies.empty();
}

struct PremasterCase {
    int version;
    const char* suite;
    std::uint64_t openssl_options;
};

// The PRFs there are, each with the master secret of old and the extended one.
const PremasterCase kPremasterCases[] = {
    {TLS1_2_VERSION, "AES128-GCM-SHA256", 0},
    {TLS1_2_VERSION, "AES128-GCM-SHA256", SSL_OP_NO_EXTENDED_MASTER_SECRET},
    {TLS1_2_VERSION, "AES256-GCM-SHA384", 0},
    {TLS1_2_VERSION, "AES256-GCM-SHA384", SSL_OP_NO_EXTENDED_MASTER_SECRET},
    {TLS1_2_VERSION, "AES128-SHA", 0},
    {TLS1_1_VERSION, "AES128-SHA", 0},
    {TLS1_1_VERSION, "AES128-SHA", SSL_OP_NO_EXTENDED_MASTER_SECRET},
    {TLS1_VERSION, "AES256-SHA", 0},
    {TLS1_VERSION, "AES256-SHA", SSL_OP_NO_EXTENDED_MASTER_SECRET},
};

TEST(Premaster, EveryKindOfLineOpensFinished) {
    for (const PremasterCase& one : kPremasterCases) {
        SCOPED_TRACE(std::string(one.suite) + " in " + std::to_string(one.version) + " with " +
                     std::to_string(one.openssl_options));
        const LiveConnection connection =
            connect(one.version, one.suite, one.openssl_options | SSL_OP_NO_TICKET);
        ASSERT_TRUE(connection.established);
        const Premaster premaster = premaster_of(connection);
        ASSERT_EQ(premaster.secret.size(), 48U);
        const Octets session = session_id_of(connection);
        ASSERT_FALSE(session.empty());
        const Bytes master =
            connection.secrets.find(SecretLabel::client_random, connection.client_random);
        const std::string lines[] = {
            "RSA " + hex(premaster.ciphertext) + " " + hex(premaster.secret),
            "PMS_CLIENT_RANDOM " + hex(connection.client_random) + " " + hex(premaster.secret),
            "RSA Session-ID:" + hex(session) + " Master-Key:" + hex(master),
        };
        for (const std::string& line : lines) {
            SecretStore secrets;
            ASSERT_EQ(secrets.add_line(line), SecretStore::Added::accepted) << line;
            EXPECT_TRUE(opens_both_finished(connection, secrets)) << line;
        }
    }
}

// Lines of another connection open nothing, and a wrong secret is told.
TEST(Premaster, LinesOfOthers) {
    const LiveConnection connection =
        connect(TLS1_2_VERSION, "AES128-GCM-SHA256", SSL_OP_NO_TICKET);
    ASSERT_TRUE(connection.established);
    const Premaster premaster = premaster_of(connection);
    SecretStore other;
    other.add(SecretLabel::rsa, Octets(8, 1), premaster.secret);
    other.add(SecretLabel::pms_client_random, Octets(32, 1), premaster.secret);
    other.add(SecretLabel::rsa_session_id, Octets(32, 1), premaster.secret);
    const auto closed = track(connection, other);
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed[0].find(kFinishedType, Role::client), nullptr);
    EXPECT_TRUE(closed[0].anomalies.empty());

    SecretStore wrong;
    wrong.add(SecretLabel::rsa, premaster.ciphertext, Octets(48, 9));
    const auto unopened = track(connection, wrong);
    ASSERT_EQ(unopened.size(), 1U);
    EXPECT_EQ(unopened[0].find(kFinishedType, Role::client), nullptr);
    ASSERT_FALSE(unopened[0].anomalies.empty());
    EXPECT_EQ(unopened[0].anomalies[0].kind, &anomaly::kUnopenedRecord);
}

// Without all messages there is no session hash: nothing is derived, nothing misread.
TEST(Premaster, ExtendedMasterSecretNeedsAllMessages) {
    const LiveConnection connection =
        connect(TLS1_2_VERSION, "AES128-GCM-SHA256", SSL_OP_NO_TICKET);
    ASSERT_TRUE(connection.established);
    const Premaster premaster = premaster_of(connection);
    SecretStore secrets;
    secrets.add(SecretLabel::rsa, premaster.ciphertext, premaster.secret);
    Handshakes handshakes;
    HandshakeTracker tracker(handshakes, &secrets);
    const Bytes client = connection.wire[0];
    const Bytes server = connection.wire[1];
    const std::size_t hello = through(client, 1);
    const std::size_t done = through(server, kServerHelloDoneType);
    const std::size_t certificate = through(server, kServerHelloType);
    Moment now{1, 1};
    tracker.on_bytes(Sender::initiator, client.first(hello), now);
    tracker.on_bytes(Sender::responder, server.first(certificate + 100), now);
    tracker.on_gap(Sender::responder, 50, now);
    tracker.on_bytes(Sender::responder, server.subspan(certificate + 150, done - certificate - 150),
                     now);
    tracker.on_bytes(Sender::initiator, client.subspan(hello), now);
    tracker.on_bytes(Sender::responder, server.subspan(done), now);
    for (const Sender from : {Sender::initiator, Sender::responder})
        if (!tracker.finished()) tracker.on_close(from, CloseReason::fin, now);
    ASSERT_EQ(handshakes.found.size(), 1U);
    const Handshake& handshake = handshakes.found[0];
    EXPECT_EQ(handshake.find(kFinishedType, Role::client), nullptr);
    ASSERT_EQ(handshake.anomalies.size(), 1U);
    EXPECT_EQ(handshake.anomalies[0].kind, &anomaly::kMissingOctets);
}

}  // namespace
}  // namespace tlsonar::dissect::test
