// The trust stores a user asks for, or the system's.
#pragma once

#include "core/result.h"
#include "trust/path/anchor.h"

#include <string>
#include <vector>

namespace tlsonar::cli {

struct LoadedStores {
    std::vector<trust::TrustAnchorSet> stores;
    std::vector<std::string> notes;  // sentences worth telling
};

// Each of `given` is "NAME=FILE", a file of roots or a folder of such; none: the system's, or, when
// there is none, no store and a note. The error is a sentence.
Result<LoadedStores, std::string> load_stores(const std::vector<std::string>& given);

}  // namespace tlsonar::cli
