// Reports made in code, for tests of the writers.
#pragma once

#include "audit/report/report.h"

#include <cstddef>
#include <string>

namespace tlsonar::reports {

// Five subjects: one that is good, one that is bad, one that nobody reached, one that was overheard
// and one that is a file. Two policies, every status of a rule, waivers (one expired, one unused),
// a baseline, forecasts, grades.
audit::Report plain_report();

// The same report, in which every text of a subject and of what people wrote is made to do harm:
// markup, control and bidirectional characters, formulas, octets that are no UTF-8, 64 kB names.
audit::Report hostile_report();

// No subject, no policy.
audit::Report empty_report();

// `endpoints` subjects like those of plain_report(), with ids of their own.
audit::Report large_report(std::size_t endpoints);

// What hostile_report() puts into every text; it begins with '=', as formulas do.
std::string harmful_text();

}  // namespace tlsonar::reports
