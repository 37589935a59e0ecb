#include "trust/finding/catalogue.h"

namespace tlsonar::trust {

std::span<const FindingKind> revocation_finding_kinds() { return {}; }

}  // namespace tlsonar::trust
