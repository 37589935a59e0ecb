// ChainJudge: chains as peers sent them, judged at the time they were sent. Made for many: what was
// asked before, of the same chain in a time in which nothing changed, is answered from memory.
#pragma once

#include "trust/certificate_ptr.h"
#include "trust/deployment/sent_chain.h"
#include "trust/path/validate.h"

#include <cstddef>
#include <cstdint>
#include <memory>
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
};
using ChainVerdictPtr = std::shared_ptr<const ChainVerdict>;

struct ChainQuestion {
    std::span<const CertificatePtr> chain;  // as sent, the peer's own first; not empty
    std::string_view host;                  // what the client asked for; empty: no name is checked
    std::int64_t time = 0;                  // seconds since 1970
    Purpose purpose = Purpose::server;
};

// One per thread: it remembers without locks.
class ChainJudge {
  public:
    // Beyond this the memory starts afresh.
    static constexpr std::size_t kMaxRemembered = 8'192;

    // The sets are shared between judges, and must outlive them.
    ChainJudge(std::span<const TrustAnchorSet> stores, Profile profile)
        : stores_(stores), profile_(profile) {}

    ChainVerdictPtr judge(const ChainQuestion& question);

  private:
    struct Remembered {
        ChainVerdictPtr verdict;
        // Between these nothing that the verdict depends on begins or ends.
        std::int64_t from = 0;
        std::int64_t until = 0;
    };
    ChainVerdictPtr judge_anew(const ChainQuestion& question);
    void bound(const ChainQuestion& question, Remembered& remembered) const;

    std::span<const TrustAnchorSet> stores_;
    Profile profile_;
    ValidationCache cache_;
    std::unordered_map<std::string, Remembered> remembered_;
    std::string key_;
};

}  // namespace tlsonar::trust
