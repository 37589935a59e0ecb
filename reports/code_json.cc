#include "reports/code_json.h"

#include "reports/format.h"

namespace tlsonar::reports {
namespace {

using profile::Code;

// Names of registries need no escape.
void write_code_name(JsonWriter& json, const Code& code, int digits) {
    if (!code.name.empty() && !code.grease) return json.plain(code.name);
    json.plain(text(code, digits));
}

}  // namespace

void write_code(JsonWriter& json, std::string_view name, const Code& code, int digits) {
    json.begin_object(name);
    json.hex_number("code", code.value, digits);
    if (code.grease)
        json.plain("name", "GREASE");
    else if (!code.name.empty())
        json.plain("name", code.name);
    json.end_object();
}

void write_codes(JsonWriter& json, std::string_view name, std::span<const Code> codes, int digits) {
    json.begin_array(name);
    for (const Code& code : codes)
        write_code_name(json, code, digits);
    json.end_array();
}

void write_some(JsonWriter& json, std::string_view name, std::span<const Code> codes, int digits) {
    if (!codes.empty()) write_codes(json, name, codes, digits);
}

}  // namespace tlsonar::reports
