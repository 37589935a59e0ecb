#include "audit/verdict/verdict.h"

#include "audit/verdict/judge.h"
#include "core/text.h"

#include <algorithm>

namespace tlsonar::audit {

std::string Fingerprint::text() const { return octets_ == Octets{} ? std::string() : hex(octets_); }

std::string_view name_of(RuleStatus status) {
    constexpr std::string_view kNames[] = {
        "pass", "fail", "not-applicable", "not-yet", "not-tested", "inconclusive", "manual"};
    return kNames[static_cast<std::size_t>(status)];
}

std::string_view title_of(RuleStatus status) {
    constexpr std::string_view kTitles[] = {"pass",       "FAIL",    "n/a",    "not yet",
                                            "not tested", "unclear", "by hand"};
    return kTitles[static_cast<std::size_t>(status)];
}

std::string_view name_of(PolicyVerdict verdict) {
    constexpr std::string_view kNames[] = {"pass", "fail", "incomplete", "not-applicable"};
    return kNames[static_cast<std::size_t>(verdict)];
}

bool RuleResult::excused() const {
    return status == RuleStatus::fail && !deviations.empty() &&
           std::ranges::none_of(deviations, [](const Deviation& d) {
               return d.standing == Deviation::Standing::fresh;
           });
}

void Tally::add(const RuleResult& result) {
    switch (result.status) {
        case RuleStatus::pass:
            ++pass;
            break;
        case RuleStatus::fail:
            if (!result.excused())
                ++fail;
            else if (std::ranges::any_of(result.deviations, [](const Deviation& d) {
                         return d.standing == Deviation::Standing::waived;
                     }))
                ++waived;
            else
                ++known;
            break;
        case RuleStatus::not_applicable:
            ++not_applicable;
            break;
        case RuleStatus::not_yet:
            ++not_yet;
            break;
        case RuleStatus::not_tested:
            ++not_tested;
            break;
        case RuleStatus::inconclusive:
            ++inconclusive;
            break;
        case RuleStatus::manual:
            ++manual;
            break;
    }
}

Tally& Tally::operator+=(const Tally& other) {
    pass += other.pass, fail += other.fail, waived += other.waived, known += other.known;
    not_applicable += other.not_applicable, not_yet += other.not_yet;
    not_tested += other.not_tested, inconclusive += other.inconclusive, manual += other.manual;
    return *this;
}

void conclude(Judgement& judgement) {
    judgement.tally = {};
    bool fails = false;
    bool open = false;
    bool applies = false;
    bool settled = false;  // something was judged at all, even if it does not count
    for (const RuleResult& result : judgement.results) {
        judgement.tally.add(result);
        const bool counts = result.rule->severity > Severity::info;
        applies |=
            result.status != RuleStatus::not_applicable && result.status != RuleStatus::not_yet;
        settled |= result.status == RuleStatus::pass || result.status == RuleStatus::fail;
        fails |= counts && result.status == RuleStatus::fail && !result.excused();
        open |= counts && (result.status == RuleStatus::not_tested ||
                           result.status == RuleStatus::inconclusive);
    }
    judgement.verdict = fails      ? PolicyVerdict::fail
                        : open     ? PolicyVerdict::incomplete
                        : !applies ? PolicyVerdict::not_applicable
                        : !settled ? PolicyVerdict::incomplete
                                   : PolicyVerdict::pass;
}

}  // namespace tlsonar::audit
