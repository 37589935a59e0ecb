// TLS 1.3 with its secrets: what follows the hellos, and what follows Finished.
#include "dissect/protect/key_schedule.h"
#include "tests/dissect/session_fixture.h"

#include <openssl/evp.h>

namespace tlsonar::dissect::test {
namespace {

using test::Octets;  // not the span of key_schedule.h
using Ids = std::set<std::string>;

Octets secret_of(SecretLabel label) { return Octets(32, static_cast<std::uint8_t>(label)); }

// Makes the protected records of one sender (RFC 8446 section 5.2), TLS_AES_128_GCM_SHA256.
class Sealer {
  public:
    void set(Octets secret) {
        secret_ = std::move(secret);
        sequence_ = 0;
    }
    void update() {
        Octets next(secret_.size());
        ASSERT_TRUE(next_traffic_secret(Hash::sha256, secret_, next));
        set(next);
    }
    Octets seal(std::uint8_t type, Octets inner) {
        Octets key(16);
        Octets nonce(12);
        EXPECT_TRUE(hkdf_expand_label(Hash::sha256, secret_, "key", {}, key));
        EXPECT_TRUE(hkdf_expand_label(Hash::sha256, secret_, "iv", {}, nonce));
        nonce[11] = static_cast<std::uint8_t>(nonce[11] ^ sequence_++);
        inner.push_back(type);
        Octets out(inner.size() + 16);
        const Octets header = {23, 3, 3, static_cast<std::uint8_t>(out.size() >> 8),
                               static_cast<std::uint8_t>(out.size())};
        EVP_CIPHER_CTX* c = EVP_CIPHER_CTX_new();
        int n = 0;
        EVP_EncryptInit_ex(c, EVP_aes_128_gcm(), nullptr, key.data(), nonce.data());
        EVP_EncryptUpdate(c, nullptr, &n, header.data(), 5);
        EVP_EncryptUpdate(c, out.data(), &n, inner.data(), static_cast<int>(inner.size()));
        EVP_EncryptFinal_ex(c, out.data() + n, &n);
        EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, 16, out.data() + inner.size());
        EVP_CIPHER_CTX_free(c);
        return header + out;
    }

  private:
    Octets secret_;
    std::uint8_t sequence_ = 0;
};

const SecretStore& secrets() {
    static const SecretStore store = [] {
        SecretStore made;
        for (const SecretLabel label :
             {SecretLabel::client_handshake_traffic_secret,
              SecretLabel::server_handshake_traffic_secret, SecretLabel::client_traffic_secret,
              SecretLabel::server_traffic_secret})
            made.add(label, kRandom, secret_of(label));
        return made;
    }();
    return store;
}

class Tls13 : public TrackerTest {
  protected:
    Tls13() : TrackerTest(&secrets()) {
        client_.set(secret_of(SecretLabel::client_handshake_traffic_secret));
        server_.set(secret_of(SecretLabel::server_handshake_traffic_secret));
        say(kClient, hello(1, unhex("0007 002b 0003 02 0304")));
        say(kServer, record(22, message(2, Octets{3, 3} + kRandom +
                                               unhex("00 1301 00 0006 002b 0002 0304"))));
    }
    Sealer& sealer(Sender from) { return from == kClient ? client_ : server_; }
    void tell(Sender from, std::uint8_t type, const Octets& body) {
        say(from, sealer(from).seal(22, message(type, body)));
    }
    void finish(Sender from) {
        tell(from, 20, Octets(32, 5));
        sealer(from).set(secret_of(from == kClient ? SecretLabel::client_traffic_secret
                                                   : SecretLabel::server_traffic_secret));
    }
    void server_flight() {
        tell(kServer, 8, unhex("0000"));
        tell(kServer, 11, unhex("00 000000"));
        tell(kServer, 15, unhex("0403 0004 01020304"));
        finish(kServer);
    }
    std::vector<int> types(Role sender) const {
        std::vector<int> out;
        for (const Message& one : found.at(0).messages)
            if (one.content == Content::handshake && one.sender == sender) out.push_back(one.type);
        return out;
    }

