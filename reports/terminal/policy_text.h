// Policies for people: the list of them, and one whole.
#pragma once

#include "audit/policy/load.h"
#include "reports/terminal/style.h"

#include <span>
#include <string>

namespace tlsonar::reports {

std::string policy_list(std::span<const audit::PolicyPtr> policies, const Style& style);
std::string policy_text(const audit::Policy& policy, const Style& style);

}  // namespace tlsonar::reports
