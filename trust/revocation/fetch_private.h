// Brings the material that a certificate's extensions point to. Private to this folder.
#pragma once

#include "trust/revocation/fetch.h"
#include "trust/revocation/judge_private.h"

namespace tlsonar::trust {

// True when something new came in. Failures are findings.
bool fetch_ocsp(RevocationFetcher& fetcher, const RevocationQuery& query, RevocationState& state,
                std::vector<Finding>& findings);
// With the deltas that the CRLs name.
bool fetch_crls(RevocationFetcher& fetcher, const RevocationQuery& query, RevocationState& state,
                std::vector<Finding>& findings);

}  // namespace tlsonar::trust
