#include "tests/trust/key_makers.h"
#include "trust/keys/batch_gcd.h"
#include "trust/keys/shared_factor_tree_private.h"

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

using Members = std::vector<std::size_t>;

std::vector<Bytes> views(const std::vector<Octets>& octets) {
    return {octets.begin(), octets.end()};
}

TEST(KeyBatchGcd, NothingInCommon) {
    EXPECT_TRUE(find_shared_primes({}).complete);
    std::vector<Octets> moduli;
    for (int i = 0; i < 9; ++i)
        moduli.push_back(
            (prime("p" + std::to_string(i), 256) * prime("q" + std::to_string(i), 256)).octets());
    for (std::size_t count = 1; count <= moduli.size(); ++count) {
        const std::vector<Octets> some(moduli.begin(), moduli.begin() + static_cast<long>(count));
        const BatchGcdResult result = find_shared_primes(views(some));
        EXPECT_EQ(result.distinct, count);
        EXPECT_TRUE(result.flagged.empty()) << count;
        EXPECT_TRUE(batch_findings(result).empty());
    }
}

TEST(KeyBatchGcd, SharedPrimesAndReuse) {
    const Number a = prime("a", 256);
    const Number b = prime("b", 256);
    const Number c = prime("c", 256);
    const Number d = prime("d", 256);
    const Number e = prime("e", 256);
    const Number f = prime("f", 256);
    // 0 and 2 share a; 2 and 4 share b (so all of 2 is shared); 1 is 5; 3 is alone.
    const std::vector<Octets> moduli = {(a * c).octets(), (d * d).octets(), (a * b).octets(),
                                        (e * f).octets(), (b * c).octets(), (d * d).octets()};
    const BatchGcdResult result = find_shared_primes(views(moduli));
    EXPECT_EQ(result.distinct, 5U);
    EXPECT_EQ(result.flagged, (Members{0, 2, 4}));
    ASSERT_EQ(result.duplicates.size(), 1U);
    EXPECT_EQ(result.duplicates[0], (Members{1, 5}));
    ASSERT_EQ(result.shared.size(), 3U);
    EXPECT_EQ(result.shared[0].members, (Members{0, 2}));
    EXPECT_EQ(result.shared[0].factor, a.octets());
    EXPECT_EQ(result.shared[1].members, (Members{0, 4}));
    EXPECT_EQ(result.shared[1].factor, c.octets());
    EXPECT_EQ(result.shared[2].members, (Members{2, 4}));
    EXPECT_EQ(result.shared[2].factor, b.octets());
    const auto findings = batch_findings(result);
    EXPECT_EQ(findings.size(), 5U);
    EXPECT_EQ(findings[0].kind->id, "key.shared-prime");
    EXPECT_EQ(findings[0].certificate, 0U);
    EXPECT_EQ(findings[4].kind->id, "key.reused");
    EXPECT_EQ(findings[4].certificate, 5U);
}

TEST(KeyBatchGcd, MoreThanTwoPrimes) {
    const Number p = prime("p", 128);
    const Number q = prime("q", 128);
    const Number r = prime("r", 128);
    const Number s = prime("s", 128);
    const Number t = prime("t", 128);
    const std::vector<Octets> moduli = {(p * q * r).octets(), (p * s).octets(), (q * t).octets()};
    const BatchGcdResult result = find_shared_primes(views(moduli));
    EXPECT_EQ(result.flagged, (Members{0, 1, 2}));
    ASSERT_EQ(result.shared.size(), 2U);
    EXPECT_EQ(result.shared[0].members, (Members{0, 1}));
    EXPECT_EQ(result.shared[1].members, (Members{0, 2}));
}

TEST(KeyBatchGcd, WhatCannotBeCalculatedWithIsCounted) {
    BatchGcdOptions options;
    options.max_bits = 64;
    options.max_total_octets = 16;
    const std::vector<Octets> moduli = {{},        {0, 0},        {0, 1},          Octets(9, 0xFF),
                                        {0, 0, 6}, Octets(8, 15), Octets(8, 0x0E), {15}};
    const BatchGcdResult result = find_shared_primes(views(moduli), options);
    EXPECT_EQ(result.distinct, 3U);
    EXPECT_EQ(result.left_out, 5U);
    EXPECT_EQ(result.flagged, (Members{4, 6, 7}));
}

TEST(KeyBatchGcd, BudgetOfComparisons) {
    BatchGcdOptions options;
    options.max_comparisons = 1;
    const Number a = prime("a", 128);
    const Number b = prime("b", 128);
    const Number c = prime("c", 128);
    const std::vector<Octets> moduli = {(a * b).octets(), (b * c).octets(), (a * c).octets()};
    const BatchGcdResult result = find_shared_primes(views(moduli), options);
    EXPECT_EQ(result.flagged.size(), 3U);
    EXPECT_FALSE(result.complete);
}

TEST(KeyBatchGcd, KeysOfAllKindsTogether) {
    const Number a = prime("a", 256);
    const Octets point = noise("point", 32);
    const std::vector<SubjectKeyPtr> keys = {
        make_subject_key(ed25519_spki(point)),
        make_subject_key(rsa_spki(a * prime("b", 256))),
        nullptr,
        make_subject_key(ed25519_spki(noise("other", 32))),
        make_subject_key(rsa_spki(a * prime("c", 256), Number(3))),
        make_subject_key(ed25519_spki(point)),
    };
    const auto findings = examine_together(keys);
    ASSERT_EQ(findings.size(), 4U);
    EXPECT_EQ(ids(findings), (std::vector<std::string>{"key.shared-prime", "key.shared-prime",
                                                       "key.reused", "key.reused"}));
    EXPECT_EQ(findings[0].certificate, 1U);
    EXPECT_EQ(findings[1].certificate, 4U);
    EXPECT_EQ(findings[2].certificate, 0U);
    EXPECT_EQ(findings[3].certificate, 5U);
}

// The tree against the definition, on numbers of all sizes that share factors in all ways.
TEST(KeyBatchGcd, TreeAgreesWithTheDefinition) {
    std::uint32_t state = 12345;
    const auto next = [&] { return state = state * 1664525U + 1013904223U; };
    for (std::size_t count = 1; count < 60; ++count) {
        std::vector<Big> numbers;
        while (numbers.size() < count) {
            const Octets octets = noise(std::to_string(next()), 1 + (next() >> 8) % 40);
            Big number{Bytes(octets)};
            if (std::find(numbers.begin(), numbers.end(), number) == numbers.end())
                numbers.push_back(std::move(number));
        }
        Big product(1);
        for (const Big& number : numbers)
            mpz_mul(product, product, number);
        const auto common = common_with_the_rest(numbers, 1 + static_cast<unsigned>(count % 3));
        ASSERT_EQ(common.size(), count);
        for (std::size_t i = 0; i < count; ++i) {
            Big rest;
            mpz_divexact(rest, product, numbers[i]);
            mpz_gcd(rest, rest, numbers[i]);
            EXPECT_TRUE(common[i] == rest) << count << " " << i;
        }
    }
}

}  // namespace
}  // namespace tlsonar::trust::test
