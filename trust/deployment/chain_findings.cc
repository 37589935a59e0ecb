#include "trust/deployment/chain_kinds.h"
#include "trust/finding/catalogue.h"

namespace tlsonar::trust {

std::span<const FindingKind> chain_finding_kinds() { return kChainKinds; }

}  // namespace tlsonar::trust
