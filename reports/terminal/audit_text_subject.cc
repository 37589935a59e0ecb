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
constexpr std::size_t kBriefColumns = 100;
constexpr std::size_t kShownDeviations = 6;
constexpr std::size_t kRuleIndent = 4;
constexpr std::size_t kValueIndent = 16;

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

// Of lists the elements say what they are; "yes" and "91 days" need their fact's title.
bool needs_title(audit::FactId fact) {
    const audit::ValueType type = audit::vocabulary()[fact].type;
    return type != audit::ValueType::names && type != audit::ValueType::text;
}

std::string standing_text(const audit::Report& report, const Deviation& deviation) {
    switch (deviation.standing) {
        case Deviation::Standing::known:
            return " (known)";
        case Deviation::Standing::waived:
            if (deviation.waiver >= report.waivers.size() ||
                !report.waivers[deviation.waiver].expires)
                return " (waived)";
            return " (waived until " +
                   audit::text_of_day(*report.waivers[deviation.waiver].expires) + ")";
        default:
            return {};
    }
}

// A long list ends after one of its items, not within a name.
std::string brief(std::string_view list) {
    std::string out = shown(list, kBriefColumns);
    if (out.size() == list.size() || !out.ends_with("…")) return out;
    if (const std::size_t comma = out.rfind(", "); comma != std::string::npos)
        out = out.substr(0, comma + 2) + "…";
    return out;
}

// "SSLv3, TLSv1.0 (known); expected only TLSv1.2": deviations of one expectation together.
void add_deviations(Page& page, const audit::Report& report, const RuleResult& result,
                    bool verbose) {
    std::size_t begin = 0;
    const auto& all = result.deviations;
    const std::size_t most = verbose ? all.size() : kShownDeviations;
    while (begin < all.size()) {
        std::size_t end = begin;
        std::string text;
        if (needs_title(all[begin].fact))
            text = std::string(audit::vocabulary()[all[begin].fact].title) + ": ";
        for (; end < all.size() && all[end].fact == all[begin].fact; ++end) {
            if (end - begin >= most) continue;
            text += (end == begin ? "" : ", ") + shown(all[end].observed, kTextColumns) +
                    standing_text(report, all[end]);
        }
        if (end - begin > most) text += " and " + std::to_string(end - begin - most) + " more";
        text += "; expected " +
                (verbose ? shown(all[begin].expected, kTextColumns) : brief(all[begin].expected));
        if (verbose && !all[begin].evidence.empty())
            text += " (" + shown(all[begin].evidence, kTextColumns) + ")";
        page.sentence("", Tone::plain, text, kValueIndent);
        begin = end;
    }
}

std::string reference_text(const audit::Rule& rule) {
    std::string out = rule.reference;
    if (rule.interpretation) out += ", an interpretation";
    if (!rule.from_source) out += ", from memory";
    return shown(out, kTextColumns);
}

void add_result(Page& page, const audit::Report& report, const RuleResult& result, bool verbose) {
    const audit::Rule& rule = *result.rule;
    const bool failed = result.status == RuleStatus::fail;
    const bool counts = failed && !result.excused();
    const std::string state = counts   ? std::string(trust::severity_name(rule.severity))
                              : failed ? "excused"
                                       : std::string(audit::title_of(result.status));
    const Tone tone = counts   ? reports::tone_of(rule.severity)
                      : failed ? Tone::faint
                               : tone_of(result.status);
    const PageItem parts[] = {{cell((counts ? "✗ " : "  ") + state, 14), tone},
                              {shown(rule.id, kTextColumns) + "  ", Tone::strong},
                              {shown(rule.title, kTextColumns)},
                              {rule.level.empty() ? "" : "  " + rule.level, Tone::faint}};
    page.line(kRuleIndent - 2, parts);
    if (failed)
        add_deviations(page, report, result, verbose);
    else if (!result.cause.empty())
        page.sentence("", Tone::plain, shown(result.cause, kTextColumns), kValueIndent,
                      Tone::faint);
    if (verbose || (counts && rule.severity >= audit::Severity::medium))
        page.sentence("", Tone::plain, reference_text(rule), kValueIndent, Tone::faint);
}

// Rules by their names alone, in a line: what is only information, what was not learnt.
template <typename Is>
void add_names(Page& page, const audit::Judgement& judgement, std::string_view label, Is is) {
    constexpr std::size_t kMost = 12;
    std::string text;
    std::size_t n = 0;
    for (const RuleResult& result : judgement.results) {
        if (!is(result) || ++n > kMost) continue;
        text += (text.empty() ? "" : ", ") + shown(result.rule->id, kTextColumns);
    }
    if (n == 0) return;
    if (n > kMost) text += " and " + std::to_string(n - kMost) + " more";
    page.sentence("  " + cell(label, 12), Tone::faint, text + " (-v tells more)", kRuleIndent - 2,
                  Tone::faint);
}

void add_names(Page& page, const audit::Judgement& judgement) {
    add_names(page, judgement, "info", [](const RuleResult& result) {
        return result.status == RuleStatus::fail && !result.excused() &&
               result.rule->severity == audit::Severity::info;
    });
    for (const RuleStatus open :
         {RuleStatus::inconclusive, RuleStatus::not_tested, RuleStatus::manual})
        add_names(page, judgement, audit::title_of(open),
                  [open](const RuleResult& result) { return result.status == open; });
}

// What matters first: failures by severity, then what is open.
std::vector<const RuleResult*> worth_telling(const audit::Judgement& judgement, bool all) {
    std::vector<const RuleResult*> out;
    for (const RuleResult& result : judgement.results) {
        const bool tells =
            result.status == RuleStatus::fail && result.rule->severity > audit::Severity::info;
        if (all || tells) out.push_back(&result);
    }
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
            page.text("", shown(line, kTextColumns), Tone::faint);
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
            add_result(page, report, *result, options.verbose);
        if (!options.verbose) add_names(page, judgement);
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
    if (report.forecasts.empty() && !report.horizon) return;
    page.gap();
    if (report.forecasts.empty()) {
        page.sentence("", Tone::plain,
                      "Nothing else will fail until " + audit::text_of_day(*report.horizon) +
                          ", if nothing changes: no rule that comes into force by then is broken.",
                      0, Tone::plain);
        return;
    }
    page.sentence("", Tone::plain, "What will fail, if nothing changes", 0, Tone::strong);
    for (const audit::Forecast& forecast : report.forecasts) {
        const PageItem parts[] = {
            {audit::text_of_day(forecast.day) + "  ", Tone::warn},
            {plural(forecast.subjects.size(), "subject") + "  "},
            {report.policies[forecast.policy]->id + " " + forecast.rule->id + "  ", Tone::strong},
            {shown(forecast.rule->title, kTextColumns), Tone::faint}};
        page.line(Page::kIndent, parts);
        if (!verbose) continue;
        for (const std::uint32_t subject : forecast.subjects)
            page.sentence("", Tone::plain, shown(report.subjects[subject].subject.id, kTextColumns),
                          kValueIndent, Tone::faint);
    }
}

}  // namespace tlsonar::reports::audit_page
