// What follows from whole handshakes: pure functions of their results.
#include "dissect/message/hello.h"
#include "openssl_talk_support.h"
#include "scanner/probe/client_certificate.h"
#include "scanner/probe/renegotiation.h"
#include "scanner/probe/sessions.h"

#include <gtest/gtest.h>

namespace tlsonar::scanner {
namespace {

FullTalk completed(std::uint16_t version) {
    FullTalk talk;
    talk.result.completed = true;
    talk.result.version = version;
    talk.certain = true;
    talk.connection = 5;
    return talk;
}

TEST(RenegotiationFact, EachOutcome) {
    FullTalk talk = completed(0x0303);
    EXPECT_EQ(renegotiation_fact(talk).answer, profile::Answer::unknown);
    talk.result.renegotiation = Renegotiation::completed;
    talk.result.secure_renegotiation = true;
    EXPECT_TRUE(renegotiation_fact(talk).yes());
    EXPECT_EQ(renegotiation_fact(talk).evidence.connection, 5U);
    talk.result.renegotiation = Renegotiation::refused;
    talk.result.alert = 100;
    EXPECT_EQ(renegotiation_fact(talk).cause, "alert no_renegotiation");
    EXPECT_TRUE(renegotiation_fact(talk).no());
    talk.result.renegotiation = Renegotiation::unanswered;
    for (const End end : {End::eof, End::reset}) {
        talk.result.end = end;
        talk.certain = true;
        EXPECT_TRUE(renegotiation_fact(talk).no());
        talk.certain = false;  // seen once, or the control did not work
        EXPECT_EQ(renegotiation_fact(talk).answer, profile::Answer::unknown);
    }
    talk.certain = true;
    talk.result.end = End::timeout;
    EXPECT_EQ(renegotiation_fact(talk).answer, profile::Answer::unknown);
    talk.result.end = End::eof;
    talk.result.error = "libssl is at a loss";
    EXPECT_EQ(renegotiation_fact(talk).answer, profile::Answer::unknown);
}

TEST(CertificateRequired, EachOutcome) {
    OpenSslOptions options;
    FullTalk talk = completed(0x0304);
    talk.result.confirmed = true;
    EXPECT_TRUE(certificate_required_fact(talk, options).no());
    talk.result.certificate_asked = true;
    EXPECT_TRUE(certificate_required_fact(talk, options).no());
    talk.result.alert = 116;
    talk.result.alert_fatal = true;
    EXPECT_TRUE(certificate_required_fact(talk, options).yes());
    EXPECT_EQ(certificate_required_fact(talk, options).cause, "");
    // Our side was done, and then nothing came.
    talk = completed(0x0304);
    talk.result.certificate_asked = true;
    talk.result.end = End::eof;
    EXPECT_EQ(certificate_required_fact(talk, options).answer, profile::Answer::unknown);
    options.request = "GET";
    EXPECT_TRUE(certificate_required_fact(talk, options).yes());
    talk.result.end = End::timeout;
    EXPECT_EQ(certificate_required_fact(talk, options).answer, profile::Answer::unknown);

    FullTalk old = completed(0x0303);
    old.result.certificate_asked = true;
    EXPECT_TRUE(certificate_required_fact(old, {}).no());
    // Of the renegotiation, not of the handshake.
    old.result.alert_fatal = true;
    EXPECT_TRUE(certificate_required_fact(old, {}).no());
    old.result.completed = false;
    EXPECT_TRUE(certificate_required_fact(old, {}).yes());
    old.result.alert_fatal = false;
    old.result.end = End::timeout;
    EXPECT_EQ(certificate_required_fact(old, {}).answer, profile::Answer::unknown);
    old.result.end = End::reset;
    EXPECT_TRUE(certificate_required_fact(old, {}).yes());
    old.certain = false;
    EXPECT_EQ(certificate_required_fact(old, {}).answer, profile::Answer::unknown);
    old.result.certificate_asked = false;
    EXPECT_EQ(certificate_required_fact(old, {}).answer, profile::Answer::unknown);
}

TEST(IsSettled, WhatMustBeTriedAgain) {
    OpenSslOptions quick, listening;
    listening.linger = true;
    FullTalk talk = completed(0x0304);
    talk.result.end = End::reset;
    EXPECT_TRUE(is_settled(talk, quick));
    EXPECT_FALSE(is_settled(talk, listening));
    talk.result.confirmed = true;
    EXPECT_TRUE(is_settled(talk, listening));
    talk = completed(0x0303);
    talk.result.renegotiation = Renegotiation::unanswered;
    EXPECT_FALSE(is_settled(talk, quick));
    FullTalk none;
    none.result.end = End::eof;
    EXPECT_FALSE(is_settled(none, quick));
    none.result.alert = 40;
    none.result.alert_fatal = true;
    EXPECT_TRUE(is_settled(none, quick));
}

// Our own hello with psk_ke alone, against libssl.
TEST(PskOnlyHello, ResumesWhereTheServerAllowsIt) {
    for (const bool allowed : {true, false}) {
        MemoryServer server([allowed](SSL_CTX* context) {
            if (allowed) SSL_CTX_set_options(context, SSL_OP_ALLOW_NO_DHE_KEX);
        });
        TestTools tools;
        OpenSslOptions options;
        options.min_version = 0x0304;
        options.linger = true;
        OpenSslTalk first(options, tools.tools);
        server.serve(first);
        ASSERT_FALSE(first.result().sessions.empty());
        const Octets hello = psk_only_hello(first.result().sessions[0], "", tools.draw);
        ASSERT_FALSE(hello.empty());
        HelloTalk talk(hello, Until::server_hello, tools.tools);
        server.serve(talk);
        EXPECT_EQ(talk.reply().kind, allowed ? ReplyKind::server_hello : ReplyKind::alert);
        EXPECT_EQ(talk.reply().has(41), allowed);
        EXPECT_FALSE(talk.reply().has(51));
    }
}

TEST(PskOnlyHello, NeedsATicketOfTls13) {
    Draw draw(1);
    SavedSession session;
    EXPECT_TRUE(psk_only_hello(session, "", draw).empty());
    session.version = 0x0304;
    session.suite = 0x1301;
    session.ticket = {1};
    session.secret.resize(20);
    EXPECT_TRUE(psk_only_hello(session, "", draw).empty());
    session.secret.resize(32);
    // Whatever its length, the pre-shared key stands last (RFC 9846 section 4.2.11).
    for (std::size_t n = 1; n < 700; n += 30) {
        session.ticket.assign(n, 7);
        const Octets records = psk_only_hello(session, "", draw);
        ASSERT_GT(records.size(), 9U);
        const auto hello = dissect::decode<dissect::ClientHello>(Bytes(records).subspan(9));
        ASSERT_TRUE(hello.ok());
        std::uint16_t last = 0;
        for (const dissect::Extension& extension : hello->extensions)
            last = extension.type;
        EXPECT_EQ(last, 41) << n;
    }
}

}  // namespace
}  // namespace tlsonar::scanner
