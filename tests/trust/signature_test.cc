// Signatures by themselves: what is valid, what is wrong, and what nobody here can tell.
#include "trust/signature.h"

#include "tests/trust/revocation_make.h"

#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace tlsonar::trust {
namespace {

using making::integer;
using making::item;
using making::octets;
using making::sequence;

struct KeyFree {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using OpenKey = std::unique_ptr<EVP_PKEY, KeyFree>;

std::string info_of(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int n = i2d_PUBKEY(key, &der);
    std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(n));
    OPENSSL_free(der);
    return out;
}

// RSASSA-PSS when `salt` is not kPlain, else what the key does by itself.
constexpr int kPlain = -100;
std::string sign(EVP_PKEY* key, const EVP_MD* hash, std::string_view message, int salt = kPlain,
                 const EVP_MD* mask = nullptr) {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* settings = nullptr;
    EXPECT_EQ(EVP_DigestSignInit(context, &settings, hash, nullptr, key), 1);
    if (salt != kPlain) {
        EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING), 1);
        EXPECT_EQ(EVP_PKEY_CTX_set_rsa_mgf1_md(settings, mask != nullptr ? mask : hash), 1);
        EXPECT_EQ(EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, salt), 1);
    }
    std::string out(1024, '\0');
    std::size_t n = out.size();
    EXPECT_EQ(
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &n,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size()),
        1);
    EVP_MD_CTX_free(context);
    out.resize(n);
    return out;
}

SignatureCheck check(const std::string& algorithm, const std::string& key, std::string_view message,
                     const std::string& signature) {
    return check_signature(as_bytes(algorithm), as_bytes(key), as_bytes(message),
                           as_bytes(signature));
}

const std::string kPssOid = item(6, octets({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10}));
const std::string kMgfOid = item(6, octets({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8}));
const std::string kNull = octets({5, 0});
std::string hash_oid(int last) {
    return item(6, octets({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, last}));
}
const std::string kSha1 = sequence(item(6, octets({0x2B, 0x0E, 3, 2, 0x1A})) + kNull);
const std::string kSha256 = sequence(hash_oid(1) + kNull);
const std::string kSha384 = sequence(hash_oid(2) + kNull);
const std::string kSha512 = sequence(hash_oid(3) + kNull);

std::string mask_by(const std::string& hash) { return sequence(kMgfOid + hash); }
// RSASSA-PSS-params of these fields; an empty one is left out.
std::string pss(const std::string& hash, const std::string& mask, const std::string& salt,
                const std::string& trailer = {}, const std::string& more = {}) {
    const auto field = [](int number, const std::string& content) {
        return content.empty() ? std::string() : item(0xA0 + number, content);
    };
    return sequence(kPssOid + sequence(field(0, hash) + field(1, mask) + field(2, salt) +
                                       field(3, trailer) + more));
}

class Pss : public testing::Test {
  protected:
    SignatureCheck of(const std::string& algorithm, const EVP_MD* hash, int salt,
                      const EVP_MD* mask = nullptr) {
        return check(algorithm, info_, "message", sign(key_.get(), hash, "message", salt, mask));
    }
    // Wellformed or not: never valid.
    void refused(const std::string& algorithm, SignatureCheck wanted) {
        EXPECT_EQ(of(algorithm, EVP_sha256(), 32), wanted);
        EXPECT_FALSE(is_plain_pss(as_bytes(algorithm)));
    }
    OpenKey key_{EVP_RSA_gen(2048)};
    std::string info_ = info_of(key_.get());
};

TEST_F(Pss, EachHashWithItsOwnMaskAndSalt) {
    struct Row {
        std::string hash;
        const EVP_MD* md;
        int salt;
    };
    for (const Row& row : {Row{kSha256, EVP_sha256(), 32}, Row{kSha384, EVP_sha384(), 48},
                           Row{kSha512, EVP_sha512(), 64}}) {
        const std::string algorithm = pss(row.hash, mask_by(row.hash), integer(row.salt));
        EXPECT_EQ(of(algorithm, row.md, row.salt), SignatureCheck::valid);
        EXPECT_TRUE(is_plain_pss(as_bytes(algorithm)));
        // Made with another salt than the parameters say.
        EXPECT_EQ(of(algorithm, row.md, row.salt - 1), SignatureCheck::wrong);
        EXPECT_EQ(of(algorithm, row.md, 0), SignatureCheck::wrong);
        EXPECT_EQ(of(algorithm, row.md, row.salt, EVP_sha1()), SignatureCheck::wrong);
    }
}

// RFC 4055: SHA-1, its mask and 20 octets of salt where nothing is said.
TEST_F(Pss, Defaults) {
    for (const std::string& algorithm :
         {sequence(kPssOid + sequence("")), sequence(kPssOid),
          pss(kSha1, mask_by(kSha1), integer(20)), pss("", "", "", integer(1))}) {
        EXPECT_EQ(of(algorithm, EVP_sha1(), 20), SignatureCheck::valid);
        EXPECT_EQ(of(algorithm, EVP_sha256(), 20), SignatureCheck::wrong);
        EXPECT_FALSE(is_plain_pss(as_bytes(algorithm)));
    }
}

