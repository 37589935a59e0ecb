// What the files of the revocation judge share. Private to this folder.
#pragma once

#include "trust/path/cache.h"
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"
#include "trust/revocation/revocation_kinds_private.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tlsonar::trust {

using revocation_kinds::kind;
using Sha256 = std::array<std::uint8_t, 32>;

// RFC 6960 sections 4.2.2.2 and 4.2.2.2.1.
inline constexpr std::string_view kOcspSigning = "1.3.6.1.5.5.7.3.9";
inline constexpr std::string_view kNoCheck = "1.3.6.1.5.5.7.48.1.5";

struct RevocationState {
    static constexpr std::size_t kMaxResults = 65'536;
    static constexpr unsigned kMaxSignerPaths = 64;  // for one certificate asked about
    static constexpr std::size_t kMaxSigners = 16;   // tried for one CRL
    // With more responses at hand it is no wonder that some are for other certificates.
    static constexpr std::size_t kFewResponses = 16;

    RevocationOptions options;
    RevocationFetcher* fetcher = nullptr;

    // CRLs by the key of their issuer's name; newest first.
    std::unordered_map<std::string, std::vector<CrlPtr>> complete;
    std::unordered_map<std::string, std::vector<CrlPtr>> deltas;
    std::vector<OcspMaterial> responses;
    // Places in `responses` by serial number, in its shortest form.
    std::unordered_map<std::string, std::vector<std::size_t>> answers;
    CertificatePool certificates;

    // Signatures over CRLs and responses, by object and key.
    std::map<std::pair<const void*, Sha256>, SignatureCheck> signatures;
    // Whether a separate signer may be believed: by signer, anchor and time.
    using SignerKey = std::tuple<Sha256, Sha256, std::int64_t>;
    struct Belief {
        bool believed = false;
        std::size_t among = 0;  // so many certificates were at hand
    };
    std::map<SignerKey, Belief> signers;
    std::set<SignerKey> in_progress;
    bool limit_met = false;  // answers found since then are no more than preliminary
    unsigned depth = 0;
    unsigned signer_paths = 0;

    std::map<Sha256, RevocationStatus> results;
    CertificateHasher hasher;

    void add(CrlPtr crl);
    void add(OcspMaterial material);
    SignatureCheck check(const void* what, Bytes algorithm, const Sha256& key_hash, Bytes key,
                         Bytes message, Bytes signature);
};

// One certificate being judged: question, material, and what was found so far.
class RevocationCase {
  public:
    RevocationCase(RevocationJudge& judge, RevocationState& state, const RevocationQuery& query,
                   RevocationStatus& out)
        : judge_(judge),
          state_(state),
          query_(query),
          certificate_(query.certificate()),
          out_(out),
          issuer_key_hash_(query.cache->hash(query.issuer_public_key)) {}

    void judge_by_ocsp();  // ocsp_judge.cc
    void judge_by_crls();  // crl_judge.cc
    bool settled() const {
        return out_.status == RevocationAnswer::Status::good ||
               out_.status == RevocationAnswer::Status::revoked;
    }
    void note(const FindingKind* what, std::string found = {}, std::string expected = {});

  private:
    // crl_judge.cc
    void judge_point(const DistributionPoint& point);
    void judge_crl(const Crl& crl, const DistributionPoint& point);
    bool in_scope(const Crl& crl, const DistributionPoint& point);
    bool in_scope_by_name(const Crl& crl, const DistributionPoint& point);
    bool is_as_new(const Crl& crl) const;
    bool readable(const Crl& crl);
    bool understood(const Crl& crl);
    bool fresh(const Crl& crl, const Crl* delta);
    const Crl* usable_delta(const Crl& base, const Sha256& key_hash, Bytes key);
    void conclude(const Crl& crl, const Crl* delta, std::uint16_t reasons);
    void revoked(RevocationSource source, CrlReason reason, std::optional<std::int64_t> at,
                 std::optional<std::int64_t> this_update, std::optional<std::int64_t> next_update);
    // crl_signer.cc
    struct Signer {
        Bytes key;
        Sha256 key_hash{};
        const Certificate* certificate = nullptr;  // null: an anchor without one
        CertificatePtr separate;                   // to be validated before it is believed
    };
    std::vector<Signer> known_signers(const Crl& crl) const;
    std::vector<Signer> separate_signers(const Crl& crl);
    // What came of trying keys on a CRL, the best last.
    enum class Trial : std::uint8_t { no_key, unsupported, wrong, key_usage, untrusted, believed };
    Trial try_signer(const Crl& crl, const Signer& signer);
    bool find_signer(const Crl& crl, Signer& signer);
    bool believe(const CertificatePtr& signer);
    // ocsp_judge.cc
    struct OcspVote;
    void explain_unanswered();
    bool matches(const OcspSingle& single);
    void judge_response(const OcspMaterial& material, OcspVote& vote);
    bool judge_window(const OcspResponse& response, const OcspSingle& single);
    bool authorised(const OcspResponse& response);
    bool delegate_authorised(const OcspResponse& response, const Certificate& delegate);

    RevocationJudge& judge_;
    RevocationState& state_;
    const RevocationQuery& query_;
    const Certificate& certificate_;
    RevocationStatus& out_;
    Sha256 issuer_key_hash_;
    std::optional<std::int64_t> counted_;  // thisUpdate of the newest list that did
    std::uint16_t reasons_ = 0;            // covered so far: reasons_mask of RFC 5280 section 6.3.2
};

// Whether the extensions of a certificate hold critical ones that are not processed here.
bool has_unknown_critical(const CertificateSummary& certificate);
// Made with a hash for which others can make a second message.
bool is_forgeable(const SignatureAlgorithm& signature);
// For findings: "2026-11-21T06:00:00Z".
std::string time_text(std::int64_t time);

}  // namespace tlsonar::trust
