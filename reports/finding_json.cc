#include "reports/finding_json.h"

namespace tlsonar::reports {

void write_finding_members(JsonWriter& json, const trust::Finding& finding) {
    json.plain("id", finding.kind->id);
    json.plain("severity", trust::severity_name(finding.kind->severity));
    json.string("title", finding.kind->title);
    json.string("source", finding.kind->source);
    if (finding.certificate != trust::Finding::kNoCertificate)
        json.number("certificate", finding.certificate);
    if (!finding.found.empty()) json.string("found", finding.found);
    if (!finding.expected.empty()) json.string("expected", finding.expected);
}

void write_finding(JsonWriter& json, const trust::Finding& finding) {
    json.begin_object();
    write_finding_members(json, finding);
    json.end_object();
}

void write_findings(JsonWriter& json, std::string_view name,
                    std::span<const trust::Finding> findings, bool always) {
    if (findings.empty() && !always) return;
    json.begin_array(name);
    for (const trust::Finding& finding : findings)
        write_finding(json, finding);
    json.end_array();
}

}  // namespace tlsonar::reports