// BR 7.1.3.2.1 gives octets: what says the same in others is not among them.
TEST_F(Pss, OtherOctetsForTheSameAreNotPlain) {
    const std::string mask = mask_by(kSha256);
    const std::string bare = sequence(hash_oid(1));  // RFC 5754 section 2: NULL may be left out
    const std::string with_null = sequence(kPssOid + kNull);
    for (const std::string& algorithm :
         {pss(kSha256, mask, integer(32), integer(1)), pss(bare, mask, integer(32)),
          pss(kSha256, mask_by(bare), integer(32))}) {
        EXPECT_EQ(of(algorithm, EVP_sha256(), 32), SignatureCheck::valid);
        EXPECT_FALSE(is_plain_pss(as_bytes(algorithm)));
    }
    for (const std::string& algorithm : {std::string(), kPssOid, with_null, kSha256})
        EXPECT_FALSE(is_plain_pss(as_bytes(algorithm)));
}

// Unusual, but they say what they mean; the Web PKI's profile refuses them by is_plain_pss().
TEST_F(Pss, MixedParametersAreFollowed) {
    const std::string mixed = pss(kSha256, mask_by(kSha1), integer(32));
    EXPECT_EQ(of(mixed, EVP_sha256(), 32, EVP_sha1()), SignatureCheck::valid);
    EXPECT_EQ(of(mixed, EVP_sha256(), 32), SignatureCheck::wrong);
    EXPECT_FALSE(is_plain_pss(as_bytes(mixed)));
    const std::string unsalted = pss(kSha256, mask_by(kSha256), integer(0));
    EXPECT_EQ(of(unsalted, EVP_sha256(), 0), SignatureCheck::valid);
    EXPECT_EQ(of(unsalted, EVP_sha256(), 32), SignatureCheck::wrong);
    EXPECT_FALSE(is_plain_pss(as_bytes(unsalted)));
}

TEST_F(Pss, OddParametersAreNeverValid) {
    const auto unsupported = SignatureCheck::unsupported;
    const std::string mask = mask_by(kSha256);
    // A mask that is not MGF1, or MGF1 of nothing; a hash that nobody knows.
    refused(pss(kSha256, sequence(hash_oid(1) + kSha256), integer(32)), unsupported);
    refused(pss(kSha256, sequence(kMgfOid), integer(32)), unsupported);
    refused(pss(kSha256, sequence(kMgfOid + kNull), integer(32)), unsupported);
    refused(pss(sequence(hash_oid(99) + kNull), mask, integer(32)), unsupported);
    refused(pss(kMgfOid, mask, integer(32)), unsupported);
    // Salts: negative, too long for the key, not a number, far too long.
    refused(pss(kSha256, mask, item(2, octets({0xE0}))), unsupported);
    refused(pss(kSha256, mask, item(2, octets({0x7F, 0xFF}))), SignatureCheck::wrong);
    refused(pss(kSha256, mask, item(2, "")), unsupported);
    refused(pss(kSha256, mask, item(2, octets({1, 0, 0}))), unsupported);
    refused(pss(kSha256, mask, item(4, octets({32}))), unsupported);
    refused(pss(kSha256, mask, integer(32) + integer(32)), unsupported);
    // Trailers other than 1.
    refused(pss(kSha256, mask, integer(32), integer(2)), unsupported);
    refused(pss(kSha256, mask, integer(32), integer(0)), unsupported);
    // Order, repetitions, more.
    refused(pss(kSha256, mask, integer(32), integer(1), item(0xA4, integer(1))), unsupported);
    refused(pss(kSha256, mask, integer(32), {}, item(0xA2, integer(32))), unsupported);
    refused(sequence(kPssOid + sequence(item(0xA1, mask) + item(0xA0, kSha256))), unsupported);
    refused(sequence(kPssOid + kNull), unsupported);
    refused(sequence(kPssOid + sequence(item(0xA0, kSha256)) + kNull), unsupported);
    refused(pss(kSha256, mask, integer(32)) + kNull, unsupported);
    refused(pss(kSha256, mask, integer(32)).substr(1), unsupported);
}

TEST_F(Pss, OtherPaddingsAndKeysAreWrong) {
    const std::string algorithm = pss(kSha256, mask_by(kSha256), integer(32));
    EXPECT_EQ(check(algorithm, info_, "message", sign(key_.get(), EVP_sha256(), "message")),
              SignatureCheck::wrong);  // PKCS #1
    const std::string right = sign(key_.get(), EVP_sha256(), "message", 32);
    EXPECT_EQ(check(algorithm, info_, "massage", right), SignatureCheck::wrong);
    EXPECT_EQ(check(algorithm, info_, "message", right + '\0'), SignatureCheck::wrong);
    EXPECT_EQ(check(algorithm, info_, "message", ""), SignatureCheck::wrong);
    const OpenKey ec(EVP_EC_gen("P-256"));
    EXPECT_EQ(check(algorithm, info_of(ec.get()), "message", right), SignatureCheck::wrong);
}

