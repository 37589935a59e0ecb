// The checks of examine_key(), by kind of key. Private to this folder.
#pragma once

#include "trust/keys/big_private.h"
#include "trust/keys/examine_key.h"
#include "trust/keys/key_kinds_private.h"

#include <optional>
#include <string>
#include <vector>

namespace tlsonar::trust {

struct KeyFindings {
    std::vector<Finding> all;
    void add(const FindingKind* kind, std::string found = {}, std::string expected = {}) {
        all.push_back({kind, Finding::kNoCertificate, std::move(found), std::move(expected)});
    }
};

void examine_rsa(const SubjectKey& key, const KeyExamination& how, KeyFindings& out);
void examine_ec(const SubjectKey& key, KeyFindings& out);
void examine_fixed_size(const SubjectKey& key, KeyFindings& out);

// The mathematics, each with a bound of its own. Numbers are those of a public key, larger than 2.
// An odd prime below 2^16 (or 2) that divides n; 0 when there is none.
unsigned long small_factor(const Big& n);
// Do `rounds` steps of Fermat's method factor n? Finds squares, too.
bool fermat_factors(const Big& n, unsigned rounds);
// Bits of the private exponent that Wiener's attack finds.
std::optional<std::size_t> wiener_exponent_bits(const Big& n, const Big& e);
// The mark of Infineon's RSALib: n is a power of 65537 modulo the product of the first 39 primes.
bool has_roca_mark(const Big& n);
// Passes the test of Fermat to the base 2 and those of Miller and Rabin.
bool is_probable_prime(const Big& n);

}  // namespace tlsonar::trust
