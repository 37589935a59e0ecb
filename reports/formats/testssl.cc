// The flat JSON of testssl.sh (--jsonfile), for tools that read it: an object for each rule. A pass
// is "OK"; what is not known is "WARN", which testssl.sh uses for what it could not test.
#include "reports/formats/failures.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"
#include "reports/json_writer.h"

namespace tlsonar::reports::writers {
namespace {

using audit::RuleStatus;

std::string_view testssl_severity(trust::Severity severity) {
    constexpr std::string_view kWords[] = {"INFO", "LOW", "MEDIUM", "HIGH", "CRITICAL"};
    return kWords[static_cast<std::size_t>(severity)];
}

void write_line(JsonWriter& json, const audit::Subject& subject, const std::string& id,
                std::string_view severity, const std::string& finding) {
    json.begin_object();
    json.string("id", id);
    // A file has neither: it is called by its id.
    const bool nameless = subject.name.empty() && subject.address.empty();
    json.string("ip",
                visible(nameless ? subject.id : subject.name) + "/" + visible(subject.address));
    json.string("port", subject.port == 0 ? std::string() : std::to_string(subject.port));
    json.plain("severity", severity);
    json.string("finding", finding);
    json.end_object();
}

void write_rule_lines(JsonWriter& json, const audit::Subject& subject, const audit::Policy& policy,
                      const audit::RuleResult& result) {
    const std::string id = visible(rule_name(policy, *result.rule));
    if (result.status == RuleStatus::pass)
        return write_line(json, subject, id, "OK", visible(result.rule->title));
    if (result.status == RuleStatus::fail) {
        for (const audit::Deviation& deviation : result.deviations) {
            const bool fresh = deviation.standing == audit::Deviation::Standing::fresh;
            write_line(json, subject, id, fresh ? testssl_severity(result.rule->severity) : "INFO",
                       failure_text(deviation) + (fresh ? "" : " (waived or known)"));
        }
        return;
    }
    const bool unknown =
        result.status == RuleStatus::not_tested || result.status == RuleStatus::inconclusive;
    std::string why(audit::title_of(result.status));
    if (!result.cause.empty()) why += ": " + visible(result.cause);
    write_line(json, subject, id, unknown ? "WARN" : "INFO", why);
}

}  // namespace

std::string testssl_json(const audit::Report& report, const FormatOptions& /*options*/) {
    std::string out;
    {
        JsonWriter json(out);
        json.begin_array();
        for (const audit::Assessed& assessed : report.subjects) {
            if (!assessed.subject.reached())
                write_line(json, assessed.subject, "scanProblem", "FATAL",
                           visible(assessed.subject.trouble));
            for (std::size_t i = 0; i < assessed.judgements.size(); ++i)
                for (const audit::RuleResult& result : assessed.judgements[i].results)
                    write_rule_lines(json, assessed.subject, *report.policies[i], result);
        }
        json.end_array();
    }
    return out += '\n';
}

}  // namespace tlsonar::reports::writers
