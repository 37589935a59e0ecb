#include "trust/finding/catalogue.h"
#include "trust/store/judge.h"
#include "trust/store/programme_kinds_private.h"

#include <iterator>

namespace tlsonar::trust {

std::span<const FindingKind> programme_finding_kinds() { return programme_kinds::kKinds; }

const FindingKind* programme_finding_kind(ProgrammeReason reason) {
    const auto place = static_cast<std::size_t>(reason);
    return place == 0 || place > std::size(programme_kinds::kKinds)
               ? nullptr
               : &programme_kinds::kKinds[place - 1];
}

std::vector<Finding> programme_findings(const ProgrammeTable& table,
                                        std::span<const ProgrammeVerdict> verdicts) {
    std::vector<Finding> findings;
    for (const ProgrammeVerdict& verdict : verdicts) {
        const FindingKind* kind = programme_finding_kind(verdict.reason);
        if (kind == nullptr) continue;
        auto at = findings.begin();
        while (at != findings.end() && at->kind != kind)
            ++at;
        if (at == findings.end()) at = findings.insert(at, {kind, Finding::kNoCertificate, {}, {}});
        at->found += (at->found.empty() ? "" : ", ") + table.programmes()[verdict.programme].name;
    }
    return findings;
}

}  // namespace tlsonar::trust
