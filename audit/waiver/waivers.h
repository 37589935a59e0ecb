// Waivers: what somebody accepted for a time, with a reason.
//
//   waivers:
//     - rule: "mozilla-intermediate:SUITES"   # policy:rule, both globs; without ":" any policy
//       target: "legacy.example.org:*"        # glob over the subject's id
//       aspect: "TLS_RSA_*"                   # optional: only these deviations
//       reason: "old terminals until the exchange in spring"
//       expires: 2027-03-31                   # the last day
//       owner: "payments"                     # optional, as is ticket
#pragma once

#include "audit/file/fault.h"
#include "audit/report/report.h"
#include "core/result.h"

#include <string_view>
#include <vector>

namespace tlsonar::audit {

Result<std::vector<Waiver>, FileFault> read_waivers(std::string_view text, std::string_view file);

// Marks the deviations that Report::waivers cover, and adds notices: of waivers that expired and
// whose findings are back, and of waivers that nothing uses. Verdicts are concluded again.
void apply_waivers(Report& report);

}  // namespace tlsonar::audit
