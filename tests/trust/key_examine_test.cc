#include "tests/trust/certificate_files.h"
#include "tests/trust/key_makers.h"
#include "trust/file/read_objects.h"
#include "trust/keys/examine_key.h"

#include <fstream>
#include <iterator>
#include <map>

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/x509.h>

namespace tlsonar::trust::test {
namespace {

using Ids = std::vector<std::string>;

std::vector<Finding> examined(const Octets& spki, const KeyExamination& how = {}) {
    return examine_key(Bytes(spki), how);
}

TEST(KeyExamine, SoundRsaKeyIsClean) {
    const Number n = prime("p", 1024) * prime("q", 1024);
    EXPECT_EQ(ids(examined(rsa_spki(n))), Ids());
}

TEST(KeyExamine, RsaSizes) {
    EXPECT_EQ(ids(examined(rsa_spki(prime("a", 256) * prime("b", 256)))),
              Ids{"key.rsa-below-1024"});
    EXPECT_EQ(ids(examined(rsa_spki(prime("a", 512) * prime("b", 512)))),
              Ids{"key.rsa-below-2048"});
    // 1024 bits times 3 more bits … times a number of 1021 bits.
    const Number odd = prime("a", 1024) * prime("b", 1032);
    EXPECT_EQ(ids(examined(rsa_spki(odd))), Ids());
    Octets shorter = noise("c", 129);
    shorter[0] = 0x05;
    const Number n = prime("a", 1024) * prime_from(Number(shorter));
    EXPECT_EQ(ids(examined(rsa_spki(n))), Ids{"key.rsa-odd-size"});
}

TEST(KeyExamine, RsaTooLargeIsNotCalculatedWith) {
    const auto findings = examined(rsa_spki(Number(noise("huge", 2049))));
    EXPECT_EQ(ids(findings), Ids{"key.rsa-too-large"});
}

TEST(KeyExamine, RsaExponents) {
    const Number n = prime("p", 1024) * prime("q", 1024);
    EXPECT_EQ(ids(examined(rsa_spki(n, Number(1)))), Ids{"key.rsa-exponent-one"});
    EXPECT_EQ(ids(examined(rsa_spki(n, Number(0)))), Ids{"key.rsa-exponent-one"});
    EXPECT_EQ(ids(examined(rsa_spki(n, Number(3)))), Ids{"key.rsa-exponent-small"});
    EXPECT_EQ(ids(examined(rsa_spki(n, Number(65538)))), Ids{"key.rsa-exponent-even"});
    EXPECT_EQ(ids(examined(rsa_spki(n, n))), Ids{"key.rsa-exponent-not-below-modulus"});
    const Number large(noise("e", 100));
    EXPECT_TRUE(has(examined(rsa_spki(n, large.divisible_by(2) ? large + Number(1) : large)),
                    "key.rsa-exponent-large"));
}

TEST(KeyExamine, ClosePrimes) {
    const Number p = prime("p", 1024);
    const Number q = prime_from(p + Number(2));
    EXPECT_EQ(ids(examined(rsa_spki(p * q))), Ids{"key.rsa-close-primes"});
    EXPECT_EQ(ids(examined(rsa_spki(p * p))), Ids{"key.rsa-close-primes"});
}

TEST(KeyExamine, SmallFactors) {
    for (const unsigned long factor : {2UL, 3UL, 751UL, 757UL, 65521UL}) {
        const Number& rest = prime("rest", 2048);
        const auto findings = examined(rsa_spki(rest * Number(factor)));
        ASSERT_TRUE(has(findings, "key.rsa-small-factor")) << factor;
        EXPECT_EQ(findings[0].found, "divisible by " + std::to_string(factor));
    }
}

TEST(KeyExamine, PrimeModulus) {
    EXPECT_EQ(ids(examined(rsa_spki(prime("n", 2048)))), Ids{"key.rsa-modulus-prime"});
}

TEST(KeyExamine, SmallPrivateExponent) {
    const Number p = prime("p", 1024);
    const Number q = prime("q", 1024);
    const Number phi = p.minus_one() * q.minus_one();
    for (const std::size_t octets : {4U, 32U, 60U}) {
        const Number d = prime_from(Number(noise("d", octets)));
        EXPECT_TRUE(
            has(examined(rsa_spki(p * q, d.inverse(phi))), "key.rsa-small-private-exponent"))
            << octets;
    }
    const Number d = prime_from(Number(noise("d", 128)));
    EXPECT_FALSE(has(examined(rsa_spki(p * q, d.inverse(phi))), "key.rsa-small-private-exponent"));
}

TEST(KeyExamine, RocaMark) {
    Number primorial(1);
    for (unsigned long p = 2; p <= 167; ++p)
        if (Number(p).prime()) primorial = primorial * Number(p);
    const Number mark = Number(65537).power(123456789, primorial);
    Number k(noise("k", 256 - 28));
    const auto roca = [&] { return rsa_spki(primorial * k + mark); };
    while (has(examined(roca()), "key.rsa-small-factor"))
        k = k + Number(1);
    EXPECT_TRUE(has(examined(roca()), "key.rsa-roca"));
    // 2 is no power of 65537 modulo 3.
    EXPECT_FALSE(has(examined(rsa_spki(primorial * k + mark + mark)), "key.rsa-roca"));
}

TEST(KeyExamine, PatternsAndVanity) {
    Octets run = noise("n", 256);
    std::fill(run.begin() + 100, run.begin() + 116, std::uint8_t{0x5A});
    run.back() |= 1;
    EXPECT_TRUE(has(examined(rsa_spki(Number(run))), "key.rsa-pattern"));
    run[105] = 0;
    EXPECT_FALSE(has(examined(rsa_spki(Number(run))), "key.rsa-pattern"));
    Octets vanity = noise("n", 256);
    for (std::size_t i = 1; i < 128; ++i)
        vanity[i] = i % 8 == 0 ? 0x13 : 0xFF;
    EXPECT_TRUE(has(examined(rsa_spki(Number(vanity))), "key.rsa-vanity"));
}

TEST(KeyExamine, RsaWithoutNumbers) {
    EXPECT_TRUE(has(examined(rsa_spki(Number(0))), "key.unreadable"));
    EXPECT_TRUE(has(examined({0x30, 0x02, 0x05, 0x00}), "key.unreadable"));
    EXPECT_TRUE(has(examined({}), "key.unreadable"));
}

Octets ec_spki(int nid, bool explicit_parameters, point_conversion_form_t form) {
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr);
    EVP_PKEY_keygen_init(context);
    EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, nid);
    EVP_PKEY_CTX_set_ec_param_enc(
        context, explicit_parameters ? OPENSSL_EC_EXPLICIT_CURVE : OPENSSL_EC_NAMED_CURVE);
    EVP_PKEY* key = nullptr;
    EVP_PKEY_keygen(context, &key);
    EVP_PKEY_set_utf8_string_param(
        key, "point-format", form == POINT_CONVERSION_COMPRESSED ? "compressed" : "uncompressed");
    unsigned char* octets = nullptr;
    const int size = i2d_PUBKEY(key, &octets);
    Octets out(octets, octets + size);
    OPENSSL_free(octets);
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(context);
    return out;
}

