// Both sides of each group's key agreement: ours, and that of a server made here.
#include "scanner/talk/key_agreement.h"

#include "scanner/talk/ml_kem.h"

#include <algorithm>
#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace tlsonar::scanner {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

struct Agreed {
    Octets share, secret;
};

// The server's side on a curve.
Agreed agree(const char* algorithm, const char* curve, Bytes client_share) {
    const Key own(curve != nullptr ? EVP_PKEY_Q_keygen(nullptr, nullptr, algorithm, curve)
                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, algorithm),
                  EVP_PKEY_free);
    const Key peer(EVP_PKEY_new(), EVP_PKEY_free);
    EVP_PKEY_copy_parameters(peer.get(), own.get());
    EXPECT_EQ(
        EVP_PKEY_set1_encoded_public_key(peer.get(), client_share.data(), client_share.size()), 1);
    Agreed out;
    unsigned char* share = nullptr;
    const std::size_t n = EVP_PKEY_get1_encoded_public_key(own.get(), &share);
    out.share.assign(share, share + n);
    OPENSSL_free(share);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new(own.get(), nullptr), EVP_PKEY_CTX_free);
    std::size_t size = 0;
    EVP_PKEY_derive_init(context.get());
    EVP_PKEY_derive_set_peer(context.get(), peer.get());
    EVP_PKEY_derive(context.get(), nullptr, &size);
    out.secret.resize(size);
    EVP_PKEY_derive(context.get(), out.secret.data(), &size);
    return out;
}

Agreed encapsulate(const MlKemParameters& parameters, Bytes client_share) {
    const Octets random(32, 0x42);
    const auto sent = ml_kem_encapsulate(parameters, client_share, random);
    EXPECT_TRUE(sent.has_value());
    return {sent->ciphertext, Octets(sent->secret.begin(), sent->secret.end())};
}

Octets operator+(const Octets& a, const Octets& b) {
    Octets out(a);
    out.insert(out.end(), b.begin(), b.end());
    return out;
}

TEST(KeyAgreement, Curves) {
    const KeyAgreement keys;
    const struct {
        std::uint16_t group;
        const char* algorithm;
        const char* curve;
    } kCases[] = {{0x001D, "X25519", nullptr},
                  {0x001E, "X448", nullptr},
                  {0x0017, "EC", "P-256"},
                  {0x0018, "EC", "P-384"},
                  {0x0019, "EC", "P-521"}};
    for (const auto& each : kCases) {
        ASSERT_TRUE(keys.can(each.group));
        const Agreed server = agree(each.algorithm, each.curve, keys.public_share(each.group));
        EXPECT_EQ(keys.shared_secret(each.group, server.share), server.secret) << each.group;
        EXPECT_TRUE(keys.shared_secret(each.group, Bytes(server.share).first(5)).empty());
    }
}

TEST(KeyAgreement, MlKemAlone) {
    const KeyAgreement keys;
    const std::pair<std::uint16_t, const MlKemParameters*> kCases[] = {
        {0x0200, &kMlKem512}, {0x0201, &kMlKem768}, {0x0202, &kMlKem1024}};
    for (const auto& [group, parameters] : kCases) {
        const Bytes share = keys.public_share(group);
        ASSERT_EQ(share.size(), parameters->public_key);
        const Agreed server = encapsulate(*parameters, share);
        EXPECT_EQ(keys.shared_secret(group, server.share), server.secret);
        EXPECT_TRUE(keys.shared_secret(group, server.share + Octets{0}).empty());
        EXPECT_TRUE(keys.shared_secret(group, Bytes(server.share).first(100)).empty());
    }
}

// draft-ietf-tls-ecdhe-mlkem section 4: ML-KEM first with X25519, the curve first with NIST's.
TEST(KeyAgreement, Hybrids) {
    const KeyAgreement keys;
    const Bytes x = keys.public_share(0x11EC);
    ASSERT_EQ(x.size(), 1184U + 32U);
    const Agreed x_kem = encapsulate(kMlKem768, x.first(1184));
    const Agreed x_curve = agree("X25519", nullptr, x.last(32));
    EXPECT_EQ(keys.shared_secret(0x11EC, x_kem.share + x_curve.share),
              x_kem.secret + x_curve.secret);

    const Bytes p256 = keys.public_share(0x11EB);
    ASSERT_EQ(p256.size(), 65U + 1184U);
    const Agreed p256_kem = encapsulate(kMlKem768, p256.last(1184));
    const Agreed p256_curve = agree("EC", "P-256", p256.first(65));
    EXPECT_EQ(keys.shared_secret(0x11EB, p256_curve.share + p256_kem.share),
              p256_curve.secret + p256_kem.secret);

    const Bytes p384 = keys.public_share(0x11ED);
    ASSERT_EQ(p384.size(), 97U + 1568U);
    const Agreed p384_kem = encapsulate(kMlKem1024, p384.last(1568));
    const Agreed p384_curve = agree("EC", "P-384", p384.first(97));
    EXPECT_EQ(keys.shared_secret(0x11ED, p384_curve.share + p384_kem.share),
              p384_curve.secret + p384_kem.secret);

    // Wrong lengths, and a point that is none.
    EXPECT_TRUE(keys.shared_secret(0x11EC, x_kem.share).empty());
    EXPECT_TRUE(keys.shared_secret(0x11ED, p384_kem.share + Octets(97, 4)).empty());
    EXPECT_TRUE(keys.shared_secret(0x11EC, {}).empty());
}

TEST(KeyAgreement, TheCheapestGroupsComeFirst) {
    const KeyAgreement keys;
    const auto groups = keys.groups();
    EXPECT_EQ(groups.front(), 0x001D);
    const auto hybrid = std::find(groups.begin(), groups.end(), 0x11EC);
    ASSERT_NE(hybrid, groups.end());
    EXPECT_GT(hybrid - groups.begin(), 4);
    for (const std::uint16_t group : groups)
        EXPECT_TRUE(keys.can(group));
    EXPECT_FALSE(keys.can(0x11EE));  // curveSM2MLKEM768
}

}  // namespace
}  // namespace tlsonar::scanner
