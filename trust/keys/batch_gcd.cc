#include "trust/keys/batch_gcd.h"

#include "trust/keys/big_private.h"
#include "trust/keys/blocklist.h"
#include "trust/keys/key_kinds_private.h"
#include "trust/keys/key_numbers_private.h"
#include "trust/keys/shared_factor_tree_private.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace tlsonar::trust {
namespace {

Bytes without_leading_zeros(Bytes number) {
    while (!number.empty() && number[0] == 0)
        number = number.subspan(1);
    return number;
}

bool less(Bytes a, Bytes b) {
    if (a.size() != b.size()) return a.size() < b.size();
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

// One of the moduli that differ, and where it stands in the list given.
struct Modulus {
    Bytes octets;
    std::vector<std::size_t> places;
};

// Sorts, merges equal ones, and leaves out what nobody can calculate with.
std::vector<Modulus> distinct_moduli(std::span<const Bytes> moduli, const BatchGcdOptions& options,
                                     BatchGcdResult& result) {
    std::vector<std::pair<Bytes, std::size_t>> sorted;
    for (std::size_t i = 0; i < moduli.size(); ++i) {
        const Bytes octets = without_leading_zeros(moduli[i]);
        const bool one = octets.size() == 1 && octets[0] == 1;
        if (octets.empty() || one || octets.size() > options.max_bits / 8)
            ++result.left_out;
        else
            sorted.emplace_back(octets, i);
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return less(a.first, b.first); });
    std::vector<Modulus> distinct;
    std::size_t total = 0;
    for (const auto& [octets, place] : sorted) {
        if (!distinct.empty() && equal(distinct.back().octets, octets)) {
            distinct.back().places.push_back(place);
        } else if (octets.size() > options.max_total_octets - total) {
            ++result.left_out;
        } else {
            total += octets.size();
            distinct.push_back({octets, {place}});
        }
    }
    return distinct;
}

// Tells which of the flagged moduli share what.
class Sharing {
  public:
    Sharing(std::size_t budget, BatchGcdResult& result) : budget_(budget), result_(result) {}

    void add(Big modulus, Big common, const std::vector<std::size_t>* places) {
        flagged_.push_back({std::move(modulus), std::move(common), places});
    }

    void resolve() {
        for (std::size_t i = 0; i < flagged_.size(); ++i)
            note_factors(i);
        for (std::size_t i = 0; i < flagged_.size(); ++i)
            if (!has_partner(i)) compare_with_all(i);
        for (auto& [factor, members] : by_factor_)
            if (members.size() > 1) give_out(factor, members);
        std::sort(result_.shared.begin(), result_.shared.end(),
                  [](const SharedPrime& a, const SharedPrime& b) { return a.members < b.members; });
    }

  private:
    struct Flagged {
        Big modulus;
        Big common;
        const std::vector<std::size_t>* places;
        std::vector<Big> factors = {};
    };

    void note(std::size_t i, const Big& factor) {
        auto& known = flagged_[i].factors;
        if (factor.compare(1) <= 0 || std::find(known.begin(), known.end(), factor) != known.end())
            return;
        known.push_back(factor);
        by_factor_[factor].push_back(i);
    }

    // Both sides of n = common · rest. When all of n is shared (each prime with another modulus,
    // or n divides one), common is n, and the others split it.
    void note_factors(std::size_t i) {
        Flagged& one = flagged_[i];
        if (!(one.common == one.modulus)) return note_split(i, one.common);
        Big common;
        for (std::size_t j = 0; j < flagged_.size(); ++j) {
            if (j == i || !spend()) continue;
            mpz_gcd(common, one.modulus, flagged_[j].modulus);
            if (common.compare(1) > 0 && !(common == one.modulus)) return note_split(i, common);
        }
        note(i, one.modulus);
    }
    void note_split(std::size_t i, const Big& factor) {
        Big rest;
        mpz_divexact(rest, flagged_[i].modulus, factor);
        note(i, factor);
        note(i, rest);
    }

    bool has_partner(std::size_t i) const {
        return std::any_of(flagged_[i].factors.begin(), flagged_[i].factors.end(),
                           [&](const Big& f) { return by_factor_.at(f).size() > 1; });
    }

