// The judge: facts and rules in, verdicts out. Pure.
#pragma once

#include "audit/verdict/verdict.h"

#include <functional>
#include <memory>
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

// `policies` in the order of the columns; a verdict has one judgement for each. A rule that asks
// for another policy's result ("policy.result") is answered when that policy is among them, and is
// not tested otherwise. Keeps what is the same for many subjects, never what changes a verdict. Of
// one thread; the policies must outlive it.
class Judge {
  public:
    Judge(std::span<const PolicyPtr> policies, const JudgeOptions& options);
    ~Judge();
    Judge(const Judge&) = delete;
    Judge& operator=(const Judge&) = delete;
    std::vector<Judgement> operator()(const Subject& subject);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Of a single subject.
std::vector<Judgement> judge(const Subject& subject, std::span<const PolicyPtr> policies,
                             const JudgeOptions& options);

// Verdict and tally from the results, again: after waivers and baselines had their say.
void conclude(Judgement& judgement);

}  // namespace tlsonar::audit
