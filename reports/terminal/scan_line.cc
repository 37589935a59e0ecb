#include "reports/terminal/scan_line.h"

#include "core/text.h"
#include "reports/code_grade.h"
#include "reports/format.h"
#include "reports/terminal/finding_text.h"
#include "reports/terminal/page.h"

#include <algorithm>
#include <cstdio>

namespace tlsonar::reports {
namespace {

using profile::EndpointProfile;
using profile::EndpointState;
using trust::Severity;

constexpr std::size_t kVersions = 11;  // "1.0–1.3", "SSLv3–1.2"
constexpr std::size_t kKeys = 4;       // "PQ"
constexpr std::size_t kTrust = 17;     // "until 2026-12-01!"
constexpr std::size_t kLeastTarget = 12;
constexpr std::size_t kLeastWeak = 12;
constexpr std::size_t kTook = 9;
constexpr std::size_t kWithTimes = 100;    // from here on with connections and time
constexpr std::size_t kWithVersions = 72;  // below without versions

struct Widths {
    std::size_t target;
    std::size_t weak;
    bool versions;
    bool cost;
};

Widths widths_for(std::size_t columns) {
    columns = std::max(columns, Page::kNarrowest);
    Widths out{0, 0, columns >= kWithVersions, columns >= kWithTimes};
    std::size_t fixed = 2 + 1 + kTrust + 1;
    if (out.versions) fixed += kVersions + kKeys + 2;
    if (out.cost) fixed += 2 * kTook + 2;
    const std::size_t rest = columns > fixed ? columns - fixed : 0;
    out.weak = std::min<std::size_t>(std::max(kLeastWeak, rest / 2), 44);
    out.weak = std::min(out.weak, rest > kLeastTarget ? rest - kLeastTarget : 0);
    out.target = std::min<std::size_t>(rest - std::min(rest, out.weak), 56);
    return out;
}

std::string short_version(std::uint16_t version) {
    const std::string title = profile::version_title(version);
    const bool tls = title.rfind("TLS ", 0) == 0;
    return tls ? title.substr(4) : title.rfind("DTLS ", 0) == 0 ? "D" + title.substr(5) : title;
}

// "1.2–1.3", "SSLv3, 1.2": what is offered, oldest first; a run without a hole is a span.
std::string versions_text(const EndpointProfile& profile) {
    std::string out;
    std::string last;
    std::size_t run = 0;
    const auto end_run = [&] {
        if (run > 1) out += (run > 2 ? "–" : ", ") + last;
        run = 0;
    };
    std::vector<profile::VersionFact> versions = profile.versions;
    std::stable_sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
        return rank_of_version(a.version) < rank_of_version(b.version);
    });
    for (const profile::VersionFact& version : versions) {
        if (!version.supported.yes()) {
            end_run();
            continue;
        }
        last = short_version(version.version);
        if (run++ == 0) out += (out.empty() ? "" : ", ") + last;
    }
    end_run();
    return out;
}

Tone versions_tone(const EndpointProfile& profile) {
    for (const profile::VersionFact& version : profile.versions)
        if (version.supported.yes() && version.version < 0x0303) return Tone::warn;
    return Tone::plain;
}

PageItem trust_item(const EndpointProfile& profile, const EndpointDigest& short_form) {
    switch (short_form.trust) {
        case Trust::none:
            return {"no certificate", Tone::faint};
        case Trust::refused:
            if (short_form.expires && short_form.days_left(profile.started) < 0)
                return {"✗ expired", Tone::bad};
            return {"✗ not trusted", Tone::bad};
        case Trust::unclear:
            return {"? unclear", Tone::warn};
        case Trust::unjudged:
            return short_form.expires ? PageItem("until " + date(*short_form.expires))
                                      : PageItem("not judged");
        case Trust::trusted:
            break;
    }
    const bool soon = short_form.days_left(profile.started) <= kExpiringDays;
    return {"until " + date(*short_form.expires) + (soon ? "!" : ""),
            soon ? Tone::warn : Tone::plain};
}

// "1 critical 2 high +3": as many severities as fit, the worst first; the rest as a number. What is
// not complete may have more.
PageItem weakness_item(const EndpointProfile& profile, const EndpointDigest& short_form,
                       std::size_t room) {
    const bool partial = profile.state == EndpointState::incomplete;
    if (short_form.weak() == 0)
        return {partial ? "none seen" : "none", partial ? Tone::plain : Tone::good};
    std::string text = partial ? "≥" : "";
    std::uint32_t left = short_form.weak();
    for (const Severity severity :
         {Severity::critical, Severity::high, Severity::medium, Severity::low}) {
        const std::uint32_t n = short_form.count(severity);
        if (n == 0) continue;
        const std::string one = (text.empty() ? "" : " ") + std::to_string(n) + " " +
                                std::string(trust::severity_name(severity));
        const std::string rest = left == n ? "" : " +" + std::to_string(left - n);
        if (left != short_form.weak() &&
            display_width(text) + display_width(one) + rest.size() > room)
            break;
        text += one;
        left -= n;
    }
    if (left > 0) text += " +" + std::to_string(left);
    const bool grave =
        short_form.count(Severity::critical) > 0 || short_form.count(Severity::high) > 0;
    return {text, grave ? Tone::bad : Tone::warn};
}