// --- EdDSA ---

const std::string kEd25519 = sequence(item(6, octets({0x2B, 0x65, 0x70})));
const std::string kEd448 = sequence(item(6, octets({0x2B, 0x65, 0x71})));

struct Edwards {
    const char* name;
    std::string algorithm;
    std::size_t octets;  // of a signature
};
void PrintTo(const Edwards& one, std::ostream* out) { *out << one.name; }

class EdDsa : public testing::TestWithParam<Edwards> {};

TEST_P(EdDsa, ValidAndWrong) {
    const OpenKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, GetParam().name));
    const std::string info = info_of(key.get());
    const std::string& algorithm = GetParam().algorithm;
    for (const std::string& message : {std::string(), std::string(1000, 'x')}) {
        const std::string right = sign(key.get(), nullptr, message);
        ASSERT_EQ(right.size(), GetParam().octets);
        EXPECT_EQ(check(algorithm, info, message, right), SignatureCheck::valid);
        EXPECT_EQ(check(algorithm, info, message + 'y', right), SignatureCheck::wrong);
        for (const std::size_t at : {std::size_t{0}, right.size() / 2, right.size() - 1}) {
            std::string bent = right;
            bent[at] = static_cast<char>(bent[at] ^ 1);
            EXPECT_EQ(check(algorithm, info, message, bent), SignatureCheck::wrong) << at;
        }
        EXPECT_EQ(check(algorithm, info, message, right.substr(1)), SignatureCheck::wrong);
        EXPECT_EQ(check(algorithm, info, message, right + '\0'), SignatureCheck::wrong);
        EXPECT_EQ(check(algorithm, info, message, ""), SignatureCheck::wrong);
    }
}

// RFC 8410 section 3: the parameters are absent, NULL is not allowed.
TEST_P(EdDsa, ParametersAreRefused) {
    const OpenKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, GetParam().name));
    const std::string oid = GetParam().algorithm.substr(2);
    const std::string right = sign(key.get(), nullptr, "message");
    EXPECT_EQ(check(sequence(oid), info_of(key.get()), "message", right), SignatureCheck::valid);
    EXPECT_EQ(check(sequence(oid + kNull), info_of(key.get()), "message", right),
              SignatureCheck::wrong);
}

TEST_P(EdDsa, KeysOfOtherKindsAreWrong) {
    const bool small = GetParam().algorithm == kEd25519;
    const OpenKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, GetParam().name));
    const OpenKey other(EVP_PKEY_Q_keygen(nullptr, nullptr, small ? "ED448" : "ED25519"));
    const OpenKey agreement(EVP_PKEY_Q_keygen(nullptr, nullptr, small ? "X25519" : "X448"));
    const OpenKey ec(EVP_EC_gen("P-256"));
    const std::string right = sign(key.get(), nullptr, "message");
    for (const OpenKey* wrong : {&other, &agreement, &ec})
        EXPECT_EQ(check(GetParam().algorithm, info_of(wrong->get()), "message", right),
                  SignatureCheck::wrong);
    EXPECT_EQ(check(small ? kEd448 : kEd25519, info_of(key.get()), "message", right),
              SignatureCheck::wrong);
    // Cut keys are no keys.
    const std::string info = info_of(key.get());
    EXPECT_EQ(check(GetParam().algorithm, info.substr(0, info.size() - 1), "message", right),
              SignatureCheck::unsupported);
}

// In certificates, as paths check them.
TEST_P(EdDsa, SignsCertificates) {
    const OpenKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, GetParam().name));
    X509* made = X509_new();
    X509_set_version(made, 2);
    X509_set_pubkey(made, key.get());
    ASSERT_GT(X509_sign(made, key.get(), nullptr), 0);
    unsigned char* der = nullptr;
    const int n = i2d_X509(made, &der);
    const CertificatePtr certificate = make_certificate(Bytes(der, static_cast<std::size_t>(n)));
    OPENSSL_free(der);
    X509_free(made);
    const CertificateSummary& s = certificate->summary;
    const auto result =
        check_signature(certificate->bytes(s.signature.der), certificate->bytes(s.public_key.info),
                        certificate->bytes(s.tbs), certificate->bytes(s.signature_value));
    EXPECT_EQ(result, SignatureCheck::valid);
}

INSTANTIATE_TEST_SUITE_P(Curves, EdDsa,
                         testing::Values(Edwards{"ED25519", kEd25519, 64},
                                         Edwards{"ED448", kEd448, 114}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace tlsonar::trust
