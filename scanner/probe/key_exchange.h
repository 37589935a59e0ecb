// Groups and signature schemes below TLS 1.3, and of DTLS. (In tls12_details.cc.)
#pragma once

#include "scanner/probe/survey.h"

namespace tlsonar::scanner {

// Of that version, whose suites are known: what the server takes, and its order of groups. `hello`:
// one of that version with all that is usual.
Task<void> explore_key_exchange(Survey& survey, std::uint16_t version, const HelloRecipe& hello);

}  // namespace tlsonar::scanner
