// Findings as JSON: the same everywhere.
#pragma once

#include "reports/json_writer.h"
#include "trust/finding/finding.h"

#include <span>
#include <string_view>

namespace tlsonar::reports {

// One object: id, severity, title, source, certificate (a place, when it has one), found, expected.
void write_finding(JsonWriter& json, const trust::Finding& finding);
// The same members, into an object that holds more.
void write_finding_members(JsonWriter& json, const trust::Finding& finding);
// An array called `name`; with `always` also when it is empty.
void write_findings(JsonWriter& json, std::string_view name,
                    std::span<const trust::Finding> findings, bool always = false);

}  // namespace tlsonar::reports
