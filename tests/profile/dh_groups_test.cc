#include "profile/endpoint/dh_groups.h"

#include "trust/keys/dh_group.h"

#include <algorithm>
#include <memory>
#include <set>

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/evp.h>

namespace tlsonar::profile {
namespace {

using Octets = std::vector<std::uint8_t>;

struct DhFree {
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Number = std::unique_ptr<BIGNUM, DhFree>;

Octets octets_of(const BIGNUM* number) {
    Octets out(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, out.data());
    return out;
}

// The prime of one of OpenSSL's named groups.
Octets named(const char* name) {
    std::unique_ptr<EVP_PKEY_CTX, DhFree> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr));
    char group[32];
    std::copy_n(name, std::char_traits<char>::length(name) + 1, group);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_end()};
    EVP_PKEY* made = nullptr;
    EVP_PKEY_keygen_init(context.get());
    EVP_PKEY_CTX_set_params(context.get(), parameters);
    EVP_PKEY_generate(context.get(), &made);
    const std::unique_ptr<EVP_PKEY, DhFree> key(made);
    BIGNUM* prime = nullptr;
    EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_FFC_P, &prime);
    const Number p(prime);
    return p ? octets_of(p.get()) : Octets();
}

Octets hex(std::string_view text) {
    BIGNUM* number = nullptr;
    BN_hex2bn(&number, std::string(text).c_str());
    const Number n(number);
    return octets_of(n.get());
}

DhGroup completed(Octets prime, Octets generator = {2}) {
    DhGroup group;
    group.prime = std::move(prime);
    group.generator = std::move(generator);
    complete(group);
    return group;
}

TEST(DhGroups, StandardOnesByName) {
    for (const auto& [name, title, bits] :
         {std::tuple<const char*, std::string_view, std::uint32_t>{"ffdhe2048", "ffdhe2048", 2048},
          {"ffdhe8192", "ffdhe8192", 8192},
          {"modp_2048", "RFC 3526 group 14", 2048},
          {"modp_1536", "RFC 3526 group 5", 1536}}) {
        const DhGroup group = completed(named(name));
        EXPECT_EQ(group.name, title);
        EXPECT_EQ(group.bits, bits);
        EXPECT_TRUE(group.standard);
        EXPECT_TRUE(group.well_known);
        EXPECT_EQ(group.safe_prime, Answer::yes);
        EXPECT_EQ(group.is_prime, Answer::yes);
        EXPECT_FALSE(group.weak_generator);
    }
}

TEST(DhGroups, GroupsThatAreKnownAndNoStandard) {
    const DhGroup subgroup = completed(named("dh_1024_160"));
    EXPECT_EQ(subgroup.name, "RFC 5114 1024-bit group, 160-bit subgroup");
    EXPECT_TRUE(subgroup.well_known);
    EXPECT_FALSE(subgroup.standard);
    EXPECT_EQ(subgroup.safe_prime, Answer::no);
    EXPECT_EQ(subgroup.is_prime, Answer::yes);
}

// CVE-2016-2217: the modulus that socat 1.7.3.0 came with.
TEST(DhGroups, KnownAndComposite) {
    const auto all = known_primes();
    const auto socat = std::count_if(all.begin(), all.end(), [](const KnownPrime& known) {
        return known.kind == KnownPrime::Kind::composite && known.name == "Socat 1024 bits";
    });
    EXPECT_EQ(socat, 1);
}

TEST(DhGroups, LeadingZerosDoNotHideOne) {
    Octets prime = named("ffdhe2048");
    prime.insert(prime.begin(), 3, 0);
    const DhGroup group = completed(prime);
    EXPECT_EQ(group.name, "ffdhe2048");
    EXPECT_EQ(group.bits, 2048U);
}

TEST(DhGroups, OneBitOffIsAnother) {
    Octets prime = named("ffdhe2048");
    prime[100] ^= 1;
    const DhGroup group = completed(prime);
    EXPECT_TRUE(group.name.empty());
    EXPECT_FALSE(group.well_known);
    EXPECT_EQ(group.is_prime, Answer::no);
}

