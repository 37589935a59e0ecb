// What commands say outside of reports.
#pragma once

#include <string>

namespace tlsonar::cli {

// "tlsonar: SENTENCE" on the standard error; what people gave is made harmless. False, so that one
// can return what is said.
bool complain(const std::string& sentence);

// On the standard output, as it is.
void put(const std::string& text);

}  // namespace tlsonar::cli
