// SARIF 2.1.0, as GitHub's code scanning reads it: each result is pinned to the line of the target
// in its file, and has a fingerprint of its own, so that a moved line makes no new alert.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
#include "reports/audit_json.h"
#include "reports/formats/failures.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"
#include "reports/json_writer.h"

#include <algorithm>
#include <map>

namespace tlsonar::reports::writers {
namespace {

using audit::Deviation;

// GitHub refuses a run with more; as many rules are allowed, and each has a result.
constexpr std::size_t kMostResults = 25'000;
constexpr std::size_t kFingerprint = 16;

struct Grading {
    std::string_view level;
    std::string_view security_severity;  // a CVSS-like number; GitHub shows a word for it
};

Grading grading(trust::Severity severity) {
    switch (severity) {
        case trust::Severity::critical:
            return {"error", "9.5"};
        case trust::Severity::high:
            return {"error", "8.0"};
        case trust::Severity::medium:
            return {"warning", "5.5"};
        case trust::Severity::low:
            return {"note", "2.5"};
        case trust::Severity::info:
            break;
    }
    return {"note", "0.0"};
}

struct RuleEntry {
    const audit::Policy* policy;
    const audit::Rule* rule;
};

// The rules that results name, in order of appearance.
class RuleTable {
  public:
    void add(const Failure& failure) {
        const auto [at, added] = index_.emplace(&failure.rule(), rules_.size());
        if (added) rules_.push_back({failure.policy, &failure.rule()});
    }
    std::size_t at(const audit::Rule& rule) const { return index_.at(&rule); }
    const std::vector<RuleEntry>& rules() const { return rules_; }

