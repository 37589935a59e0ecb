#include "trust/lint/lint.h"

#include "trust/finding/catalogue.h"
#include "trust/lint/subject.h"

namespace tlsonar::trust {
namespace {

bool in_scope(const Lint& lint, const LintSubject& x) {
    if (binds_public_only(lint.rules) && !x.context.publicly_trusted) return false;
    return lint.rules != LintRules::baseline || x.server;
}

void judge(LintResult& result, const LintSubject& x) {
    const Lint& lint = *result.lint;
    const auto issued = x.summary.not_before;
    result.status = LintStatus::not_applicable;
    if (!in_scope(lint, x)) return;
    // Of octets that end in the middle, nothing is known to be missing.
    if (!x.raw.complete || !issued) {
        result.status = LintStatus::inconclusive;
        result.finding.found = "the certificate cannot be read to its end";
        return;
    }
    if (!lint.applies(x)) return;
    result.status = LintStatus::not_effective;
    if (*issued < lint.since || *issued >= lint.until) return;
    LintOutcome outcome = lint.holds(x);
    result.level = outcome.level.value_or(lint.level);
    result.finding.found = std::move(outcome.found);
    result.finding.expected = std::move(outcome.expected);
    switch (outcome.status) {
        case LintOutcome::Status::holds:
            result.status = LintStatus::pass;
            return;
        case LintOutcome::Status::broken:
            result.status = LintStatus::finding;
            return;
        case LintOutcome::Status::inconclusive:
            result.status = LintStatus::inconclusive;
            return;
    }
}

}  // namespace

std::string_view lint_rules_name(LintRules rules) {
    switch (rules) {
        case LintRules::rfc:
            return "RFC";
        case LintRules::community:
            return "common sense";
        case LintRules::baseline:
            return "CA/B Baseline Requirements";
        case LintRules::extended_validation:
            return "CA/B EV Guidelines";
        case LintRules::mozilla:
            return "Mozilla";
        case LintRules::apple:
            return "Apple";
        case LintRules::chrome:
            return "Chrome";
    }
    return "RFC";
}

bool binds_public_only(LintRules rules) {
    return rules != LintRules::rfc && rules != LintRules::community;
}

std::string_view lint_status_name(LintStatus status) {
    switch (status) {
        case LintStatus::pass:
            return "pass";
        case LintStatus::finding:
            return "finding";
        case LintStatus::not_applicable:
            return "not applicable";
        case LintStatus::not_effective:
            return "not effective";
        case LintStatus::inconclusive:
            return "inconclusive";
    }
    return "inconclusive";
}

std::vector<LintResult> run_lints(const Certificate& certificate, const LintContext& context) {
    const LintSubject subject(certificate, context);
    const auto lints = all_lints();
    const auto kinds = lint_finding_kinds();
    std::vector<LintResult> results(lints.size());
    for (std::size_t i = 0; i < lints.size(); ++i) {
        results[i].lint = &lints[i];
        results[i].finding.kind = &kinds[i];
        results[i].finding.certificate = 0;
        judge(results[i], subject);
    }
    return results;
}

std::vector<Finding> lint_findings(const Certificate& certificate, const LintContext& context) {
    std::vector<Finding> findings;
    for (LintResult& result : run_lints(certificate, context))
        if (result.status == LintStatus::finding && (context.pedantic || !result.lint->pedantic))
            findings.push_back(std::move(result.finding));
    return findings;
}

}  // namespace tlsonar::trust
