#include "audit/fact/value.h"

namespace tlsonar::audit {
namespace {

struct Text {
    std::string operator()(Absent) const { return "none"; }
    std::string operator()(bool value) const { return value ? "yes" : "no"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(const std::string& value) const { return value; }
    std::string operator()(const Names& value) const {
        if (value.empty()) return "none";
        std::string out;
        for (const std::string& name : value) {
            if (!out.empty()) out += ", ";
            out += name;
        }
        return out;
    }
};

}  // namespace

std::string_view name_of(ValueType type) {
    constexpr std::string_view kNames[] = {"true or false", "a number", "a string",
                                           "a date such as \"2026-03-15\"", "a list of strings"};
    return kNames[static_cast<std::size_t>(type)];
}

std::string text_of(const Value& value) { return std::visit(Text{}, value); }

}  // namespace tlsonar::audit
