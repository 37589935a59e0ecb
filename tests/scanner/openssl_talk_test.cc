#include "scanner/talk/openssl_talk.h"

#include "dissect/protect/secret_store.h"
#include "openssl_talk_support.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <unistd.h>

namespace tlsonar::scanner {
namespace {

OpenSslResult talk_to(MemoryServer& server, const OpenSslOptions& options, TestTools& tools,
                      Reply* reply = nullptr, std::string* keys = nullptr,
                      std::size_t piece = 100000) {
    OpenSslTalk talk(options, tools.tools);
    EXPECT_EQ(talk.trouble(), "");
    server.serve(talk, piece);
    if (reply != nullptr) *reply = talk.reply();
    if (keys != nullptr) *keys = talk.key_log();
    return talk.result();
}

OpenSslOptions version(std::uint16_t code) {
    OpenSslOptions options;
    options.min_version = options.max_version = code;
    return options;
}

// A folder of the test's own.
class Folder {
  public:
    Folder() {
        static int number = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("tlsonar-identity-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directory(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }
    std::string path(const std::string& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

// PEM text of a fresh key.
std::string new_key(const char* passphrase) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> pem(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PKCS8PrivateKey(pem.get(), key.get(),
                                  passphrase != nullptr ? EVP_aes_128_cbc() : nullptr, passphrase,
                                  passphrase != nullptr ? 6 : 0, nullptr, nullptr);
    std::string out(BIO_ctrl_pending(pem.get()), '\0');
    BIO_read(pem.get(), out.data(), static_cast<int>(out.size()));
    return out;
}

TEST(OpenSslTalk, Tls13ShowsTheChainByOurOwnDissector) {
    MemoryServer server;
    TestTools tools;
    OpenSslOptions options = version(0x0304);
    options.linger = true;
    Reply reply;
    std::string keys;
    const OpenSslResult result = talk_to(server, options, tools, &reply, &keys);
    EXPECT_TRUE(result.completed);
    EXPECT_TRUE(result.confirmed);
    EXPECT_EQ(result.version, 0x0304);
    EXPECT_FALSE(result.resumed);
    EXPECT_EQ(result.tickets, 2U);
    ASSERT_EQ(result.sessions.size(), 2U);
    EXPECT_EQ(result.sessions[0].lifetime, 7200U);
    EXPECT_NE(result.sessions[0].age_add, result.sessions[1].age_add);
    EXPECT_FALSE(result.sessions[0].secret.empty());
    EXPECT_EQ(result.error, "");
    ASSERT_EQ(reply.chain.size(), 1U);
    EXPECT_TRUE(reply.flight_read);
    dissect::SecretStore store;
    const dissect::KeyLogCounts counts = store.add_key_log(as_bytes(keys));
    EXPECT_EQ(counts.malformed, 0U);
    EXPECT_GE(counts.accepted, 4U);
}

TEST(OpenSslTalk, AnyPiecesGiveTheSame) {
    MemoryServer server;
    TestTools tools;
    for (const std::uint16_t code : Codes{0x0301, 0x0303, 0x0304})
        for (const std::size_t piece : std::vector<std::size_t>{1, 7, 1000}) {
            OpenSslOptions options = version(code);
            options.linger = true;
            Reply reply;
            const OpenSslResult result = talk_to(server, options, tools, &reply, nullptr, piece);
            EXPECT_TRUE(result.completed) << code << " " << piece;
            EXPECT_EQ(result.version, code);
            EXPECT_EQ(reply.chain.size(), 1U);
            EXPECT_EQ(result.sessions.size(), code == 0x0304 ? 2U : 1U);
        }
}

TEST(OpenSslTalk, ResumesByTicketByIdAndByPsk) {
    MemoryServer server;
    TestTools tools;
    OpenSslOptions by_ticket = version(0x0303);
    OpenSslOptions by_id = version(0x0303);
    by_id.session_ticket = false;
    by_id.linger = true;
    OpenSslOptions by_psk = version(0x0304);
    by_psk.linger = true;
    for (OpenSslOptions* options : {&by_ticket, &by_id, &by_psk}) {
        const OpenSslResult first = talk_to(server, *options, tools);
        ASSERT_FALSE(first.sessions.empty());
        EXPECT_FALSE(first.resumed);
        EXPECT_EQ(first.sessions[0].ticket.empty(), options == &by_id);
        EXPECT_EQ(first.sessions[0].id.empty(), options != &by_id);
        options->session = first.sessions[0];
        const OpenSslResult second = talk_to(server, *options, tools);
        EXPECT_TRUE(second.completed);
        EXPECT_TRUE(second.resumed);
    }
}

TEST(OpenSslTalk, AServerWithoutTicketsOrCacheDoesNotResume) {
    MemoryServer server([](SSL_CTX* context) {
        SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    });
    TestTools tools;
    const OpenSslResult result = talk_to(server, version(0x0303), tools);
    EXPECT_TRUE(result.completed);
    EXPECT_EQ(result.tickets, 0U);
    for (const SavedSession& session : result.sessions) {
        EXPECT_TRUE(session.ticket.empty());
        EXPECT_TRUE(session.id.empty());
    }
}

TEST(OpenSslTalk, EarlyDataIsTakenOrRejected) {
    const auto allow = [](SSL_CTX* context) {
        SSL_CTX_set_max_early_data(context, 1000);
        SSL_CTX_set_options(context, SSL_OP_NO_ANTI_REPLAY);
    };
    MemoryServer server(allow);
    server.early = true;
    TestTools tools;
    OpenSslOptions options = version(0x0304);
    options.linger = true;
    const OpenSslResult first = talk_to(server, options, tools);
    ASSERT_FALSE(first.sessions.empty());
    EXPECT_EQ(first.sessions[0].max_early_data, 1000U);
    EXPECT_EQ(first.early_data, EarlyData::not_sent);
    options.session = first.sessions[0];
    options.early_data = "soon";
    const OpenSslResult second = talk_to(server, options, tools);
    EXPECT_EQ(second.early_data, EarlyData::accepted);
    EXPECT_EQ(server.heard, "soon");
    server.early = false;  // it reads on without looking for early data
    const OpenSslResult third = talk_to(server, options, tools);
    EXPECT_TRUE(third.completed);
    EXPECT_EQ(third.early_data, EarlyData::rejected);
}

TEST(OpenSslTalk, RenegotiatesOnceOrIsRefused) {
    TestTools tools;
    OpenSslOptions options = version(0x0303);
    options.renegotiate = true;
    MemoryServer willing(
        [](SSL_CTX* context) { SSL_CTX_set_options(context, SSL_OP_ALLOW_CLIENT_RENEGOTIATION); });
    const OpenSslResult yes = talk_to(willing, options, tools);
    EXPECT_EQ(yes.renegotiation, Renegotiation::completed);
    EXPECT_TRUE(yes.secure_renegotiation);
    MemoryServer unwilling;
    const OpenSslResult no = talk_to(unwilling, options, tools);
    EXPECT_TRUE(no.completed);
    EXPECT_EQ(no.renegotiation, Renegotiation::refused);
    EXPECT_EQ(no.alert, 100);
    // What came before is not lost.
    ASSERT_FALSE(no.sessions.empty());
    options.renegotiate = false;
    options.session = no.sessions[0];
    EXPECT_TRUE(talk_to(unwilling, options, tools).resumed);
}

TEST(OpenSslTalk, ARequiredCertificateIsSeenInBothVersions) {
    MemoryServer server([](SSL_CTX* context) {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                           [](int, X509_STORE_CTX*) { return 1; });
    });
    TestTools tools;
    const OpenSslResult old = talk_to(server, version(0x0303), tools);
    EXPECT_FALSE(old.completed);
    EXPECT_TRUE(old.certificate_asked);
    EXPECT_TRUE(old.alert_fatal);
    OpenSslOptions options = version(0x0304);
    options.linger = true;
    const OpenSslResult modern = talk_to(server, options, tools);
    EXPECT_TRUE(modern.completed);
    EXPECT_FALSE(modern.confirmed);
    EXPECT_EQ(modern.alert, 116);
    EXPECT_TRUE(modern.alert_fatal);

    const Folder folder;
    const auto identity =
        ClientIdentity::load(folder.write("cert.pem", TestIdentity::get().certificate),
                             folder.write("key.pem", TestIdentity::get().key));
    ASSERT_TRUE(identity.ok()) << identity.error();
    options.identity = *identity;
    const OpenSslResult with = talk_to(server, options, tools);
    EXPECT_TRUE(with.confirmed);
    EXPECT_TRUE(with.certificate_sent);
    EXPECT_FALSE(with.alert.has_value());
}

TEST(OpenSslTalk, TroubleWithIdentitiesIsToldInSentences) {
    const Folder folder;
    const TestIdentity& good = TestIdentity::get();
    const std::string certificate = folder.write("cert.pem", good.certificate);
    const std::string key = folder.write("key.pem", good.key);
    const std::string both = folder.write("both.pem", good.key + good.certificate);
    EXPECT_TRUE(ClientIdentity::load(both, both).ok());
    const auto missing = ClientIdentity::load(folder.path("none.pem"), key);
    ASSERT_FALSE(missing.ok());
    EXPECT_NE(missing.error().find("can't open"), std::string::npos) << missing.error();
    const auto no_key = ClientIdentity::load(certificate, certificate);
    ASSERT_FALSE(no_key.ok());
    EXPECT_NE(no_key.error().find("the key in"), std::string::npos) << no_key.error();
    const std::string foreign = folder.write("other.pem", new_key(nullptr));
    const std::string locked = folder.write("locked.pem", new_key("secret"));
    const auto wrong = ClientIdentity::load(certificate, foreign);
    ASSERT_FALSE(wrong.ok());
    EXPECT_NE(wrong.error().find("is not that of"), std::string::npos) << wrong.error();
    const auto closed = ClientIdentity::load(certificate, locked);
    ASSERT_FALSE(closed.ok());
    EXPECT_NE(closed.error().find("passphrase"), std::string::npos) << closed.error();
}

TEST(OpenSslTalk, ARequestIsAnsweredAndBounded) {
    MemoryServer server;
    server.answer = "HTTP/1.1 200 OK\r\n\r\n" + std::string(300000, 'x');
    TestTools tools;
    for (const std::uint16_t code : Codes{0x0303, 0x0304}) {
        OpenSslOptions options = version(code);
        options.request = "GET / HTTP/1.1\r\n\r\n";
        const OpenSslResult all = talk_to(server, options, tools);
        EXPECT_EQ(all.application.size(), OpenSslTalk::kMostApplication);
        EXPECT_EQ(all.application.substr(0, 15), "HTTP/1.1 200 OK");
        EXPECT_EQ(server.heard, options.request);
        options.enough = [](std::string_view heard) { return heard.size() >= 19; };
        const OpenSslResult head = talk_to(server, options, tools);
        EXPECT_LT(head.application.size(), OpenSslTalk::kMostApplication);
        EXPECT_EQ(head.end, End::done);
    }
}

TEST(OpenSslTalk, WhatLibsslCannotOfferIsSaidBeforeConnecting) {
    TestTools tools;
    OpenSslOptions options = version(0x0303);
    options.suites = {0x0004, 0x0003};  // RC4 with MD5, and its export form
    EXPECT_NE(OpenSslTalk(options, tools.tools).trouble(), "");
    EXPECT_NE(OpenSslTalk(version(0x0300), tools.tools).trouble(), "");
    OpenSslOptions modern = version(0x0304);
    modern.suites = {0xC02F};
    EXPECT_NE(OpenSslTalk(modern, tools.tools).trouble(), "");
    OpenSslOptions lattices = version(0x0304);
    lattices.groups = {0x11EC, 0x0201};
    EXPECT_NE(OpenSslTalk(lattices, tools.tools).trouble().find("groups"), std::string::npos);
    OpenSslOptions stale = version(0x0304);
    stale.session = SavedSession{};
    stale.session->state = {1, 2, 3};
    EXPECT_NE(OpenSslTalk(stale, tools.tools).trouble(), "");
}

TEST(OpenSslTalk, SuitesAndGroupsAreThoseAskedFor) {
    MemoryServer server;
    TestTools tools;
    OpenSslOptions options = version(0x0303);
    options.suites = {0xC009};          // ECDHE-ECDSA-AES128-SHA
    options.groups = {0x0018, 0x0017};  // the certificate is on the second
    Reply reply;
    const OpenSslResult result = talk_to(server, options, tools, &reply);
    EXPECT_EQ(result.suite, 0xC009);
    EXPECT_EQ(reply.group, 0x0018);
    OpenSslOptions modern = version(0x0304);
    modern.suites = {0x1303};
    modern.groups = {0x001E, 0x001D};
    EXPECT_EQ(talk_to(server, modern, tools).suite, 0x1303);
}

TEST(OpenSslTalk, GarbageAndEarlyEndsAreNoHandshake) {
    TestTools tools;
    OpenSslTalk garbage(version(0x0304), tools.tools);
    std::vector<std::uint8_t> out;
    garbage.start(out, {0, 1});
    EXPECT_FALSE(out.empty());
    out.clear();
    EXPECT_TRUE(garbage.received(as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n"), out, {0, 2}));
    garbage.ended(End::done, {0, 3});
    EXPECT_FALSE(garbage.result().completed);
    EXPECT_NE(garbage.result().error, "");

    MemoryServer server;
    for (const std::size_t octets : {3U, 60U, 300U, 700U}) {
        server.cut_after = octets;
        const OpenSslResult result = talk_to(server, version(0x0303), tools, nullptr, nullptr, 1);
        EXPECT_FALSE(result.completed) << octets;
        EXPECT_EQ(result.end, End::eof);
        EXPECT_FALSE(result.alert.has_value());
    }
}

TEST(OpenSslTalk, EndlessRecordsAreLeft) {
    TestTools tools;
    OpenSslTalk talk(version(0x0303), tools.tools);
    std::vector<std::uint8_t> out;
    talk.start(out, {0, 1});
    // Warnings that mean nothing.
    const std::vector<std::uint8_t> warning = {21, 3, 3, 0, 2, 1, 110};
    bool over = false;
    std::uint64_t rounds = 0;
    while (!over && rounds < 1000000) {
        over = talk.received(warning, out, {0, ++rounds});
        out.clear();
    }
    EXPECT_TRUE(over);
    talk.ended(End::done, {0, 0});
    EXPECT_FALSE(talk.result().completed);
}

}  // namespace
}  // namespace tlsonar::scanner
