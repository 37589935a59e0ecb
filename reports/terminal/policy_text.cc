#include "reports/terminal/policy_text.h"

#include "core/text.h"
#include "reports/format.h"
#include "reports/terminal/finding_text.h"
#include "reports/terminal/page.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

using audit::Condition;

constexpr std::size_t kShownNames = 12;

std::string value_text(const Condition& test) {
    if (!test.patterns.empty()) {
        std::string out;
        for (const audit::Pattern& pattern : test.patterns)
            out += (out.empty() ? "" : ", ") + std::string(pattern.at_begin ? "^" : "") +
                   pattern.text + (pattern.at_end ? "$" : "");
        return out;
    }
    const auto* names = std::get_if<audit::Names>(&test.value);
    if (names == nullptr) return audit::text_of(test.value);
    std::string out;
    for (std::size_t i = 0; i < std::min(names->size(), kShownNames); ++i)
        out += (i == 0 ? "" : ", ") + (*names)[i];
    if (names->size() > kShownNames)
        out += " and " + std::to_string(names->size() - kShownNames) + " more";
    return out;
}

// "server.protocols.accepted subset_of TLSv1.2, TLSv1.3"; parts joined by "and", "or".
std::string condition_text(const Condition& condition, bool inner = false) {
    switch (condition.kind) {
        case Condition::Kind::test: {
            std::string out(audit::vocabulary()[condition.fact].name);
            out += " " + std::string(name_of(condition.op));
            if (condition.op != audit::Operator::exists) out += " " + value_text(condition);
            return out;
        }
        case Condition::Kind::negation:
            return "not (" + condition_text(condition.parts.front()) + ")";
        default:
            break;
    }
    std::string out;
    for (const Condition& part : condition.parts) {
        if (!out.empty()) out += condition.kind == Condition::Kind::all ? " and " : " or ";
        out += condition_text(part, true);
    }
    return inner && condition.parts.size() > 1 ? "(" + out + ")" : out;
}

std::string evidence_text(const audit::EvidenceKinds& evidence) {
    std::string out;
    const auto add = [&out](bool there, std::string_view what) {
        if (there) out += (out.empty() ? "" : ", ") + std::string(what);
    };
    add(evidence.active, "a scan");
    add(evidence.passive, "a capture");
    add(evidence.manual, "a person");
    return out;
}

std::string dates_text(const audit::Rule& rule) {
    std::string out;
    if (rule.effective_from) out += "from " + audit::text_of_day(*rule.effective_from);
    if (rule.effective_until)
        out += (out.empty() ? "" : " ") + std::string("until ") +
               audit::text_of_day(*rule.effective_until);
    return out;
}

void add_rule(Page& page, const audit::Rule& rule) {
    page.gap();
    std::string marks;
    const auto mark = [&marks](bool holds, std::string_view words) {
        if (holds) marks += (marks.empty() ? "" : "; ") + std::string(words);
    };
    mark(!rule.level.empty(), "level " + rule.level);
    mark(!rule.from_source, "from memory: no source was read");
    mark(rule.interpretation, "an interpretation: the document does not say it in these words");
    mark(rule.disabled, "disabled");
    const PageItem head[] = {{cell(trust::severity_name(rule.severity), 9), tone_of(rule.severity)},
                             {printable(rule.id) + "  ", Tone::strong},
                             {printable(rule.title), Tone::plain}};
    page.line(0, head);
    if (!marks.empty()) page.sentence("", Tone::plain, printable(marks), 9, Tone::warn);
    page.sentence("", Tone::plain, printable(rule.requirement), 9);
    page.sentence("", Tone::plain, "holds if " + printable(condition_text(rule.condition)), 9,
                  Tone::faint);
    if (rule.when)
        page.sentence("", Tone::plain, "applies when " + printable(condition_text(*rule.when)), 9,
                      Tone::faint);
    if (const std::string dates = dates_text(rule); !dates.empty())
        page.sentence("", Tone::plain, "in force " + dates, 9, Tone::faint);
    page.sentence("", Tone::plain,
                  "shown by " + evidence_text(rule.evidence) + "; " + printable(rule.reference) +
                      (rule.origin.empty() ? "" : "; taken over from " + rule.origin),
                  9, Tone::faint);
    if (!rule.note.empty())
        page.sentence("", Tone::plain, "note: " + printable(rule.note), 9, Tone::faint);
}

}  // namespace

// A line each where all titles fit; else titles stand below, whole.
std::string policy_list(std::span<const audit::PolicyPtr> policies, const Style& style) {
    constexpr std::size_t kTitleIndent = 4;
    Page page(style);
    std::size_t widest = 0;
    for (const audit::PolicyPtr& policy : policies)
        widest = std::max(widest, policy->id.size());
    const auto parts_of = [&](const audit::Policy& policy) {
        const auto memory = std::ranges::count(policy.rules, false, &audit::Rule::from_source);
        return std::vector<PageItem>{
            {cell(policy.id, widest) + "  ", Tone::strong},
            {right_cell(std::to_string(policy.rules.size()), 3) + " rules  "},
            {cell(policy.date, 11)},
            {memory > 0 ? std::to_string(memory) + " from memory" : std::string(), Tone::warn}};
    };
    constexpr std::size_t kMemory = 16;  // "  23 from memory"
    const bool one_line = std::ranges::all_of(policies, [&](const audit::PolicyPtr& policy) {
        constexpr std::size_t kNumbers = 2 + 3 + 8 + 11;
        return widest + kNumbers + policy->title.size() + kMemory <= page.columns();
    });
    for (const audit::PolicyPtr& policy : policies) {
        std::vector<PageItem> parts = parts_of(*policy);
        if (one_line) {
            if (!parts[3].text.empty()) parts[3].text = "  " + parts[3].text;
            parts.insert(parts.begin() + 3, PageItem(printable(policy->title)));
        }
        page.line(0, parts);
        if (!one_line)
            page.sentence("", Tone::plain, printable(policy->title), kTitleIndent, Tone::faint);
    }
    return std::move(page).take();
}

std::string policy_text(const audit::Policy& policy, const Style& style) {
    Page page(style);
    const PageItem head[] = {{printable(policy.id) + "  ", Tone::strong},
                             {printable(policy.title), Tone::plain}};
    page.line(0, head);
    page.text("publisher", printable(policy.publisher));
    page.text("version", printable(policy.version + ", " + policy.date));
    if (!policy.status.empty()) page.text("status", printable(policy.status));
    if (!policy.certainty.empty()) page.text("certainty", printable(policy.certainty));
    for (const audit::Source& source : policy.sources)
        page.text("source",
                  printable(source.document + (source.url.empty() ? "" : " <" + source.url + ">") +
                            (source.read.empty() ? "" : ", " + source.read)));
    if (!policy.notes.empty()) page.text("notes", printable(policy.notes), Tone::faint);
    for (const audit::Rule& rule : policy.rules)
        add_rule(page, rule);
    return std::move(page).take();
}

}  // namespace tlsonar::reports
