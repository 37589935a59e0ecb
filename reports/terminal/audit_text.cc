#include "reports/terminal/audit_text.h"

#include "core/text.h"
#include "reports/format.h"
#include "reports/gate_words.h"
#include "reports/terminal/audit_text_private.h"
#include "reports/terminal/finding_text.h"

#include <algorithm>
#include <map>

namespace tlsonar::reports {
namespace audit_page {

std::string shown(std::string_view text, std::size_t columns) {
    constexpr std::size_t kOctetsPerColumn = 4;  // of UTF-8
    return fit(printable(text.substr(0, kOctetsPerColumn * columns)), columns);
}

Tone tone_of(audit::PolicyVerdict verdict) {
    switch (verdict) {
        case audit::PolicyVerdict::pass:
            return Tone::good;
        case audit::PolicyVerdict::fail:
            return Tone::bad;
        case audit::PolicyVerdict::incomplete:
            return Tone::warn;
        case audit::PolicyVerdict::not_applicable:
            return Tone::faint;
    }
    return Tone::plain;
}

std::string title_of(audit::PolicyVerdict verdict) {
    switch (verdict) {
        case audit::PolicyVerdict::pass:
            return "pass";
        case audit::PolicyVerdict::fail:
            return "FAIL";
        case audit::PolicyVerdict::incomplete:
            return "open";
        case audit::PolicyVerdict::not_applicable:
            return "n/a";
    }
    return {};
}

std::string tally_text(const audit::Tally& tally) {
    std::string out;
    const auto add = [&out](std::uint32_t n, std::string_view what) {
        if (n == 0) return;
        out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + std::string(what);
    };
    add(tally.fail, "failed");
    add(tally.waived, "waived");
    add(tally.known, "known");
    add(tally.inconclusive, "unclear");
    add(tally.not_tested, "not tested");
    add(tally.manual, "by hand");
    add(tally.pass, "passed");
    return out.empty() ? "no rule applies" : out;
}

}  // namespace audit_page

namespace {

using namespace audit_page;  // NOLINT: the sections of this very page
using audit::Assessed;
using audit::PolicyVerdict;
using audit::Report;

// So many endpoints get their findings one by one; of more the findings are told by rule.
constexpr std::size_t kDetailed = 10;
constexpr std::size_t kMatrixRows = 40;
constexpr std::size_t kCommonRules = 15;

std::string heading(const Report& report) {
    std::string out = plural(report.subjects.size(), "subject") + ", " +
                      std::to_string(report.policies.size()) +
                      (report.policies.size() == 1 ? " policy" : " policies") + ", as of " +
                      audit::text_of_day(report.as_of);
    if (report.delta)
        out += "; against the baseline " + std::to_string(report.delta->fresh) + " new, " +
               std::to_string(report.delta->known) + " known, " +
               std::to_string(report.delta->fixed.size()) + " fixed";
    return out;
}

// "2 of 3 fail, 1 open"
std::string spread(const Report& report, std::size_t policy) {
    std::map<PolicyVerdict, std::size_t> counts;
    for (const Assessed& assessed : report.subjects)
        ++counts[assessed.judgements[policy].verdict];
    std::string out;
    const auto add = [&](PolicyVerdict verdict, std::string_view word) {
        if (counts[verdict] == 0) return;
        out +=
            (out.empty() ? "" : ", ") + std::to_string(counts[verdict]) + " " + std::string(word);
    };
    add(PolicyVerdict::fail, counts[PolicyVerdict::fail] == 1 ? "fails" : "fail");
    add(PolicyVerdict::incomplete, "open");
    add(PolicyVerdict::pass, counts[PolicyVerdict::pass] == 1 ? "passes" : "pass");
    add(PolicyVerdict::not_applicable, "n/a");
    return out;
}

void add_policies(Page& page, const Report& report) {
    std::size_t widest = 0;
    for (const audit::PolicyPtr& policy : report.policies)
        widest = std::max(widest, policy->id.size());
    widest = std::min(widest, page.columns() / 2);
    for (std::size_t p = 0; p < report.policies.size(); ++p) {
        const PolicyVerdict verdict = overall(report, p);
        const PageItem parts[] = {
            {cell(title_of(verdict), 4) + "  ", tone_of(verdict)},
            {cell(shown(report.policies[p]->id, widest), widest) + "  ", Tone::strong},
            {spread(report, p) + "; rules: " + tally_text(report.tally(p)), Tone::plain}};
        page.line(Page::kIndent, parts);
    }
}

std::string cell_text(const audit::Judgement& judgement) {
    std::string out = title_of(judgement.verdict);
    if (judgement.tally.fail > 0) out += " " + std::to_string(judgement.tally.fail);
    const std::uint32_t open = judgement.tally.not_tested + judgement.tally.inconclusive;
    if (judgement.verdict == PolicyVerdict::incomplete && open > 0)
        out += " " + std::to_string(open);
    return out;
}

// Columns as wide as what stands in them, where there is room; names of policies are cut else.
void add_matrix(Page& page, const Report& report) {
    constexpr std::size_t kGap = 2;
    constexpr std::size_t kNarrowest = 10;
    if (report.policies.size() < 2 || report.subjects.size() < 2) return;
    const std::size_t room = page.columns() - Page::kIndent;
    const std::size_t rows = std::min(report.subjects.size(), kMatrixRows);
    std::size_t name = 0;
    for (std::size_t s = 0; s < rows; ++s)
        name = std::max(name, display_width(shown(report.subjects[s].subject.id, room)) + kGap);
    name =
        std::min(name, room - std::min(report.policies.size(), room / 2 / kNarrowest) * kNarrowest);
    const std::size_t policies = std::min(report.policies.size(), (room - name) / kNarrowest);
    std::size_t most = room;  // of a column: as much as all of them leave
    const auto width = [&](std::size_t p) {
        return std::clamp(display_width(shown(report.policies[p]->id, room)) + kGap, kNarrowest,
                          most);
    };
    const auto total = [&] {
        std::size_t out = name;
        for (std::size_t p = 0; p < policies; ++p)
            out += width(p);
        return out;
    };
    while (most > kNarrowest && total() > room)
        --most;
    page.gap();
    std::vector<PageItem> head{{cell("", name), Tone::faint}};
    for (std::size_t p = 0; p < policies; ++p)
        head.emplace_back(cell(shown(report.policies[p]->id, width(p) - 1), width(p)), Tone::faint);
    page.line(Page::kIndent, head);
    for (std::size_t s = 0; s < rows; ++s) {
        const Assessed& assessed = report.subjects[s];
        std::vector<PageItem> row{{cell(shown(assessed.subject.id, name - 1), name)}};
        for (std::size_t p = 0; p < policies; ++p) {
            const audit::Judgement& judgement = assessed.judgements[p];
            row.emplace_back(cell(cell_text(judgement), width(p)), tone_of(judgement.verdict));
        }
        page.line(Page::kIndent, row);
    }
    std::string hidden;
    if (const std::size_t n = report.subjects.size() - rows; n > 0)
        hidden = plural(n, "more subject");
    if (const std::size_t n = report.policies.size() - policies; n > 0)
        hidden += (hidden.empty() ? "" : ", ") + std::to_string(n) +
                  (n == 1 ? " more policy" : " more policies");
    if (!hidden.empty())
        page.sentence("", Tone::faint, "and " + hidden + ": -o html=FILE shows all", Page::kIndent,
                      Tone::faint);
}

// Of many endpoints: which rules fail how often, the worst first.
void add_common_rules(Page& page, const Report& report) {
    struct Row {
        const audit::Policy* policy;
        const audit::Rule* rule;
        std::size_t subjects = 0;
        std::string example;
    };
    std::map<std::pair<std::size_t, std::string>, Row> rows;
    for (const Assessed& assessed : report.subjects)
        for (std::size_t p = 0; p < assessed.judgements.size(); ++p)
            for (const audit::RuleResult& result : assessed.judgements[p].results) {
                if (result.status != audit::RuleStatus::fail || result.excused()) continue;
                Row& row = rows[{p, result.rule->id}];
                row.policy = report.policies[p].get();
                row.rule = result.rule;
                if (++row.subjects == 1) row.example = assessed.subject.id;
            }
    std::vector<Row> sorted;
    sorted.reserve(rows.size());
    for (auto& [key, row] : rows)
        sorted.push_back(std::move(row));
    std::ranges::stable_sort(sorted, [](const Row& a, const Row& b) {
        return std::tuple(a.rule->severity, a.subjects) > std::tuple(b.rule->severity, b.subjects);
    });
    if (sorted.empty()) return;
    page.gap();
    for (std::size_t i = 0; i < std::min(sorted.size(), kCommonRules); ++i) {
        const Row& row = sorted[i];
        const PageItem parts[] = {
            {cell(trust::severity_name(row.rule->severity), 10),
             reports::tone_of(row.rule->severity)},
            {row.policy->id + " " + row.rule->id + "  ", Tone::strong},
            {shown(row.rule->title, 60) + "  "},
            {plural(row.subjects, "subject") + ", the first " + shown(row.example, 60),
             Tone::faint}};
        page.line(Page::kIndent, parts);
    }
    if (sorted.size() > kCommonRules)
        page.sentence("", Tone::faint,
                      "and " + std::to_string(sorted.size() - kCommonRules) + " more rules",
                      Page::kIndent, Tone::faint);
}

}  // namespace

namespace audit_page {

PolicyVerdict overall(const Report& report, std::size_t policy) {
    bool open = report.subjects.empty();
    bool applies = report.subjects.empty();
    for (const Assessed& assessed : report.subjects) {
        const PolicyVerdict verdict = assessed.judgements[policy].verdict;
        if (verdict == PolicyVerdict::fail) return verdict;
        open |= verdict == PolicyVerdict::incomplete;
        applies |= verdict != PolicyVerdict::not_applicable;
    }
    if (!applies) return PolicyVerdict::not_applicable;
    return open ? PolicyVerdict::incomplete : PolicyVerdict::pass;
}

}  // namespace audit_page

std::string gate_text(const audit::GateVerdict& verdict, const Style& style) {
    const GateWords words = gate_words(verdict);
    const Tone tone = words.word == "FAIL"   ? Tone::bad
                      : words.word == "PASS" ? Tone::good
                                             : Tone::warn;
    return style.paint(tone, words.word) + "  " + words.sentence + "\n";
}

std::string audit_text(const Report& report, const AuditTextOptions& options) {
    std::string verdict = gate_text(
        options.passed ? *options.passed : pass_gate(report, options.gate), options.style);
    if (options.quiet) return verdict;
    Page page(options.style);
    page.sentence("", Tone::faint, heading(report), 0, Tone::faint);
    page.gap();
    add_policies(page, report);
    add_matrix(page, report);
    if (report.subjects.size() <= kDetailed || options.verbose)
        for (const Assessed& assessed : report.subjects)
            add_subject(page, report, assessed, options);
    else
        add_common_rules(page, report);
    add_notices(page, report);
    add_forecasts(page, report, options.verbose);
    page.gap();
    page.append(verdict);
    return std::move(page).take();
}

}  // namespace tlsonar::reports
