#include "audit/policy/condition.h"

namespace tlsonar::audit {

std::string_view name_of(Operator op) {
    constexpr std::string_view kNames[] = {
        "subset_of",    "none_of", "contains_any", "contains_all", "set_equals",
        "in",           "not_in",  "==",           "!=",           "<",
        "<=",           ">",       ">=",           "exists",       "matches_any",
        "matches_none", "pass"};
    return kNames[static_cast<std::size_t>(op)];
}

bool Pattern::matches(std::string_view name) const {
    if (at_begin && at_end) return name == text;
    if (at_begin) return name.starts_with(text);
    if (at_end) return name.ends_with(text);
    return name.find(text) != std::string_view::npos;
}

}  // namespace tlsonar::audit
