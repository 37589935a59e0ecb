// Versions of TLS as documents spell them: scans say "TLS 1.3", captures "TLSv1.3".
#pragma once

#include <string_view>

namespace tlsonar::reports {

// "1.3"; other names as they are.
std::string_view version_number(std::string_view version);

// The newer, the more; drafts of 1.3 are below it. Scans list the best first, captures do not.
int version_rank(std::string_view version);

// Whether what a list of `list_version` holds is of `version`, however they spell it.
bool list_is_of(std::string_view list_version, std::string_view version);

}  // namespace tlsonar::reports
