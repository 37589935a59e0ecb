// A difference as JSON, after reports/schema/diff-1.schema.json.
#pragma once

#include "audit/diff/diff.h"

#include <string>

namespace tlsonar::reports {

std::string diff_json(const audit::Difference& difference);

}  // namespace tlsonar::reports
