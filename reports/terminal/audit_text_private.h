// The sections of audit_text(). Private to this folder.
#pragma once

#include "reports/terminal/audit_text.h"
#include "reports/terminal/page.h"

#include <string>
#include <string_view>

namespace tlsonar::reports::audit_page {

// A peer's or a person's text, printable and cut.
std::string shown(std::string_view text, std::size_t columns);
Tone tone_of(audit::PolicyVerdict verdict);
std::string title_of(audit::PolicyVerdict verdict);
// "3 failed, 2 not tested, 9 passed"
std::string tally_text(const audit::Tally& tally);
// Of one policy over all subjects: the worst.
audit::PolicyVerdict overall(const audit::Report& report, std::size_t policy);

void add_subject(Page& page, const audit::Report& report, const audit::Assessed& assessed,
                 const AuditTextOptions& options);
void add_notices(Page& page, const audit::Report& report);
void add_forecasts(Page& page, const audit::Report& report, bool verbose);

}  // namespace tlsonar::reports::audit_page
