// Names made of hashes, for what must be unique, short and the same in every run.
#pragma once

#include <string>
#include <string_view>

namespace tlsonar::reports {

// The first 16 octets of SHA-256, as 32 hexadecimal digits.
std::string digest(std::string_view text);

}  // namespace tlsonar::reports
