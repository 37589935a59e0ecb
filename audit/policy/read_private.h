// From the text of a policy file to rules. Private to this folder.
#pragma once

#include "audit/file/yaml_private.h"
#include "audit/policy/policy.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::audit {

// What conditions of a file may name.
struct PolicyNames {
    std::map<std::string, Names> lists;
    std::map<std::string, YamlPlace> parameters;
};

// Trees of people are shallow.
inline constexpr int kMaxConditionDepth = 32;

// Versions, suites, groups and schemes that a test of that fact names have to exist.
void check_names(YamlReader& in, const YamlPlace& at, std::string_view fact,
                 std::span<const std::string> names);
Condition read_condition(YamlReader& in, const YamlPlace& at, const PolicyNames& names,
                         int depth = 0);
Rule read_rule(YamlReader& in, const YamlPlace& at, const PolicyNames& names);
// Changes what the override says.
void read_override(YamlReader& in, const YamlPlace& at, Rule& rule);

// One of the names of an enumeration in the order of its values.
template <class E, std::size_t N>
E read_name(YamlReader& in, const YamlPlace& at, const std::string_view (&names)[N]) {
    const std::string found = in.text(at);
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == found) return static_cast<E>(i);
    in.fail(at, expected_one_of(names, found));
    return E{};
}

}  // namespace tlsonar::audit
