#include "profile/proof_cache.h"

#include "core/quick_hash.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

// Both end in a signature, or in the certificate of who made it, and begin with what it is of.
std::uint64_t hash_of_ends(Bytes octets) {
    constexpr std::size_t kPart = 64;
    const std::size_t n = std::min(octets.size(), kPart);
    return quick_hash(octets.last(n)) ^ (quick_hash(octets.first(n)) << 1) ^ octets.size();
}

}  // namespace

trust::ProofOctetsPtr ProofCache::get(Bytes octets) {
    const std::uint64_t hash = hash_of_ends(octets);
    const auto known = entries_.find(hash);
    if (known != entries_.end() && equal(known->second->octets, octets)) return known->second;
    auto made = std::make_shared<trust::ProofOctets>();
    made->octets.assign(octets.begin(), octets.end());
    made->sha256 = hasher_.sha256(octets);
    if (entries_.size() >= kMaxEntries || octets_ >= kMaxOctets) {
        entries_.clear();
        octets_ = 0;
    }
    octets_ += octets.size();
    entries_[hash] = made;
    return made;
}

}  // namespace tlsonar::profile
