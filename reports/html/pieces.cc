#include "core/text.h"
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>

namespace tlsonar::reports::html {

void write_severity(HtmlWriter& w, Severity severity) {
    const std::string_view name = trust::severity_name(severity);
    w.element("span", {{"class", "severity " + std::string(name)}}, name);
}

void write_standing(HtmlWriter& w, const Standing& standing) {
    w.element("span", {{"class", "standing " + std::string(standing.id)}}, standing.title);
}

std::string_view verdict_class(audit::PolicyVerdict verdict) {
    constexpr std::string_view kClasses[] = {"pass", "fail", "incomplete", "na"};
    return kClasses[static_cast<std::size_t>(verdict)];
}

void write_verdict(HtmlWriter& w, audit::PolicyVerdict verdict, std::string_view words) {
    constexpr std::string_view kVerdictWords[] = {"pass", "fail", "incomplete", "not applicable"};
    w.element("span", {{"class", "verdict " + std::string(verdict_class(verdict))}},
              words.empty() ? kVerdictWords[static_cast<std::size_t>(verdict)] : words);
}

std::string certainty_words(const audit::Policy& policy) {
    if (policy.certainty == "source") return "read at its source";
    if (policy.certainty == "memory") return "written from memory";
    return "how sure: " + policy.certainty;
}

std::string version_title(std::string_view version) {
    if (version == "SSLv3") return "SSL 3.0";
    const std::size_t at = version.find("TLSv");
    if (at > 1) return std::string(version);
    std::string out(version.substr(0, at + 3));
    out += ' ';
    out += version.substr(at + 4);
    return version.find('.') == std::string_view::npos ? out + ".0" : out;
}

void write_pair(HtmlWriter& w, std::string_view term, std::string_view description) {
    if (description.empty()) return;
    const auto pair = w.in("div");
    w.element("dt", term);
    w.element("dd", description);
}

void write_waiver_line(HtmlWriter& w, const Outline& outline, std::string_view rule,
                       std::string_view target) {
    constexpr audit::Day kQuarter = 90 * audit::Day{86400};
    const auto quoted = [](std::string_view text) {
        std::string out = "'";
        for (const char c : text)
            out.append(c == '\'' ? 2 : 1, c);
        return out + "'";
    };
    // Pieces that come again.
    write_copyable(
        w, "Copy the waiver",
        {"- {rule: ", quoted(rule), ", target: ", quoted(target),
         ", reason: '…', owner: '…', expires: " + date(outline.report.as_of + kQuarter) + "}"});
}

void write_copyable(HtmlWriter& w, std::string_view label,
                    std::initializer_list<std::string_view> content) {
    const auto box = w.in("div", {{"class", "copyable"}});
    {
        const auto code = w.in("code", {{"tabindex", "0"}});
        for (const std::string_view piece : content)
            w.text(piece);
    }
    w.element("button", {{"type", "button"}, {"class", "copy js"}, {"aria-label", label}}, "Copy");
}

void write_bar(HtmlWriter& w, std::uint64_t value, std::uint64_t most, std::string_view tone) {
    const std::string width = std::to_string(most == 0 ? 0 : value * 100 / most);
    const auto bar = w.in("svg", {{"class", "bar"},
                                  {"viewBox", "0 0 100 8"},
                                  {"preserveAspectRatio", "none"},
                                  {"aria-hidden", "true"}});
    w.element("rect", {{"class", "track"}, {"width", "100"}, {"height", "8"}}, "");
    w.element("rect", {{"class", tone}, {"width", width}, {"height", "8"}}, "");
}

DeviationColumns write_expected(HtmlWriter& w, const Outline& outline,
                                std::span<const audit::Deviation* const> deviations) {
    DeviationColumns columns{.expected = true, .standing = outline.compared};
    if (deviations.empty()) return columns;
    const std::string_view first = deviations.front()->expected;
    columns.expected = !std::ranges::all_of(
        deviations, [&](const audit::Deviation* d) { return d->expected == first; });
    if (columns.expected || first.empty()) return columns;
    const auto line = w.shared("p", {{"class", "expected"}});
    w.element("b", "Expected");
    w.text(" ");
    w.text(first);
    return columns;
}

void write_deviation_titles(HtmlWriter& w, DeviationColumns columns) {
    w.element("th", {{"scope", "col"}}, "Observed");
    if (columns.expected) w.element("th", {{"scope", "col"}}, "Expected");
    w.element("th", {{"scope", "col"}, {"class", "evidence"}}, "Evidence");
    if (columns.standing) w.element("th", {{"scope", "col"}, {"class", "state"}}, "Standing");
}

void write_deviation_cells(HtmlWriter& w, const audit::Deviation& deviation,
                           DeviationColumns columns) {
    w.element("td", deviation.observed);
    if (columns.expected) w.element("td", deviation.expected);
    w.element("td", deviation.evidence);
    if (columns.standing) w.element("td", standing_word(deviation.standing));
}

HtmlWriter::Element scroller(HtmlWriter& w, std::string_view label) {
    return w.in("div",
                {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", label}});
}

}  // namespace tlsonar::reports::html
