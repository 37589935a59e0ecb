// What a reader has to know first: does each policy hold, how bad is it, and how far it was looked.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>

namespace tlsonar::reports::html {
namespace {

using audit::PolicyVerdict;

struct Scope {
    std::size_t reached = 0;
    std::uint64_t untested = 0;
    std::uint64_t unclear = 0;
};

Scope scope_of(const Outline& outline) {
    Scope scope;
    for (const Assessed& one : outline.report.subjects) {
        if (one.subject.reached()) ++scope.reached;
        for (const audit::Judgement& judgement : one.judgements) {
            scope.untested += judgement.tally.not_tested;
            scope.unclear += judgement.tally.inconclusive;
        }
    }
    return scope;
}

struct PolicyCounts {
    std::array<std::uint32_t, 4> verdicts{};  // subjects, by verdict
    SeverityCounts severities{};              // failures that count
    audit::Tally tally;

    std::uint32_t of(PolicyVerdict verdict) const {
        return verdicts[static_cast<std::size_t>(verdict)];
    }
};

PolicyCounts counts_of(const Outline& outline, std::size_t policy) {
    PolicyCounts counts;
    for (const Assessed& one : outline.report.subjects) {
        if (policy >= one.judgements.size()) continue;
        const audit::Judgement& judgement = one.judgements[policy];
        ++counts.verdicts[static_cast<std::size_t>(judgement.verdict)];
        counts.tally += judgement.tally;
        for (const RuleResult& result : judgement.results)
            if (standing_of(result).letter == 'f')
                ++counts.severities[static_cast<std::size_t>(result.rule->severity)];
    }
    return counts;
}

PolicyVerdict verdict_of(const PolicyCounts& counts) {
    for (const PolicyVerdict verdict :
         {PolicyVerdict::fail, PolicyVerdict::incomplete, PolicyVerdict::pass})
        if (counts.of(verdict) > 0) return verdict;
    return PolicyVerdict::not_applicable;
}

std::string sentence_of(const PolicyCounts& counts, std::size_t total) {
    const std::string of = " of " + many(total, "endpoint");
    const std::uint32_t others = counts.of(PolicyVerdict::not_applicable);
    const std::string unconcerned = others == 0 ? "" : "; " + count(others) + " not concerned";
    const std::uint32_t excused = counts.tally.known + counts.tally.waived;
    switch (verdict_of(counts)) {
        case PolicyVerdict::fail:
            return "not met by " + count(counts.of(PolicyVerdict::fail)) + of;
        case PolicyVerdict::incomplete:
            return "nothing against it seen; not wholly tested at " +
                   count(counts.of(PolicyVerdict::incomplete)) + of;
        case PolicyVerdict::pass:
            return "met by " + count(counts.of(PolicyVerdict::pass)) + of +
                   (excused == 0 ? ""
                                 : " but for " + many(excused, "failure") + " known or waived") +
                   unconcerned;
        case PolicyVerdict::not_applicable:
            return total == 0 ? "no endpoint was judged" : "concerns none of the endpoints";
    }
    return {};
}

void write_severities(HtmlWriter& w, const SeverityCounts& counts, std::string_view policy) {
    const auto list = w.in("ul", {{"class", "severities"}});
    for (std::size_t s = kSeverities; s-- > 0;) {
        const auto item = w.in("li", {{"class", counts[s] == 0 ? "none" : ""}});
        const std::string_view name = trust::severity_name(static_cast<Severity>(s));
        const auto link = w.in("a", {{"href", "#findings"},
                                     {"data-filter-severity", name},
                                     {"data-filter-policy", policy}});
        w.element("b", count(counts[s]));
        w.text(" ");
        write_severity(w, static_cast<Severity>(s));
    }
}

std::string rest_of(const audit::Tally& tally) {
    std::string out;
    const auto add = [&](std::uint32_t n, std::string_view word) {
        if (n > 0) out += (out.empty() ? "" : " · ") + count(n) + " " + std::string(word);
    };
    add(tally.known, "known before");
    add(tally.waived, "waived");
    add(tally.not_tested, "not tested");
    add(tally.inconclusive, "unclear");
    add(tally.manual, "by hand");
    add(tally.pass, "hold");
    return out;
}

void write_policy_card(HtmlWriter& w, const Outline& outline, std::size_t index) {
    const audit::Policy& policy = *outline.report.policies[index];
    const PolicyCounts counts = counts_of(outline, index);
    const PolicyVerdict verdict = verdict_of(counts);
    const auto card = w.in("li", {{"class", "policy " + std::string(verdict_class(verdict))}});
    w.element("h3", {}, policy.title.empty() ? policy.id : policy.title);
    {
        const auto line = w.in("p", {{"class", "big"}});
        write_verdict(w, verdict);
    }
    w.element("p", {{"class", "sentence"}}, sentence_of(counts, outline.size()));
    write_severities(w, counts.severities, policy.id);
    if (const std::string rest = rest_of(counts.tally); !rest.empty())
        w.element("p", {{"class", "fine"}}, rest);
    const auto about = w.in("p", {{"class", "fine"}});
    w.element("a", {{"href", "#" + anchor_of("p-", policy.id)}}, policy.id);
    if (!policy.version.empty()) w.text(" · version " + policy.version);
    if (!policy.date.empty()) w.text(" · " + policy.date);
    if (!policy.certainty.empty()) w.text(" · " + certainty_words(policy));
}

void write_scope(HtmlWriter& w, const Outline& outline) {
    const Report& report = outline.report;
    const Scope scope = scope_of(outline);
    const auto list = w.in("dl", {{"class", "facts"}});
    write_pair(w, "Asked", many(outline.size(), "endpoint"));
    write_pair(w, "Reached", count(scope.reached));
    if (scope.reached < outline.size())
        write_pair(w, "Not reached", count(outline.size() - scope.reached));
    write_pair(w, "Not tested", many(scope.untested, "rule result"));
    if (scope.unclear > 0) write_pair(w, "Unclear", many(scope.unclear, "rule result"));
    write_pair(w, "Judged as of", audit::text_of_day(report.as_of));
    if (report.delta) {
        write_pair(w, "Against " + report.delta->file,
                   count(report.delta->fresh) + " new · " + count(report.delta->known) +
                       " known · " + count(report.delta->fixed.size()) + " gone");
    }
}

void write_gone(HtmlWriter& w, const audit::Delta& delta) {
    constexpr std::size_t kMost = 200;
    if (delta.fixed.empty()) return;
    const auto box = w.in("details", {{"class", "gone"}});
    w.element("summary", many(delta.fixed.size(), "finding") + " of the baseline that " +
                             (delta.fixed.size() == 1 ? "is" : "are") + " gone");
    const auto list = w.in("ul");
    for (std::size_t i = 0; i < std::min(delta.fixed.size(), kMost); ++i)
        w.element("li", delta.fixed[i]);
    if (delta.fixed.size() > kMost)
        w.element("li", "and " + count(delta.fixed.size() - kMost) + " more");
}

void write_notices(HtmlWriter& w, const Report& report) {
    if (report.notices.empty()) return;
    const auto list = w.in("ul", {{"class", "notices"}, {"aria-label", "Notices"}});
    for (const audit::Notice& notice : report.notices) {
        const auto item = w.in("li");
        write_severity(w, notice.severity);
        w.text(" " + notice.text);
    }
}

}  // namespace

void write_head(HtmlWriter& w, const Outline& outline) {
    const Report& report = outline.report;
    const auto section = w.in("section", {{"id", "verdicts"}, {"aria-labelledby", "h-verdicts"}});
    w.element("h2", {{"id", "h-verdicts"}}, "Verdicts");
    if (report.policies.empty())
        w.element("p", {{"class", "empty"}}, "No policy was asked for: there is nothing to judge.");
    {
        const auto list =
            w.in("ul", {{"class", report.policies.size() > 6 ? "policies dense" : "policies"}});
        for (std::size_t p = 0; p < report.policies.size(); ++p)
            write_policy_card(w, outline, p);
    }
    write_scope(w, outline);
    if (report.delta) write_gone(w, *report.delta);
    write_notices(w, report);
}

}  // namespace tlsonar::reports::html
