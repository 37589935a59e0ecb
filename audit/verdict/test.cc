#include "audit/verdict/test_private.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

const Names& names_of(const Condition& test) {
    static const Names kNone;
    const auto* names = std::get_if<Names>(&test.value);
    return names != nullptr ? *names : kNone;
}

bool listed(const Condition& test, const std::string& element) {
    return std::ranges::binary_search(names_of(test), element);
}

bool matched(const Condition& test, const std::string& element) {
    return std::ranges::any_of(test.patterns,
                               [&](const Pattern& pattern) { return pattern.matches(element); });
}

// What is against the test can be seen in a part of the list; that nothing is takes the whole.
Truth none_offends(const Condition& test, std::span<const std::string> elements, bool complete) {
    for (const std::string& element : elements)
        if (offends(test, element)) return Truth::no;
    return complete ? Truth::yes : Truth::unknown;
}

// That something is there can be seen in a part of the list; that it is missing takes the whole.
Truth seen_or_missing(bool seen, bool complete) {
    if (seen) return Truth::yes;
    return complete ? Truth::no : Truth::unknown;
}

bool contains_all(const Condition& test, std::span<const std::string> elements) {
    return std::ranges::all_of(names_of(test), [&](const std::string& wanted) {
        return std::ranges::find(elements, wanted) != elements.end();
    });
}

Truth set_equals(const Condition& test, std::span<const std::string> elements, bool complete) {
    if (none_offends(test, elements, true) == Truth::no) return Truth::no;
    if (!complete) return Truth::unknown;
    return contains_all(test, elements) ? Truth::yes : Truth::no;
}

template <class T>
bool compare(Operator op, const T& a, const T& b) {
    switch (op) {
        case Operator::equal:
            return a == b;
        case Operator::not_equal:
            return a != b;
        case Operator::less:
            return a < b;
        case Operator::at_most:
            return a <= b;
        case Operator::greater:
            return a > b;
        case Operator::at_least:
            return a >= b;
        default:
            return false;
    }
}

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

// Of one value; of a list every element has to hold.
Truth compare_fact(const Condition& test, const Fact& fact) {
    if (const auto* number = std::get_if<std::int64_t>(&fact.value)) {
        const auto* limit = std::get_if<std::int64_t>(&test.value);
        return limit == nullptr ? Truth::unknown : truth_of(compare(test.op, *number, *limit));
    }
    if (const auto* flag = std::get_if<bool>(&fact.value)) {
        const auto* wanted = std::get_if<bool>(&test.value);
        return wanted == nullptr ? Truth::unknown : truth_of(compare(test.op, *flag, *wanted));
    }
    if (!std::holds_alternative<std::string>(test.value)) return Truth::unknown;
    const auto elements = elements_of(fact.value);
    if (elements.empty() && fact.complete) return Truth::absent;
    return none_offends(test, elements, fact.complete);
}

Truth exists(const Fact& fact) {
    if (std::holds_alternative<Absent>(fact.value)) return Truth::no;
    const auto* names = std::get_if<Names>(&fact.value);
    if (names == nullptr) return Truth::yes;
    return seen_or_missing(!names->empty(), fact.complete);
}

Truth test_elements(const Condition& test, const Fact& fact) {
    const auto elements = elements_of(fact.value);
    const auto any = [&](auto holds) { return std::ranges::any_of(elements, holds); };
    switch (test.op) {
        case Operator::contains_any:
            return seen_or_missing(any([&](const auto& e) { return listed(test, e); }),
                                   fact.complete);
        case Operator::matches_any:
            return seen_or_missing(any([&](const auto& e) { return matched(test, e); }),
                                   fact.complete);
        case Operator::contains_all:
            return seen_or_missing(contains_all(test, elements), fact.complete);
        case Operator::set_equals:
            return set_equals(test, elements, fact.complete);
        default:
            return none_offends(test, elements, fact.complete);
    }
}

}  // namespace

std::span<const std::string> elements_of(const Value& value) {
    if (const auto* names = std::get_if<Names>(&value)) return *names;
    if (const auto* text = std::get_if<std::string>(&value)) return {text, 1};
    return {};
}

bool offends(const Condition& test, const std::string& element) {
    switch (test.op) {
        case Operator::subset_of:
        case Operator::set_equals:
        case Operator::in:
            return !listed(test, element);
        case Operator::none_of:
        case Operator::not_in:
            return listed(test, element);
        case Operator::matches_none:
            return matched(test, element);
        default: {
            // Dates are texts whose order is that of time.
            const auto* wanted = std::get_if<std::string>(&test.value);
            return wanted != nullptr && !compare(test.op, element, *wanted);
        }
    }
}

Truth evaluate_test(const Condition& test, const Facts& facts) {
    const Fact* fact = facts.find(test.fact);
    if (fact == nullptr || !fact->known) return Truth::unknown;
    if (test.op == Operator::exists) return exists(*fact);
    if (std::holds_alternative<Absent>(fact->value)) return Truth::absent;
    switch (test.op) {
        case Operator::equal:
        case Operator::not_equal:
        case Operator::less:
        case Operator::at_most:
        case Operator::greater:
        case Operator::at_least:
            return compare_fact(test, *fact);
        default:
            break;
    }
    // Rules over names can't be asked of numbers: a document of another kind of program.
    if (std::holds_alternative<bool>(fact->value) ||
        std::holds_alternative<std::int64_t>(fact->value))
        return Truth::unknown;
    return test_elements(test, *fact);
}

}  // namespace tlsonar::audit
