// Code points as JSON.
#pragma once

#include "profile/record.h"
#include "reports/json_writer.h"

#include <span>
#include <string_view>

namespace tlsonar::reports {

// {"code":"0x1301","name":"TLS_AES_128_GCM_SHA256"}
void write_code(JsonWriter& json, std::string_view name, const profile::Code& code, int digits = 4);
// An array of names, or of codes where the registry has none.
void write_codes(JsonWriter& json, std::string_view name, std::span<const profile::Code> codes,
                 int digits = 4);
// Nothing for none.
void write_some(JsonWriter& json, std::string_view name, std::span<const profile::Code> codes,
                int digits = 4);

}  // namespace tlsonar::reports
