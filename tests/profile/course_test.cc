// How a handshake went: outcome, what is missing and why, alerts, steps, times.
#include "tests/profile/handshake_builder.h"

#include <gtest/gtest.h>

namespace tlsonar::profile {
namespace {

using namespace test;  // NOLINT
using dissect::Ending;

constexpr std::uint8_t kWarning = 1;
constexpr std::uint8_t kFatal = 2;

// "ServerHello: the capture ended before; Finished: …"
std::string missing(const Record& record) {
    std::string out;
    for (const Missing& one : record.missing) {
        if (!out.empty()) out += "; ";
        out += std::string(one.what) + ": " + std::string(one.why);
    }
    return out;
}

HandshakeBuilder lone_hello() {
    HandshakeBuilder handshake(0);
    handshake.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, {}, {}}));
    handshake.handshake.ending = Ending::end_of_input;
    return handshake;
}

TEST(Missing, NothingInAWholeHandshake) {
    HandshakeBuilder handshake = full12(kEcdheRsa);
    const Record record = finish12(handshake).record();
    EXPECT_EQ(missing(record), "");
    EXPECT_EQ(record.outcome, Outcome::completed);
}

TEST(Missing, TheReasonIsHowTheConnectionEnded) {
    const std::pair<Ending, const char*> cases[] = {
        {Ending::end_of_input, "the capture ended before"},
        {Ending::fin, "the connection was closed before"},
        {Ending::reset, "the connection was reset before"},
        {Ending::evicted, "forgotten to stay within the memory limit"},
        {Ending::idle, "silent for too long"},
        {Ending::replaced, "another connection took its place"},
        {Ending::superseded, "another handshake began before"},
    };
    for (const auto& [ending, why] : cases) {
        HandshakeBuilder handshake = lone_hello();
        handshake.handshake.ending = ending;
        const Record record = handshake.record();
        EXPECT_EQ(missing(record), std::string("ServerHello: ") + why);
        EXPECT_EQ(record.outcome, Outcome::unfinished);
    }
}

TEST(Missing, TheReasonMayBeTheCapture) {
    HandshakeBuilder one_side = lone_hello();
    one_side.provenance.packets[1] = 0;
    EXPECT_EQ(missing(one_side.record()), "ServerHello: no packet of this side was captured");
    HandshakeBuilder lost = lone_hello();
    lost.provenance.missing[1] = 1448;
    EXPECT_EQ(missing(lost.record()), "ServerHello: packets are missing in the capture");
    HandshakeBuilder cut = lone_hello();
    cut.provenance.snaplen_cut = 2;
    EXPECT_EQ(missing(cut.record()),
              "ServerHello: the capture holds only the beginning of packets");
}

TEST(Missing, ClientHelloOfACaptureThatBeganLater) {
    HandshakeBuilder handshake(0x0303, kEcdheRsa);
    handshake.provenance.start_seen = false;
    handshake.server(HandshakeType::server_hello, server_hello({{kEcdheRsa}, {}, {}}));
    handshake.server(HandshakeType::certificate, certificate12({Octets(50, 0x30)}));
    handshake.server(HandshakeType::server_hello_done, {});
    const Record record = finish12(handshake).record();
    EXPECT_EQ(missing(record), "ClientHello: the capture began later");
    EXPECT_EQ(record.resumption, Resumption::none);
}

TEST(Missing, PartsOfMessages) {
    HandshakeBuilder hello(0);
    hello.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, {}, {}})).partial();
    hello.handshake.ending = Ending::end_of_input;
    EXPECT_EQ(missing(hello.record()),
              "the rest of ClientHello: the capture ended before; "
              "ServerHello: the capture ended before");

    HandshakeBuilder certificate(0x0303, kEcdheRsa);
    certificate.handshake.ending = Ending::end_of_input;
    certificate.provenance.missing[1] = 100;
    certificate.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, {}, {}}));
    certificate.server(HandshakeType::server_hello, server_hello({{kEcdheRsa}, {}, {}}));
    Octets body = certificate12({Octets(500, 0x30)});
    body.resize(200);
    certificate.server(HandshakeType::certificate, body).partial();
    const Record record = certificate.record();
    EXPECT_EQ(missing(record),
              "the rest of the server's Certificate: packets are missing in the capture; "
              "Finished: packets are missing in the capture");
    ASSERT_EQ(record.server_certificates.size(), 1U);
    EXPECT_TRUE(record.server_certificates[0]->cut);
}

TEST(Missing, TheServersCertificate) {
    HandshakeBuilder lost(0x0303, kEcdheRsa);
    lost.client(HandshakeType::client_hello, client_hello({{kEcdheRsa}, {}, {}}));
    lost.server(HandshakeType::server_hello, server_hello({{kEcdheRsa}, {}, {}}));
    lost.server(HandshakeType::server_hello_done, {});
    lost.provenance.missing[1] = 2000;
    EXPECT_EQ(missing(finish12(lost).record()),
              "the server's Certificate: packets are missing in the capture");
    HandshakeBuilder anonymous(0x0303, kDhAnon);
    anonymous.client(HandshakeType::client_hello, client_hello({{kDhAnon}, {}, {}}));
    anonymous.server(HandshakeType::server_hello, server_hello({{kDhAnon}, {}, {}}));
    anonymous.server(HandshakeType::server_hello_done, {});
    EXPECT_EQ(missing(finish12(anonymous).record()), "");
}

HandshakeBuilder closed13(std::vector<Extension> client, std::vector<Extension> server) {
    HandshakeBuilder made = hellos13(std::move(client), std::move(server));
    made.closed(Role::server).closed(Role::client);
    made.finished(Role::server).finished(Role::client);
    return made;
}

