#include "trust/ct/ct_kinds_private.h"
#include "trust/finding/catalogue.h"

namespace tlsonar::trust {

std::span<const FindingKind> ct_finding_kinds() { return ct_kinds::kKinds; }

}  // namespace tlsonar::trust
