// The names of facts: a closed list, so that a policy that asks for a fact nobody can know is an
// error when it is read and not a rule that never applies.
#pragma once

#include "audit/fact/value.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::audit {

// An index into vocabulary().
using FactId = std::uint16_t;

struct FactName {
    std::string_view name;  // "server.protocols.accepted"
    ValueType type = ValueType::names;
    std::string_view title;  // "protocol versions that the server accepts"
    std::string_view unit;   // "bits", "days", "s"; empty for others
};

// Sorted by name.
std::span<const FactName> vocabulary();
std::optional<FactId> find_fact(std::string_view name);
// The name most like `name`, for error messages; empty when none is near.
std::string_view nearest_fact(std::string_view name);

}  // namespace tlsonar::audit
