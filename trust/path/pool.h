// CertificatePool: certificates that may serve as intermediates, from a handshake, files, a cache
// of those seen before, or fetched.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tlsonar::trust {

class CertificatePool {
  public:
    // Repetitions (same octets), null pointers and what is no certificate are passed over.
    // False then.
    bool add(CertificatePtr certificate);

    std::span<const CertificatePtr> all() const { return certificates_; }
    std::size_t size() const { return certificates_.size(); }
    // Those with that subject (as RFC 5280 section 7.1 compares names): places in all(), in the
    // order they came. `name` is the DER of a Name.
    std::span<const std::size_t> with_subject(Bytes name) const;

  private:
    std::vector<CertificatePtr> certificates_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_subject_;
    std::map<std::array<std::uint8_t, 32>, std::size_t> by_hash_;
};

}  // namespace tlsonar::trust