TEST(KeyExamine, Curves) {
    const auto named = [](int nid) {
        return ids(examined(ec_spki(nid, false, POINT_CONVERSION_UNCOMPRESSED)));
    };
    EXPECT_EQ(named(NID_X9_62_prime256v1), Ids());
    EXPECT_EQ(named(NID_secp384r1), Ids());
    EXPECT_EQ(named(NID_secp256k1), Ids{"key.ec-unusual-curve"});
    EXPECT_EQ(named(NID_X9_62_prime192v1), (Ids{"key.ec-small", "key.ec-unusual-curve"}));
    EXPECT_EQ(named(NID_sect283r1), Ids{"key.ec-binary-curve"});
    EXPECT_EQ(ids(examined(ec_spki(NID_secp384r1, true, POINT_CONVERSION_UNCOMPRESSED))),
              Ids{"key.ec-explicit-parameters"});
    EXPECT_EQ(ids(examined(ec_spki(NID_secp384r1, false, POINT_CONVERSION_COMPRESSED))),
              Ids{"key.ec-compressed-point"});
}

TEST(KeyExamine, PointOffItsCurve) {
    Octets key = ec_spki(NID_X9_62_prime256v1, false, POINT_CONVERSION_UNCOMPRESSED);
    key.back() ^= 1;
    EXPECT_EQ(ids(examined(key)), Ids{"key.ec-invalid-point"});
}

