#include "trust/finding/catalogue.h"
#include "trust/forecast/kinds.h"

namespace tlsonar::trust {

std::span<const FindingKind> forecast_finding_kinds() { return kForecastKinds; }

}  // namespace tlsonar::trust
