// The public key: its kind, size, and how it is written down.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <array>

#include <gmp.h>

namespace tlsonar::trust {
namespace {

constexpr std::uint32_t kMaxRsaBits = 16384;  // no honest key is larger; arithmetic costs

// RSAPublicKey's two INTEGERs as they stand there.
struct RsaNumbers {
    Bytes modulus;
    Bytes exponent;
};

std::optional<RsaNumbers> rsa_numbers(const LintSubject& x) {
    const Bytes bits = x.raw.key_bits.content;
    DerItem sequence;
    if (bits.empty() || !der_single(bits.subspan(1), sequence)) return std::nullopt;
    const auto numbers = der_children(sequence);
    if (numbers.size() < 2 || !numbers[0].is(tag::integer) || !numbers[1].is(tag::integer))
        return std::nullopt;
    return RsaNumbers{numbers[0].content, numbers[1].content};
}

// An INTEGER's content as a number of GMP's. Negative ones are read as their magnitude's pattern:
// no lint here cares.
class Number {
  public:
    Number() { mpz_init(value_); }
    explicit Number(Bytes integer) {
        mpz_init(value_);
        mpz_import(value_, integer.size(), 1, 1, 0, 0, integer.data());
    }
    Number(const Number&) = delete;
    Number& operator=(const Number&) = delete;
    ~Number() { mpz_clear(value_); }
    mpz_ptr get() { return value_; }

