// ChainJudge: chains as peers sent them, judged at the time they were sent. Made for many: what was
// asked before, of the same chain in a time in which nothing changed, is answered from memory.
#pragma once

#include "trust/certificate_ptr.h"
#include "trust/ct/check.h"
#include "trust/deployment/chain_proofs.h"
#include "trust/deployment/sent_chain.h"
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"
#include "trust/store/programmes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::trust {

// Immutable, shared by all that asked the same.
struct ChainVerdict {
    Verdict verdict = Verdict::inconclusive;
    std::string store;  // the set of anchors that trusts it; else the first that was asked
    // Of the best path, then of the chain as sent. Finding::certificate: places in the path.
    std::vector<Finding> path_findings;
    std::vector<Finding> chain_findings;  // Finding::certificate: places in the chain as sent
    std::vector<std::string> path;        // subjects (RFC 4514), leaf to anchor
    std::int64_t earliest_expiry = 0;
    bool publicly_trusted = false;  // it leads to a root of a public programme, valid or not
    // What the staples say of the leaf. Nothing without a staple, or when the path failed before
    // revocation was looked at. Its findings stand among those of the path.
    std::optional<RevocationStatus> staple;
    // Nothing when there is no SCT and none is wanted. Extensions and signatures are left out.
    std::optional<CtReport> ct;
};
using ChainVerdictPtr = std::shared_ptr<const ChainVerdict>;

struct ChainQuestion {
    std::span<const CertificatePtr> chain;  // as sent, the peer's own first; not empty
    std::string_view host;                  // what the client asked for; empty: no name is checked
    std::int64_t time = 0;                  // seconds since 1970
    Purpose purpose = Purpose::server;
    const ChainProofs* proofs = nullptr;  // null: not known
};

// Everything is borrowed, shared between judges, and must outlive them and their verdicts.
struct ChainJudgeOptions {
    Profile profile = Profile::webpki;
    const CtLogList* ct_logs = nullptr;          // null: SCTs are not judged
    const ProgrammeTable* programmes = nullptr;  // null: the system's roots count as public
    // Certificates seen before, for chains that lack them.
    const CertificatePool* intermediates = nullptr;
};

// One per thread: it remembers without locks.
class ChainJudge {
  public:
    // Beyond these the memory starts afresh.
    static constexpr std::size_t kMaxRemembered = 8'192;
    static constexpr std::size_t kMaxRememberedOctets = std::size_t{16} << 20;
    // Of the intermediates seen before, so many may serve one chain.
    static constexpr std::size_t kMaxLent = 64;

    // The sets are shared between judges, and must outlive them.
    ChainJudge(std::span<const TrustAnchorSet> stores, const ChainJudgeOptions& options)
        : stores_(stores), options_(options) {}
    ChainJudge(std::span<const TrustAnchorSet> stores, Profile profile)
        : ChainJudge(stores, ChainJudgeOptions{.profile = profile}) {}

    ChainVerdictPtr judge(const ChainQuestion& question);

  private:
    struct Remembered {
        ChainVerdictPtr verdict;
        // Between these nothing that the verdict depends on begins or ends.
        std::int64_t from = 0;
        std::int64_t until = 0;
    };
    class Case;

    std::span<const TrustAnchorSet> stores_;
    ChainJudgeOptions options_;
    ValidationCache cache_;
    std::unordered_map<std::string, Remembered> remembered_;
    std::size_t remembered_octets_ = 0;  // a rough count
    std::string key_;
};

}  // namespace tlsonar::trust