    // Numbers of more than two primes: what is common is no side of a split noted so far.
    void compare_with_all(std::size_t i) {
        Big common;
        for (std::size_t j = 0; j < flagged_.size(); ++j) {
            if (j == i || !spend()) continue;
            mpz_gcd(common, flagged_[i].modulus, flagged_[j].modulus);
            note(i, common);
            note(j, common);
        }
    }

    bool spend() {
        if (budget_ == 0) result_.complete = false;
        return budget_ != 0 && budget_-- != 0;
    }

    void give_out(const Big& factor, const std::vector<std::size_t>& members) {
        SharedPrime& shared = result_.shared.emplace_back();
        shared.factor = factor.octets();
        shared.bits = static_cast<std::uint32_t>(factor.bits());
        for (const std::size_t i : members)
            shared.members.insert(shared.members.end(), flagged_[i].places->begin(),
                                  flagged_[i].places->end());
        std::sort(shared.members.begin(), shared.members.end());
    }

    std::size_t budget_;
    BatchGcdResult& result_;
    std::vector<Flagged> flagged_;
    std::map<Big, std::vector<std::size_t>> by_factor_;
};

}  // namespace

BatchGcdResult find_shared_primes(std::span<const Bytes> moduli, const BatchGcdOptions& options) {
    BatchGcdResult result;
    const std::vector<Modulus> distinct = distinct_moduli(moduli, options, result);
    result.distinct = distinct.size();
    std::vector<Big> numbers;
    numbers.reserve(distinct.size());
    for (const Modulus& modulus : distinct) {
        numbers.emplace_back(modulus.octets);
        if (modulus.places.size() > 1) result.duplicates.push_back(modulus.places);
    }
    std::sort(result.duplicates.begin(), result.duplicates.end());
    std::vector<Big> common = common_with_the_rest(std::move(numbers), options.threads);
    Sharing sharing(options.max_comparisons, result);
    for (std::size_t i = 0; i < distinct.size(); ++i) {
        if (common[i].compare(1) == 0) continue;
        const auto& places = distinct[i].places;
        result.flagged.insert(result.flagged.end(), places.begin(), places.end());
        sharing.add(Big(distinct[i].octets), std::move(common[i]), &places);
    }
    std::sort(result.flagged.begin(), result.flagged.end());
    sharing.resolve();
    return result;
}

std::vector<Finding> batch_findings(const BatchGcdResult& result) {
    std::map<std::size_t, std::string> shared;
    for (const std::size_t i : result.flagged)
        shared[i] = "a prime of another key";
    for (const SharedPrime& prime : result.shared)
        for (const std::size_t i : prime.members)
            shared[i] = "a factor of " + std::to_string(prime.bits) + " bits in " +
                        std::to_string(prime.members.size()) + " keys";
    std::vector<Finding> findings;
    findings.reserve(shared.size());
    for (auto& [i, found] : shared)
        findings.push_back(
            {key_kind("key.shared-prime"), i, std::move(found), "primes of its own"});
    for (const auto& group : result.duplicates)
        for (const std::size_t i : group)
            findings.push_back({key_kind("key.reused"), i, std::to_string(group.size()) + " times",
                                "a key of its own"});
    return findings;
}

std::vector<Finding> examine_together(std::span<const SubjectKeyPtr> keys,
                                      const BatchGcdOptions& options) {
    std::vector<Bytes> moduli(keys.size());  // empty where there is none: left out
    std::map<KeyHash, std::vector<std::size_t>> others;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!keys[i]) continue;
        moduli[i] = magnitude(rsa_modulus(*keys[i]));
        if (!moduli[i].empty()) continue;
        if (const auto hash = key_hash(*keys[i])) others[*hash].push_back(i);
    }
    BatchGcdResult result = find_shared_primes(moduli, options);
    for (auto& [hash, places] : others)
        if (places.size() > 1) result.duplicates.push_back(std::move(places));
    std::sort(result.duplicates.begin(), result.duplicates.end());
    return batch_findings(result);
}

}  // namespace tlsonar::trust
