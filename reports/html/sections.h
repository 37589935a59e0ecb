// The parts of the page, in their order. Each writes one element, or nothing when there is nothing
// to tell.
#pragma once

#include "reports/html/html_writer.h"
#include "reports/html/outline.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tlsonar::reports::html {

void write_head(HtmlWriter& w, const Outline& outline);  // verdicts, scope, notices
void write_filters(HtmlWriter& w, const Outline& outline);
void write_matrix(HtmlWriter& w, const Outline& outline);
void write_findings(HtmlWriter& w, const Outline& outline);  // a card a rule
void write_charts(HtmlWriter& w, const Outline& outline);
void write_forecasts(HtmlWriter& w, const Outline& outline);
void write_waivers(HtmlWriter& w, const Outline& outline);
void write_policies(HtmlWriter& w, const Outline& outline);
void write_endpoint(HtmlWriter& w, const Outline& outline, std::uint32_t subject);

// What the script reads: an index of everything, and the pages that do not stand in the document.
void write_payload(HtmlWriter& w, const Outline& outline);

// Pieces that several parts show.
void write_severity(HtmlWriter& w, Severity severity);
void write_standing(HtmlWriter& w, const Standing& standing);
void write_verdict(HtmlWriter& w, audit::PolicyVerdict verdict, std::string_view words = {});
std::string_view verdict_class(audit::PolicyVerdict verdict);
// How sure a policy is of its source, as a part of a sentence.
std::string certainty_words(const audit::Policy& policy);
// Captures say "TLSv1.3", scans "TLS 1.3": the latter.
std::string version_title(std::string_view version);
// A term and its description in a <dl>; nothing when there is none.
void write_pair(HtmlWriter& w, std::string_view term, std::string_view description);
// A line of a waiver file that would excuse `rule` at `target`, to be copied.
void write_waiver_line(HtmlWriter& w, const Outline& outline, std::string_view rule,
                       std::string_view target);
// The content in pieces.
void write_copyable(HtmlWriter& w, std::string_view label,
                    std::initializer_list<std::string_view> content);
// A bar of `value` of `most`.
void write_bar(HtmlWriter& w, std::uint64_t value, std::uint64_t most, std::string_view tone);
// Opens what the caller fills: a region that scrolls sideways and takes the focus.
HtmlWriter::Element scroller(HtmlWriter& w, std::string_view label);

// Of a table of deviations, beside what was observed and the evidence.
struct DeviationColumns {
    bool expected = true;
    bool standing = true;
    std::size_t count() const { return 2U + (expected ? 1U : 0U) + (standing ? 1U : 0U); }
};
// What was expected, where all of these expected the same: once, above their table, which needs no
// column for it then.
DeviationColumns write_expected(HtmlWriter& w, const Outline& outline,
                                std::span<const audit::Deviation* const> deviations);
void write_deviation_titles(HtmlWriter& w, DeviationColumns columns);
void write_deviation_cells(HtmlWriter& w, const audit::Deviation& deviation,
                           DeviationColumns columns);

// Parts of an endpoint's page.
void write_deployment(HtmlWriter& w, const audit::Subject& subject);  // versions, suites, groups
void write_chains(HtmlWriter& w, const Outline& outline, const audit::Subject& subject);
void write_handshakes(HtmlWriter& w, const audit::Subject& subject);

}  // namespace tlsonar::reports::html