TEST(KeyExamine, ExplicitParametersOfNoKnownCurve) {
    Octets key = ec_spki(NID_X9_62_prime256v1, true, POINT_CONVERSION_UNCOMPRESSED);
    // Another generator: (x, y) with y negated is one, and the order stays. Here it is only broken.
    const Octets order = {0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84};
    const auto at = std::search(key.begin(), key.end(), order.begin(), order.end());
    ASSERT_NE(at, key.end());
    *at ^= 0x10;
    EXPECT_TRUE(has(examined(key), "key.ec-custom-curve"));
}

TEST(KeyExamine, EdwardsPoints) {
    Octets small(32, 0);
    small[0] = 1;
    EXPECT_EQ(ids(examined(ed25519_spki(small))), Ids{"key.weak-point"});
    small[31] = 0x80;
    EXPECT_EQ(ids(examined(ed25519_spki(small))), Ids{"key.weak-point"});
    // y = 2 is on no point of the curve: (y² − 1) / (d·y² + 1) is no square.
    Octets two(32, 0);
    two[0] = 2;
    EXPECT_EQ(ids(examined(ed25519_spki(two))), Ids{"key.weak-point"});
    EXPECT_EQ(ids(examined(ed25519_spki(Octets(31, 9)))), Ids{"key.invalid-size"});
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    Octets point(32);
    std::size_t size = point.size();
    EVP_PKEY_get_raw_public_key(key, point.data(), &size);
    EVP_PKEY_free(key);
    EXPECT_EQ(ids(examined(ed25519_spki(point))), Ids());
}

TEST(KeyExamine, ExampleKeysOfRfcs) {
    const Octets rfc8032 = {0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
                            0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
                            0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};
    const auto findings = examined(ed25519_spki(rfc8032));
    ASSERT_EQ(ids(findings), Ids{"key.known-example"});
    EXPECT_EQ(findings[0].found, "RFC 8032 section 7.1");
}

// What each file of the collection is; what is not there is clean.
const std::map<std::string, Ids> kExpected = {
    {"ecdsa-explicit-pub.key", {"key.known-example", "key.ec-explicit-parameters"}},
    {"ed25519-rfc-example.key", {"key.known-example"}},
    {"roca-cert04.pem", {"key.rsa-roca", "key.rsa-odd-size"}},
    {"roca-cert05.pem", {"key.rsa-roca", "key.rsa-odd-size"}},
    {"roca-csr05.pem", {"key.rsa-roca", "key.rsa-odd-size"}},
    {"rsa-e-larger-n.key", {"key.rsa-below-1024", "key.rsa-exponent-not-below-modulus"}},
    {"rsa-e1.key", {"key.rsa-exponent-one"}},
    {"rsa-fermat-pkcs1.key", {"key.rsa-close-primes"}},
    {"rsa-fermat.crt", {"key.rsa-close-primes"}},
    {"rsa-fermat.csr", {"key.rsa-close-primes"}},
    {"rsa-large-e.key", {"key.rsa-exponent-large"}},
    {"rsa-pattern.key", {"key.rsa-pattern"}},
    {"rsa-roca.key", {"key.rsa-roca"}},
    {"rsa-small-d.key",
     {"key.rsa-small-private-exponent", "key.known-example", "key.rsa-exponent-large"}},
    {"rsa-smallfactors-valid.key", {"key.rsa-small-factor"}},
    {"rsa-vanity.key", {"key.rsa-vanity"}},
};
// Nothing in these public keys gives them away: a list or other keys are needed.
const Ids kNotDetectable = {"rsa-debianweak.key", "rsa-sharedprimes.key"};

