// The areas that have finding kinds: one line each here and in catalogue.cc. Private to this room.
#pragma once

#include "trust/finding/finding.h"

#include <span>

namespace tlsonar::trust {

// Each is defined in its area's folder, in a file called …findings.cc.
std::span<const FindingKind> path_finding_kinds();
std::span<const FindingKind> revocation_finding_kinds();
std::span<const FindingKind> ct_finding_kinds();
std::span<const FindingKind> key_finding_kinds();
std::span<const FindingKind> lint_finding_kinds();
std::span<const FindingKind> forecast_finding_kinds();
std::span<const FindingKind> deployment_finding_kinds();
std::span<const FindingKind> chain_finding_kinds();
std::span<const FindingKind> programme_finding_kinds();
std::span<const FindingKind> tls_finding_kinds();

}  // namespace tlsonar::trust
