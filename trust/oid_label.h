// Object identifiers by the word that stands for them in documents.
#pragma once

#include "trust/oid.h"

#include <string_view>

namespace tlsonar::trust {

// By what ObjectId::label() says of it, for who has the word alone; null when the table has none.
const OidEntry* find_oid_by_label(std::string_view label);

}  // namespace tlsonar::trust
