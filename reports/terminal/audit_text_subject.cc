// One subject's rules; notices; what the coming years bring.
#include "core/text.h"
#include "reports/format.h"
#include "reports/terminal/audit_text_private.h"
#include "reports/terminal/finding_text.h"

#include <algorithm>

namespace tlsonar::reports::audit_page {
namespace {

using audit::Deviation;
using audit::RuleResult;
using audit::RuleStatus;

constexpr std::size_t kTextColumns = 160;
constexpr std::size_t kShownDeviations = 6;
constexpr std::size_t kRuleIndent = 4;
constexpr std::size_t kValueIndent = 14;

Tone tone_of(RuleStatus status) {
    switch (status) {
        case RuleStatus::pass:
            return Tone::good;
        case RuleStatus::fail:
            return Tone::bad;
        case RuleStatus::inconclusive:
        case RuleStatus::not_tested:
        case RuleStatus::manual:
            return Tone::warn;
        default:
            return Tone::faint;
    }
}

// "SSLv3, TLSv1.0 (known), expected only TLSv1.2": deviations of one expectation together.
void add_deviations(Page& page, const audit::Report& report, const RuleResult& result) {
    std::size_t begin = 0;
    const auto& all = result.deviations;
    while (begin < all.size()) {
        std::size_t end = begin;
        std::string observed;
        for (; end < all.size() && all[end].fact == all[begin].fact; ++end) {
            if (end - begin >= kShownDeviations) continue;
            observed += (end == begin ? "" : ", ") + shown(all[end].observed, kTextColumns);
            if (all[end].standing == Deviation::Standing::known) observed += " (known)";
            if (all[end].standing == Deviation::Standing::waived)
                observed += " (waived until " +
                            audit::text_of_day(*report.waivers[all[end].waiver].expires) + ")";
        }
        if (end - begin > kShownDeviations)
            observed += " and " + std::to_string(end - begin - kShownDeviations) + " more";
        const auto& name = audit::vocabulary()[all[begin].fact];
        page.sentence("", Tone::plain,
                      std::string(name.title) + ": " + observed + "; expected " +
                          shown(all[begin].expected, kTextColumns) +
                          (all[begin].evidence.empty()
                               ? std::string()
                               : " (" + shown(all[begin].evidence, kTextColumns) + ")"),
                      kValueIndent);
        begin = end;
    }
}

void add_result(Page& page, const audit::Report& report, const RuleResult& result) {
    const audit::Rule& rule = *result.rule;
    const bool failed = result.status == RuleStatus::fail;
    const std::string state = !failed            ? std::string(audit::title_of(result.status))
                              : result.excused() ? "excused"
                                                 : std::string(trust::severity_name(rule.severity));
    const Tone tone = !failed            ? tone_of(result.status)
                      : result.excused() ? Tone::faint
                                         : reports::tone_of(rule.severity);
    std::string reference = shown(rule.reference, kTextColumns);
    if (rule.interpretation) reference += ", an interpretation";
    if (!rule.from_source) reference += ", from memory";
    const PageItem parts[] = {
        {cell(failed && !result.excused() ? "✗ " + state : "  " + state, 12), tone},
        {shown(rule.id, kTextColumns) + "  ", Tone::strong},
        {shown(rule.title, kTextColumns) + "  "},
        {"[" + reference + "]", Tone::faint}};
    page.line(kRuleIndent - 2, parts);
    if (failed)
        add_deviations(page, report, result);
    else if (!result.cause.empty())
        page.sentence("", Tone::plain, shown(result.cause, kTextColumns), kValueIndent,
                      Tone::faint);
}

// What matters first: failures by severity, then what is open.
std::vector<const RuleResult*> worth_telling(const audit::Judgement& judgement, bool all) {
    std::vector<const RuleResult*> out;
    for (const RuleResult& result : judgement.results)
        if (all || result.status == RuleStatus::fail) out.push_back(&result);
    std::ranges::stable_sort(out, [](const RuleResult* a, const RuleResult* b) {
        const auto rank = [](const RuleResult* r) {
            const bool failed = r->status == RuleStatus::fail;
            return std::tuple(failed && !r->excused(), failed,
                              failed ? static_cast<int>(r->rule->severity) : 0);
        };
        return rank(a) > rank(b);
    });
    return out;
}

void add_grade(Page& page, const audit::Grade& grade, bool verbose) {
    if (grade.letter.empty()) return;
    std::string text = grade.letter + " (SSL Labs 2009r compatible, " +
                       std::to_string(grade.total) + " points; no verdict)";
    for (const audit::Grade::Cap& cap : grade.caps)
        text += "; " + cap.letter + ": " + cap.reason;
    for (const std::string& warning : grade.warnings)
        text += "; " + warning;
    page.text("grade", shown(text, 4 * kTextColumns), Tone::faint);
    if (verbose)
        for (const std::string& line : grade.arithmetic)
            page.text("", line, Tone::faint);
}

}  // namespace

void add_subject(Page& page, const audit::Report& report, const audit::Assessed& assessed,
                 const AuditTextOptions& options) {
    const audit::Subject& subject = assessed.subject;
    page.gap();
    const PageItem head[] = {{shown(subject.id, kTextColumns), Tone::strong},
                             {"  " + std::string(name_of(subject.mode)) +
                                  (subject.state == "complete" ? "" : ", " + subject.state),
                              Tone::faint}};
    page.line(0, head);
    if (!subject.trouble.empty())
        page.sentence("", Tone::warn, shown(subject.trouble, kTextColumns), Page::kIndent,
                      Tone::warn);
    for (std::size_t p = 0; p < assessed.judgements.size(); ++p) {
        const audit::Judgement& judgement = assessed.judgements[p];
        const PageItem line[] = {
            {cell(title_of(judgement.verdict), 4) + "  ", tone_of(judgement.verdict)},
            {report.policies[p]->id, Tone::strong},
            {"  " + tally_text(judgement.tally), Tone::faint}};
        page.line(Page::kIndent, line);
        for (const RuleResult* result : worth_telling(judgement, options.verbose))
            add_result(page, report, *result);
    }
    add_grade(page, assessed.grade, options.verbose);
}

void add_notices(Page& page, const audit::Report& report) {
    if (report.notices.empty()) return;
    page.gap();
    for (const audit::Notice& notice : report.notices) {
        const bool faint = notice.severity == audit::Severity::info;
        page.sentence("note ", Tone::warn, shown(notice.text, 4 * kTextColumns), Page::kIndent,
                      faint ? Tone::faint : Tone::plain);
    }
}

void add_forecasts(Page& page, const audit::Report& report, bool verbose) {
    if (report.forecasts.empty()) return;
    page.gap();
    page.sentence("", Tone::plain, "What will fail, if nothing changes", 0, Tone::strong);
    for (const audit::Forecast& forecast : report.forecasts) {
        const PageItem parts[] = {
            {audit::text_of_day(forecast.day) + "  ", Tone::warn},
            {report.policies[forecast.policy]->id + " " + forecast.rule->id + "  ", Tone::strong},
            {shown(forecast.rule->title, kTextColumns) + "  "},
            {plural(forecast.subjects.size(), "subject"), Tone::faint}};
        page.line(Page::kIndent, parts);
        if (!verbose) continue;
        for (const std::uint32_t subject : forecast.subjects)
            page.sentence("", Tone::plain, shown(report.subjects[subject].subject.id, kTextColumns),
                          kValueIndent, Tone::faint);
    }
}

}  // namespace tlsonar::reports::audit_page
