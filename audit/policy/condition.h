// Condition: what a rule asks of the facts, as a tree. Pure data.
#pragma once

#include "audit/fact/vocabulary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

enum class Operator : std::uint8_t {
    subset_of,     // every element is one of these
    none_of,       // no element is one of these
    contains_any,  // some element is one of these
    contains_all,  // all of these are elements
    set_equals,
    in,
    not_in,
    equal,
    not_equal,
    less,
    at_most,
    greater,
    at_least,
    exists,        // there is such a thing, and a list is not empty
    matches_any,   // some element matches one of these patterns
    matches_none,  // no element matches any of these patterns
    pass,          // the policy of that name passes for the same subject
};
std::string_view name_of(Operator op);  // as in a policy file: "subset_of", "<="

// "RC4", "^TLS_RSA_", "_MD5$", "^exactly$": literal text, at the beginning, at the end, or whole.
// Characters of regular expressions have no meaning, and policy files that use them are refused.
struct Pattern {
    std::string text;
    bool at_begin = false;
    bool at_end = false;
    bool matches(std::string_view name) const;
};

struct Condition {
    enum class Kind : std::uint8_t { all, any, negation, test };
    Kind kind = Kind::test;
    std::vector<Condition> parts;  // of all, any; one of negation

    // Of a test.
    FactId fact = 0;
    Operator op = Operator::exists;
    Value value;                    // Names are sorted
    std::vector<Pattern> patterns;  // of matches_any and matches_none
};

}  // namespace tlsonar::audit
