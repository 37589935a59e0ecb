// Facts for tests, from what a test says in JSON.
#pragma once

#include "audit/fact/facts.h"
#include "audit/policy/load.h"
#include "audit/verdict/judge.h"

#include <string>
#include <string_view>

namespace tlsonar::audit::testing {

// {"server.protocols.accepted": ["TLSv1.2"], "cert.leaf.key.curve": null}: null is Absent.
Facts make_facts(std::string_view json);

// A policy of these rules (JSON objects, separated by commas); what is not said is filled in.
PolicyPtr make_policy(std::string_view rules, std::string_view more = "");
// One rule with this condition.
PolicyPtr make_rule(std::string_view condition, std::string_view more = "");

// The status of the only rule.
RuleStatus status_of(const PolicyPtr& policy, const Facts& facts, Mode mode = Mode::active);

inline constexpr Day kToday = 1795132800;  // 2026-11-20

}  // namespace tlsonar::audit::testing
