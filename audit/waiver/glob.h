// Globs: "*" any octets, "?" one; everything else is itself. Linear in practice, and bounded by
// pattern times text.
#pragma once

#include <string_view>

namespace tlsonar::audit {

bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace tlsonar::audit
