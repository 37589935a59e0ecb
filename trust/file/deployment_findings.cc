#include "trust/finding/catalogue.h"

namespace tlsonar::trust {

std::span<const FindingKind> deployment_finding_kinds() { return {}; }

}  // namespace tlsonar::trust
