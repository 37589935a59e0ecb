// What is wrong with a public key, as far as its public part shows.
//
// Every check has a bound: a hostile key costs some milliseconds, not more. What cannot be seen
// from one public key alone (a prime shared with a key that is not here, a weak random source, a
// list that nobody gave) is not found, and nothing is claimed of it. docs/keys.md lists both.
#pragma once

#include "trust/finding/finding.h"
#include "trust/keys/blocklist.h"
#include "trust/keys/subject_key.h"

#include <cstdint>
#include <vector>

namespace tlsonar::trust {

struct KeyExamination {
    // Larger RSA, DSA and DH numbers are named, and not calculated with.
    static constexpr std::uint32_t kMaxBits = 16'384;

    // Null: only the built-in table of example keys. Borrowed for the call.
    const KeyBlocklist* blocklist = nullptr;
    // Rounds of Fermat's method: 100 finds every key whose primes were taken one after the other.
    unsigned fermat_rounds = 100;
};

// Kinds "key.…", the worst first. Findings speak of no certificate (Finding::kNoCertificate).
std::vector<Finding> examine_key(const SubjectKey& key, const KeyExamination& how = {});
// The same of a SubjectPublicKeyInfo's octets.
std::vector<Finding> examine_key(Bytes spki, const KeyExamination& how = {});

}  // namespace tlsonar::trust
