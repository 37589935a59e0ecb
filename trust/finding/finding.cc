#include "trust/finding/finding.h"

#include "trust/finding/catalogue.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// One line an area.
std::vector<const FindingKind*> collect() {
    std::vector<const FindingKind*> all;
    for (const auto area : {
             path_finding_kinds(),
             revocation_finding_kinds(),
             ct_finding_kinds(),
             key_finding_kinds(),
             lint_finding_kinds(),
             forecast_finding_kinds(),
             deployment_finding_kinds(),
             chain_finding_kinds(),
             programme_finding_kinds(),
             tls_finding_kinds(),
         })
        for (const FindingKind& kind : area)
            all.push_back(&kind);
    std::sort(all.begin(), all.end(),
              [](const FindingKind* a, const FindingKind* b) { return a->id < b->id; });
    return all;
}

}  // namespace

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "info";
        case Severity::low:
            return "low";
        case Severity::medium:
            return "medium";
        case Severity::high:
            return "high";
        case Severity::critical:
            return "critical";
    }
    return "info";
}

std::span<const FindingKind* const> all_finding_kinds() {
    static const std::vector<const FindingKind*> all = collect();
    return all;
}

const FindingKind* find_finding_kind(std::string_view id) {
    const auto all = all_finding_kinds();
    const auto at = std::lower_bound(
        all.begin(), all.end(), id,
        [](const FindingKind* kind, std::string_view wanted) { return kind->id < wanted; });
    return at != all.end() && (*at)->id == id ? *at : nullptr;
}

}  // namespace tlsonar::trust
