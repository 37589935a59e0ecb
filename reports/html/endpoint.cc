// The page of one endpoint.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace tlsonar::reports::html {
namespace {

using audit::Deviation;
using audit::Judgement;
using audit::Subject;

constexpr std::size_t kMostDeviationsOfRule = 40;

// "2026-11-21T19:33:33.90372702Z" is "2026-11-21 19:33:33 UTC" to people; other words stay.
std::string second_of(std::string_view moment) {
    constexpr std::size_t kSeconds = sizeof "2026-11-21T19:33:33" - 1;
    if (moment.size() <= kSeconds || moment[10] != 'T' || moment[16] != ':' ||
        !moment.ends_with('Z') || (moment[kSeconds] != '.' && moment[kSeconds] != 'Z'))
        return std::string(moment);
    return std::string(moment.substr(0, 10)) + " " + std::string(moment.substr(11, 8)) + " UTC";
}

void write_about(HtmlWriter& w, const Assessed& one) {
    const Subject& s = one.subject;
    constexpr std::string_view kModes[] = {"scanned", "seen in a capture",
                                           "certificates of a file"};
    const auto list = w.in("dl", {{"class", "facts"}});
    write_pair(w, "How", kModes[static_cast<std::size_t>(s.mode)]);
    write_pair(w, "State", s.trouble.empty() ? s.state : s.state + ": " + s.trouble);
    if (!s.address.empty() && s.address != s.name) write_pair(w, "Address", s.address);
    if (!s.sni.empty() && s.sni != s.name) write_pair(w, "SNI", s.sni);
    write_pair(w, "Inside", s.dialog);
    write_pair(w, "Seen", second_of(s.seen));
    if (s.connections > 0)
        write_pair(w, s.mode == audit::Mode::passive ? "Handshakes" : "Connections",
                   count(s.connections));
    std::string alpn;
    for (const std::string& name : s.alpn)
        alpn += (alpn.empty() ? "" : ", ") + name;
    write_pair(w, "ALPN", alpn);
    for (const auto& [name, value] : s.labels)
        write_pair(w, name, value);
    if (!s.file.empty())
        write_pair(w, "From", s.line > 0 ? s.file + ":" + std::to_string(s.line) : s.file);
}

void write_deviations(HtmlWriter& w, const Outline& outline,
                      const std::vector<Deviation>& deviations) {
    if (deviations.empty()) return;
    std::vector<const Deviation*> shown_ones;
    for (std::size_t i = 0; i < std::min(deviations.size(), kMostDeviationsOfRule); ++i)
        shown_ones.push_back(&deviations[i]);
    const DeviationColumns columns = write_expected(w, outline, shown_ones);
    {
        const auto region = scroller(w, "Observed and expected");
        const auto table = w.in("table");
        {
            const auto head = w.shared("thead");
            const auto row = w.in("tr");
            write_deviation_titles(w, columns);
        }
        const auto body = w.in("tbody");
        for (const Deviation* deviation : shown_ones) {
            const auto row = w.shared("tr");
            write_deviation_cells(w, *deviation, columns);
        }
    }
    if (deviations.size() > kMostDeviationsOfRule)
        w.element("p", {{"class", "note"}},
                  "and " + count(deviations.size() - kMostDeviationsOfRule) + " more");
}

void write_waived(HtmlWriter& w, const Outline& outline, const RuleResult& result) {
    for (const Deviation& deviation : result.deviations) {
        if (deviation.standing != Deviation::Standing::waived ||
            deviation.waiver >= outline.report.waivers.size())
            continue;
        const audit::Waiver& waiver = outline.report.waivers[deviation.waiver];
        const auto line = w.in("p", {{"class", "note"}});
        w.text("Waived");
        if (waiver.expires) w.text(" until " + audit::text_of_day(*waiver.expires));
        w.text(": ");
        w.text(waiver.reason);
        if (!waiver.owner.empty()) {
            w.text(" (");
            w.text(waiver.owner);
            w.text(")");
        }
        return;
    }
}

std::uintptr_t place(std::string_view text) {
    return reinterpret_cast<std::uintptr_t>(text.data());
}

// What a failure is told with, but for the endpoint: texts by where they stand, which is one place
// for all endpoints of which the same is told.
PieceCache::Key key_of(const RuleAt& at, const RuleResult& result) {
    PieceCache::Key key{reinterpret_cast<std::uintptr_t>(&at)};
    for (const Deviation& deviation : result.deviations)
        key.insert(key.end(),
                   {place(deviation.observed), place(deviation.expected), place(deviation.evidence),
                    deviation.waiver, static_cast<std::uintptr_t>(deviation.standing)});
    return key;
}

void write_failure(HtmlWriter& w, const Outline& outline, const Subject& subject, const RuleAt& at,
                   const RuleResult& result) {
    const Rule& rule = *at.rule;
    const auto card = w.in("div", {{"class", "card small"}});
    w.remembered(key_of(at, result), [&] {
        {
            const auto head = w.shared("div", {{"class", "card-head"}});
            write_severity(w, rule.severity);
            w.element("h4", rule.title.empty() ? rule.id : rule.title);
            write_standing(w, standing_of(result));
        }
        w.element("p", {{"class", "requirement"}}, rule.requirement);
        write_deviations(w, outline, result.deviations);
        write_waived(w, outline, result);
        const auto line = w.shared("p", {{"class", "fine"}});
        w.element("a", {{"href", at.link}}, at.name);
        w.text(": reference and how to fix it");
        if (rule.interpretation) w.element("span", {{"class", "mark"}}, "interpretation");
    });
    const auto waive = w.in("details", {{"class", "waive"}});
    w.element("summary", "Waive it");
    write_waiver_line(w, outline, at.name, subject.id);
}

// What needs no words: the card of the rule has them.
void write_ids(HtmlWriter& w, std::span<const RuleAt* const> rules) {
    const auto list = w.shared("p", {{"class", "ids"}});
    for (const RuleAt* at : rules) {
        w.element("a", {{"href", at->link}, {"title", at->rule->title}}, at->rule->id);
        w.text(" ");
    }
}

struct Unfailed {
    const RuleAt* at = nullptr;
    const RuleResult* result = nullptr;
};

void write_unfailed(HtmlWriter& w, std::span<const Unfailed> these, const Standing& standing) {
    const auto box = w.in("details", {{"class", "rest"}});
    {
        const auto title = w.in("summary");
        w.element("b", count(these.size()));
        w.text(" ");
        write_standing(w, standing);
    }
    if (standing.letter == 'p' || standing.letter == 'y') {
        std::vector<const RuleAt*> rules;
        for (const Unfailed& one : these)
            rules.push_back(one.at);
        return write_ids(w, rules);
    }
    const auto list = w.in("ul");
    for (const auto& [at, result] : these) {
        const auto item = w.shared("li");
        w.element("a", {{"href", at->link}}, at->rule->id);
        w.text(" ");
        w.text(at->rule->requirement.empty() ? at->rule->title : at->rule->requirement);
        if (!result->cause.empty()) w.element("span", {{"class", "note"}}, result->cause);
    }
}

// Rules that don't fail, by what became of them: their titles and why.
void write_rest(HtmlWriter& w, const Outline& outline, const Judgement& judgement,
                const Standing& standing) {
    std::vector<Unfailed> these;
    PieceCache::Key key{reinterpret_cast<std::uintptr_t>(&standing)};
    for (const RuleResult& result : judgement.results) {
        if (&standing_of(result) != &standing) continue;
        const RuleAt* at = outline.find(result.rule);
        if (at == nullptr) continue;
        these.push_back({at, &result});
        key.insert(key.end(), {reinterpret_cast<std::uintptr_t>(at), place(result.cause)});
    }
    if (!these.empty()) w.remembered(key, [&] { write_unfailed(w, these, standing); });
}

void write_judgement(HtmlWriter& w, const Outline& outline, const Assessed& one,
                     std::size_t policy) {
    const Judgement& judgement = one.judgements[policy];
    const auto box = w.in("div", {{"class", "judgement"}});
    {
        const auto head = w.in("h3");
        write_verdict(w, judgement.verdict);
        w.text(" ");
        w.element("span", outline.report.policies[policy]->id);
    }
    std::vector<const RuleResult*> failures;
    for (const RuleResult& result : judgement.results)
        if (result.status == audit::RuleStatus::fail && outline.find(result.rule) != nullptr)
            failures.push_back(&result);
    std::ranges::stable_sort(failures, std::greater<>{},
                             [](const RuleResult* r) { return r->rule->severity; });
    for (const RuleResult* result : failures)
        write_failure(w, outline, one.subject, *outline.find(result->rule), *result);
    for (const Standing& standing : standings())
        if (standing.letter != 'f' && standing.letter != 'k' && standing.letter != 'w')
            write_rest(w, outline, judgement, standing);
}

void write_own_findings(HtmlWriter& w, const Subject& subject) {
    if (subject.findings.empty()) return;
    w.element("h3", "What tlsonar found by itself");
    const auto list = w.in("ul", {{"class", "own"}});
    for (const audit::FindingView& finding : subject.findings) {
        const auto item = w.in("li");
        w.element("span", {{"class", "severity " + finding.severity}}, finding.severity);
        w.text(" ");
        w.element("b", finding.title);
        if (!finding.found.empty()) w.text(": " + finding.found);
        if (!finding.expected.empty()) w.text(", expected " + finding.expected);
        const auto fine = w.in("span", {{"class", "fine"}});
        w.text(" " + finding.id + (finding.source.empty() ? "" : " · " + finding.source) +
               (finding.evidence.empty() ? "" : " · " + finding.evidence));
    }
}

void write_unknowns(HtmlWriter& w, const Subject& subject) {
    if (subject.unknowns.empty()) return;
    w.element("h3", "What is not known, and why");
    const auto list = w.in("dl", {{"class", "unknowns"}});
    for (const auto& [what, why] : subject.unknowns)
        write_pair(w, what, why.empty() ? "no reason was told" : why);
}

void write_answers(HtmlWriter& w, const Subject& subject) {
    if (subject.answers.empty()) return;
    const auto box = w.in("details");
    w.element("summary", many(subject.answers.size(), "single answer") + " of the server");
    const auto region = scroller(w, "Single answers");
    const auto table = w.in("table");
    {
        const auto head = w.shared("thead");
        const auto row = w.in("tr");
        for (const std::string_view title : {"What", "Answer", "Detail", "Evidence"})
            w.element("th", {{"scope", "col"}}, title);
    }
    const auto body = w.in("tbody");
    for (const audit::NamedAnswer& answer : subject.answers) {
        const auto row = w.in("tr");
        w.element("th", {{"scope", "row"}}, answer.name);
        w.element("td", answer.answer);
        w.element("td", answer.cause.empty() ? answer.detail : answer.cause);
        w.element("td", answer.evidence);
    }
}

void write_grade(HtmlWriter& w, const audit::Grade& grade) {
    if (grade.letter.empty()) return;
    const auto box = w.in("details", {{"class", "grade-box"}});
    w.element("summary", "Grade " + grade.letter + ", SSL Labs 2009r compatible: a by-product");
    {
        const auto list = w.in("ul");
        for (const std::string& line : grade.arithmetic)
            w.element("li", line);
        w.element("li", "total " + std::to_string(grade.total));
    }
    if (!grade.caps.empty()) {
        w.element("p", "Capped by:");
        const auto list = w.in("ul");
        for (const audit::Grade::Cap& cap : grade.caps)
            w.element("li", cap.letter + ": " + cap.reason);
    }
    if (grade.warnings.empty()) return;
    w.element("p", "Warnings:");
    const auto list = w.in("ul");
    for (const std::string& warning : grade.warnings)
        w.element("li", warning);
}

}  // namespace

void write_endpoint(HtmlWriter& w, const Outline& outline, std::uint32_t subject) {
    const Assessed& one = outline.at(subject);
    const std::string title = "h-" + outline.subjects[subject].anchor;
    const auto article = w.in("article", {{"class", "endpoint"},
                                          {"id", outline.subjects[subject].anchor},
                                          {"data-subject", std::to_string(subject)},
                                          {"aria-labelledby", title}});
    {
        const auto line = w.in("p", {{"class", "back js"}});
        w.element("a", {{"href", "#matrix"}, {"class", "back-link"}}, "← All endpoints");
    }
    w.element("h2", {{"id", title}, {"tabindex", "-1"}}, one.subject.id);
    write_about(w, one);
    for (std::size_t p = 0; p < one.judgements.size() && p < outline.report.policies.size(); ++p)
        write_judgement(w, outline, one, p);
    write_own_findings(w, one.subject);
    write_deployment(w, one.subject);
    write_chains(w, outline, one.subject);
    write_handshakes(w, one.subject);
    write_unknowns(w, one.subject);
    write_answers(w, one.subject);
    write_grade(w, one.grade);
}

}  // namespace tlsonar::reports::html