  private:
    mpz_t value_;
};

bool is_dsa(const LintSubject& x) { return x.summary.public_key.kind == KeyKind::dsa; }

std::string bits_text(const LintSubject& x) {
    return std::to_string(x.summary.public_key.bits) + " bits";
}

LintOutcome rsa_2048(const LintSubject& x) {
    return lint_check(x.summary.public_key.bits >= 2048, "RSA, " + bits_text(x),
                      "2048 bits or more");
}

bool is_rsa_after_2013(const LintSubject& x) {
    return is_rsa(x) && x.summary.not_after && *x.summary.not_after >= lint_date(2014, 1, 1);
}

// p and q so close that a few steps from the square root find them: n = a² - b².
constexpr int kFermatRounds = 100;
LintOutcome no_close_primes(const LintSubject& x) {
    const auto key = rsa_numbers(x);
    if (!key || x.summary.public_key.bits > kMaxRsaBits) return lint_unclear("key not readable");
    Number n(key->modulus);
    Number a;
    Number b2;
    mpz_sqrt(a.get(), n.get());
    for (int round = 0; round <= kFermatRounds; ++round) {
        mpz_mul(b2.get(), a.get(), a.get());
        mpz_sub(b2.get(), b2.get(), n.get());
        if (mpz_sgn(b2.get()) >= 0 && mpz_perfect_square_p(b2.get()) != 0)
            return lint_broken("factored after " + std::to_string(round) + " steps",
                               "primes far from each other");
        mpz_add_ui(a.get(), a.get(), 1);
    }
    return lint_holds();
}

constexpr bool is_prime(unsigned n) {
    for (unsigned d = 2; d * d <= n; ++d)
        if (n % d == 0) return false;
    return n >= 2;
}

LintOutcome no_small_factors(const LintSubject& x) {
    const auto key = rsa_numbers(x);
    if (!key || x.summary.public_key.bits > kMaxRsaBits) return lint_unclear("key not readable");
    Number n(key->modulus);
    for (unsigned prime = 2; prime < 752; ++prime)
        if (is_prime(prime) && mpz_divisible_ui_p(n.get(), prime) != 0)
            return lint_broken("divisible by " + std::to_string(prime), "no factor below 752");
    return lint_holds();
}

LintOutcome odd_modulus(const LintSubject& x) {
    const auto key = rsa_numbers(x);
    if (!key || key->modulus.empty()) return lint_unclear("key not readable");
    return lint_check((key->modulus.back() & 1U) != 0, "an even modulus", "an odd one");
}

std::string exponent_text(Number& exponent) {
    if (mpz_sizeinbase(exponent.get(), 2) <= 64)
        return "exponent " + std::to_string(mpz_get_ui(exponent.get()));
    return "exponent of " + std::to_string(mpz_sizeinbase(exponent.get(), 2)) + " bits";
}

// Judges the exponent by `good`.
template <bool (*Good)(mpz_ptr)>
LintOutcome exponent_is(const LintSubject& x, std::string_view expected) {
    const auto key = rsa_numbers(x);
    if (!key || key->exponent.size() > kMaxRsaBits / 8 + 1) return lint_unclear("key not readable");
    Number exponent(key->exponent);
    return lint_check(Good(exponent.get()), exponent_text(exponent), expected);
}
bool at_least_3(mpz_ptr e) { return mpz_cmp_ui(e, 3) >= 0; }
bool odd(mpz_ptr e) { return mpz_odd_p(e) != 0; }
bool not_one(mpz_ptr e) { return mpz_cmp_ui(e, 1) != 0; }
// 2^16 + 1 … 2^256 - 1.
bool recommended(mpz_ptr e) { return mpz_cmp_ui(e, 65537) >= 0 && mpz_sizeinbase(e, 2) <= 256; }

LintOutcome nist_curve(const LintSubject& x) {
    const std::string& curve = x.summary.public_key.curve;
    const bool good = !x.summary.public_key.explicit_curve &&
                      (curve == "secp256r1" || curve == "secp384r1" || curve == "secp521r1");
    return lint_check(good, curve.empty() ? "parameters spelled out" : curve,
                      "P-256, P-384 or P-521");
}

LintOutcome known_kind(const LintSubject& x) {
    const bool good = is_rsa(x) || is_dsa(x) || is_ec(x);
    return lint_check(good, x.summary.public_key.algorithm.label(), "RSA or ECDSA");
}

// The octets that Mozilla's policy spells out for P-256, P-384 and P-521.
LintOutcome ec_algorithm_octets(const LintSubject& x) {
    static constexpr std::string_view kAccepted[] = {
        std::string_view("\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce"
                         "\x3d\x03\x01\x07",
                         21),
        std::string_view("\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22",
                         18),
        std::string_view("\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x23",
                         18)};
    const std::string_view found = as_text(x.raw.key_algorithm.whole());
    for (const std::string_view accepted : kAccepted)
        if (found == accepted) return lint_holds();
    return lint_broken(std::string(found), "id-ecPublicKey with P-256, P-384 or P-521 by name");
}

LintOutcome null_parameters(const LintSubject& x) {
    const auto parts = der_children(x.raw.key_algorithm);
    const bool good = parts.size() == 2 && parts[1].is(tag::null) && parts[1].content.empty();
    return lint_check(good, parts.size() < 2 ? "no parameters" : "other parameters", "NULL");
}

bool is_rsa_encryption(const LintSubject& x) {
    return x.summary.public_key.algorithm.dotted() == "1.2.840.113549.1.1.1";
}

constexpr std::string_view kNewKey =
    "Make a new key (ECDSA P-256 or RSA 2048 and more) and have a certificate issued for it.";

constexpr Lint kKeyLints[] = {
    {.kind = {"lint.rsa-under-2048", Severity::high, "RSA key under 2048 bits",
              "Such keys can be factored with known means and are refused by browsers; 1024 bits "
              "have been forbidden since the end of 2013.",
              kNewKey, "CA/B TLS BR 6.1.5"},
     .peer = "e_rsa_mod_less_than_2048_bits",
     .rules = LintRules::baseline,
     .applies = is_rsa_after_2013,
     .holds = rsa_2048},
    {.kind = {"lint.rsa-under-2048-mozilla", Severity::high,
              "RSA key under 2048 bits (Mozilla's rule)",
              "Mozilla accepts no RSA key under 2048 bits, whatever the certificate is for.",
              kNewKey, "Mozilla Root Store Policy 5.1"},
     .peer = "e_mp_modulus_must_be_2048_bits_or_more",
     .rules = LintRules::mozilla,
     .since = lint_date(2017, 2, 28),
     .applies = is_rsa,
     .holds = rsa_2048},
    {.kind = {"lint.rsa-size-not-whole-octets", Severity::medium,
              "The size of the RSA key is no multiple of 8",
              "Odd sizes come from faulty generators, and some software cannot use them.", kNewKey,
              "Mozilla Root Store Policy 5.1, from 2017-02-28; CA/B TLS BR 6.1.5"},
     .peer = "e_mp_modulus_must_be_divisible_by_8",
     .rules = LintRules::mozilla,
     .since = lint_date(2017, 2, 28),
     .applies = is_rsa,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.summary.public_key.bits % 8 == 0, bits_text(x), "a multiple of 8");
         }},
    {.kind = {"lint.rsa-exponent-too-small", Severity::critical, "The RSA exponent is less than 3",
              "With exponent 1 nothing is encrypted and every signature can be forged.", kNewKey,
              "CA/B TLS BR 6.1.6"},
     .peer = "e_rsa_public_exponent_too_small",
     .rules = LintRules::baseline,
     .since = since::br_1_1_3,
     .applies = is_rsa,
     .holds = [](const LintSubject& x) { return exponent_is<at_least_3>(x, "3 or more"); }},
    {.kind = {"lint.rsa-exponent-even", Severity::critical, "The RSA exponent is even",
              "No RSA key has an even exponent: this key cannot work.", kNewKey,
              "CA/B TLS BR 6.1.6"},
     .peer = "e_rsa_public_exponent_not_odd",
     .rules = LintRules::baseline,
     .since = since::br_1_1_3,
     .applies = is_rsa,
     .holds = [](const LintSubject& x) { return exponent_is<odd>(x, "an odd number"); }},
    {.kind = {"lint.rsa-exponent-one", Severity::critical, "The RSA exponent is 1",
              "Every signature with this key can be forged.", kNewKey,
              "Mozilla Root Store Policy 5.2, from 2017-02-28"},
     .peer = "e_mp_exponent_cannot_be_one",
     .rules = LintRules::mozilla,
     .since = lint_date(2017, 2, 28),
     .applies = is_rsa,
     .holds = [](const LintSubject& x) { return exponent_is<not_one>(x, "not 1"); }},
    {.kind = {"lint.rsa-exponent-unusual", Severity::low,
              "The RSA exponent is outside the recommended range",
              "65537 is what everybody uses. Smaller ones leave less room for mistakes in padding, "
              "larger ones than 256 bits make every check slow.",
              kNewKey, "CA/B TLS BR 6.1.6"},
     .peer = "w_rsa_public_exponent_not_in_range",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_1_3,
     .applies = is_rsa,
     .holds = [](const LintSubject& x) { return exponent_is<recommended>(x, "2^16+1 … 2^256-1"); }},
    {.kind = {"lint.rsa-primes-too-close", Severity::critical,
              "The RSA key can be factored: its primes are too close",
              "Fermat's method finds both primes in moments; anybody can compute the private key.",
              "Take the key out of use today, have its certificates revoked, and replace the "
              "software that made it.",
              "CA/B TLS BR 6.1.1.3; https://fermatattack.secvuln.info/ (CVE-2022-26320)"},
     .peer = "e_rsa_fermat_factorization",
     .rules = LintRules::community,
     .applies = is_rsa,
     .holds = no_close_primes},
    {.kind = {"lint.rsa-small-factor", Severity::critical, "The RSA modulus has a factor below 752",
              "A modulus is the product of two large primes. One with a small factor is damaged or "
              "was made by broken software.",
              kNewKey, "CA/B TLS BR 6.1.6; NIST SP 800-89"},
     .peer = "w_rsa_mod_factors_smaller_than_752",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_1_3,
     .applies = is_rsa,
     .holds = no_small_factors},
    {.kind = {"lint.rsa-modulus-even", Severity::critical, "The RSA modulus is even",
              "One of its factors is 2: this is no RSA key.", kNewKey,
              "CA/B TLS BR 6.1.6; NIST SP 800-89"},
     .peer = "w_rsa_mod_not_odd",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_1_3,
     .applies = is_rsa,
     .holds = odd_modulus},
    {.kind = {"lint.ec-curve-not-allowed", Severity::high,
              "The elliptic curve is none of NIST's P-256, P-384, P-521",
              "Public CAs may certify these three curves only, and browsers know no others.",
              kNewKey, "CA/B TLS BR 6.1.5"},
     .peer = "e_ec_improper_curves",
     .rules = LintRules::baseline,
     .applies = is_ec,
     .holds = nist_curve},
    {.kind = {"lint.key-kind-not-allowed", Severity::high,
              "The kind of key is not allowed in the Web PKI",
              "Public CAs may certify RSA and ECDSA keys. Others, also modern ones such as Ed25519 "
              "and ML-DSA, are understood by few clients and accepted by no browser.",
              kNewKey, "CA/B TLS BR 6.1.5, 7.1.3.1"},
     .peer = "e_public_key_type_not_allowed",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = any_certificate,
     .holds = known_kind},
    {.kind = {"lint.dsa-key", Severity::high, "A DSA key",
              "DSA left the Baseline Requirements in 2020 and every TLS library before.", kNewKey,
              "CA/B BR 1.7.1, from 2020-08-20"},
     .peer = "e_br_prohibit_dsa_usage",
     .rules = LintRules::baseline,
     .since = since::br_1_7_1,
     .applies = is_dsa,
     .holds = [](const LintSubject&) { return lint_broken("DSA", "RSA or ECDSA"); }},
    {.kind = {"lint.dsa-key-mozilla", Severity::high, "A DSA key (Mozilla's rule)",
              "Mozilla's programme allows RSA and ECDSA only.", kNewKey,
              "Mozilla Root Store Policy 5.1, from 2017-02-28"},
     .peer = "e_prohibit_dsa_usage",
     .rules = LintRules::mozilla,
     .since = lint_date(2017, 3, 31),
     .applies = any_certificate,
     .holds = [](const LintSubject& x) { return lint_check(!is_dsa(x), "DSA", "RSA or ECDSA"); }},
    {.kind = {"lint.ec-key-encoding", Severity::medium,
              "The ECDSA key's algorithm is not written as Mozilla wants",
              "The identifier of the key must be exactly the octets for P-256, P-384 or P-521 by "
              "name: no spelled-out parameters, no other curve.",
              kNewKey, "Mozilla Root Store Policy 5.1.2, from 2025-03-15"},
     .peer = "e_mp_ecdsa_pub_key_encoding_correct",
     .rules = LintRules::mozilla,
     .since = lint_date(2025, 3, 15),
     .applies = is_ec,
     .holds = ec_algorithm_octets},
    {.kind = {"lint.rsa-pss-key", Severity::medium, "The RSA key is marked for RSASSA-PSS only",
              "The certificate's key carries id-RSASSA-PSS. Few clients understand it, and Mozilla "
              "forbids it.",
              "Use a key of the ordinary kind (rsaEncryption); TLS signs with PSS anyway.",
              "Mozilla Root Store Policy 5.1.1, from 2020-01-01"},
     .peer = "e_mp_rsassa-pss_in_spki",
     .rules = LintRules::mozilla,
     .since = lint_date(2020, 1, 1),
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.summary.public_key.kind != KeyKind::rsa_pss, "id-RSASSA-PSS",
                               "rsaEncryption");
         }},
    {.kind = {"lint.rsa-key-parameters-not-null", Severity::low,
              "The RSA key's parameters are not NULL",
              "rsaEncryption must be followed by an explicit NULL. Strict parsers refuse the key "
              "otherwise.",
              "Have the certificate reissued from a request made by other software.",
              "RFC 4055 section 1.2; RFC 3279 section 2.3.1"},
     .peer = "e_spki_rsa_encryption_parameter_not_null",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = is_rsa_encryption,
     .holds = null_parameters},
};

}  // namespace

std::span<const Lint> key_lints() { return kKeyLints; }

}  // namespace tlsonar::trust
