// The parts of an endpoint as JSON; see scan_json.h.
#pragma once

#include "profile/endpoint/endpoint_profile.h"
#include "reports/code_book.h"
#include "reports/json_writer.h"

namespace tlsonar::reports {

// "evidence": the probe, and the connection where it was one.
void write_evidence(JsonWriter& json, const profile::Evidence& evidence);
// The answer, and where it is not yes, its "cause".
void write_answer(JsonWriter& json, std::string_view name, const profile::Fact& fact);
// Seconds with nine decimals.
void write_seconds(JsonWriter& json, std::string_view name, Time nanoseconds);

// "versions", "suites", "groups", "signature_schemes", "dh".
void write_scan_lists(JsonWriter& json, const profile::EndpointProfile& profile,
                      const CodeBook& codes);
// "client_certificate" … "facts": everything that is answered by yes, no or a value.
void write_scan_facts(JsonWriter& json, const profile::EndpointProfile& profile);
// "ech", "https_records", "delegated_credential", "named_dh", "shared_tickets".
void write_scan_modern(JsonWriter& json, const profile::EndpointProfile& profile);
void write_http(JsonWriter& json, const profile::HttpFacts& http);

}  // namespace tlsonar::reports
