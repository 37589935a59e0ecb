// Members of documents as values of subjects: what is of another type than expected is left out.
// Private to this folder.
#pragma once

#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <optional>
#include <string>
#include <string_view>

namespace tlsonar::audit::reading {

// Why a fact is not known although the document has the member.
inline constexpr std::string_view kMalformed = "the document is malformed here";

std::string text(json::Item value);
std::uint32_t small_number(json::Item value);  // 0 when it is none, or does not fit
// The strings of a list; nothing when it is no list, or something else is in it.
std::optional<Names> strings(json::Item value);
// Those of a list that are strings.
Names some_strings(json::Item value);

// RFC 3339 in UTC ("2026-11-21T02:44:28.5Z") in nanoseconds, or whole seconds, since 1970.
std::optional<Time> instant(std::string_view text);
std::optional<std::int64_t> seconds(json::Item value);
// "2026-11-21"
std::string day(std::int64_t seconds);

// {"probe", "connection"}: "connection 12", else "probe names"; empty without.
std::string evidence(json::Item value);
FindingView finding(json::Item value);
void append_findings(std::vector<FindingView>& out, json::Item list);
bool has_finding(json::Item list, std::string_view id);

// "TLSv1.2" for "TLS 1.2" and "DTLSv1.2" for "DTLS 1.2"; others as they are.
std::string version_name(std::string_view title);

}  // namespace tlsonar::audit::reading