TEST(KeyExamine, CollectionOfWeakKeys) {
    const auto folder = shared_folder() / "trust/weak-keys";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not here";
    std::size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const Octets octets((std::istreambuf_iterator<char>(file)), {});
        const std::string name = entry.path().filename();
        const FileObjects read = read_objects(octets, name);
        EXPECT_TRUE(read.problems.empty()) << name;
        ASSERT_EQ(read.objects.size(), 1U) << name;
        ASSERT_TRUE(read.objects[0].key) << name;
        const auto expected = kExpected.find(name);
        EXPECT_EQ(ids(examine_key(*read.objects[0].key)),
                  expected == kExpected.end() ? Ids() : expected->second)
            << name;
        ++seen;
    }
    EXPECT_GE(seen, kExpected.size() + kNotDetectable.size());
}

TEST(KeyExamine, ListFindsWhatTheKeyDoesNotShow) {
    const Number n = prime("p", 1024) * prime("q", 1024);
    const auto hash = key_hash(*make_subject_key(rsa_spki(n)));
    ASSERT_TRUE(hash);
    Octets file(16, 0x00);
    file.insert(file.end(), hash->begin(), hash->end());
    file.push_back(7);
    file.insert(file.end(), 16, 0xFF);
    auto list = KeyBlocklist::read(file);
    ASSERT_TRUE(list);
    KeyExamination how;
    how.blocklist = &*list;
    auto findings = examined(rsa_spki(n), how);
    ASSERT_EQ(ids(findings), Ids{"key.known-private"});
    EXPECT_EQ(findings[0].found, "list 7");
    list->name_list(7, "debianssl");
    // The exponent does not matter: who factors the modulus has all keys of it.
    findings = examined(rsa_spki(n, Number(3)), how);
    ASSERT_TRUE(has(findings, "key.known-private"));
    EXPECT_EQ(findings[0].found, "debianssl");
    EXPECT_EQ(ids(examined(rsa_spki(prime("p", 1024) * prime("r", 1024)), how)), Ids());
}

TEST(KeyExamine, ListsThatAreNone) {
    EXPECT_FALSE(KeyBlocklist::read({}));
    EXPECT_FALSE(KeyBlocklist::read(Octets(17, 0)));
    Octets unsorted(32, 0);
    unsorted[0] = 1;
    EXPECT_FALSE(KeyBlocklist::read(unsorted));
}

TEST(KeyMatch, SameDifferentAndAlike) {
    const Number n = prime("p") * prime("q");
    const auto a = make_subject_key(rsa_spki(n));
    EXPECT_EQ(match_keys(*a, *make_subject_key(rsa_spki(n))), KeyMatch::same);
    EXPECT_EQ(match_keys(*a, *make_subject_key(rsa_spki(n, Number(3)))), KeyMatch::different);
    const Octets numbers =
        der(0x30, joined({integer(n.octets()), integer(Number(65537).octets())}));
    const Octets no_null = {0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48,
                            0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
    const Octets pss = {0x30, 0x0b, 0x06, 0x09, 0x2a, 0x86, 0x48,
                        0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a};
    EXPECT_EQ(match_keys(*a, *make_subject_key(spki(no_null, numbers))), KeyMatch::other_encoding);
    EXPECT_EQ(match_keys(*a, *make_subject_key(spki(pss, numbers))), KeyMatch::other_algorithm);
    EXPECT_EQ(match_keys(*a, *make_rsa_subject_key(numbers)), KeyMatch::same);
    EXPECT_EQ(match_keys(*make_subject_key({}), *make_subject_key({})), KeyMatch::different);
}

TEST(KeyMatch, CompressedPointIsTheSameKey) {
    const Octets whole = ec_spki(NID_X9_62_prime256v1, false, POINT_CONVERSION_UNCOMPRESSED);
    const Octets algorithm(whole.begin() + 2, whole.begin() + 2 + 21);
    Octets point(whole.end() - 64, whole.end() - 32);
    const bool odd = (whole.back() & 1U) != 0;
    point.insert(point.begin(), odd ? 3 : 2);
    const auto key = make_subject_key(whole);
    EXPECT_EQ(match_keys(*key, *make_subject_key(spki(algorithm, point))),
              KeyMatch::other_encoding);
    point[0] = odd ? 2 : 3;
    EXPECT_EQ(match_keys(*key, *make_subject_key(spki(algorithm, point))), KeyMatch::different);
}

}  // namespace
}  // namespace tlsonar::trust::test
