// Value: what a fact says, or what a rule compares it with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tlsonar::audit {

// "There is no such thing": an EC key has no RSA exponent. Not the same as "nobody looked".
struct Absent {
    bool operator==(const Absent&) const = default;
};

using Names = std::vector<std::string>;
using Value = std::variant<Absent, bool, std::int64_t, std::string, Names>;

enum class ValueType : std::uint8_t { boolean, number, text, date, names };
std::string_view name_of(ValueType type);

// For people: "yes", "2048", "TLSv1.2, TLSv1.3"; "none" for Absent and an empty list. Raw: may hold
// a peer's octets.
std::string text_of(const Value& value);

}  // namespace tlsonar::audit
