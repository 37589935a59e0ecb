// The gate: from a report to an exit code. The same whatever the formats of output.
#pragma once

#include "audit/report/report.h"
#include "core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

enum class OnUnreachable : std::uint8_t { fail, warn, ignore };

struct GateOptions {
    // A failure counts when any of these says so.
    std::optional<Severity> least = Severity::high;
    std::vector<std::string> levels;  // "phase-out"
    std::vector<std::string> rules;   // "PROTO", "mozilla-modern:PROTO", with globs
    // Only what the baseline does not know counts; without a baseline that is everything. (With a
    // baseline it is so, too: what is known is excused.)
    bool only_new = false;
    OnUnreachable on_unreachable = OnUnreachable::warn;
    std::optional<std::uint32_t> max_not_tested;  // over all subjects and policies
    bool exit_zero = false;
};

// "high", "phase-out", "mozilla-modern:PROTO", "new", separated by commas: each a severity, a
// level or a rule of the policies. The sentence says what was not understood.
Result<GateOptions, std::string> parse_fail_on(std::string_view text,
                                               const std::vector<PolicyPtr>& policies);

struct GateVerdict {
    int exit_code = 0;              // 0 fine, 1 violations, 3 incomplete
    std::uint32_t violations = 0;   // failed rules that count
    std::uint32_t below = 0;        // failed rules that don't
    std::uint32_t unreachable = 0;  // subjects
    std::uint32_t incomplete = 0;   // subjects that were not learnt whole
    std::uint32_t open = 0;         // rules not tested or inconclusive
    std::string reason;             // "2 violations from high up"
};

// Whether this failure counts.
bool counts(const RuleResult& result, const Policy& policy, const GateOptions& options);
GateVerdict pass_gate(const Report& report, const GateOptions& options);

}  // namespace tlsonar::audit
