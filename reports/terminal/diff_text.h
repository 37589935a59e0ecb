// A difference for people: a paragraph a subject, "+" for what came, "-" for what went.
#pragma once

#include "audit/diff/diff.h"
#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::reports {

std::string diff_text(const audit::Difference& difference, const Style& style);

}  // namespace tlsonar::reports
