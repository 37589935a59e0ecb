// ProofCache: staples and lists of SCTs come again and again; each is kept and hashed once.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"
#include "trust/deployment/chain_proofs.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace tlsonar::profile {

class ProofCache {
  public:
    // Beyond these it starts afresh.
    static constexpr std::size_t kMaxEntries = 2048;
    static constexpr std::size_t kMaxOctets = 8UL * 1024 * 1024;

    trust::ProofOctetsPtr get(Bytes octets);

  private:
    // By a hash of some octets; of those that are alike the last one stays.
    std::unordered_map<std::uint64_t, trust::ProofOctetsPtr> entries_;
    std::size_t octets_ = 0;
    trust::CertificateHasher hasher_;
};

}  // namespace tlsonar::profile
