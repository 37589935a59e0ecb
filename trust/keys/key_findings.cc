#include "trust/finding/catalogue.h"
#include "trust/keys/key_kinds_private.h"

namespace tlsonar::trust {

std::span<const FindingKind> key_finding_kinds() { return kKeyKinds; }

}  // namespace tlsonar::trust
