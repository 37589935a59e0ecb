// Path building and path validation (RFC 5280 section 6; RFC 4158 for the search).
//
//   ValidationOptions options;
//   options.time = now;
//   options.names = {*PeerName::from_text("www.example.com")};
//   const PathReport report = validate(leaf, intermediates, anchors, options, cache);
//
// The search goes depth first from the leaf over every candidate issuer, checks each edge as far as
// that is possible from below, judges each whole path from the anchor down, and turns back when
// something fails. A path is valid only when everything was checked and held; what could not be
// checked (an algorithm unknown here, a budget used up) makes it inconclusive.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/finding/finding.h"
#include "trust/name/peer_name.h"
#include "trust/path/anchor.h"
#include "trust/path/cache.h"
#include "trust/path/pool.h"
#include "trust/path/revocation_checker.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

enum class Verdict : std::uint8_t { valid, invalid, inconclusive };
std::string_view verdict_name(Verdict verdict);

// docs/validation.md says what each asks for.
enum class Profile : std::uint8_t {
    webpki,   // RFC 5280, and what the CA/Browser Forum and browsers require of public CAs
    rfc5280,  // RFC 5280 alone: private PKI
};

// What the leaf is to be used for; `any` looks at no purpose.
enum class Purpose : std::uint8_t { server, client, any };

// The inputs of RFC 5280 section 6.1.1 (c), (e), (f), (g).
struct PolicyInputs {
    std::vector<ObjectId> acceptable;  // empty: any-policy
    bool explicit_policy = false;
    bool inhibit_mapping = false;
    bool inhibit_any_policy = false;
};

// How much one validation may cost. What is left undone then makes it inconclusive.
struct ValidationBudget {
    std::size_t signatures = 256;
    std::size_t name_comparisons = 250'000;  // of one name with one constraint
    std::size_t paths = 1'000;               // complete paths judged
    std::size_t steps = 20'000;              // candidate issuers looked at
};

struct ValidationOptions {
    std::int64_t time = 0;
    Profile profile = Profile::webpki;
    Purpose purpose = Purpose::server;
    std::vector<PeerName> names;           // the leaf must cover each of them
    std::uint16_t required_key_usage = 0;  // KeyUsageBit: the leaf must have (or not restrict) all
    // rfc5280 only: false makes a missing key identifier a remark (private PKIs made by hand).
    bool key_ids_required = true;
    std::optional<std::size_t> max_depth;  // intermediates that are not self-issued
    PolicyInputs policy;
    RevocationChecker* revocation = nullptr;  // null: revocation is not looked at
    bool require_revocation_status = false;   // `unknown` makes a path invalid
    ValidationBudget budget;
    bool all_paths = false;  // go on after the first valid path
};

// One way from the leaf to an anchor, or as far as it went.
struct Path {
    std::vector<CertificatePtr> certificates;  // leaf first; the anchor's is not among them
    TrustAnchorPtr anchor;                     // null: no issuer was found for the last one
    Verdict verdict = Verdict::invalid;
    // `certificate` counts from the leaf (0); certificates.size() is the anchor.
    std::vector<Finding> findings;
    // The first so many of them made the verdict; the others are remarks.
    std::size_t deciding = 0;
    std::int64_t earliest_expiry = 0;  // of all, the anchor's certificate among them
    std::size_t earliest_expiry_of = 0;
    // The policies under which the path is valid (user-constrained-policy-set); 2.5.29.32.0 is any.
    std::vector<ObjectId> policies;
};

// An issuer that is not there.
struct MissingIssuer {
    CertificatePtr of;                  // the certificate that names it
    std::string name;                   // RFC 4514
    std::string key_id;                 // octets of the authority key identifier, or empty
    std::vector<std::string> aia_urls;  // where it says the issuer can be had
};

struct PathReport {
    Verdict verdict = Verdict::invalid;
    // paths[best] is the one to show: valid, else the one that came nearest. kNone without paths.
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t best = kNone;
    // Valid ones first; at most kMaxPaths are kept.
    static constexpr std::size_t kMaxPaths = 64;
    std::vector<Path> paths;
    std::size_t valid_paths = 0;  // all found, also those not kept
    std::size_t paths_tried = 0;
    std::vector<MissingIssuer> missing;
    bool budget_exhausted = false;
    std::size_t signatures_checked = 0;  // those that the cache did not know

    const Path* best_path() const { return best < paths.size() ? &paths[best] : nullptr; }
};

PathReport validate(const CertificatePtr& leaf, const CertificatePool& intermediates,
                    const TrustAnchorSet& anchors, const ValidationOptions& options,
                    ValidationCache& cache);

}  // namespace tlsonar::trust
