// The closing summary for people.
#pragma once

#include "reports/summary.h"
#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::reports {

std::string summary_text(const Summary& summary, const Style& style);

}  // namespace tlsonar::reports
