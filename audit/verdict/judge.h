// The judge: facts and rules in, verdicts out. Pure.
#pragma once

#include "audit/verdict/verdict.h"

#include <functional>
#include <span>

namespace tlsonar::audit {

// Kleene's three values, and a fourth for what does not exist.
enum class Truth : std::uint8_t { yes, no, unknown, absent };

// How another policy judges the same subject: for tests of "policy.result".
using PolicyTruth = std::function<Truth(std::string_view policy)>;

// Never allocates for conditions without "pass".
Truth evaluate(const Condition& condition, const Facts& facts, const PolicyTruth& other = {});

struct JudgeOptions {
    Day as_of = 0;
};

// `policies` in the order of the columns; the result has one judgement for each. A rule that asks
// for another policy's result ("policy.result") is answered when that policy is among them, and is
// not tested otherwise.
std::vector<Judgement> judge(const Subject& subject, std::span<const PolicyPtr> policies,
                             const JudgeOptions& options);

// Verdict and tally from the results, again: after waivers and baselines had their say.
void conclude(Judgement& judgement);

}  // namespace tlsonar::audit
