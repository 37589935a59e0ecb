#include "reports/audit_json.h"

#include "reports/formats/failures.h"
#include "reports/formats/visible.h"
#include "reports/json_writer.h"

namespace tlsonar::reports {
namespace {

using audit::Assessed;
using audit::Deviation;
using audit::Judgement;
using audit::Policy;
using audit::Report;
using audit::Rule;
using audit::RuleResult;
using audit::Subject;
using audit::Tally;

// What is not known is not there.
void optional(JsonWriter& json, std::string_view name, std::string_view text) {
    if (!text.empty()) json.string(name, text);
}

void optional_day(JsonWriter& json, std::string_view name, const std::optional<audit::Day>& day) {
    if (day) json.plain(name, audit::text_of_day(*day));
}

void write_tally(JsonWriter& json, const Tally& tally) {
    json.begin_object("tally");
    json.number("pass", tally.pass);
    json.number("fail", tally.fail);
    json.number("waived", tally.waived);
    json.number("known", tally.known);
    json.number("not_applicable", tally.not_applicable);
    json.number("not_yet", tally.not_yet);
    json.number("not_tested", tally.not_tested);
    json.number("inconclusive", tally.inconclusive);
    json.number("manual", tally.manual);
    json.end_object();
}

void write_deviation(JsonWriter& json, const Deviation& deviation) {
    json.begin_object();
    json.plain("fact", fact_name(deviation.fact));
    optional(json, "aspect", deviation.aspect);
    json.string("observed", deviation.observed);
    json.string("expected", deviation.expected);
    optional(json, "evidence", deviation.evidence);
    json.plain("fingerprint", deviation.fingerprint.text());
    json.plain("standing", standing_name(deviation.standing));
    if (deviation.standing == Deviation::Standing::waived) json.number("waiver", deviation.waiver);
    json.end_object();
}

void write_result(JsonWriter& json, const RuleResult& result) {
    json.begin_object();
    json.string("rule", result.rule->id);
    json.plain("severity", trust::severity_name(result.rule->severity));
    optional(json, "level", result.rule->level);
    json.plain("status", audit::name_of(result.status));
    optional(json, "cause", result.cause);
    if (!result.deviations.empty()) {
        json.boolean("excused", result.excused());
        json.begin_array("deviations");
        for (const Deviation& deviation : result.deviations)
            write_deviation(json, deviation);
        json.end_array();
    }
    json.end_object();
}

void write_judgement(JsonWriter& json, const Policy& policy, const Judgement& judgement) {
    json.begin_object();
    json.string("policy", policy.id);
    json.plain("verdict", audit::name_of(judgement.verdict));
    write_tally(json, judgement.tally);
    json.begin_array("results");
    for (const RuleResult& result : judgement.results)
        write_result(json, result);
    json.end_array();
    json.end_object();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json.begin_array(name);
    for (const std::string& text : texts)
        json.string(text);
    json.end_array();
}

void write_grade(JsonWriter& json, const audit::Grade& grade) {
    json.begin_object("grade");
    json.plain("scheme", "SSL Labs 2009r compatible");
    if (grade.letter.empty()) {
        json.string("cause", grade.cause);
        return json.end_object();
    }
    json.plain("letter", grade.letter);
    const auto points = [&](std::string_view name, int value) {
        json.number(name, static_cast<std::uint64_t>(value < 0 ? 0 : value));
    };
    points("protocol", grade.protocol);
    points("key_exchange", grade.key_exchange);
    points("cipher", grade.cipher);
    points("total", grade.total);
    json.begin_array("caps");
    for (const audit::Grade::Cap& cap : grade.caps) {
        json.begin_object();
        json.plain("letter", cap.letter);
        json.string("reason", cap.reason);
        json.end_object();
    }
    json.end_array();
    write_texts(json, "warnings", grade.warnings);
    write_texts(json, "arithmetic", grade.arithmetic);
    json.end_object();
}

void write_pairs(JsonWriter& json, std::string_view name, std::string_view first,
                 std::string_view second,
                 const std::vector<std::pair<std::string, std::string>>& pairs) {
    if (pairs.empty()) return;
    json.begin_array(name);
    for (const auto& [one, other] : pairs) {
        json.begin_object();
        json.string(first, one);
        json.string(second, other);
        json.end_object();
    }
    json.end_array();
}

void write_target(JsonWriter& json, const Subject& subject) {
    json.string("id", subject.id);
    if (subject.stable_id != subject.id) optional(json, "stable_id", subject.stable_id);
    json.plain("mode", audit::name_of(subject.mode));
    optional(json, "name", subject.name);
    optional(json, "address", subject.address);
    if (subject.port != 0) json.number("port", subject.port);
    optional(json, "transport", subject.transport);
    optional(json, "dialog", subject.dialog);
    optional(json, "sni", subject.sni);
    write_pairs(json, "labels", "name", "value", subject.labels);
    optional(json, "file", subject.file);
    if (subject.line != 0) json.number("line", subject.line);
    if (subject.column != 0) {
        json.number("column", subject.column);
        json.number("end_column", subject.end_column);
    }
}

// Without the braces.
void write_subject(JsonWriter& json, const Report& report, const Assessed& assessed) {
    const Subject& subject = assessed.subject;
    write_target(json, subject);
    json.string("state", subject.state);
    optional(json, "trouble", subject.trouble);
    optional(json, "seen", subject.seen);
    if (subject.seconds > 0) json.raw("seconds", decimals(subject.seconds));
    json.number("connections", subject.connections);
    json.begin_array("judgements");
    for (std::size_t i = 0; i < assessed.judgements.size(); ++i)
        write_judgement(json, *report.policies[i], assessed.judgements[i]);
    json.end_array();
    write_grade(json, assessed.grade);
    write_pairs(json, "unknowns", "what", "cause", subject.unknowns);
}

void write_evidence(JsonWriter& json, const audit::EvidenceKinds& kinds) {
    json.begin_array("evidence");
    if (kinds.active) json.plain("active");
    if (kinds.passive) json.plain("passive");
    if (kinds.manual) json.plain("manual");
    json.end_array();
}

void write_rule(JsonWriter& json, const Rule& rule) {
    json.begin_object();
    json.string("id", rule.id);
    json.string("title", rule.title);
    json.string("requirement", rule.requirement);
    json.plain("applies_to", audit::name_of(rule.applies_to));
    json.plain("severity", trust::severity_name(rule.severity));
    optional(json, "level", rule.level);
    write_evidence(json, rule.evidence);
    optional_day(json, "effective_from", rule.effective_from);
    optional_day(json, "effective_until", rule.effective_until);
    optional(json, "reference", rule.reference);
    json.plain("certainty", rule.from_source ? "source" : "memory");
    json.boolean("interpretation", rule.interpretation);
    optional(json, "note", rule.note);
    optional(json, "origin", rule.origin);
    if (rule.disabled) json.boolean("disabled", true);
    json.end_object();
}

void write_verdicts(JsonWriter& json, const Report& report, std::size_t policy) {
    const VerdictCount count = verdict_count(report, policy);
    json.begin_object("verdicts");
    json.number("pass", count.pass);
    json.number("fail", count.fail);
    json.number("incomplete", count.incomplete);
    json.number("not_applicable", count.not_applicable);
    json.end_object();
}

void write_policy(JsonWriter& json, const Report& report, std::size_t at) {
    const Policy& policy = *report.policies[at];
    json.begin_object();
    json.string("id", policy.id);
    json.string("title", policy.title);
    optional(json, "publisher", policy.publisher);
    optional(json, "version", policy.version);
    optional(json, "date", policy.date);
    optional(json, "status", policy.status);
    optional(json, "certainty", policy.certainty);
    optional(json, "notes", policy.notes);
    optional(json, "file", policy.path);
    json.begin_array("sources");
    for (const audit::Source& source : policy.sources) {
        json.begin_object();
        json.string("document", source.document);
        optional(json, "url", source.url);
        json.end_object();
    }
    json.end_array();
    write_verdicts(json, report, at);
    write_tally(json, report.tally(at));
    json.begin_array("rules");
    for (const Rule& rule : policy.rules)
        write_rule(json, rule);
    json.end_array();
    json.end_object();
}

void write_waiver(JsonWriter& json, const audit::Waiver& waiver) {
    json.begin_object();
    json.string("rule", waiver.rule);
    json.string("target", waiver.target);
    optional(json, "aspect", waiver.aspect);
    json.string("reason", waiver.reason);
    optional(json, "owner", waiver.owner);
    optional(json, "ticket", waiver.ticket);
    optional_day(json, "expires", waiver.expires);
    optional(json, "file", waiver.file);
    if (waiver.line != 0) json.number("line", waiver.line);
    json.boolean("expired", waiver.expired);
    json.number("used", waiver.used);
    json.end_object();
}

void write_forecast(JsonWriter& json, const Report& report, const audit::Forecast& forecast) {
    json.begin_object();
    json.plain("day", audit::text_of_day(forecast.day));
    json.string("policy", report.policies[forecast.policy]->id);
    json.string("rule", forecast.rule->id);
    json.begin_array("subjects");
    for (const std::uint32_t at : forecast.subjects)
        json.string(report.subjects[at].subject.id);
    json.end_array();
    json.end_object();
}

void write_delta(JsonWriter& json, const audit::Delta& delta) {
    json.begin_object("delta");
    json.string("baseline", delta.file);
    json.number("new", delta.fresh);
    json.number("known", delta.known);
    json.begin_array("fixed");
    for (const std::string& title : delta.fixed)
        json.string(title);
    json.end_array();
    json.end_object();
}

void write_frame(JsonWriter& json, const Report& report, std::string_view schema) {
    json.plain("schema", schema);
    json.begin_object("tool");
    json.plain("name", "tlsonar");
    json.string("version", report.version);
    json.end_object();
    json.plain("as_of", audit::text_of_day(report.as_of));
    optional(json, "input_sha256", report.input_hash);
}

template <class Items, class Write>
void write_array(JsonWriter& json, std::string_view name, const Items& items, Write write) {
    json.begin_array(name);
    for (const auto& item : items)
        write(item);
    json.end_array();
}

void write_subjects(JsonWriter& json, const Report& report) {
    write_array(json, "subjects", report.subjects, [&](const Assessed& assessed) {
        json.begin_object();
        write_subject(json, report, assessed);
        json.end_object();
    });
}

}  // namespace

std::string_view standing_name(Deviation::Standing standing) {
    switch (standing) {
        case Deviation::Standing::fresh:
            return "new";
        case Deviation::Standing::known:
            return "known";
        case Deviation::Standing::waived:
            return "waived";
    }
    return "new";
}

void append_report_json(std::string& out, const Report& report) {
    JsonWriter json(out);
    json.begin_object();
    write_frame(json, report, "tlsonar.report/1");
    json.begin_array("policies");
    for (std::size_t i = 0; i < report.policies.size(); ++i)
        write_policy(json, report, i);
    json.end_array();
    write_subjects(json, report);
    write_array(json, "waivers", report.waivers, [&](const auto& w) { write_waiver(json, w); });
    write_array(json, "notices", report.notices, [&](const audit::Notice& notice) {
        json.begin_object();
        json.plain("severity", trust::severity_name(notice.severity));
        json.string("text", notice.text);
        json.end_object();
    });
    write_array(json, "forecasts", report.forecasts,
                [&](const auto& forecast) { write_forecast(json, report, forecast); });
    if (report.delta) write_delta(json, *report.delta);
    json.end_object();
}

void append_subject_json(std::string& out, const Report& report, const Assessed& assessed) {
    JsonWriter json(out);
    json.begin_object();
    write_frame(json, report, "tlsonar.subject/1");
    write_subject(json, report, assessed);
    json.end_object();
}

}  // namespace tlsonar::reports