TEST(DhGroups, TheTableIsSortedAndNamesEach) {
    const auto all = known_primes();
    EXPECT_GE(all.size(), 100U);
    std::set<std::string_view> hashes;
    for (const KnownPrime& known : all) {
        EXPECT_EQ(known.hash.size(), 32U);
        EXPECT_FALSE(known.name.empty());
        EXPECT_TRUE(known.bits >= 512 && known.bits <= 8192) << known.name;
        EXPECT_TRUE(hashes.insert(known.hash).second) << known.name;
    }
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                               [](const auto& a, const auto& b) { return a.hash < b.hash; }));
}

TEST(DhGroups, UnknownSafePrime) {
    const Number prime(BN_new());
    ASSERT_EQ(BN_generate_prime_ex(prime.get(), 512, 1, nullptr, nullptr, nullptr), 1);
    const DhGroup group = completed(octets_of(prime.get()));
    EXPECT_EQ(group.safe_prime, Answer::yes);
    EXPECT_EQ(group.is_prime, Answer::yes);
    EXPECT_EQ(group.bits, 512U);
    EXPECT_FALSE(group.well_known);
    EXPECT_FALSE(group.weak_generator);
}

TEST(DhGroups, UnknownPrimeThatIsNotSafe) {
    // p = 3q·2 + 1 can't be safe.
    const Number prime(BN_new()), six(BN_new()), one(BN_new());
    BN_set_word(six.get(), 6);
    BN_set_word(one.get(), 1);
    ASSERT_EQ(BN_generate_prime_ex(prime.get(), 512, 0, six.get(), one.get(), nullptr), 1);
    const DhGroup group = completed(octets_of(prime.get()), {5});
    EXPECT_EQ(group.is_prime, Answer::yes);
    EXPECT_EQ(group.safe_prime, Answer::no);
}

TEST(DhGroups, GeneratorsThatGenerateNothing) {
    const Number prime(BN_new());
    ASSERT_EQ(BN_generate_prime_ex(prime.get(), 512, 1, nullptr, nullptr, nullptr), 1);
    const Octets p = octets_of(prime.get());
    Octets last = p;
    last.back() = static_cast<std::uint8_t>(last.back() - 1);  // p is odd
    Octets with_p = p;
    for (const Octets& generator : {Octets{}, Octets{0}, Octets{0, 1}, last, with_p})
        EXPECT_TRUE(completed(p, generator).weak_generator);
    EXPECT_FALSE(completed(p, {3}).weak_generator);
    // The same of a known one.
    const Octets known = named("ffdhe2048");
    Octets known_last = known;
    known_last.back() = static_cast<std::uint8_t>(known_last.back() - 1);
    for (const Octets& generator : {Octets{}, Octets{1}, known_last})
        EXPECT_TRUE(completed(known, generator).weak_generator);
}

TEST(DhGroups, AGeneratorOfSmoothOrder) {
    // 2^89 − 1 and 2^107 − 1 are primes, and 2 has the order 89 and 107 there.
    const Octets mersenne = hex("7FFFFFFFFFFFFFFFFFFFFFFFFFF");
    EXPECT_TRUE(completed(mersenne, {2}).weak_generator);
    EXPECT_EQ(completed(mersenne, {2}).is_prime, Answer::yes);
    EXPECT_FALSE(completed(mersenne, {3}).weak_generator);
}

TEST(DhGroups, TooLargeToBeLookedInto) {
    const Octets huge(trust::kMaxDhBits / 8 + 1, 0xFF);
    const DhGroup group = completed(huge);
    EXPECT_EQ(group.is_prime, Answer::unknown);
    EXPECT_EQ(group.safe_prime, Answer::unknown);
    EXPECT_EQ(group.bits, trust::kMaxDhBits + 8);
}

TEST(DhGroups, SmallNumbers) {
    EXPECT_EQ(completed({}).bits, 0U);
    EXPECT_EQ(completed({0, 0}).bits, 0U);
    for (const std::uint8_t none : Octets{0, 1, 4, 9})
        EXPECT_EQ(completed({none}).is_prime, Answer::no) << int{none};
    EXPECT_EQ(completed({5}).safe_prime, Answer::yes);
    EXPECT_EQ(completed({7}).safe_prime, Answer::yes);
    EXPECT_EQ(completed({13}).safe_prime, Answer::no);
    EXPECT_EQ(completed({13}).is_prime, Answer::yes);
}

}  // namespace
}  // namespace tlsonar::profile
