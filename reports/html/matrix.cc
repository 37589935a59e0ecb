// Endpoints × policies, and what narrows both down.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <set>

namespace tlsonar::reports::html {
namespace {

using Labels = std::set<std::string>;

Labels labels_of(const Report& report) {
    Labels out;
    for (const Assessed& one : report.subjects)
        for (const auto& [name, value] : one.subject.labels)
            out.insert(name + "=" + value);
    return out;
}

void write_chip(HtmlWriter& w, std::string_view group, std::string_view value,
                std::string_view title, std::string_view tone = {}) {
    w.element("button",
              {{"type", "button"},
               {"class", "chip " + std::string(tone)},
               {"aria-pressed", "false"},
               {"data-group", group},
               {"data-value", value}},
              title);
}

class Group {
  public:
    Group(HtmlWriter& w, std::string_view title)
        : box_(w.in("div", {{"class", "group"}, {"role", "group"}, {"aria-label", title}})) {
        w.element("span", {{"class", "group-title"}, {"aria-hidden", "true"}}, title);
    }

  private:
    HtmlWriter::Element box_;
};

void write_chips(HtmlWriter& w, const Outline& outline) {
    constexpr std::size_t kMostLabels = 60;
    {
        const Group group(w, "Severity");
        for (std::size_t s = kSeverities; s-- > 0;) {
            const std::string_view name = trust::severity_name(static_cast<Severity>(s));
            write_chip(w, "severity", name, name, "severity " + std::string(name));
        }
    }
    if (!outline.report.policies.empty()) {
        const Group group(w, "Policy");
        for (const audit::PolicyPtr& policy : outline.report.policies)
            write_chip(w, "policy", policy->id, policy->id);
    }
    {
        const Group group(w, "Status");
        for (const Standing& standing : standings())
            write_chip(w, "status", standing.id, standing.title,
                       "standing " + std::string(standing.id));
    }
    if (const Labels labels = labels_of(outline.report); !labels.empty()) {
        const Group group(w, "Label");
        std::size_t n = 0;
        for (const std::string& label : labels)
            if (n++ < kMostLabels) write_chip(w, "label", label, label);
    }
}

// "✗ 3": the words stand in the legend and in what is read aloud.
void write_cell(HtmlWriter& w, const Outline& outline, std::uint32_t subject, std::size_t policy) {
    const Assessed& one = outline.at(subject);
    const auto cell = w.in("td");
    if (policy >= one.judgements.size()) return w.text("–");
    const audit::Judgement& judgement = one.judgements[policy];
    const auto link = w.in("a", {{"class", "cell " + std::string(verdict_class(judgement.verdict))},
                                 {"href", "#" + outline.subjects[subject].anchor}});
    const auto fresh = static_cast<std::uint32_t>(std::ranges::count_if(
        judgement.results, [](const RuleResult& r) { return standing_of(r).letter == 'f'; }));
    write_verdict(w, judgement.verdict);
    if (fresh > 0) w.element("b", " " + count(fresh));
}

void write_row(HtmlWriter& w, const Outline& outline, std::uint32_t subject) {
    const audit::Subject& s = outline.at(subject).subject;
    const auto row = w.in("tr");
    {
        const auto name = w.in("th", {{"scope", "row"}});
        w.element("a", {{"href", "#" + outline.subjects[subject].anchor}}, s.id);
        if (!s.reached()) w.element("span", {{"class", "note"}}, "not reached");
    }
    for (std::size_t p = 0; p < outline.report.policies.size(); ++p)
        write_cell(w, outline, subject, p);
    if (outline.graded) w.element("td", {{"class", "grade"}}, outline.at(subject).grade.letter);
}

void write_header(HtmlWriter& w, const Outline& outline) {
    const auto head = w.in("thead");
    const auto row = w.in("tr");
    w.element("th", {{"scope", "col"}, {"data-sort", "id"}}, "Endpoint");
    for (std::size_t p = 0; p < outline.report.policies.size(); ++p)
        w.element("th", {{"scope", "col"}, {"data-sort", std::to_string(p)}},
                  outline.report.policies[p]->id);
    if (outline.graded) w.element("th", {{"scope", "col"}, {"class", "grade"}}, "Grade");
}

void write_table(HtmlWriter& w, const Outline& outline) {
    const auto region = scroller(w, "Endpoints and policies");
    const bool many_policies = outline.report.policies.size() > 6;
    const auto table = w.in(
        "table", {{"id", "matrix-table"}, {"class", many_policies ? "matrix slim" : "matrix"}});
    w.element("caption", {{"class", "hidden"}}, "Verdict of each policy for each endpoint");
    write_header(w, outline);
    const auto body = w.in("tbody");
    const std::size_t most = std::min(outline.size(), outline.options.matrix_rows);
    for (std::size_t i = 0; i < most; ++i)
        write_row(w, outline, outline.order[i]);
}

}  // namespace

void write_filters(HtmlWriter& w, const Outline& outline) {
    const auto form =
        w.in("form",
             {{"id", "filters"}, {"class", "js"}, {"role", "search"}, {"aria-label", "Filters"}});
    {
        const auto row = w.in("div", {{"class", "search"}});
        w.element("label", {{"for", "q"}}, "Search");
        w.element("input",
                  {{"id", "q"},
                   {"type", "search"},
                   {"autocomplete", "off"},
                   {"placeholder", "name, suite, issuer, rule … ( / )"}},
                  "");
        w.element("output", {{"id", "found"}, {"for", "q"}, {"aria-live", "polite"}}, "");
        w.element("button", {{"type", "reset"}, {"class", "plain"}, {"id", "clear"}}, "Clear");
    }
    const auto chips = w.in("details", {{"id", "chips"}, {"open", ""}});
    w.element("summary", "Filters");
    write_chips(w, outline);
}

void write_matrix(HtmlWriter& w, const Outline& outline) {
    if (outline.size() == 0) return;
    const auto section = w.in("section", {{"id", "matrix"}, {"aria-labelledby", "h-matrix"}});
    w.element("h2", {{"id", "h-matrix"}}, "Endpoints and policies");
    w.element("p", {{"class", "legend"}},
              std::string(outline.compared ? "Numbers count new failures. "
                                           : "Numbers count rules that fail. ") +
                  "Policies contradict each other: each has its own "
                  "verdict, and they are never merged.");
    write_table(w, outline);
    if (const std::size_t most = outline.options.matrix_rows; outline.size() > most)
        w.element("p", {{"class", "nojs note"}},
                  "The " + count(most) + " worst of " + many(outline.size(), "endpoint") +
                      ". With JavaScript this table pages through all of them; the same report as "
                      "CSV, JSON or NDJSON holds them all as well.");
    const auto pager =
        w.in("nav", {{"id", "pager"}, {"class", "pager js"}, {"aria-label", "Pages of the table"}});
    w.element("button", {{"type", "button"}, {"id", "previous"}}, "Previous");
    w.element("span", {{"id", "range"}}, "");
    w.element("button", {{"type", "button"}, {"id", "next"}}, "Next");
    w.element("button", {{"type", "button"}, {"id", "save-csv"}, {"class", "plain"}},
              "Save these as CSV");
    w.element("button", {{"type", "button"}, {"id", "save-json"}, {"class", "plain"}}, "as JSON");
}

}  // namespace tlsonar::reports::html
