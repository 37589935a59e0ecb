// A report for people: verdicts per policy first, then endpoints × policies, then what is wrong.
#pragma once

#include "audit/gate/gate.h"
#include "audit/report/report.h"
#include "reports/terminal/style.h"

#include <optional>
#include <string>

namespace tlsonar::reports {

struct AuditTextOptions {
    Style style;
    audit::GateOptions gate;
    // What the gate says, where the caller knows it: millions of results are gone through else.
    std::optional<audit::GateVerdict> passed;
    bool verbose = false;  // every rule with its status and cause; forecasts and grades whole
    bool quiet = false;    // only the verdict
};

std::string audit_text(const audit::Report& report, const AuditTextOptions& options);

// The last word, a line: "FAIL  2 violations (high or worse)".
std::string gate_text(const audit::GateVerdict& verdict, const Style& style);

}  // namespace tlsonar::reports
