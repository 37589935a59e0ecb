// Batch GCD over many moduli with planted shared primes and duplicates: did it find exactly those,
// and how long did it take, as a ratio to one multiplication of two numbers that are half as long
// as all moduli together (the largest step of the work)?
//
//   batch_gcd [COUNT [THREADS [LIMIT]]]     100,000 moduli, 2 threads, a ratio of 80
//
// The ratio is of CPU times, so that a busy machine does not change it.
#include "trust/keys/batch_gcd.h"

#include "trust/keys/big_private.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <sys/resource.h>

using tlsonar::Bytes;
using namespace tlsonar::trust;

namespace {

constexpr std::size_t kBits = 2048;
constexpr std::size_t kShared = 20;  // pairs with a prime in common
constexpr std::size_t kReused = 10;  // pairs of equal moduli
constexpr unsigned long kBase = 1100;

using Octets = std::vector<std::uint8_t>;

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Real moduli would take hours to make. n_i = M·(r + i) + 1, with M the product of the primes below
// kBase: a common divisor of n_i and n_j divides i − j. Those n_i that have no prime factor as
// small as any such difference have no common divisor, as it is with honest keys.
std::vector<Octets> coprime_numbers(std::size_t count, gmp_randstate_t random) {
    const std::size_t range = count * 5 / 2 + 1000;
    Big base;
    mpz_primorial_ui(base, kBase);
    Big start;
    mpz_urandomb(start, random, kBits - base.bits());
    mpz_setbit(start, kBits - base.bits());
    std::vector<bool> composite(range, false);
    Big first;
    mpz_mul(first, base, start);
    mpz_add_ui(first, first, 1);
    Big p(kBase);
    for (mpz_nextprime(p, p); p.compare(range) <= 0; mpz_nextprime(p, p)) {
        const unsigned long prime = mpz_get_ui(p);
        Big inverse;
        mpz_invert(inverse, base, p);
        mpz_mul(inverse, inverse, first);
        mpz_neg(inverse, inverse);
        for (std::size_t i = mpz_fdiv_ui(inverse, prime); i < range; i += prime)
            composite[i] = true;
    }
    std::vector<Octets> numbers;
    for (std::size_t i = 0; i < range && numbers.size() < count; ++i) {
        if (!composite[i]) numbers.push_back(first.octets());
        mpz_add(first, first, base);
    }
    return numbers;
}

Big random_prime(gmp_randstate_t random) {
    Big prime;
    mpz_urandomb(prime, random, kBits / 2);
    mpz_setbit(prime, kBits / 2 - 1);
    mpz_nextprime(prime, prime);
    return prime;
}

void plant(std::vector<Octets>& moduli, gmp_randstate_t random) {
    const std::size_t step = moduli.size() / (kShared + kReused);
    for (std::size_t i = 0; i < kShared; ++i) {
        const Big shared = random_prime(random);
        for (const std::size_t at : {i * step, moduli.size() - 1 - i * 2}) {
            Big modulus;
            mpz_mul(modulus, shared, random_prime(random));
            moduli[at] = modulus.octets();
        }
    }
    for (std::size_t i = 0; i < kReused; ++i)
        moduli[moduli.size() - 2 - i * 2] = moduli[(kShared + i) * step + 1];
}

// One multiplication of two halves.
double yardstick(std::size_t count, gmp_randstate_t random) {
    Big a;
    Big b;
    mpz_urandomb(a, random, count * kBits / 2);
    mpz_urandomb(b, random, count * kBits / 2);
    double least = 1e9;
    for (int run = 0; run < 3; ++run) {
        Big product;
        const double before = cpu_seconds();
        mpz_mul(product, a, b);
        least = std::min(least, cpu_seconds() - before);
    }
    return least;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    BatchGcdOptions options;
    options.threads = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 2;
    const double limit = argc > 3 ? std::strtod(argv[3], nullptr) : 80;
    if (count < 1000) return std::fprintf(stderr, "batch_gcd: at least 1000 moduli\n"), 2;
    gmp_randstate_t random;
    gmp_randinit_default(random);
    std::vector<Octets> moduli = coprime_numbers(count, random);
    plant(moduli, random);
    const double unit = yardstick(count, random);
    gmp_randclear(random);

    const std::vector<Bytes> views(moduli.begin(), moduli.end());
    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds();
    const BatchGcdResult result = find_shared_primes(views, options);
    const double used = cpu_seconds() - cpu;
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);

    const bool right = moduli.size() == count && result.shared.size() == kShared &&
                       result.flagged.size() == 2 * kShared &&
                       result.duplicates.size() == kReused && result.complete;
    std::printf("%zu moduli of %zu bits, %u threads: %.1f s (CPU %.1f s), peak %ld MB\n", count,
                kBits, options.threads, wall.count(), used, usage.ru_maxrss / 1024);
    std::printf("%zu shared primes of %zu, %zu duplicates of %zu: %s\n", result.shared.size(),
                kShared, result.duplicates.size(), kReused, right ? "right" : "WRONG");
    std::printf("ratio to one multiplication (%.2f s): %.0f, limit %.0f\n", unit, used / unit,
                limit);
    return right && used / unit <= limit ? 0 : 1;
}