    Sealer client_;
    Sealer server_;
};

using Types = std::vector<int>;

TEST_F(Tls13, TicketsAfterFinished) {
    server_flight();
    finish(kClient);
    const Octets ticket = unhex("00001c20 01020304 01 00 0004 0a0b0c0d 0000");
    tell(kServer, 4, ticket);
    tell(kServer, 4, ticket);
    say(kClient, client_.seal(23, Octets(10, 1)));
    say(kServer, server_.seal(23, Octets(10, 1)));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].ending, Ending::settled);
    EXPECT_EQ(types(Role::server), (Types{2, 8, 11, 15, 20, 4, 4}));
    EXPECT_EQ(types(Role::client), (Types{1, 20}));
    EXPECT_TRUE(found[0].secrets_known);
}

// After KeyUpdate the next generation's keys open what its sender says (RFC 8446 section 4.6.3).
TEST_F(Tls13, KeyUpdateOfBoth) {
    server_flight();
    finish(kClient);
    tell(kServer, 24, {1});
    server_.update();
    tell(kClient, 24, {0});
    client_.update();
    tell(kServer, 24, {0});
    server_.update();
    tell(kServer, 4, unhex("00001c20 01020304 01 00 0004 0a0b0c0d 0000"));
    tell(kClient, 24, {0});
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(types(Role::server), (Types{2, 8, 11, 15, 20, 24, 24, 4}));
    EXPECT_EQ(types(Role::client), (Types{1, 20, 24, 24}));
}

TEST_F(Tls13, AKeyUpdateThatDoesNotUpdate) {
    server_flight();
    finish(kClient);
    tell(kServer, 24, {0});
    tell(kServer, 4, unhex("00001c20 01020304 01 00 0004 0a0b0c0d 0000"));  // under the old keys
    EXPECT_EQ(anomalies(), Ids{"unopened_record"});
}

TEST_F(Tls13, ClientAuthentication) {
    tell(kServer, 8, unhex("0000"));
    tell(kServer, 13, unhex("00 0008 000d 0004 0002 0403"));
    tell(kServer, 11, unhex("00 000000"));
    tell(kServer, 15, unhex("0403 0004 01020304"));
    finish(kServer);
    tell(kClient, 11, unhex("00 000000"));
    tell(kClient, 15, unhex("0403 0004 01020304"));
    finish(kClient);
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(types(Role::client), (Types{1, 11, 15, 20}));
}

// RFC 8446 section 4.6.2: asked at any time later, answered with Certificate … Finished.
TEST_F(Tls13, ClientAuthenticationAfterTheHandshake) {
    server_flight();
    finish(kClient);
    tell(kServer, 13, unhex("01 07 0008 000d 0004 0002 0403"));
    tell(kClient, 11, unhex("01 07 000000"));
    tell(kClient, 15, unhex("0403 0004 01020304"));
    tell(kClient, 20, Octets(32, 5));
    // That Finished changes no keys.
    tell(kClient, 24, {0});
    client_.update();
    say(kClient, client_.seal(23, Octets(10, 1)));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(types(Role::client), (Types{1, 20, 11, 15, 20, 24}));
}

TEST_F(Tls13, MessagesOutOfOrder) {
    tell(kServer, 11, unhex("00 000000"));  // before EncryptedExtensions
    EXPECT_TRUE(anomalies().contains("unexpected_message"));
}

// An encrypted alert tells how it ended.
TEST_F(Tls13, AnAlertInsteadOfFinished) {
    server_flight();
    say(kClient, client_.seal(21, {2, 48}));
    EXPECT_EQ(anomalies(), Ids{});
    ASSERT_EQ(found.size(), 1U);
    const Message& last = found[0].messages.back();
    EXPECT_EQ(last.content, Content::alert);
    EXPECT_TRUE(last.encrypted && last.opened);
    ASSERT_EQ(last.body.size(), 2U);
    EXPECT_EQ(last.body[1], 48);
    EXPECT_FALSE(found[0].client_finished);
}

// Records lost for good among those of a sender: the later ones open all the same.
TEST_F(Tls13, ALostRecordInTheMiddle) {
    tell(kServer, 8, unhex("0000"));
    const Octets lost = server_.seal(22, message(11, unhex("00 000000")));
    miss(kServer, lost.size());
    tell(kServer, 15, unhex("0403 0004 01020304"));
    finish(kServer);
    finish(kClient);
    EXPECT_EQ(anomalies(), Ids{"missing_octets"});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(types(Role::server), (Types{2, 8, 15, 20}));
    EXPECT_TRUE(found[0].client_finished && found[0].server_finished);
}

}  // namespace
}  // namespace tlsonar::dissect::test
