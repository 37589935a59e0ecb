// Endpoints as a scan might find them, made in code.
#pragma once

#include "profile/endpoint/endpoint_profile.h"

#include <string>
#include <utility>
#include <vector>

namespace tlsonar::reports {

// 2026-11-21T09:00:00Z: when all of them were scanned.
inline constexpr Time kScanned = 1'795'251'600'000'000'000;

profile::EndpointProfile modern_endpoint();   // complete, trusted, nothing weak
profile::EndpointProfile legacy_endpoint();   // everything weak, some of it not learnt
profile::EndpointProfile hostile_endpoint();  // every text of the peer is made to do harm
profile::EndpointProfile failed_endpoint();
profile::EndpointProfile datagram_endpoint();

// (name of the golden file, profile)
std::vector<std::pair<std::string, profile::EndpointProfile>> scan_samples();

// Steers terminals, breaks JSON and UTF-8, hides what follows.
std::string hostile_text();

}  // namespace tlsonar::reports
