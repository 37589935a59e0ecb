// Which findings of a validated chain are worth a word where there is little room.
#pragma once

#include "trust/deployment/chain_judge.h"

namespace tlsonar::reports {

// Calls `note` with each finding of at least that severity beside those that refuse the chain.
template <class Note>
void for_chain_notes(const trust::ChainVerdict& verdict, trust::Severity least, const Note& note) {
    const auto each = [&](const std::vector<trust::Finding>& findings) {
        for (const trust::Finding& finding : findings)
            if (finding.kind->severity >= least) note(finding);
    };
    if (verdict.verdict != trust::Verdict::invalid) each(verdict.path_findings);
    each(verdict.chain_findings);
    if (verdict.ct) each(verdict.ct->findings);
}

}  // namespace tlsonar::reports
