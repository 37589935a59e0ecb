// The revocation status of a certificate, from CRLs (RFC 5280 section 6.3, complete) and OCSP
// responses (RFC 6960 section 3.2), given by files, staples or a fetcher.
//
// "We never claim more than we saw": good and revoked are said only when an answer was verified.
// Everything else is unknown, with findings that say what was missing or why an answer did not
// count. Whether unknown is tolerable is the caller's policy.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/finding/finding.h"
#include "trust/path/pool.h"
#include "trust/path/revocation_checker.h"
#include "trust/revocation/crl.h"
#include "trust/revocation/ocsp.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

class RevocationFetcher;
struct RevocationState;  // of the judge; private

std::string_view revocation_status_name(RevocationAnswer::Status status);

// Where the answer came from.
enum class RevocationSource : std::uint8_t { none, crl, ocsp, staple };
std::string_view revocation_source_name(RevocationSource source);

struct RevocationStatus {
    RevocationAnswer::Status status = RevocationAnswer::Status::unknown;
    RevocationSource source = RevocationSource::none;
    std::optional<CrlReason> reason;         // when revoked
    std::optional<std::int64_t> revoked_at;  // when revoked
    // Of the answer that counted.
    std::optional<std::int64_t> this_update;
    std::optional<std::int64_t> next_update;
    // Of answers that were looked at; Finding::certificate is left to the caller.
    std::vector<Finding> findings;
};

// An OCSP response, and whether it came with a handshake.
struct OcspMaterial {
    OcspResponsePtr response;
    bool stapled = false;
};

// What there is to judge by: CRLs and responses in any order, of anybody.
struct RevocationMaterial {
    std::vector<CrlPtr> crls;
    std::vector<OcspMaterial> responses;
    CertificatePool certificates;  // among which separate signers of CRLs are sought
};

struct RevocationOptions {
    // A signer of a CRL may have its own path, whose certificates may have their own CRLs …
    static constexpr unsigned kMaxDepth = 3;
    std::int64_t skew = 300;        // seconds that clocks may differ: thisUpdate, producedAt
    std::int64_t max_ocsp_age = 0;  // seconds since thisUpdate; 0: only nextUpdate counts …
    // … and this when there is no nextUpdate ("newer information is always available").
    std::int64_t max_age_without_next_update = 86'400;
    // A separate signer of CRLs is believed only when nothing in its own path is of unknown status.
    bool require_signer_status = true;
    bool use_crls = true;
    bool use_ocsp = true;
    bool use_deltas = true;
    bool require_crl_number = true;  // RFC 5280 section 5.2.3: MUST be there, and not critical
    bool exempt_short_lived = true;  // webpki profile: short-lived certificates need no answer
};

// The checker for path validation (ValidationOptions::revocation) that knows the material above.
// It remembers which signatures were right and what it found: one for all certificates of a run,
// one thread.
class RevocationJudge final : public RevocationChecker {
  public:
    // `fetcher` may be null: then no network is used. It must outlive the judge.
    explicit RevocationJudge(RevocationMaterial material, RevocationOptions options = {},
                             RevocationFetcher* fetcher = nullptr);
    ~RevocationJudge() override;

    RevocationAnswer check(const RevocationQuery& query) override;
    // The same, told at length.
    RevocationStatus examine(const RevocationQuery& query);
    // What was found last of that certificate; null when nobody asked. Valid until the next call of
    // another function.
    const RevocationStatus* found(const Certificate& certificate) const;

    // More material, e.g. what came with a handshake.
    void add(CrlPtr crl);
    void add(OcspResponsePtr response, bool stapled);
    void add(CertificatePtr certificate);

  private:
    std::unique_ptr<RevocationState> state_;
};

// CA/B Baseline Requirements section 1.6.1: valid for at most 10 days, or 7 days when issued from
// 2026-03-15 (days of 86,400 s, both ends included).
bool is_short_lived(const CertificateSummary& certificate);

// What a server that sent this leaf should have stapled.
struct StapleContext {
    bool client_asked = true;    // status_request was in the ClientHello
    bool handshake_seen = true;  // certificates were seen as sent, so that absence means something
    std::span<const OcspResponsePtr> staples;
};
// Must-staple without a staple; a missing staple (only of a certificate with an OCSP URL that is
// not short-lived).
std::vector<Finding> judge_stapling(const Certificate& leaf, const StapleContext& context);

}  // namespace tlsonar::trust
