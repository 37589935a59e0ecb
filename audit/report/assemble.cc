#include "audit/report/assemble.h"

#include "audit/grade/grade.h"
#include "audit/parallel.h"
#include "audit/verdict/judge.h"
#include "audit/waiver/waivers.h"

#include <algorithm>
#include <set>

namespace tlsonar::audit {
namespace {

// Two of one name (two documents of one endpoint) stay apart in fingerprints by their order.
void order_subjects(std::vector<Subject>& subjects) {
    for (Subject& subject : subjects)
        if (subject.stable_id.empty()) subject.stable_id = subject.id;
    std::ranges::stable_sort(subjects, [](const Subject& a, const Subject& b) {
        return std::tie(a.id, a.address, a.seen, a.file) <
               std::tie(b.id, b.address, b.seen, b.file);
    });
}

// The rules of the policies that come into force after `as_of` and until `horizon`, by day.
std::map<Day, std::vector<std::pair<std::uint32_t, const Rule*>>> coming_rules(const Report& report,
                                                                               Day horizon) {
    std::map<Day, std::vector<std::pair<std::uint32_t, const Rule*>>> out;
    for (std::uint32_t p = 0; p < report.policies.size(); ++p)
        for (const Rule& rule : report.policies[p]->rules)
            if (!rule.disabled && rule.effective_from && *rule.effective_from > report.as_of &&
                *rule.effective_from <= horizon)
                out[*rule.effective_from].emplace_back(p, &rule);
    return out;
}

void foretell(Report& report, Day horizon) {
    for (const auto& [day, rules] : coming_rules(report, horizon))
        for (const auto& [policy, rule] : rules) {
            Forecast forecast{day, policy, rule, {}};
            auto only = std::make_shared<Policy>(*report.policies[policy]);
            only->rules = {*rule};
            const PolicyPtr alone = std::move(only);
            Judge judge(std::span(&alone, 1), {.as_of = day});
            for (std::uint32_t s = 0; s < report.subjects.size(); ++s) {
                const auto judged = judge(report.subjects[s].subject);
                if (judged.front().results.front().status == RuleStatus::fail)
                    forecast.subjects.push_back(s);
            }
            if (!forecast.subjects.empty()) report.forecasts.push_back(std::move(forecast));
        }
}

}  // namespace

Tally Report::tally(std::size_t policy) const {
    Tally sum;
    for (const Assessed& assessed : subjects)
        sum += assessed.judgements[policy].tally;
    return sum;
}

Report assemble(std::vector<Subject> subjects, AssembleOptions options) {
    Report report;
    report.version = std::move(options.version);
    report.as_of = options.as_of;
    report.horizon = options.horizon;
    report.input_hash = std::move(options.input_hash);
    report.policies = std::move(options.policies);
    report.waivers = std::move(options.waivers);
    order_subjects(subjects);
    report.subjects.resize(subjects.size());
    in_parallel(subjects.size(), options.threads, [&](std::size_t begin, std::size_t end) {
        Judge judge(report.policies, {.as_of = report.as_of});
        for (std::size_t i = begin; i < end; ++i) {
            Assessed& assessed = report.subjects[i];
            assessed.subject = std::move(subjects[i]);
            assessed.judgements = judge(assessed.subject);
            assessed.grade = grade(assessed.subject);
            if (options.horizon) continue;
            // Nobody asks again, and they are half of what a subject takes.
            assessed.subject.facts = {};
            assessed.subject.leaves = {};
        }
    });
    apply_waivers(report);
    if (options.baseline) apply_baseline(report, *options.baseline);
    if (options.horizon) foretell(report, *options.horizon);
    return report;
}

void discard(Report report, unsigned threads) {
    in_parallel(report.subjects.size(), threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            report.subjects[i] = {};
    });
}

}  // namespace tlsonar::audit
