#include "trust/finding/catalogue.h"
#include "trust/revocation/revocation_kinds_private.h"

namespace tlsonar::trust {

std::span<const FindingKind> revocation_finding_kinds() { return revocation_kinds::kKinds; }

}  // namespace tlsonar::trust
