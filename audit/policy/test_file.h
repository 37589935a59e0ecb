// Tests of policies, as data: facts in, verdicts expected.
//
//   { "policy": "mine.json", "as_of": "2026-11-20",
//     "cases": [ { "name": "modern", "mode": "active",
//                  "facts": { "server.protocols.accepted": ["TLSv1.3"] },
//                  "expect": { "PROTO": "pass" } } ] }
//
// A fact is a value; null where there is no such thing; {"partial": [..]} for a list of which only
// this is known; {"unknown": "why"} for what could not be learnt.
#pragma once

#include "audit/file/fault.h"
#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

struct PolicyTestResult {
    std::string policy;
    std::uint32_t cases = 0;
    std::uint32_t expectations = 0;
    // "modern: PROTO: expected pass, found fail (TLSv1.0; expected only TLSv1.3)"
    std::vector<std::string> failures;
};

// The policy is looked for beside the file.
Result<PolicyTestResult, FileFault> run_policy_test(std::string_view text, std::string_view file);

}  // namespace tlsonar::audit
