// Distribution points of certificates and of CRLs (RFC 5280 sections 4.2.1.13, 5.2.5, 5.2.6).
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::trust {

// ReasonFlags: (1 << n) for bit n. Bit 0 is unused.
inline constexpr std::uint16_t kAllReasons = 0x1FE;

// DistributionPointName: either full names or one RDN below the issuer of the CRL.
struct DistributionPointName {
    std::vector<GeneralName> full;
    std::string relative;  // content of the RelativeDistinguishedName (a SET); empty when not given

    // The names as they are compared: a relative one becomes a directory name below `issuer` (DER
    // of a Name).
    std::vector<GeneralName> resolved(Bytes issuer) const;
};

struct DistributionPoint {
    static constexpr std::size_t kMaxPoints = 256;
    static constexpr std::size_t kMaxNames = 256;

    std::optional<DistributionPointName> name;
    std::optional<std::uint16_t> reasons;
    std::vector<GeneralName> crl_issuer;
};

struct DistributionPoints {
    std::vector<DistributionPoint> points;
    bool malformed = false;
};

// CRLDistributionPoints and FreshestCRL: content of extnValue.
DistributionPoints read_distribution_points(Bytes value);

// Whether one of `a` is one of `b`: directory names by RFC 5280 section 7.1, others octet for
// octet.
bool share_a_name(const std::vector<GeneralName>& a, const std::vector<GeneralName>& b);
// Whether `name` (DER of a Name) is among the directory names.
bool has_directory_name(const std::vector<GeneralName>& names, Bytes name);

}  // namespace tlsonar::trust