// Cells with a space between them.
class Cells {
  public:
    void add(const PageItem& item, std::size_t width) { put(cell(item.text, width), item.tone); }
    void add_right(const PageItem& item, std::size_t width) {
        put(right_cell(item.text, width), item.tone);
    }
    std::string line(const Style& style) const {
        return painted_line(style, cells_, std::max(style.columns, Page::kNarrowest)) + '\n';
    }

  private:
    void put(std::string text, Tone tone) {
        if (!cells_.empty()) cells_.emplace_back(" ");
        cells_.emplace_back(std::move(text), tone);
    }
    std::vector<PageItem> cells_;
};

std::string share(std::uint64_t n, std::uint64_t of) {
    if (of == 0) return {};
    char text[24];
    std::snprintf(text, sizeof text, "%.0f %%",
                  100.0 * static_cast<double>(n) / static_cast<double>(of));
    return text;
}

PageItem counted(std::uint64_t n, std::string_view what, Tone tone = Tone::plain) {
    return {count(n) + " " + std::string(what), tone};
}

void write_weak_kinds(Page& page, const ScanSummary& summary) {
    std::vector<const ScanSummary::Kind*> kinds;
    for (const auto& entry : summary.weaknesses)
        if (entry.second.kind->severity > Severity::info) kinds.push_back(&entry.second);
    if (kinds.empty()) return;
    std::stable_sort(kinds.begin(), kinds.end(), [](const auto* a, const auto* b) {
        if (a->kind->severity != b->kind->severity) return a->kind->severity > b->kind->severity;
        return a->endpoints > b->endpoints;
    });
    page.gap();
    page.sentence("", Tone::plain, "Weaknesses", Page::kIndent, Tone::accent);
    for (const ScanSummary::Kind* kind : kinds) {
        const std::string number = right_cell(count(kind->endpoints), 8) + "  ";
        const std::string severity = cell(trust::severity_name(kind->kind->severity), 10);
        const std::size_t used = Page::kIndent + 20;
        const PageItem parts[] = {
            {number},
            {severity, tone_of(kind->kind->severity)},
            {fit(kind->kind->title, page.columns() - std::min(page.columns(), used)) + "  "},
            {"[" + std::string(kind->kind->id) + "]", Tone::faint}};
        page.line(Page::kIndent, parts);
    }
}

void write_expiring(Page& page, const ScanSummary& summary) {
    if (summary.first_to_expire.empty()) return;
    page.gap();
    page.sentence("", Tone::plain, "Certificates that end first", Page::kIndent, Tone::accent);
    for (const ScanSummary::Expiring& entry : summary.first_to_expire) {
        const bool over = entry.days < 0;
        const std::string days =
            over              ? "expired"
            : entry.days == 0 ? "today"
                              : "in " + plural(static_cast<std::uint64_t>(entry.days), "day");
        const PageItem parts[] = {{"  " + date(entry.not_after) + "  "},
                                  {cell(days, 12), over ? Tone::bad : Tone::warn},
                                  {printable(entry.target)}};
        page.line(Page::kIndent, parts);
    }
    const std::uint64_t all = summary.expired + summary.expiring;
    if (all > summary.first_to_expire.size())
        page.sentence("", Tone::plain,
                      "and " + count(all - summary.first_to_expire.size()) + " more", 4,
                      Tone::faint);
}

void write_troubles(Page& page, const ScanSummary& summary) {
    if (summary.troubles.empty()) return;
    std::vector<std::pair<std::string_view, std::uint64_t>> sorted(summary.troubles.begin(),
                                                                   summary.troubles.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    page.gap();
    page.sentence("", Tone::plain, "Why some failed", Page::kIndent, Tone::accent);
    for (const auto& [trouble, n] : sorted)
        page.sentence(right_cell(count(n), 8) + "  ", Tone::plain, fit(printable(trouble), 300),
                      Page::kIndent);
}

}  // namespace

