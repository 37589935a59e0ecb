// The sections of the page of one endpoint; see scan_text.h.
#pragma once

#include "reports/code_grade.h"
#include "reports/terminal/page.h"
#include "reports/terminal/scan_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports::scan_page {

Tone tone_of(Grade grade);
// What the terminal may show of a peer's text.
std::string shown(std::string_view text);

// Versions, suites, groups, signature schemes, Diffie-Hellman.
void write_versions(Page& page, const profile::EndpointProfile& profile);
void write_suites(Page& page, const profile::EndpointProfile& profile, const CodeBook& codes);
void write_key_exchange(Page& page, const profile::EndpointProfile& profile, const CodeBook& codes);

// Chains as trees; what is shown without a name, and for an unknown one.
void write_certificates(Page& page, const profile::EndpointProfile& profile);

// Client certificate, protocols, sessions, extensions, tolerance, HTTP.
void write_behaviour(Page& page, const profile::EndpointProfile& profile);

// Whether it takes the groups of RFC 7919 that a client names; ECH, HTTPS records, delegated
// credentials, tickets of others.
void write_named_dh(Page& page, const profile::EndpointProfile& profile);
void write_modern(Page& page, const profile::EndpointProfile& profile);

// "session_ticket" as people say it.
std::string fact_title(std::string_view name);

}  // namespace tlsonar::reports::scan_page
