// The result of `tlsonar check` for people: a page for each deployment, then what else is in the
// files.
#pragma once

#include "reports/terminal/style.h"
#include "trust/deployment/examine.h"

#include <string>

namespace tlsonar::reports {

struct CheckTextOptions {
    Style style;
    const trust::ProgrammeTable* programmes = nullptr;
    bool all_paths = false;  // every path to an anchor, not only the best
    bool quiet = false;      // only the last line: how much was found
    bool verbose = false;    // findings of severity info, and each programme's reason
};

std::string check_text(const trust::CheckReport& report, const CheckTextOptions& options);

}  // namespace tlsonar::reports