std::string ScanTable::header() const {
    const Widths widths = widths_for(style_.columns);
    Cells cells;
    cells.add({"", Tone::faint}, 1);
    cells.add({"endpoint", Tone::faint}, widths.target);
    if (widths.versions) {
        cells.add({"versions", Tone::faint}, kVersions);
        cells.add({"keys", Tone::faint}, kKeys);
    }
    cells.add({"certificate", Tone::faint}, kTrust);
    cells.add({"weaknesses", Tone::faint}, widths.weak);
    if (widths.cost) {
        cells.add_right({"conns", Tone::faint}, kTook);
        cells.add_right({"took", Tone::faint}, kTook);
    }
    return cells.line(style_);
}

std::string ScanTable::line(const EndpointProfile& profile) const {
    const Widths widths = widths_for(style_.columns);
    Cells cells;
    if (profile.state == EndpointState::failed) {
        cells.add({"✗", Tone::bad}, 1);
        cells.add({printable(profile.target), Tone::strong}, widths.target);
        const std::size_t columns = std::max(style_.columns, Page::kNarrowest);
        cells.add({printable(profile.trouble), Tone::bad}, columns - widths.target - 3);
        return cells.line(style_);
    }
    const EndpointDigest short_form = digest(profile, codes_);
    const PageItem weak = weakness_item(profile, short_form, widths.weak);
    const bool bad = weak.tone == Tone::bad || short_form.trust == Trust::refused;
    const bool clean = short_form.weak() == 0 && short_form.trust == Trust::trusted &&
                       profile.state == EndpointState::complete;
    cells.add({bad     ? "✗"
               : clean ? "✓"
                       : "!",
               bad     ? Tone::bad
               : clean ? Tone::good
                       : Tone::warn},
              1);
    cells.add({printable(profile.target), Tone::strong}, widths.target);
    if (widths.versions) {
        cells.add({versions_text(profile), versions_tone(profile)}, kVersions);
        cells.add({short_form.post_quantum ? "PQ" : "", Tone::good}, kKeys);
    }
    cells.add(trust_item(profile, short_form), kTrust);
    cells.add(weak, widths.weak);
    if (widths.cost) {
        cells.add_right({count(profile.connections), Tone::faint}, kTook);
        cells.add_right({duration(profile.duration), Tone::faint}, kTook);
    }
    return cells.line(style_);
}

std::string scan_summary_text(const ScanSummary& summary, Time elapsed, const Style& style) {
    Page page(style);
    std::vector<PageItem> scanned = {{plural(summary.endpoints, "endpoint"), Tone::strong}};
    if (summary.complete > 0) scanned.push_back(counted(summary.complete, "complete", Tone::good));
    if (summary.incomplete > 0)
        scanned.push_back(counted(summary.incomplete, "incomplete", Tone::warn));
    if (summary.failed > 0) scanned.push_back(counted(summary.failed, "failed", Tone::bad));
    page.items("scanned", scanned);
    if (summary.spoke() > 0) {
        std::vector<PageItem> versions;
        for (const char* title : {"TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0", "SSLv3", "SSLv2",
                                  "DTLS 1.3", "DTLS 1.2", "DTLS 1.0"})
            if (const auto n = summary.versions.find(title); n != summary.versions.end())
                versions.emplace_back(std::string(title) + ": " + count(n->second), Tone::plain,
                                      "(" + share(n->second, summary.spoke()) + ")");
        page.items("offered", versions);
        const PageItem keys[] = {{count(summary.post_quantum) + " with a post-quantum group",
                                  Tone::plain,
                                  "(" + share(summary.post_quantum, summary.spoke()) + ")"}};
        page.items("keys", keys);
        std::vector<PageItem> trusted = {counted(summary.trusted, "trusted")};
        if (summary.not_trusted > 0)
            trusted.push_back(counted(summary.not_trusted, "not trusted", Tone::bad));
        if (summary.expired > 0) trusted.push_back(counted(summary.expired, "expired", Tone::bad));
        if (summary.expiring > 0)
            trusted.push_back(counted(summary.expiring,
                                      "ending within " + std::to_string(kExpiringDays) + " days",
                                      Tone::warn));
        page.items("chains", trusted);
        const PageItem weak[] = {{count(summary.weak) + " with a weakness", Tone::plain,
                                  "(" + share(summary.weak, summary.spoke()) + ")"}};
        page.items("weak", weak);
    }
    std::string cost = plural(summary.connections, "connection");
    if (summary.retries > 0)
        cost += ", " + count(summary.retries) + (summary.retries == 1 ? " retry" : " retries");
    page.text("cost", cost + ", " + duration(elapsed) + ", " + size(summary.octets_sent) +
                          " sent, " + size(summary.octets_received) + " received");
    write_weak_kinds(page, summary);
    write_expiring(page, summary);
    write_troubles(page, summary);
    return std::move(page).take();
}

}  // namespace tlsonar::reports
