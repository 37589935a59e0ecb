// Baselines: what was wrong before and is known. A run may fail only on what is new.
#pragma once

#include "audit/report/report.h"
#include "core/result.h"

#include <map>
#include <string>
#include <string_view>

namespace tlsonar::audit {

struct BaselineEntry {
    std::string policy;
    std::string rule;
    std::string subject;  // Subject::stable_id
    std::string aspect;
};

struct Baseline {
    std::string file;
    std::map<std::string, BaselineEntry> entries;  // by fingerprint
};

// A file that --update-baseline wrote (tlsonar.baseline/1), or an earlier report as JSON
// (tlsonar.report/1).
Result<Baseline, FileFault> read_baseline(std::string_view text, std::string_view file);

// Marks deviations that the baseline knows, concludes the verdicts again, and fills in
// Report::delta. Fixed is only what was judged again and holds now: who was not reached, and what
// was not tested, fixed nothing.
void apply_baseline(Report& report, const Baseline& baseline);

// What the next run should know: all deviations of the report that are not waived, and entries of
// `before` whose policy or subject had no part in this run. Sorted; ends with a line break.
std::string write_baseline(const Report& report, const Baseline* before);

}  // namespace tlsonar::audit