TEST(Missing, WhatTls13Encrypts) {
    HandshakeBuilder closed = closed13({client_share(kX25519)}, {server_share(kX25519)});
    EXPECT_EQ(missing(closed.record()),
              "the server's Certificate: encrypted: give the secrets with --keylog");
    HandshakeBuilder wrong = closed13({client_share(kX25519)}, {server_share(kX25519)});
    wrong.handshake.secrets_known = true;
    EXPECT_EQ(missing(wrong.record()),
              "the server's Certificate: the given secrets do not open it");
    // With a PSK the server sends none.
    HandshakeBuilder psk =
        closed13({client_share(kX25519), psk_offer()}, {server_share(kX25519), kPskSelected});
    EXPECT_EQ(missing(psk.record()), "");
}

TEST(Missing, AllOfARenegotiationThatStaysClosed) {
    HandshakeBuilder handshake(0x0303);
    handshake.handshake.renegotiation = true;
    handshake.handshake.number = 2;
    handshake.closed(Role::client).closed(Role::server);
    const Record record = handshake.record();
    EXPECT_EQ(missing(record),
              "all messages: a renegotiation is encrypted: give the secrets with --keylog");
    EXPECT_TRUE(record.renegotiation);
    EXPECT_EQ(record.handshake_of_connection, 2U);
    EXPECT_EQ(record.resumption, std::nullopt);
}

TEST(Outcomes, AFatalAlertFails) {
    HandshakeBuilder handshake = lone_hello();
    handshake.alert(Role::server, kFatal, 40);
    const Record record = handshake.record();
    EXPECT_EQ(record.outcome, Outcome::failed);
    // What came instead of a ServerHello is told: nothing is missing.
    EXPECT_EQ(missing(record), "");
    ASSERT_EQ(record.alerts.size(), 1U);
    EXPECT_EQ(record.alerts[0].sender, Role::server);
    EXPECT_EQ(record.alerts[0].description.name, "handshake_failure");
}

TEST(Outcomes, SomeAlertsEndNothing) {
    // close_notify, user_canceled, no_renegotiation; unrecognized_name as a warning.
    const std::pair<std::uint8_t, std::uint8_t> harmless[] = {
        {kWarning, 0}, {kFatal, 0}, {kWarning, 90}, {kWarning, 100}, {kWarning, 112}};
    for (const auto& [level, description] : harmless) {
        HandshakeBuilder handshake = full12(kEcdheRsa);
        handshake.alert(Role::server, level, description);
        EXPECT_EQ(finish12(handshake).record().outcome, Outcome::completed)
            << int{level} << " " << int{description};
    }
    // In TLS 1.3 the level says nothing (RFC 8446 section 6).
    HandshakeBuilder tls13 = closed13({client_share(kX25519)}, {server_share(kX25519)});
    tls13.alert(Role::client, kWarning, 48);
    EXPECT_EQ(tls13.record().outcome, Outcome::failed);
}

TEST(Steps, NamesAndTickets) {
    HandshakeBuilder handshake(0x0304, 0x1301);
    handshake.client(HandshakeType::client_hello, client_hello({{0x1301}, {kOffer13}, {}}));
    handshake.server(HandshakeType::server_hello,
                     hello_retry_request({{0x1301}, {kVersion13, {51, {0, 29}}}, {}}));
    handshake.client(HandshakeType::client_hello,
                     client_hello({{0x1301}, {kOffer13, client_share(kX25519)}, {}, 0x6B}));
    handshake.server(HandshakeType::server_hello,
                     server_hello({{0x1301}, {kVersion13, server_share(kX25519)}, {}}));
    handshake.opened(Role::server, HandshakeType::encrypted_extensions, encrypted_extensions({}));
    handshake.closed(Role::server);
    handshake.opened(Role::server, HandshakeType::new_session_ticket, Octets(20, 1));
    handshake.opened(Role::server, HandshakeType::new_session_ticket, Octets(20, 1));
    handshake.handshake.hello_retry = true;
    const Record record = handshake.record();
    std::vector<std::string_view> names;
    for (const Step& step : record.steps)
        names.push_back(step.name);
    EXPECT_EQ(names, (std::vector<std::string_view>{"client_hello", "hello_retry_request",
                                                    "client_hello", "server_hello",
                                                    "encrypted_extensions", "application_data",
                                                    "new_session_ticket", "new_session_ticket"}));
    EXPECT_EQ(record.tickets, 2U);
    EXPECT_TRUE(record.decrypted);
    EXPECT_TRUE(record.hello_retry);
    // Each hello as it was.
    EXPECT_TRUE(record.first_client.key_shares.empty());
    EXPECT_EQ(record.client.key_shares.size(), 1U);
    EXPECT_EQ(record.client.random, std::string(32, '\x6B'));
    ASSERT_TRUE(record.retry.group.has_value());
    EXPECT_EQ(record.retry.group->value, kX25519);
}

TEST(Times, FromFirstOctetToLastFinished) {
    constexpr Time kSecond = 1'000'000'000;
    HandshakeBuilder handshake = full12(kEcdheRsa);
    finish12(handshake);
    // Moments are a second apart: SYN 1, SYN-ACK 2, ACK 3, ClientHello 4, … the last Finished 12.
    const Record record = handshake.record();
    EXPECT_EQ(record.tcp_handshake, 2 * kSecond);
    EXPECT_EQ(record.server_answer, 1 * kSecond);
    EXPECT_EQ(record.handshake_time, 8 * kSecond);
    EXPECT_EQ(record.first.ordinal, 4U);
    EXPECT_EQ(record.last.ordinal, 12U);
    EXPECT_EQ(lone_hello().record().handshake_time, std::nullopt);
}

}  // namespace
}  // namespace tlsonar::profile