  private:
    std::vector<RuleEntry> rules_;
    std::map<const audit::Rule*, std::size_t> index_;
};

// In texts of SARIF "[words](address)" is a link (section 3.11.6), which editors open: a space
// parts what a peer wrote like that. (Backslashes would be shown by readers that know no links.)
std::string without_links(std::string text) {
    for (std::size_t at = 0; (at = text.find("](", at)) != std::string::npos; at += 3)
        text.insert(at + 1, 1, ' ');
    return text;
}

void write_text(JsonWriter& json, std::string_view name, const std::string& text) {
    json.begin_object(name);
    json.string("text", without_links(text));
    json.end_object();
}

std::string help_text(const audit::Policy& policy, const audit::Rule& rule) {
    std::string out = rule.requirement + "\n" + policy.title + " " + policy.version;
    if (!rule.reference.empty()) out += ", " + rule.reference;
    if (rule.interpretation) out += "\nAn interpretation: the document does not say it like this.";
    if (!rule.from_source) out += "\nWritten from memory: check it against the document.";
    if (!rule.note.empty()) out += "\n" + rule.note;
    return out;
}

// Line by line: visible() would show the ends of lines.
std::string visible_lines(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (at != 0) out += '\n';
        out += visible(std::string_view(text).substr(at, end - at), 1000);
        at = end + 1;
    }
    return out;
}

void write_tags(JsonWriter& json, const RuleEntry& entry) {
    json.begin_array("tags");
    json.plain("security");
    json.plain("tls");
    json.string(visible(entry.policy->id, 100));
    if (!entry.rule->level.empty()) json.string(visible(entry.rule->level, 100));
    if (entry.rule->interpretation) json.plain("interpretation");
    json.end_array();
}

// How sure it is that the document says this.
std::string_view precision(const audit::Rule& rule) {
    if (!rule.from_source) return "medium";
    return rule.interpretation ? "high" : "very-high";
}

void write_rule(JsonWriter& json, const RuleEntry& entry) {
    const Grading grade = grading(entry.rule->severity);
    json.begin_object();
    json.string("id", visible(rule_name(*entry.policy, *entry.rule)));
    write_text(json, "shortDescription", visible(entry.rule->title, 1000));
    write_text(json, "fullDescription", visible(entry.rule->requirement, 1000));
    write_text(json, "help", visible_lines(help_text(*entry.policy, *entry.rule)));
    for (const audit::Source& source : entry.policy->sources) {
        const std::string_view url = safe_url(source.url);
        if (url.empty()) continue;
        json.string("helpUri", url);
        break;
    }
    json.begin_object("defaultConfiguration");
    json.plain("level", grade.level);
    json.end_object();
    json.begin_object("properties");
    write_tags(json, entry);
    json.plain("precision", precision(*entry.rule));
    json.plain("security-severity", grade.security_severity);
    json.end_object();
    json.end_object();
}

void write_location(JsonWriter& json, const audit::Subject& subject, const FormatOptions& options) {
    const std::string_view file =
        repository_path(subject.file.empty() ? options.document : subject.file);
    const std::uint64_t line = subject.line == 0 ? 1 : subject.line;
    json.begin_object();
    json.begin_object("physicalLocation");
    json.begin_object("artifactLocation");
    json.string("uri", (file.starts_with('/') ? "file://" : "") + uri_path(file.substr(0, 1000)));
    json.end_object();
    // Without columns GitHub marks nothing.
    const bool columns = subject.column != 0 && subject.end_column > subject.column;
    json.begin_object("region");
    json.number("startLine", line);
    json.number("startColumn", columns ? subject.column : 1);
    json.number("endLine", line);
    json.number("endColumn", columns ? subject.end_column : 2);
    json.end_object();
    json.end_object();
    json.begin_array("logicalLocations");
    json.begin_object();
    json.string("fullyQualifiedName", visible(subject.id));
    json.plain("kind", "resource");
    json.end_object();
    json.end_array();
    json.end_object();
}

void write_suppression(JsonWriter& json, const audit::Report& report, const Failure& failure) {
    const Deviation& deviation = *failure.deviation;
    json.plain("baselineState", failure.fresh() ? "new" : "unchanged");
    if (failure.fresh()) return;
    json.begin_array("suppressions");
    json.begin_object();
    json.plain("kind", "external");
    json.plain("status", "accepted");
    if (deviation.standing == Deviation::Standing::known)
        json.plain("justification", "known: in the baseline");
    else if (deviation.waiver < report.waivers.size())
        json.string("justification", visible(report.waivers[deviation.waiver].reason));
    json.end_object();
    json.end_array();
}

// After the colon GitHub itself counts lines that are alike.
void write_fingerprint(JsonWriter& json, const Deviation& deviation, std::size_t number) {
    const std::string hash =
        deviation.fingerprint.text().substr(0, kFingerprint) + ':' + std::to_string(number);
    json.begin_object("partialFingerprints");
    json.plain("primaryLocationLineHash", hash);
    json.plain("tlsonar/v1", deviation.fingerprint.text());
    json.end_object();
}

void write_result(JsonWriter& json, const audit::Report& report, const RuleTable& rules,
                  const Failure& failure, std::size_t number, const FormatOptions& options) {
    const audit::Subject& subject = failure.subject();
    json.begin_object();
    json.string("ruleId", visible(rule_name(*failure.policy, failure.rule())));
    json.number("ruleIndex", rules.at(failure.rule()));
    json.plain("level", grading(failure.rule().severity).level);
    write_text(json, "message",
               visible(subject.id) + ": " + visible(failure.rule().title) + ": " +
                   failure_text(*failure.deviation));
    json.begin_array("locations");
    write_location(json, subject, options);
    json.end_array();
    write_fingerprint(json, *failure.deviation, number);
    if (options.keep_excused) write_suppression(json, report, failure);
    json.begin_object("properties");
    json.plain("fact", fact_name(failure.deviation->fact));
    if (!failure.deviation->evidence.empty())
        json.string("evidence", visible(failure.deviation->evidence));
    json.end_object();
    json.end_object();
}

void write_notification(JsonWriter& json, std::string_view level, const std::string& text) {
    json.begin_object();
    json.plain("level", level);
    write_text(json, "message", text);
    json.end_object();
}

// What the run could not do, and what its reader has to know.
void write_invocation(JsonWriter& json, const audit::Report& report, std::size_t cut) {
    json.begin_array("invocations");
    json.begin_object();
    const bool reached = std::any_of(report.subjects.begin(), report.subjects.end(),
                                     [](const auto& one) { return one.subject.reached(); });
    json.boolean("executionSuccessful", reached || report.subjects.empty());
    json.begin_array("toolExecutionNotifications");
    if (cut != 0)
        write_notification(json, "warning",
                           std::to_string(cut) + " results are left out: GitHub takes " +
                               std::to_string(kMostResults) + ". The least severe are missing.");
    for (const audit::Notice& notice : report.notices)
        write_notification(json, grading(notice.severity).level, visible(notice.text));
    for (const audit::Assessed& assessed : report.subjects)
        if (!assessed.subject.reached())
            write_notification(json, "error",
                               visible(assessed.subject.id) +
                                   ": not reached: " + visible(assessed.subject.trouble));
    json.end_array();
    json.end_object();
    json.end_array();
}

void write_driver(JsonWriter& json, const audit::Report& report, const RuleTable& rules) {
    json.begin_object("tool");
    json.begin_object("driver");
    json.plain("name", "tlsonar");
    json.string("semanticVersion", report.version);
    json.begin_array("rules");
    for (const RuleEntry& entry : rules.rules())
        write_rule(json, entry);
    json.end_array();
    json.end_object();
    json.end_object();
}

void write_run(JsonWriter& json, const audit::Report& report, const FormatOptions& options) {
    std::vector<Failure> found = failures(report, options.keep_excused);
    const std::size_t cut = found.size() > kMostResults ? found.size() - kMostResults : 0;
    found.resize(found.size() - cut);
    RuleTable rules;
    for (const Failure& failure : found)
        rules.add(failure);
    json.begin_object();
    json.plain("columnKind", "utf16CodeUnits");
    write_driver(json, report, rules);
    json.begin_object("automationDetails");
    json.string("id", visible(options.category) + "/");
    json.end_object();
    write_invocation(json, report, cut);
    json.begin_array("results");
    Recurrences recurrences;
    for (const Failure& failure : found)
        write_result(json, report, rules, failure, recurrences.number(*failure.deviation), options);
    json.end_array();
    json.end_object();
}

}  // namespace

std::string sarif(const audit::Report& report, const FormatOptions& options) {
    std::string out;
    {
        JsonWriter json(out);
        json.begin_object();
        json.plain("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.plain("version", "2.1.0");
        json.begin_array("runs");
        write_run(json, report, options);
        json.end_array();
        json.end_object();
    }
    return out += '\n';
}

}  // namespace tlsonar::reports::writers
