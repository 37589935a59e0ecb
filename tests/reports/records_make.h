// Records for tests of the logs: of samples/, read as `analyze` reads them, and made by hand.
#pragma once

#include "profile/record.h"

#include <string>
#include <vector>

namespace tlsonar::reports {

// Those of samples/NAME, numbered from 1; with its key log where there is one. No chain is judged.
std::vector<profile::Record> sample_records(const std::string& name);
// Every octet that a peer chooses is chosen badly; then one that tells nothing; then chains that
// were captured in part.
std::vector<profile::Record> hostile_records();

}  // namespace tlsonar::reports
