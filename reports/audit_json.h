// What a judgement found, as JSON: the document tlsonar.report/1 and its lines, tlsonar.subject/1.
// Schemas: reports/schema/report-1.schema.json, subject-1.schema.json.
#pragma once

#include "audit/report/report.h"

#include <string>
#include <string_view>

namespace tlsonar::reports {

void append_report_json(std::string& out, const audit::Report& report);
// One subject with all its judgements, as an object that needs no other: a line of NDJSON.
void append_subject_json(std::string& out, const audit::Report& report,
                         const audit::Assessed& assessed);

// "new", "known", "waived".
std::string_view standing_name(audit::Deviation::Standing standing);

}  // namespace tlsonar::reports
