#include "trust/finding/catalogue.h"
#include "trust/protocol/tls_kinds.h"

namespace tlsonar::trust {

std::span<const FindingKind> tls_finding_kinds() { return kTlsKinds; }

}  // namespace tlsonar::trust
