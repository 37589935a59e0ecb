#include "trust/keys/key_checks_private.h"

#include <array>
#include <vector>

namespace tlsonar::trust {
namespace {

constexpr unsigned long kSmallFactors = 65'536;
constexpr unsigned kRocaPrimes = 167;  // the 39th prime
constexpr unsigned long kRocaGenerator = 65'537;

// A number that depends on nothing: made once, at first use.
const Big& product_of_small_primes() {
    static const Big product = [] {
        Big made;
        mpz_primorial_ui(made, kSmallFactors);
        return made;
    }();
    return product;
}

unsigned long least_prime_factor(unsigned long n) {
    for (unsigned long p = 2; p * p <= n; ++p)
        if (n % p == 0) return p;
    return n;
}

// The order of 65537 modulo a small prime; 1 when it is 1 there.
unsigned long order_modulo(unsigned long prime) {
    unsigned long power = kRocaGenerator % prime;
    unsigned long order = 1;
    for (; power != 1; ++order)
        power = power * (kRocaGenerator % prime) % prime;
    return order;
}

// The group that 65537 generates modulo the product of the first 39 primes.
struct RocaGroup {
    Big modulus;
    Big order;                                // 2454106387091158800
    std::vector<unsigned long> prime_powers;  // of which the order is the product

    RocaGroup() {
        mpz_primorial_ui(modulus, kRocaPrimes);
        mpz_set_ui(order, 1);
        for (unsigned long p = 2; p <= kRocaPrimes; ++p)
            if (least_prime_factor(p) == p) mpz_lcm_ui(order, order, order_modulo(p));
        Big rest = order;
        for (unsigned long p = 2; rest.compare(1) > 0; ++p) {
            unsigned long power = 1;
            for (; mpz_divisible_ui_p(rest, p) != 0; power *= p)
                mpz_divexact_ui(rest, rest, p);
            if (power > 1) prime_powers.push_back(power);
        }
    }
};

// Is there a power of the generator that equals `element` in the part of the group whose order is
// that prime power (Pohlig and Hellman)?
bool has_logarithm(const RocaGroup& group, const Big& element, unsigned long prime_power) {
    Big exponent;
    mpz_divexact_ui(exponent, group.order, prime_power);
    Big step(kRocaGenerator);
    mpz_powm(step, step, exponent, group.modulus);
    Big wanted;
    mpz_powm(wanted, element, exponent, group.modulus);
    Big power(1);
    for (unsigned long i = 0; i < prime_power; ++i) {
        if (power == wanted) return true;
        mpz_mul(power, power, step);
        mpz_mod(power, power, group.modulus);
    }
    return false;
}

// With k/D a convergent of e/n, phi is floor(e·D / k) if D is the private exponent (times the gcd
// of p − 1 and q − 1): then n − phi + 1 is p + q, and (p + q)² − 4n is a square.
bool opens(const Big& n, const Big& e, const Big& k, const Big& d) {
    if (k.compare(0) <= 0) return false;
    Big phi;
    mpz_mul(phi, e, d);
    mpz_fdiv_q(phi, phi, k);
    Big sum;
    mpz_sub(sum, n, phi);
    mpz_add_ui(sum, sum, 1);
    if (sum.odd() || sum.compare(0) <= 0) return false;
    mpz_mul(phi, sum, sum);
    mpz_submul_ui(phi, n, 4);
    return phi.compare(0) >= 0 && mpz_perfect_square_p(phi) != 0;
}

}  // namespace

unsigned long small_factor(const Big& n) {
    Big rest;
    mpz_mod(rest, product_of_small_primes(), n);
    mpz_gcd(rest, rest, n);
    if (rest.compare(1) == 0) return 0;
    for (unsigned long p = 2; p < kSmallFactors; ++p)
        if (mpz_divisible_ui_p(rest, p) != 0) return p;
    return 0;
}

bool fermat_factors(const Big& n, unsigned rounds) {
    Big a;
    Big remainder;
    mpz_sqrtrem(a, remainder, n);
    if (remainder.compare(0) == 0) return true;
    Big square;
    for (unsigned i = 0; i < rounds; ++i) {
        mpz_add_ui(a, a, 1);
        mpz_mul(square, a, a);
        mpz_sub(square, square, n);
        if (mpz_perfect_square_p(square) != 0) return true;
    }
    return false;
}

std::optional<std::size_t> wiener_exponent_bits(const Big& n, const Big& e) {
    Big x = e;
    Big y = n;
    // Convergents k/d of e/n: this one and the one before it.
    std::array<Big, 2> k = {Big(1), Big(0)};
    std::array<Big, 2> d = {Big(0), Big(1)};
    Big quotient;
    const std::size_t limit = n.bits() / 4 + 4;
    while (y.compare(0) != 0 && d[0].bits() <= limit) {
        mpz_fdiv_qr(quotient, x, x, y);
        std::swap(x, y);
        mpz_addmul(k[1], quotient, k[0]);
        mpz_addmul(d[1], quotient, d[0]);
        std::swap(k[0], k[1]);
        std::swap(d[0], d[1]);
        if (opens(n, e, k[0], d[0])) return d[0].bits();
    }
    return std::nullopt;
}

bool has_roca_mark(const Big& n) {
    static const RocaGroup group;
    Big element;
    mpz_mod(element, n, group.modulus);
    Big power;
    mpz_powm(power, element, group.order, group.modulus);
    if (power.compare(1) != 0) return false;
    for (const unsigned long prime_power : group.prime_powers)
        if (!has_logarithm(group, element, prime_power)) return false;
    return true;
}

bool is_probable_prime(const Big& n) {
    Big power(2);
    Big exponent;
    mpz_sub_ui(exponent, n, 1);
    mpz_powm(power, power, exponent, n);
    return power.compare(1) == 0 && mpz_probab_prime_p(n, 5) != 0;
}

}  // namespace tlsonar::trust
