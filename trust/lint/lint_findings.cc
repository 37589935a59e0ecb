// The lists of all themes put together, and their findings as the catalogue of findings wants them.
#include "trust/finding/catalogue.h"
#include "trust/lint/catalogue.h"

namespace tlsonar::trust {
namespace {

std::vector<Lint> collect() {
    std::vector<Lint> all;
    for (const auto theme : {
             lifetime_lints(),
             dns_lints(),
             san_lints(),
             subject_lints(),
             key_lints(),
             signature_lints(),
             usage_lints(),
             revocation_lints(),
             extension_lints(),
             structure_lints(),
             ct_lints(),
             profile_lints(),
             format_lints(),
             ev_lints(),
         })
        all.insert(all.end(), theme.begin(), theme.end());
    return all;
}

}  // namespace

std::span<const Lint> all_lints() {
    static const std::vector<Lint> all = collect();
    return all;
}

const Lint* find_lint(std::string_view name) {
    for (const Lint& lint : all_lints())
        if (lint.kind.id == name || (!name.empty() && lint.peer == name)) return &lint;
    return nullptr;
}

// Beside each other, in the order of the lints.
std::span<const FindingKind> lint_finding_kinds() {
    static const std::vector<FindingKind> kinds = [] {
        std::vector<FindingKind> out;
        for (const Lint& lint : all_lints())
            out.push_back(lint.kind);
        return out;
    }();
    return kinds;
}

}  // namespace tlsonar::trust
