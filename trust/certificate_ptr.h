// A certificate with its octets: what paths, stores and reports hold on to.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::trust {

// Immutable once made, shared by everything that speaks of the same octets.
struct Certificate {
    std::vector<std::uint8_t> der;  // the outer SEQUENCE alone, without what followed it
    CertificateSummary summary;     // its Ranges lie in `der`
    std::array<std::uint8_t, 32> sha256{};

    Bytes bytes(Range range) const { return range.of(der); }
};
using CertificatePtr = std::shared_ptr<const Certificate>;

// Parses and hashes. Never null: of octets that are no certificate, the summary is incomplete.
CertificatePtr make_certificate(Bytes der, CertificateHasher& hasher);
CertificatePtr make_certificate(Bytes der);

}  // namespace tlsonar::trust
