#include "reports/terminal/scan_text.h"

#include "core/text.h"
#include "reports/format.h"
#include "reports/scan_summary.h"
#include "reports/terminal/finding_text.h"
#include "reports/terminal/scan_text_private.h"

#include <algorithm>

namespace tlsonar::reports {
namespace scan_page {

// Causes and names may be as long as their peer likes.
std::string shown(std::string_view text) {
    constexpr std::size_t kMost = 300;
    return fit(printable(text.substr(0, 4 * kMost)), kMost);
}

}  // namespace scan_page

namespace {

using namespace scan_page;  // NOLINT: the sections of this very page
using profile::Answer;
using profile::EndpointProfile;
using profile::EndpointState;
using trust::Severity;

constexpr Severity kDown[] = {Severity::critical, Severity::high, Severity::medium, Severity::low};

// Into the middle of a sentence: "The certificate …", but not "SHA-1 …".
std::string uncapped(std::string_view title) {
    std::string out(title);
    const auto is = [&](std::size_t at, char first, char last) {
        return at < out.size() && out[at] >= first && out[at] <= last;
    };
    if (is(0, 'A', 'Z') && (is(1, 'a', 'z') || (is(1, ' ', ' ') && out[0] == 'A')))
        out[0] = static_cast<char>(out[0] - 'A' + 'a');
    return out;
}

std::string trust_text(const EndpointProfile& profile, const EndpointDigest& short_form) {
    switch (short_form.trust) {
        case Trust::none:
            return "no certificate was seen";
        case Trust::unjudged:
            return "the certificate was not judged";
        case Trust::unclear:
            return "the certificate cannot be judged completely";
        case Trust::refused:
            return "not trusted" +
                   (short_form.refusal.empty() ? "" : ": " + uncapped(short_form.refusal));
        case Trust::trusted:
            break;
    }
    const std::int64_t days = short_form.days_left(profile.started);
    return "trusted until " + date(*short_form.expires) + " (" +
           plural(static_cast<std::uint64_t>(std::max<std::int64_t>(days, 0)), "day") + ")";
}

Tone trust_tone(const EndpointProfile& profile, const EndpointDigest& short_form) {
    if (short_form.trust == Trust::refused) return Tone::bad;
    if (short_form.trust != Trust::trusted) return Tone::warn;
    return short_form.days_left(profile.started) <= kExpiringDays ? Tone::warn : Tone::good;
}

// "14 weaknesses (2 critical, 5 high)"
std::string weakness_text(const EndpointDigest& short_form) {
    const std::uint32_t all = short_form.weak();
    if (all == 0) return "no weakness found";
    std::string out = std::to_string(all) + (all == 1 ? " weakness (" : " weaknesses (");
    bool first = true;
    for (const Severity severity : kDown) {
        const std::uint32_t n = short_form.count(severity);
        if (n == 0) continue;
        out += (first ? "" : ", ") + std::to_string(n) + " " +
               std::string(trust::severity_name(severity));
        first = false;
    }
    return out + ")";
}

bool bad(const EndpointDigest& short_form) {
    return short_form.trust == Trust::refused || short_form.count(Severity::critical) > 0 ||
           short_form.count(Severity::high) > 0;
}

void write_head(Page& page, const EndpointProfile& profile, const EndpointDigest& short_form) {
    const bool failed = profile.state == EndpointState::failed;
    const bool fine = !failed && !bad(short_form);
    const bool clean = fine && short_form.weak() == 0 && short_form.trust == Trust::trusted &&
                       profile.state == EndpointState::complete;
    const std::string mark = failed || !fine ? "✗" : clean ? "✓" : "!";
    const Tone tone = failed || !fine ? Tone::bad : clean ? Tone::good : Tone::warn;
    std::vector<PageItem> head = {{mark + " ", tone}, {shown(profile.target), Tone::strong}};
    const std::string address =
        profile.address == IpAddress{} ? std::string() : to_text(profile.address);
    if (!profile.name.empty() && !address.empty())
        head.push_back({"  " + shown(address), Tone::faint});
    if (!profile.dialog.empty()) head.push_back({"  by " + shown(profile.dialog), Tone::faint});
    if (!profile.sni.empty() && profile.sni != profile.name)
        head.push_back({"  asked for " + shown(profile.sni), Tone::faint});
    page.line(0, head);
    if (failed) {
        page.sentence("", Tone::plain, profile.trouble.empty() ? "failed" : shown(profile.trouble),
                      2, Tone::bad);
        return;
    }
    std::vector<PageItem> verdict = {
        {trust_text(profile, short_form), trust_tone(profile, short_form)},
        {weakness_text(short_form), bad(short_form) && short_form.weak() > 0 ? Tone::bad
                                    : short_form.weak() > 0                  ? Tone::warn
                                                                             : Tone::good}};
    if (profile.state == EndpointState::complete)
        verdict.push_back({"complete", Tone::good});
    else
        verdict.push_back(
            {"incomplete: " + plural(std::max<std::size_t>(profile.unknowns.size(), 1), "thing") +
                 " not learnt",
             Tone::warn});
    page.items("verdict", verdict);
    for (const auto& [name, value] : profile.labels)
        page.text("label", shown(name) + "=" + shown(value));
    if (!profile.trouble.empty()) page.text("trouble", shown(profile.trouble), Tone::warn);
}

void write_weaknesses(Page& page, const EndpointProfile& profile, bool verbose) {
    std::vector<const profile::Weakness*> all;
    for (const profile::Weakness& weakness : profile.weaknesses)
        if (verbose || weakness.finding.kind->severity > Severity::info) all.push_back(&weakness);
    std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
        return a->finding.kind->severity > b->finding.kind->severity;
    });
    if (all.empty()) return;
    page.gap();
    page.sentence("", Tone::plain, "Weaknesses", Page::kIndent, Tone::accent);
    for (const profile::Weakness* weakness : all) {
        const trust::FindingKind& kind = *weakness->finding.kind;
        const std::string severity = cell(trust::severity_name(kind.severity), 10);
        std::string text(kind.title);
        text += "  [" + std::string(kind.id) + "]";
        page.sentence(severity, reports::tone_of(kind.severity), text, Page::kIndent + 2);
        std::string why;
        if (!weakness->finding.found.empty()) why = shown(weakness->finding.found);
        if (!weakness->finding.expected.empty())
            why += (why.empty() ? "expected " : ", expected ") + shown(weakness->finding.expected);
        if (!why.empty()) page.sentence("", Tone::plain, why, Page::kIndent + 12, Tone::faint);
    }
}

