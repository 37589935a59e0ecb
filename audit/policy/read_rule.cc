#include "audit/policy/read_private.h"
#include "core/text.h"

namespace tlsonar::audit {
namespace {

constexpr std::string_view kAppliesTo[] = {"server", "client", "certificate", "connection"};
constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};
constexpr std::string_view kCertainties[] = {"source", "memory"};

std::optional<Day> read_day(YamlReader& in, const YamlPlace& at, std::string_view member) {
    const auto found = in.find(at, member);
    if (!found) return std::nullopt;
    const std::string text = in.text(*found);
    const auto day = parse_day(text);
    if (in.ok() && !day)
        in.fail(*found,
                "expected a date such as \"2026-03-15\"; found \"" + printable(text) + "\"");
    return day;
}

EvidenceKinds read_evidence(YamlReader& in, const YamlPlace& at) {
    enum class Kind : std::uint8_t { active, passive, manual };
    static constexpr std::string_view kKinds[] = {"active", "passive", "manual"};
    EvidenceKinds out;
    const auto elements = in.elements(at);
    for (const YamlPlace& element : elements)
        switch (read_name<Kind>(in, element, kKinds)) {
            case Kind::active:
                out.active = true;
                break;
            case Kind::passive:
                out.passive = true;
                break;
            case Kind::manual:
                out.manual = true;
                break;
        }
    if (in.ok() && elements.empty()) in.fail(at, "is empty");
    return out;
}

// Ids stand in command lines, waivers and file names of reports.
std::string read_id(YamlReader& in, const YamlPlace& at) {
    std::string id = in.text(at);
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    if (in.ok() && (id.empty() || id.find_first_not_of(kAllowed) != std::string::npos))
        in.fail(at, "expected letters, digits, \".\", \"-\" and \"_\"; found \"" + printable(id) +
                        "\"");
    return id;
}

// A rule whose last day lies before its first would never be in force.
void check_days(YamlReader& in, const YamlPlace& at, const Rule& rule) {
    if (!rule.effective_from || !rule.effective_until) return;
    if (*rule.effective_from < *rule.effective_until) return;
    in.fail(in.find(at, "effective_until").value_or(at), "is not after effective_from");
}

}  // namespace

Rule read_rule(YamlReader& in, const YamlPlace& at, const PolicyNames& names) {
    static constexpr std::string_view kMembers[] = {
        "id",        "title",     "requirement",   "applies_to",     "level",     "severity",
        "when",      "condition", "evidence",      "effective_from", "reference", "effective_until",
        "certainty", "note",      "interpretation"};
    Rule rule;
    if (!in.map(at, kMembers)) return rule;
    rule.id = read_id(in, in.need(at, "id"));
    rule.title = in.text(at, "title", true);
    rule.requirement = in.text(at, "requirement", true);
    rule.applies_to = read_name<AppliesTo>(in, in.need(at, "applies_to"), kAppliesTo);
    rule.level = in.text(at, "level", false);
    rule.severity = read_name<Severity>(in, in.need(at, "severity"), kSeverities);
    rule.condition = read_condition(in, in.need(at, "condition"), names);
    if (const auto when = in.find(at, "when")) rule.when = read_condition(in, *when, names);
    rule.evidence = read_evidence(in, in.need(at, "evidence"));
    rule.effective_from = read_day(in, at, "effective_from");
    rule.effective_until = read_day(in, at, "effective_until");
    check_days(in, at, rule);
    rule.reference = in.text(at, "reference", true);
    rule.from_source = read_name<int>(in, in.need(at, "certainty"), kCertainties) == 0;
    rule.interpretation = in.boolean(at, "interpretation", false);
    rule.note = in.text(at, "note", false);
    return rule;
}

void read_override(YamlReader& in, const YamlPlace& at, Rule& rule) {
    static constexpr std::string_view kMembers[] = {
        "severity", "level", "note", "disabled", "effective_from", "effective_until"};
    if (!in.map(at, kMembers)) return;
    if (const auto severity = in.find(at, "severity"))
        rule.severity = read_name<Severity>(in, *severity, kSeverities);
    if (const auto level = in.find(at, "level")) rule.level = in.text(*level);
    if (const auto note = in.find(at, "note")) rule.note = in.text(*note);
    rule.disabled = in.boolean(at, "disabled", rule.disabled);
    if (const auto day = read_day(in, at, "effective_from")) rule.effective_from = day;
    if (const auto day = read_day(in, at, "effective_until")) rule.effective_until = day;
    check_days(in, at, rule);
}

}  // namespace tlsonar::audit
