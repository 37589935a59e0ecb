#include "trust/keys/dh_group.h"

#include "trust/keys/key_checks_private.h"

namespace tlsonar::trust {
namespace {

// Orders that are made of primes below this are found by Pohlig and Hellman's method at once.
constexpr unsigned long kSmooth = 1000;

DhModulus kind_of(const Big& p) {
    if (p.compare(5) < 0 || !p.odd() || !is_probable_prime(p)) return DhModulus::composite;
    Big half;
    mpz_sub_ui(half, p, 1);
    mpz_divexact_ui(half, half, 2);
    // Cheap: a Fermat test refuses nearly all that are none.
    if (half.compare(2) == 0) return DhModulus::safe_prime;
    return half.odd() && is_probable_prime(half) ? DhModulus::safe_prime : DhModulus::prime;
}

// In the group of a safe prime the orders are 1, 2, q and 2q: only the trivial elements are weak.
bool is_trivial(const Big& g, const Big& p) {
    Big last;
    mpz_sub_ui(last, p, 1);
    return g.compare(1) <= 0 || g == last;
}

bool has_smooth_order(const Big& g, const Big& p) {
    Big exponent;
    mpz_primorial_ui(exponent, kSmooth);
    mpz_mul(exponent, exponent, exponent);  // powers of primes may divide the order
    Big power;
    mpz_powm(power, g, exponent, p);
    return power.compare(1) == 0;
}

}  // namespace

DhExamination examine_dh_group(Bytes prime, Bytes generator) {
    DhExamination out;
    const Big p(prime);
    if (p.bits() > kMaxDhBits) return out;
    out.modulus = kind_of(p);
    if (out.modulus == DhModulus::composite) return out;
    Big g(generator);
    mpz_mod(g, g, p);
    out.weak_generator =
        is_trivial(g, p) || (out.modulus == DhModulus::prime && has_smooth_order(g, p));
    return out;
}

}  // namespace tlsonar::trust
