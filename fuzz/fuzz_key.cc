// Any octets as a SubjectPublicKeyInfo: everything that can be said of it.
#include "trust/keys/batch_gcd.h"
#include "trust/keys/examine_key.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

using tlsonar::Bytes;
using namespace tlsonar::trust;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Larger ones are slow under the sanitizers and show nothing new.
    if (size > 1024) return 0;
    const Bytes octets(data, size);
    const SubjectKeyPtr key = make_subject_key(octets);
    check(key->der.size() <= size);
    const auto findings = examine_key(*key);
    for (const Finding& finding : findings)
        check(finding.kind != nullptr);
    check(key->complete || !findings.empty());
    check(key->der.empty() || match_keys(*key, *key) == KeyMatch::same);
    (void)match_keys(*key, *make_rsa_subject_key(octets));
    (void)key->text();
    (void)KeyBlocklist::read(octets);
    // The same octets as a list of moduli.
    std::vector<Bytes> moduli;
    for (std::size_t at = 0; at < size && moduli.size() < 16; at += 1 + data[at] % 32)
        moduli.push_back(octets.subspan(at, std::min<std::size_t>(size - at, data[at] % 24)));
    BatchGcdOptions options;
    options.threads = 1;
    const BatchGcdResult result = find_shared_primes(moduli, options);
    check(result.distinct + result.left_out <= moduli.size());
    for (const SharedPrime& shared : result.shared)
        check(shared.members.size() >= 2 && !shared.factor.empty());
    return 0;
}
