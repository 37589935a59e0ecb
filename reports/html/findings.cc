// A card for each rule: what it asks, where it fails and how, what helps.
#include "reports/format.h"
#include "reports/html/fixes.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <optional>

namespace tlsonar::reports::html {
namespace {

// Lines of the table of a card; the script shows all.
constexpr std::size_t kMostLines = 10;
constexpr std::size_t kMostDeviations = 5;  // of one endpoint
constexpr int kDeepest = 32;                // conditions in conditions

std::optional<audit::FactId> first_fact(const audit::Condition& condition, int depth = 0) {
    if (condition.kind == audit::Condition::Kind::test) return condition.fact;
    if (depth < kDeepest)
        for (const audit::Condition& part : condition.parts)
            if (const auto fact = first_fact(part, depth + 1)) return fact;
    return std::nullopt;
}

// Of what is wrong where it fails, else of what the rule looks at.
std::string_view fact_of(const Outline& outline, const RuleAt& rule, std::size_t index) {
    std::optional<audit::FactId> fact;
    if (!rule.subjects.empty()) {
        const RuleResult& result = *outline.subjects[rule.subjects[0]].results[index];
        if (!result.deviations.empty()) fact = result.deviations[0].fact;
    }
    if (!fact) fact = first_fact(rule.rule->condition);
    return fact && *fact < audit::vocabulary().size() ? audit::vocabulary()[*fact].name
                                                      : std::string_view{};
}

void write_marks(HtmlWriter& w, const Rule& rule) {
    if (rule.interpretation)
        w.element("span",
                  {{"class", "mark"}, {"title", "The document does not say it in these words."}},
                  "interpretation");
    if (!rule.from_source)
        w.element("span", {{"class", "mark"}, {"title", "No source was read for this rule."}},
                  "from memory");
}

void write_reference(HtmlWriter& w, const Outline& outline, const RuleAt& at) {
    const Rule& rule = *at.rule;
    const audit::Policy& policy = *outline.report.policies[at.policy];
    const auto line = w.in("p", {{"class", "fine"}});
    w.element("a", {{"href", "#" + anchor_of("p-", policy.id)}},
              policy.title.empty() ? policy.id : policy.title);
    if (!policy.version.empty()) w.text(" " + policy.version);
    if (!rule.reference.empty()) w.text(", " + rule.reference);
    if (!rule.level.empty()) w.text(" · level " + rule.level);
    if (rule.effective_from) w.text(" · from " + audit::text_of_day(*rule.effective_from));
    if (rule.effective_until) w.text(" · until " + audit::text_of_day(*rule.effective_until));
    if (!rule.origin.empty()) w.text(" · taken from " + rule.origin);
    w.text(" ");
    write_marks(w, rule);
}

// What the table shows of one endpoint.
struct Lines {
    std::uint32_t subject;
    std::vector<const audit::Deviation*> deviations;
    std::size_t left_out = 0;
};

std::vector<Lines> lines_of(const Outline& outline, const RuleAt& rule, std::size_t index) {
    std::vector<Lines> out;
    std::size_t lines = 0;
    for (const std::uint32_t subject : rule.subjects) {
        if (lines >= kMostLines) break;
        const auto& deviations = outline.subjects[subject].results[index]->deviations;
        Lines& these = out.emplace_back(subject);
        for (std::size_t i = 0; i < std::min(deviations.size(), kMostDeviations); ++i, ++lines)
            these.deviations.push_back(&deviations[i]);
        these.left_out = deviations.size() - these.deviations.size();
    }
    return out;
}

// The endpoint stands once, beside all of its rows.
void write_lines(HtmlWriter& w, const Outline& outline, const Lines& lines,
                 DeviationColumns columns) {
    if (lines.deviations.empty()) return;
    const auto body = w.in("tbody");
    const std::size_t rows = lines.deviations.size() + (lines.left_out > 0 ? 1 : 0);
    for (std::size_t i = 0; i < lines.deviations.size(); ++i) {
        const auto row = w.in("tr");
        if (i == 0) {
            const auto name =
                w.in("th", {{"scope", "rowgroup"}, {"rowspan", std::to_string(rows)}});
            w.element("a", {{"href", "#" + outline.subjects[lines.subject].anchor}},
                      outline.at(lines.subject).subject.id);
        }
        write_deviation_cells(w, *lines.deviations[i], columns);
    }
    if (lines.left_out == 0) return;
    const auto row = w.in("tr");
    w.element("td", {{"class", "note"}, {"colspan", std::to_string(columns.count())}},
              "and " + count(lines.left_out) + " more");
}

void write_where(HtmlWriter& w, const Outline& outline, const RuleAt& rule, std::size_t index) {
    const auto box = w.in("div", {{"class", "where"}});
    if (rule.subjects.empty()) return;
    const std::vector<Lines> all = lines_of(outline, rule, index);
    std::vector<const audit::Deviation*> deviations;
    for (const Lines& lines : all)
        deviations.insert(deviations.end(), lines.deviations.begin(), lines.deviations.end());
    const DeviationColumns columns = write_expected(w, outline, deviations);
    {
        const auto region = scroller(w, "Where " + rule.name + " fails");
        const auto table = w.in("table");
        {
            const auto head = w.in("thead");
            const auto row = w.in("tr");
            w.element("th", {{"scope", "col"}}, "Endpoint");
            write_deviation_titles(w, columns);
        }
        for (const Lines& lines : all)
            write_lines(w, outline, lines, columns);
    }
    if (all.size() < rule.subjects.size())
        w.element("p", {{"class", "note"}},
                  "and at " + many(rule.subjects.size() - all.size(), "more endpoint"));
}

void write_snippet(HtmlWriter& w, std::string_view server, std::string_view text) {
    if (text.empty()) return;
    const auto box = w.in("div", {{"class", "snippet"}});
    w.element("h4", server);
    const auto pre = w.in("pre", {{"tabindex", "0"}, {"aria-label", server}});
    w.lines(text);
}

void write_fix(HtmlWriter& w, std::string_view fact) {
    const Fix* fix = find_fix(fact);
    if (fix == nullptr) return;
    const auto box = w.in("details", {{"class", "fix"}});
    w.element("summary", "How to fix it: " + std::string(fix->title));
    if (!fix->note.empty()) w.element("p", fix->note);
    const auto grid = w.in("div", {{"class", "snippets"}});
    write_snippet(w, "nginx", fix->nginx);
    write_snippet(w, "Apache httpd", fix->apache);
    write_snippet(w, "HAProxy", fix->haproxy);
    write_snippet(w, "OpenSSL", fix->openssl);
}

void write_waive(HtmlWriter& w, const Outline& outline, const RuleAt& rule) {
    if (rule.subjects.empty()) return;
    const auto box = w.in("details", {{"class", "waive"}});
    w.element("summary", "Waive it");
    w.element("p",
              "A line for waivers.yaml. Give the reason, who answers for it and until when; one "
              "line for each endpoint, or a pattern as the target.");
    write_waiver_line(w, outline, rule.name, outline.at(rule.subjects[0]).subject.id);
}

void write_counts(HtmlWriter& w, const RuleAt& rule) {
    const auto list = w.in("p", {{"class", "counts"}});
    for (std::size_t i = 0; i < standings().size(); ++i) {
        if (rule.counts[i] == 0) continue;
        const auto item = w.in("span", {{"class", "count"}});
        w.element("b", count(rule.counts[i]));
        w.text(" ");
        write_standing(w, standings()[i]);
    }
}

void write_card(HtmlWriter& w, const Outline& outline, std::size_t index) {
    const RuleAt& at = outline.rules[index];
    const Rule& rule = *at.rule;
    const auto card = w.in("article", {{"class", "card"},
                                       {"id", at.anchor},
                                       {"data-rule", std::to_string(index)},
                                       {"aria-labelledby", "t-" + std::to_string(index)}});
    {
        const auto head = w.in("div", {{"class", "card-head"}});
        write_severity(w, rule.severity);
        w.element("h3", {{"id", "t-" + std::to_string(index)}},
                  rule.title.empty() ? rule.id : rule.title);
        const auto link =
            w.in("a", {{"class", "rule-id"}, {"href", at.link}, {"title", "Link to here"}});
        w.element("code", at.name);
    }
    w.element("p", {{"class", "requirement"}}, rule.requirement);
    if (!rule.note.empty()) w.element("p", {{"class", "note"}}, rule.note);
    write_counts(w, at);
    write_where(w, outline, at, index);
    write_reference(w, outline, at);
    write_fix(w, fact_of(outline, at, index));
    write_waive(w, outline, at);
}

// Rules that somebody fails, the worst first; then the others.
std::vector<std::size_t> by_weight(const Outline& outline) {
    std::vector<std::size_t> out(outline.rules.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = i;
    const auto weight = [&](std::size_t i) {
        const RuleAt& at = outline.rules[i];
        return std::tuple(!at.subjects.empty(), at.counts[0] > 0, at.rule->severity,
                          at.subjects.size());
    };
    std::ranges::stable_sort(out, std::greater<>{}, weight);
    return out;
}

void write_cards(HtmlWriter& w, const Outline& outline, std::span<const std::size_t> rules) {
    const auto box = w.in("div", {{"class", "cards"}});
    for (const std::size_t rule : rules)
        write_card(w, outline, rule);
}

}  // namespace

void write_findings(HtmlWriter& w, const Outline& outline) {
    if (outline.rules.empty()) return;
    const std::vector<std::size_t> rules = by_weight(outline);
    const auto failing = static_cast<std::size_t>(std::ranges::count_if(
        outline.rules, [](const RuleAt& rule) { return !rule.subjects.empty(); }));
    const auto section = w.in("section", {{"id", "findings"}, {"aria-labelledby", "h-findings"}});
    w.element("h2", {{"id", "h-findings"}}, "Findings");
    w.element("p", {{"class", "empty"}, {"id", "no-findings"}},
              failing == 0 ? "No rule fails." : "");
    write_cards(w, outline, std::span(rules).first(failing));
    if (failing == rules.size()) return;
    const auto others = w.in("details", {{"id", "other-rules"}});
    w.element("summary", many(rules.size() - failing, "rule") + " that no endpoint fails");
    write_cards(w, outline, std::span(rules).subspan(failing));
}

}  // namespace tlsonar::reports::html
