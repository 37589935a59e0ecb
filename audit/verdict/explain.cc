// What was observed and what was expected, of tests that don't hold.
#include "audit/verdict/test_private.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

constexpr std::size_t kShownNames = 8;

std::string some(const Names& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size() && i < kShownNames; ++i) {
        if (i > 0) out += ", ";
        out += names[i];
    }
    if (names.size() > kShownNames)
        out += " and " + std::to_string(names.size() - kShownNames) + " more";
    return out.empty() ? "none" : out;
}

std::string value_text(const Condition& test) {
    const auto* names = std::get_if<Names>(&test.value);
    return names != nullptr ? some(*names) : text_of(test.value);
}

std::string pattern_text(const Condition& test) {
    Names shown;
    for (const Pattern& pattern : test.patterns)
        shown.push_back((pattern.at_begin ? "" : "…") + pattern.text + (pattern.at_end ? "" : "…"));
    return some(shown);
}

std::string expectation(const Condition& test) {
    const std::string unit =
        vocabulary()[test.fact].unit.empty() ? "" : " " + std::string(vocabulary()[test.fact].unit);
    switch (test.op) {
        case Operator::subset_of:
            return "only " + value_text(test);
        case Operator::none_of:
        case Operator::not_in:
            return "none of " + value_text(test);
        case Operator::contains_any:
            return "one of " + value_text(test);
        case Operator::contains_all:
            return "all of " + value_text(test);
        case Operator::set_equals:
            return "exactly " + value_text(test);
        case Operator::in:
            return "one of " + value_text(test);
        case Operator::equal:
            return value_text(test) + unit;
        case Operator::not_equal:
            return "not " + value_text(test) + unit;
        case Operator::less:
            return "less than " + value_text(test) + unit;
        case Operator::at_most:
            return "at most " + value_text(test) + unit;
        case Operator::greater:
            return "more than " + value_text(test) + unit;
        case Operator::at_least:
            return "at least " + value_text(test) + unit;
        case Operator::exists:
            return "some";
        case Operator::matches_any:
            return "one like " + pattern_text(test);
        case Operator::matches_none:
            return "none like " + pattern_text(test);
        case Operator::pass:
            return value_text(test) + " passes";
    }
    return {};
}

// Of these each element that is against the test is a deviation of its own.
bool by_element(Operator op) {
    return op == Operator::subset_of || op == Operator::none_of || op == Operator::matches_none ||
           op == Operator::set_equals;
}

}  // namespace

const SharedText& Wording::expected(const Condition& test) {
    const auto [at, fresh] = expected_.try_emplace(&test);
    if (fresh) at->second = expectation(test);
    return at->second;
}

const SharedText& Wording::expected_not(const Condition& test) {
    const auto [at, fresh] = expected_not_.try_emplace(&test);
    if (fresh) at->second = "not: " + expectation(test);
    return at->second;
}

void explain_test(const Condition& test, const Facts& facts, Wording& wording,
                  std::vector<Deviation>& out) {
    const Fact* fact = facts.find(test.fact);
    Deviation deviation;
    deviation.fact = test.fact;
    deviation.expected = wording.expected(test);
    if (fact == nullptr) {  // "pass": what another policy says is no fact
        deviation.observed = wording.share("it does not");
        out.push_back(std::move(deviation));
        return;
    }
    deviation.evidence = fact->evidence;
    const std::size_t before = out.size();
    if (by_element(test.op))
        for (const std::string& element : elements_of(fact->value)) {
            if (!offends(test, element)) continue;
            deviation.aspect = deviation.observed = wording.share(element);
            out.push_back(deviation);
        }
    if (out.size() > before) return;
    std::string observed = text_of(fact->value);
    const std::string_view unit = vocabulary()[test.fact].unit;
    if (!unit.empty() && std::holds_alternative<std::int64_t>(fact->value))
        observed += " " + std::string(unit);
    deviation.observed = wording.share(observed);
    out.push_back(std::move(deviation));
}

void explain_negated(const Condition& test, const Facts& facts, Wording& wording,
                     std::vector<Deviation>& out) {
    const Fact* fact = facts.find(test.fact);
    Deviation deviation;
    deviation.fact = test.fact;
    deviation.expected = wording.expected_not(test);
    deviation.observed = wording.share(fact == nullptr ? "it does" : text_of(fact->value));
    if (fact != nullptr) deviation.evidence = fact->evidence;
    out.push_back(std::move(deviation));
}

}  // namespace tlsonar::audit
