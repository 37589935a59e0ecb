// A registry that gives its code points a name and nothing more.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tlsonar::dissect {

struct CodeName {
    std::uint32_t code;
    std::string_view name;
    std::string_view reference;
};

// The name of a code in a table that ascends by code; empty when it is not there.
std::string_view find_name(std::span<const CodeName> table, std::uint32_t code);

}  // namespace tlsonar::dissect
