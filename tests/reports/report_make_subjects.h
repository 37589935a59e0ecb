// The subjects of report_make.h.
#pragma once

#include "audit/report/report.h"

namespace tlsonar::reports {

audit::Subject good_subject();         // www.example.com:443
audit::Subject bad_subject();          // old.example.com:443
audit::Subject unreachable_subject();  // gone.example.com:443
audit::Subject overheard_subject();    // 192.0.2.40:8443, of a capture
audit::Subject file_subject();         // certs/shop.pem

// Puts harmful_text() into every text that a peer or a user may have written.
void make_harmful(audit::Report& report);

}  // namespace tlsonar::reports
