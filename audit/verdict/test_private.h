// One test of a condition against one fact. Private to this folder.
#pragma once

#include "audit/fact/facts.h"
#include "audit/policy/condition.h"
#include "audit/verdict/judge.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::audit {

// Of everything but "pass".
Truth evaluate_test(const Condition& test, const Facts& facts);

// A text or a list as elements; empty for anything else.
std::span<const std::string> elements_of(const Value& value);

// Whether this element is against the test: of subset_of, none_of, matches_none, set_equals, in,
// not_in, ==, !=.
bool offends(const Condition& test, const std::string& element);

// What the texts of deviations are taken from.
class Wording {
  public:
    SharedText share(std::string_view text) { return pool_.share(text); }
    // What a test expects: worked out once.
    const SharedText& expected(const Condition& test);
    const SharedText& expected_not(const Condition& test);

  private:
    TextPool pool_;
    std::unordered_map<const Condition*, SharedText> expected_, expected_not_;
};

// Why it does not hold. Call it for tests that are `no`.
void explain_test(const Condition& test, const Facts& facts, Wording& wording,
                  std::vector<Deviation>& out);
// Of a test that holds and should not.
void explain_negated(const Condition& test, const Facts& facts, Wording& wording,
                     std::vector<Deviation>& out);

}  // namespace tlsonar::audit
