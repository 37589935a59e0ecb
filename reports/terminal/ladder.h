// One handshake drawn as a ladder: who sent what, when, how large, and what matters in it.
#pragma once

#include "profile/record.h"
#include "reports/terminal/style.h"

#include <string>

namespace tlsonar::reports {

std::string ladder(const profile::Record& record, const Style& style);

}  // namespace tlsonar::reports
