// How log lists are written, in the built-in table and in JSON. Private to this folder.
#pragma once

#include "trust/ct/log_list.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::trust {

// Empty when it is not Base64.
std::string decode_base64(std::string_view text);
std::optional<std::int64_t> read_rfc3339(std::string_view text);
// "usable", "readonly" …
CtLogState read_log_state(std::string_view name);

}  // namespace tlsonar::trust
