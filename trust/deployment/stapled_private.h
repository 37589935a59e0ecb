// The staples of one handshake as the checker of revocation for path validation. Private to this
// folder.
#pragma once

#include "trust/deployment/chain_proofs.h"
#include "trust/revocation/checker.h"

#include <functional>
#include <span>
#include <vector>

namespace tlsonar::trust {

// Only what was stapled is judged: of a certificate without a staple nothing was to be expected,
// and nothing is said.
class StapledRevocation final : public RevocationChecker {
  public:
    StapledRevocation(const ChainProofs& proofs, std::span<const CertificatePtr> chain);

    RevocationAnswer check(const RevocationQuery& query) override;

    // What was found of the leaf last; null when there is no staple or nobody asked.
    const RevocationStatus* of_leaf(const Certificate& leaf) const;
    std::span<const OcspResponsePtr> responses() const { return responses_; }
    // The times at which what the staples say changes.
    void for_events(const std::function<void(std::int64_t first_second)>& event) const;

  private:
    RevocationOptions options_;
    std::vector<OcspResponsePtr> responses_;
    RevocationJudge judge_;
};

}  // namespace tlsonar::trust