// What is not known, by why: the same cause is told once.
void write_unknowns(Page& page, const EndpointProfile& profile) {
    std::vector<std::pair<std::string, std::vector<std::string>>> causes;
    const auto add = [&](std::string fact, const std::string& cause) {
        auto place = std::find_if(causes.begin(), causes.end(),
                                  [&](const auto& entry) { return entry.first == cause; });
        if (place == causes.end()) place = causes.insert(place, {cause, {}});
        auto& facts = place->second;
        if (std::find(facts.begin(), facts.end(), fact) == facts.end())
            facts.push_back(std::move(fact));
    };
    for (const profile::Unknown& unknown : profile.unknowns)
        add(unknown.fact, unknown.cause);
    for (const auto* facts : {&profile.extensions, &profile.sessions})
        for (const profile::NamedFact& entry : *facts)
            if (entry.fact.answer == Answer::unknown) add(fact_title(entry.name), entry.fact.cause);
    for (const profile::Tolerance& entry : profile.tolerance)
        if (entry.bears.answer == Answer::unknown)
            add("how it bears " + std::string(entry.title), entry.bears.cause);
    if (causes.empty()) return;
    page.gap();
    page.sentence("", Tone::plain, "Not learnt", Page::kIndent, Tone::accent);
    for (const auto& [cause, facts] : causes) {
        std::string text;
        for (const std::string& fact : facts)
            text += (text.empty() ? "" : ", ") + shown(fact);
        text += ": " + shown(cause.empty() ? "not known why" : cause);
        page.sentence("? ", Tone::warn, text, Page::kIndent + 2);
    }
}

void write_cost(Page& page, const EndpointProfile& profile, bool verbose) {
    page.gap();
    for (const std::string& remark : profile.remarks)
        page.sentence("! ", Tone::warn, shown(remark), Page::kIndent);
    std::string cost = plural(profile.connections, "connection");
    if (profile.retries > 0)
        cost += ", " + count(profile.retries) + (profile.retries == 1 ? " retry" : " retries");
    cost += ", " + duration(profile.duration) + ", " + size(profile.octets_sent) + " sent, " +
            size(profile.octets_received) + " received";
    page.sentence("", Tone::plain, cost, Page::kIndent, Tone::faint);
    if (!verbose) return;
    for (const profile::ConnectionNote& note : profile.notes) {
        const PageItem parts[] = {{right_cell(std::to_string(note.number), 5) + "  ", Tone::faint},
                                  {right_cell(duration(note.begin), 8) + "  ", Tone::faint},
                                  {right_cell(duration(note.duration), 8) + "  ", Tone::faint},
                                  {cell(shown(note.probe), 14) + "  "},
                                  {shown(note.outcome)}};
        page.line(Page::kIndent, parts);
    }
}

}  // namespace

std::string scan_text(const EndpointProfile& profile, const ScanTextOptions& options) {
    Page page(options.style);
    const EndpointDigest short_form = digest(profile, options.codes);
    write_head(page, profile, short_form);
    if (profile.state != EndpointState::failed) {
        page.gap();
        write_versions(page, profile);
        write_suites(page, profile, options.codes);
        page.gap();
        write_key_exchange(page, profile, options.codes);
        page.gap();
        write_certificates(page, profile);
        page.gap();
        write_behaviour(page, profile);
        write_weaknesses(page, profile, options.verbose);
    }
    write_unknowns(page, profile);
    write_cost(page, profile, options.verbose);
    return std::move(page).take();
}

}  // namespace tlsonar::reports
