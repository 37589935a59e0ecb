// The grade of SSL Labs' rating guide 2009r, as near as the facts allow: a by-product with its
// arithmetic, never a verdict and never what a gate looks at.
#pragma once

#include "audit/report/report.h"

namespace tlsonar::audit {

// No letter, and a cause, where the facts do not suffice (captures, files, unreachable, incomplete
// lists of versions or suites).
Grade grade(const Subject& subject);

}  // namespace tlsonar::audit
