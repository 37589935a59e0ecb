// Findings as text: in a line, and explained.
#pragma once

#include "reports/terminal/style.h"
#include "trust/finding/finding.h"

#include <span>
#include <string>
#include <string_view>

namespace tlsonar::reports {

Tone tone_of(trust::Severity severity);

// Text cut into lines of at most `columns`, each after `indent` spaces; words are kept whole.
std::string wrapped(std::string_view printable_text, std::size_t indent, std::size_t columns);

// A finding with its values, wrapped, each line after `indent` spaces:
//   ✗ high  The certificate has expired  [path.expired]
//           found 2026-01-01T00:00:00Z, expected after 2026-11-21T00:00:00Z
std::string finding_text(const trust::Finding& finding, std::size_t indent, const Style& style);

// Title, severity, meaning, fix, source.
std::string finding_explained(const trust::FindingKind& kind, const Style& style);
// A line each.
std::string finding_list(std::span<const trust::FindingKind* const> kinds, const Style& style);

}  // namespace tlsonar::reports
