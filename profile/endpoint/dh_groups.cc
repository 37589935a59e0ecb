#include "profile/endpoint/dh_groups.h"

#include "core/text.h"
#include "trust/certificate.h"
#include "trust/keys/dh_group.h"

#include <algorithm>
#include <bit>

namespace tlsonar::profile {
namespace {

constexpr std::size_t kHashOctets = 16;

Bytes without_zeros(Bytes number) {
    while (!number.empty() && number[0] == 0)
        number = number.subspan(1);
    return number;
}

std::uint32_t bits_of(Bytes number) {
    if (number.empty()) return 0;
    return static_cast<std::uint32_t>(8 * (number.size() - 1)) +
           static_cast<std::uint32_t>(std::bit_width(number[0]));
}

// Of a known prime the generator is not known, but 0, 1 and p − 1 generate nothing.
bool is_trivial(Bytes generator, Bytes prime) {
    generator = without_zeros(generator);
    if (generator.empty() || (generator.size() == 1 && generator[0] == 1)) return true;
    return generator.size() == prime.size() && !prime.empty() &&
           std::equal(generator.begin(), generator.end() - 1, prime.begin()) &&
           generator.back() + 1 == prime.back();
}

void complete_known(const KnownPrime& known, Bytes prime, DhGroup& group) {
    using PrimeKind = KnownPrime::Kind;
    group.name = known.name;
    group.well_known = true;
    group.standard = known.standard;
    group.is_prime = known.kind == PrimeKind::composite ? Answer::no : Answer::yes;
    group.safe_prime = known.kind == PrimeKind::safe_prime ? Answer::yes : Answer::no;
    group.weak_generator = is_trivial(group.generator, prime);
}

void complete_unknown(Bytes prime, DhGroup& group) {
    using trust::DhModulus;
    const trust::DhExamination found = trust::examine_dh_group(prime, group.generator);
    if (found.modulus == DhModulus::unknown) return;
    group.is_prime = found.modulus == DhModulus::composite ? Answer::no : Answer::yes;
    group.safe_prime = found.modulus == DhModulus::safe_prime ? Answer::yes : Answer::no;
    group.weak_generator = found.weak_generator;
}

}  // namespace

const KnownPrime* find_known_prime(Bytes prime) {
    trust::CertificateHasher hasher;
    const auto digest = hasher.sha256(without_zeros(prime));
    std::string hash;
    append_hex(hash, Bytes(digest).first(kHashOctets));
    const auto all = known_primes();
    const auto at = std::lower_bound(
        all.begin(), all.end(), hash,
        [](const KnownPrime& known, const std::string& wanted) { return known.hash < wanted; });
    return at != all.end() && at->hash == hash ? &*at : nullptr;
}

void complete(DhGroup& group) {
    const Bytes prime = without_zeros(group.prime);
    group.bits = bits_of(prime);
    if (const KnownPrime* known = find_known_prime(prime))
        complete_known(*known, prime, group);
    else
        complete_unknown(prime, group);
}

}  // namespace tlsonar::profile
