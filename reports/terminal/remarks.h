// What matters in a message, in a few words each.
#pragma once

#include "profile/record.h"

#include <string>
#include <vector>

namespace tlsonar::reports {

std::vector<std::string> remarks(const profile::Record& record, const profile::Step& step);

}  // namespace tlsonar::reports
