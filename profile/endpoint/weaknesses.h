// Weaknesses of an endpoint that follow from its facts, without a further connection.
//
// What is unknown never yields a weakness: that something is there takes one answer that shows it,
// that something is missing takes a complete list or a "no". The kinds (meaning, remedy, source)
// are in trust/protocol/tls_kinds.h; what is wrong with certificates is trust's, but for their keys
// where those were examined (leaf_keys.h).
#pragma once

#include "profile/endpoint/endpoint_profile.h"

#include <vector>

namespace tlsonar::profile {

// The worst first, then by id. `profile.dh_groups` must have been completed (dh_groups.h).
std::vector<Weakness> weaknesses(const EndpointProfile& profile);

}  // namespace tlsonar::profile
