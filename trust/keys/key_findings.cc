#include "trust/finding/catalogue.h"

namespace tlsonar::trust {

std::span<const FindingKind> key_finding_kinds() { return {}; }

}  // namespace tlsonar::trust
