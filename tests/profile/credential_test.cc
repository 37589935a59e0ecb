// Delegated credentials: each rule kept and broken, with real signatures.
#include "profile/endpoint/credential.h"

#include "core/writer.h"
#include "profile/certificate_cache.h"

#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace tlsonar::profile {
namespace {

constexpr std::int64_t kNow = 1'795'251'600;  // 2026-11-21T09:00:00Z
constexpr Time kWall = kNow * 1'000'000'000;
constexpr std::uint32_t kAge = 3600, kDay = 86'400;

struct CredentialFree {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using CredentialKey = std::unique_ptr<EVP_PKEY, CredentialFree>;

CredentialKey ec() { return CredentialKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); }

void add_extension(X509* certificate, const char* value, int nid) {
    X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
    X509_add_ext(certificate, made, -1);
    X509_EXTENSION_free(made);
}

// Begun an hour ago.
CertificateRef leaf(EVP_PKEY* key, bool usage, bool signature) {
    const std::unique_ptr<X509, CredentialFree> made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    ASN1_TIME_set(X509_getm_notBefore(made.get()), kNow - kAge);
    ASN1_TIME_set(X509_getm_notAfter(made.get()), kNow + 90L * kDay);
    X509_set_pubkey(made.get(), key);
    add_extension(made.get(), signature ? "digitalSignature" : "keyEncipherment", NID_key_usage);
    if (usage) {
        ASN1_OBJECT* type = OBJ_txt2obj("1.3.6.1.4.1.44363.44", 1);
        ASN1_OCTET_STRING* null = ASN1_OCTET_STRING_new();
        const unsigned char octets[] = {5, 0};
        ASN1_OCTET_STRING_set(null, octets, sizeof octets);
        X509_EXTENSION* made_extension = X509_EXTENSION_create_by_OBJ(nullptr, type, 0, null);
        X509_add_ext(made.get(), made_extension, -1);
        X509_EXTENSION_free(made_extension);
        ASN1_OCTET_STRING_free(null);
        ASN1_OBJECT_free(type);
    }
    X509_sign(made.get(), key, EVP_sha256());
    unsigned char* der = nullptr;
    const int size = i2d_X509(made.get(), &der);
    CertificateCache cache;
    CertificateRef out = cache.get(Bytes(der, static_cast<std::size_t>(size)), false, false);
    OPENSSL_free(der);
    return out;
}

// The credential as RFC 9345 section 4 has it signed.
std::vector<std::uint8_t> credential(EVP_PKEY* issuer, const Certificate& certificate,
                                     std::uint32_t valid_time, std::uint16_t algorithm = 0x0403,
                                     bool pss = false) {
    const CredentialKey own = ec();
    unsigned char* info = nullptr;
    const int size = i2d_PUBKEY(own.get(), &info);
    Writer head;
    head.u32(valid_time);
    head.u16(0x0403);
    head.vector24(Bytes(info, static_cast<std::size_t>(size)));
    head.u16(algorithm);
    OPENSSL_free(info);
    Writer message;
    message.bytes(std::vector<std::uint8_t>(64, 0x20));
    message.bytes(as_bytes(std::string_view("TLS, server delegated credentials")));
    message.u8(0);
    message.bytes(certificate.der);
    message.bytes(head.written());
    const std::unique_ptr<EVP_MD_CTX, CredentialFree> context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key = nullptr;
    EVP_DigestSignInit(context.get(), &key, EVP_sha256(), nullptr, issuer);
    if (pss) {
        EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(key, RSA_PSS_SALTLEN_DIGEST);
    }
    std::vector<std::uint8_t> signature(1024);
    std::size_t n = signature.size();
    const Bytes octets = message.written();
    EXPECT_EQ(EVP_DigestSign(context.get(), signature.data(), &n, octets.data(), octets.size()), 1);
    signature.resize(n);
    Writer out;
    out.bytes(head.written());
    out.vector16(signature);
    return out.release();
}

TEST(Credential, AGoodOne) {
    const CredentialKey key = ec();
    const CertificateRef certificate = leaf(key.get(), true, true);
    const auto octets = credential(key.get(), *certificate, kAge + kDay);
    const DelegatedCredential found = examine_credential(octets, *certificate, 0x0403, kWall);
    EXPECT_TRUE(found.problems().empty());
    EXPECT_EQ(found.signature, Answer::yes);
    EXPECT_EQ(found.delegation_usage, Answer::yes);
    EXPECT_EQ(found.digital_signature, Answer::yes);
    EXPECT_EQ(found.in_time, Answer::yes);
    EXPECT_EQ(found.short_lived, Answer::yes);
    EXPECT_EQ(found.own_scheme, Answer::yes);
    EXPECT_EQ(found.expires, kNow + kDay);
    EXPECT_EQ(found.verify_scheme, 0x0403);
    EXPECT_EQ(found.key.kind, trust::KeyKind::ec);
}

TEST(Credential, SignedByAnRsaKey) {
    const CredentialKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
    const CertificateRef certificate = leaf(key.get(), true, true);
    const auto octets = credential(key.get(), *certificate, kAge + kDay, 0x0804, true);
    EXPECT_EQ(examine_credential(octets, *certificate, 0, kWall).signature, Answer::yes);
    // The same octets for another certificate of the same key.
    const CertificateRef other = leaf(key.get(), true, false);
    EXPECT_EQ(examine_credential(octets, *other, 0, kWall).signature, Answer::no);
}

TEST(Credential, EachRuleBroken) {
    const CredentialKey key = ec(), stranger = ec();
    const CertificateRef good = leaf(key.get(), true, true);
    const auto problem = [](const DelegatedCredential& found) {
        const auto all = found.problems();
        return all.size() == 1 ? all[0] : std::to_string(all.size()) + " problems";
    };
    const auto examine = [&](const CertificateRef& certificate, EVP_PKEY* issuer,
                             std::uint32_t valid_time, std::uint16_t scheme) {
        const auto octets = credential(issuer, *certificate, valid_time);
        return problem(examine_credential(octets, *certificate, scheme, kWall));
    };
    EXPECT_EQ(examine(leaf(key.get(), false, true), key.get(), kAge + kDay, 0x0403),
              "the certificate has no extension DelegationUsage");
    EXPECT_EQ(examine(leaf(key.get(), true, false), key.get(), kAge + kDay, 0x0403),
              "the certificate's key usage is not digitalSignature");
    EXPECT_EQ(examine(good, key.get(), kAge - 1, 0x0403), "it has expired");
    EXPECT_EQ(examine(good, key.get(), kAge + 8 * kDay, 0x0403),
              "it is good for more than seven days");
    EXPECT_EQ(examine(good, stranger.get(), kAge + kDay, 0x0403),
              "its signature is not one of the certificate's key");
    EXPECT_EQ(examine(good, key.get(), kAge + kDay, 0x0804),
              "the handshake is signed with another scheme than it names");
}

TEST(Credential, AnUnknownSchemeIsNotVerified) {
    const CredentialKey key = ec();
    const CertificateRef certificate = leaf(key.get(), true, true);
    const auto octets = credential(key.get(), *certificate, kAge + kDay, 0x0904);
    EXPECT_EQ(examine_credential(octets, *certificate, 0, kWall).signature, Answer::unknown);
}

TEST(Credential, Nonsense) {
    const CredentialKey key = ec();
    const CertificateRef certificate = leaf(key.get(), true, true);
    const std::uint8_t octets[] = {1, 2, 3};
    const DelegatedCredential found = examine_credential(octets, *certificate, 0x0403, kWall);
    EXPECT_EQ(found.problems().size(), 1U);
    EXPECT_FALSE(found.trouble.empty());
}

}  // namespace
}  // namespace tlsonar::profile
