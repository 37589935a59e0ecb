// CertificateCache: the same certificates come again and again; each is read and hashed once.
#pragma once

#include "core/bytes.h"
#include "profile/record.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>

namespace tlsonar::profile {

class CertificateCache {
  public:
    // How many certificates, and how many octets of them, are kept at most; then the oldest leave.
    static constexpr std::size_t kMaxEntries = 4096;
    static constexpr std::size_t kMaxOctets = 32UL * 1024 * 1024;

    // Certificates made to have the same hash are not worth a search.
    static constexpr std::size_t kMaxAlike = 8;

    // `cut`: `der` is only the beginning. Such are read but not kept.
    CertificateRef get(Bytes der, bool raw_public_key, bool cut);

  private:
    CertificateRef read(Bytes der, bool raw_public_key, bool cut);
    void evict();

    // By a hash of some octets; equal hashes are told apart by comparing the octets.
    std::unordered_multimap<std::uint64_t, CertificateRef> entries_;
    std::list<std::uint64_t> age_;  // hashes, the oldest first
    std::size_t octets_ = 0;
    trust::CertificateHasher hasher_;
};

}  // namespace tlsonar::profile
