// From subjects to a report: judged, waived, compared, foretold, graded.
#pragma once

#include "audit/baseline/baseline.h"
#include "audit/report/report.h"

#include <optional>
#include <string>
#include <vector>

namespace tlsonar::audit {

struct AssembleOptions {
    std::vector<PolicyPtr> policies;
    Day as_of = 0;
    std::optional<Day> horizon;  // foretell what rules will make fail until then
    std::vector<Waiver> waivers;
    std::optional<Baseline> baseline;
    std::string version;  // of the program
    std::string input_hash;
    unsigned threads = 1;  // the report does not depend on it
};

Report assemble(std::vector<Subject> subjects, AssembleOptions options);

// Gives back a report that nobody needs any more: of 10,000 endpoints it has millions of pieces,
// and one thread alone is seen to wait for it.
void discard(Report report, unsigned threads);

}  // namespace tlsonar::audit
