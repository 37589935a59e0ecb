#include "reports/audit_json.h"
#include "reports/formats/writers.h"

namespace tlsonar::reports::writers {

std::string json(const audit::Report& report, const FormatOptions& /*options*/) {
    std::string out;
    append_report_json(out, report);
    return out += '\n';
}

std::string ndjson(const audit::Report& report, const FormatOptions& /*options*/) {
    std::string out;
    for (const audit::Assessed& assessed : report.subjects) {
        append_subject_json(out, report, assessed);
        out += '\n';
    }
    return out;
}

}  // namespace tlsonar::reports::writers
