// Certificate revocation lists (RFC 5280 section 5) as values.
//
// As with certificates, an observer's reading: what can be understood is there, deviations are
// problems with their place. Whether a list may be believed is for the checker (checker.h).
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"
#include "trust/revocation/distribution_point.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// CRLReason (RFC 5280 section 5.3.1). Open: other values are what the list says.
enum class CrlReason : std::uint8_t {
    unspecified = 0,
    key_compromise = 1,
    ca_compromise = 2,
    affiliation_changed = 3,
    superseded = 4,
    cessation_of_operation = 5,
    certificate_hold = 6,
    remove_from_crl = 8,
    privilege_withdrawn = 9,
    aa_compromise = 10,
};
// "keyCompromise"; "reason 7" has no name and is "unassigned".
std::string_view crl_reason_name(CrlReason reason);

// CRLNumber and BaseCRLNumber: a magnitude of up to 20 octets, without leading zeros.
struct CrlNumber {
    std::string octets;

    std::string hex() const;  // "0" for zero
    friend bool operator==(const CrlNumber&, const CrlNumber&) = default;
    friend bool operator<(const CrlNumber& a, const CrlNumber& b) {
        return a.octets.size() != b.octets.size() ? a.octets.size() < b.octets.size()
                                                  : a.octets < b.octets;
    }
};

// IssuingDistributionPoint (RFC 5280 section 5.2.5).
struct IssuingDistributionPoint {
    std::optional<DistributionPointName> name;
    bool only_user_certificates = false;
    bool only_ca_certificates = false;
    bool only_attribute_certificates = false;
    bool indirect = false;
    std::optional<std::uint16_t> only_some_reasons;  // ReasonFlag
};

// One of revokedCertificates.
struct CrlEntry {
    std::optional<std::int64_t> revoked_at;
    CrlReason reason = CrlReason::unspecified;
    bool has_reason = false;
    std::optional<std::int64_t> invalid_since;  // invalidityDate
};

// Immutable once made; its Ranges lie in `der`.
class Crl {
  public:
    // The limits of this reader; beyond them the list is incomplete and nothing is concluded from
    // the absence of a serial number.
    static constexpr std::size_t kMaxEntries = 8'000'000;
    static constexpr std::size_t kMaxSize = 0xFFFF'FFFF;
    static constexpr std::size_t kMaxExtensions = 64;

    std::vector<std::uint8_t> der;
    bool complete = false;  // the whole structure was there and was walked to its end
    std::vector<CertificateProblem> problems;

    int version = 0;  // 1 or 2; 0 when not understood
    Name issuer;
    std::optional<std::int64_t> this_update;
    std::optional<std::int64_t> next_update;
    SignatureAlgorithm signature;  // the outer one
    bool signature_mismatch = false;
    Range tbs;
    Range signature_value;

    std::vector<CertificateExtension> extensions;
    std::optional<std::string> authority_key_id;
    std::optional<CrlNumber> number;
    bool number_critical = false;
    std::optional<CrlNumber> delta_base;  // deltaCRLIndicator: this is a delta list
    std::optional<IssuingDistributionPoint> scope;
    std::vector<DistributionPoint> freshest;
    // Dotted identifiers of critical extensions that nobody here knows; empty when none.
    std::string unknown_critical;
    std::string unknown_critical_entry;

    std::size_t entry_count = 0;

    bool is_delta() const { return delta_base.has_value(); }
    bool is_indirect() const { return scope && scope->indirect; }
    Bytes bytes(Range range) const { return range.of(der); }

    // The entry of a certificate: content of its serialNumber, DER of its issuer's name. When it is
    // listed more than once, the last entry. Nothing when it is not listed.
    std::optional<CrlEntry> find(Bytes serial, Bytes certificate_issuer) const;

  private:
    friend class CrlReader;
    // Sorted by hash of the serial number, then by place. Lists have up to millions of entries:
    // an entry is parsed when it is asked for.
    struct Row {
        std::uint64_t hash;
        std::uint32_t offset;
        std::uint32_t issuer;  // place in entry_issuers_
    };
    std::vector<Row> rows_;
    // Names by certificateIssuer (indirect lists): content of GeneralNames. [0] is the list's own
    // issuer and empty.
    std::vector<Range> entry_issuers_;
};
using CrlPtr = std::shared_ptr<const Crl>;

// Never null: of octets that are no CRL, the value is incomplete.
CrlPtr parse_crl(std::vector<std::uint8_t> der);
inline CrlPtr parse_crl(Bytes der) {
    return parse_crl(std::vector<std::uint8_t>(der.begin(), der.end()));
}
// True when the octets look like a CertificateList rather than a Certificate: for readers of files.
bool looks_like_crl(Bytes der);

}  // namespace tlsonar::trust
