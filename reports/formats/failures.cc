#include "reports/formats/failures.h"

#include "reports/formats/visible.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

void append(std::vector<Failure>& out, const audit::Assessed& assessed, const audit::Policy& policy,
            const audit::RuleResult& result, bool with_excused) {
    if (result.status != audit::RuleStatus::fail) return;
    for (const audit::Deviation& deviation : result.deviations) {
        const Failure failure{&assessed, &policy, &result, &deviation};
        if (with_excused || failure.fresh()) out.push_back(failure);
    }
}

}  // namespace

std::vector<Failure> failures(const audit::Report& report, bool with_excused) {
    std::vector<Failure> out;
    for (const audit::Assessed& assessed : report.subjects)
        for (std::size_t i = 0; i < assessed.judgements.size(); ++i)
            for (const audit::RuleResult& result : assessed.judgements[i].results)
                append(out, assessed, *report.policies[i], result, with_excused);
    std::stable_sort(out.begin(), out.end(), [](const Failure& a, const Failure& b) {
        return a.rule().severity > b.rule().severity;
    });
    return out;
}

std::string rule_name(const audit::Policy& policy, const audit::Rule& rule) {
    return policy.id + '/' + rule.id;
}

std::string_view fact_name(audit::FactId fact) {
    const auto all = audit::vocabulary();
    return fact < all.size() ? all[fact].name : std::string_view("unknown");
}

std::string failure_text(const audit::Deviation& deviation) {
    std::string out = "observed " + visible(deviation.observed);
    if (!deviation.aspect.empty() && deviation.aspect != deviation.observed)
        out += " (" + visible(deviation.aspect) + ")";
    return out + "; expected " + visible(deviation.expected);
}

VerdictCount verdict_count(const audit::Report& report, std::size_t policy) {
    VerdictCount out;
    for (const audit::Assessed& assessed : report.subjects) {
        if (policy >= assessed.judgements.size()) continue;
        switch (assessed.judgements[policy].verdict) {
            case audit::PolicyVerdict::pass:
                ++out.pass;
                break;
            case audit::PolicyVerdict::fail:
                ++out.fail;
                break;
            case audit::PolicyVerdict::incomplete:
                ++out.incomplete;
                break;
            case audit::PolicyVerdict::not_applicable:
                ++out.not_applicable;
                break;
        }
    }
    return out;
}

}  // namespace tlsonar::reports
