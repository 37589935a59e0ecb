// ML-KEM against known answers of others: a hundred keys, ciphertexts and secrets of each size in
// one hash. Values: of Go's crypto/mlkem (768), and of PQClean, kyber-py and CIRCL, which agree
// (512, 1024).
#include "scanner/talk/ml_kem.h"

#include "core/text.h"

#include <memory>

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace tlsonar::scanner {
namespace {

MlKemOctets shake128(Bytes input, std::size_t n) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    MlKemOctets out(n);
    EVP_DigestInit_ex(context.get(), EVP_shake128(), nullptr);
    EVP_DigestUpdate(context.get(), input.data(), input.size());
    EVP_DigestFinalXOF(context.get(), out.data(), n);
    return out;
}

std::string accumulated(const MlKemParameters& p, std::size_t rounds) {
    const std::size_t each = MlKemKey::kSeed + 32 + p.ciphertext;
    const MlKemOctets stream = shake128({}, rounds * each);
    MlKemOctets all;
    const auto write = [&](Bytes octets) { all.insert(all.end(), octets.begin(), octets.end()); };
    for (std::size_t i = 0; i < rounds; ++i) {
        const Bytes input = Bytes(stream).subspan(i * each, each);
        const auto key = MlKemKey::make(p, input.first(MlKemKey::kSeed));
        EXPECT_EQ(key->public_key().size(), p.public_key);
        write(key->public_key());
        const auto sent =
            ml_kem_encapsulate(p, key->public_key(), input.subspan(MlKemKey::kSeed, 32));
        EXPECT_EQ(sent->ciphertext.size(), p.ciphertext);
        write(sent->ciphertext);
        write(sent->secret);
        EXPECT_EQ(key->decapsulate(sent->ciphertext), sent->secret);
        write(*key->decapsulate(input.last(p.ciphertext)));
    }
    return hex(shake128(all, 32));
}

TEST(MlKem, KnownAnswersOfAHundredRounds) {
    EXPECT_EQ(accumulated(kMlKem512, 100),
              "86b1b4703b8ffef6f7f3290c6dbce4ad954498a0673ded401a94828e8c519a59");
    EXPECT_EQ(accumulated(kMlKem768, 100),
              "1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415");
    EXPECT_EQ(accumulated(kMlKem1024, 100),
              "800018fec3e2723f73f1d657fe239b4d5d8782efaade297e8cd448e54cc2ac00");
}

TEST(MlKem, MalformedInputIsRefused) {
    const MlKemOctets seed(MlKemKey::kSeed, 7);
    const MlKemOctets random(32, 9);
    EXPECT_FALSE(MlKemKey::make(kMlKem768, Bytes(seed).first(63)).has_value());
    const auto key = MlKemKey::make(kMlKem768, seed);
    ASSERT_TRUE(key.has_value());
    EXPECT_FALSE(key->decapsulate(Bytes(seed)).has_value());
    MlKemOctets wrong = key->public_key();
    wrong[0] = 0xFF;  // a coefficient of 4095
    wrong[1] |= 0x0F;
    EXPECT_FALSE(ml_kem_encapsulate(kMlKem768, wrong, random).has_value());
    EXPECT_FALSE(ml_kem_encapsulate(kMlKem512, key->public_key(), random).has_value());
    EXPECT_TRUE(ml_kem_encapsulate(kMlKem768, key->public_key(), random).has_value());
}

}  // namespace
}  // namespace tlsonar::scanner
