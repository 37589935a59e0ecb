#include "trust/keys/key_checks_private.h"
#include "trust/keys/key_numbers_private.h"

#include <algorithm>
#include <bit>

namespace tlsonar::trust {
namespace {

// Beyond these, the slower methods would take longer than a key is worth.
constexpr std::size_t kMaxWienerBits = 8192;
constexpr std::size_t kMaxPrimeTestBits = 8192;
// Wiener's attack needs a public exponent of about the modulus' size; those in use are small.
constexpr std::size_t kMinWienerExponentBits = 33;
constexpr std::size_t kMaxExponentBits = 256;  // BR 6.1.6
constexpr unsigned long kRecommendedExponent = 65'537;
constexpr std::size_t kRun = 16;  // equal octets in a row: once in 2^112 moduli
constexpr std::size_t kMinBiasBits = 500;

std::string decimal(std::size_t n) { return std::to_string(n); }

std::string exponent_text(const Big& e) {
    if (e.bits() <= 64) return std::to_string(mpz_get_ui(e));
    return "a number of " + decimal(e.bits()) + " bits";
}

void examine_size(const Big& n, KeyFindings& out) {
    const std::size_t bits = n.bits();
    if (bits < 1024)
        out.add(key_kind("key.rsa-below-1024"), decimal(bits) + " bits", "2048 bits or more");
    else if (bits < 2048)
        out.add(key_kind("key.rsa-below-2048"), decimal(bits) + " bits", "2048 bits or more");
    if (bits % 8 != 0)
        out.add(key_kind("key.rsa-odd-size"), decimal(bits) + " bits", "a multiple of 8");
}

void examine_exponent(const Big& n, const Big& e, KeyFindings& out) {
    const std::string found = exponent_text(e);
    if (e.compare(1) <= 0) return out.add(key_kind("key.rsa-exponent-one"), found, "65537");
    if (!e.odd()) out.add(key_kind("key.rsa-exponent-even"), found, "65537");
    if (!(e < n))
        out.add(key_kind("key.rsa-exponent-not-below-modulus"), found,
                "less than the modulus of " + decimal(n.bits()) + " bits");
    else if (e.bits() > kMaxExponentBits)
        out.add(key_kind("key.rsa-exponent-large"), found, "less than 2^256; best 65537");
    else if (e.compare(kRecommendedExponent) < 0)
        out.add(key_kind("key.rsa-exponent-small"), found, "65537 or more");
}

bool has_run(Bytes octets) {
    std::size_t run = 1;
    for (std::size_t i = 1; i < octets.size(); ++i) {
        run = octets[i] == octets[i - 1] ? run + 1 : 1;
        if (run == kRun) return true;
    }
    return false;
}

// Per cent of ones.
std::size_t ones(Bytes octets) {
    std::size_t count = 0;
    for (const std::uint8_t octet : octets)
        count += static_cast<std::size_t>(std::popcount(octet));
    return count * 100 / (octets.size() * 8);
}

// How far from 50 per cent chance may lead, with margin: 10 is 9 standard deviations of 2048 bits.
bool is_uneven(Bytes octets) {
    const std::size_t allowed = octets.size() > 250 ? 10 : octets.size() > 125 ? 12 : 17;
    const std::size_t share = ones(octets);
    return share < 50 - allowed || share > 50 + allowed;
}

void examine_bits(Bytes modulus, KeyFindings& out) {
    if (modulus.size() * 8 < kMinBiasBits) return;
    if (has_run(modulus))
        return out.add(key_kind("key.rsa-pattern"), "a run of 16 equal octets", "random octets");
    if (!is_uneven(modulus)) return;
    const std::string found = decimal(ones(modulus)) + "% ones";
    const Bytes lower = modulus.subspan(modulus.size() / 2);
    if (is_uneven(lower))
        out.add(key_kind("key.rsa-pattern"), found, "about 50% ones");
    else
        out.add(key_kind("key.rsa-vanity"),
                found + " in all, " + decimal(ones(lower)) + "% in the lower half",
                "about 50% ones");
}

// True when the modulus can be factored, or is none. One way is enough.
bool examine_factors(const Big& n, const Big& e, const KeyExamination& how, KeyFindings& out) {
    if (const unsigned long factor = small_factor(n); factor != 0) {
        out.add(key_kind("key.rsa-small-factor"), "divisible by " + std::to_string(factor),
                "two large primes");
        return true;
    }
    if (n.bits() <= kMaxPrimeTestBits && is_probable_prime(n)) {
        out.add(key_kind("key.rsa-modulus-prime"), "a prime of " + decimal(n.bits()) + " bits",
                "the product of two primes");
        return true;
    }
    bool open = fermat_factors(n, how.fermat_rounds);
    if (open)
        out.add(key_kind("key.rsa-close-primes"),
                "factored in at most " + decimal(how.fermat_rounds) + " steps of Fermat's method",
                "primes that differ in their first 100 bits");
    if (e.bits() >= kMinWienerExponentBits && n.bits() <= kMaxWienerBits && e < n)
        if (const auto bits = wiener_exponent_bits(n, e)) {
            out.add(key_kind("key.rsa-small-private-exponent"),
                    "a private exponent of " + decimal(*bits) + " bits",
                    "more than a quarter of the modulus' " + decimal(n.bits()) + " bits");
            open = true;
        }
    return open;
}

}  // namespace

void examine_rsa(const SubjectKey& key, const KeyExamination& how, KeyFindings& out) {
    const Bytes modulus = magnitude(rsa_modulus(key));
    const Bytes exponent = magnitude(rsa_exponent(key));
    if (modulus.empty() || (modulus.size() == 1 && modulus[0] < 4) || rsa_exponent(key).empty())
        return out.add(key_kind("key.unreadable"), "RSAPublicKey without its two numbers");
    const std::size_t most = KeyExamination::kMaxBits / 8;
    if (modulus.size() > most || exponent.size() > most)
        return out.add(key_kind("key.rsa-too-large"),
                       decimal(std::max(modulus.size(), exponent.size()) * 8) + " bits",
                       "4096 bits");
    const Big n(modulus);
    const Big e(exponent);
    examine_size(n, out);
    examine_exponent(n, e, out);
    examine_bits(modulus, out);
    // An even number or one with small factors is hardly ever a power of 65537, but it may be.
    if (!examine_factors(n, e, how, out) && has_roca_mark(n))
        out.add(key_kind("key.rsa-roca"), "a power of 65537 modulo the first 39 primes");
}

}  // namespace tlsonar::trust
