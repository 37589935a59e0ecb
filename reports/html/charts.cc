// The fleet in pictures; every picture is a table too.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <map>
#include <set>

namespace tlsonar::reports::html {
namespace {

using audit::CertificatePtr;
using audit::Subject;

struct Tallied {
    std::uint64_t n = 0;
    bool good = false;  // post-quantum
    bool bad = false;
};
using Tallies = std::map<std::string, Tallied, std::less<>>;

struct Fleet {
    Tallies versions, groups, keys;
    std::uint64_t reached = 0;
    std::uint64_t with_groups = 0;       // whose groups are known
    std::uint64_t post_quantum = 0;      // of these
    std::vector<std::int64_t> expiries;  // of leaves, each once
};

void add_versions(Fleet& fleet, const Subject& subject) {
    for (const audit::VersionView& version : subject.versions) {
        if (version.supported != "yes") continue;
        Tallied& one = fleet.versions[version_title(version.version)];
        ++one.n;
        one.good = version.version.ends_with("1.3");
        one.bad = !one.good && !version.version.ends_with("1.2");
    }
}

void add_groups(Fleet& fleet, const Subject& subject) {
    std::map<std::string_view, bool> names;
    for (const audit::ListView& list : subject.groups)
        for (const audit::ListView::Item& item : list.items)
            names[item.name] = names[item.name] || item.post_quantum;
    if (!names.empty()) ++fleet.with_groups;
    bool any = false;
    for (const auto& [name, post_quantum] : names) {
        Tallied& one = fleet.groups[std::string(name)];
        ++one.n;
        one.good = post_quantum;
        any = any || post_quantum;
    }
    if (any) ++fleet.post_quantum;
}

std::string key_of(const audit::CertificateView& certificate) {
    if (!certificate.curve.empty()) return certificate.key + " " + certificate.curve;
    if (certificate.key_bits > 0)
        return certificate.key + " " + std::to_string(certificate.key_bits);
    return certificate.key;
}

void add_certificates(Fleet& fleet, const Subject& subject, std::set<std::string_view>& seen) {
    for (const audit::ChainView& chain : subject.chains) {
        if (chain.sent.empty() || chain.sent.front() == nullptr) continue;
        const audit::CertificateView& leaf = *chain.sent.front();
        if (!leaf.sha256.empty() && !seen.insert(leaf.sha256).second) continue;
        Tallied& one = fleet.keys[key_of(leaf)];
        ++one.n;
        one.good = leaf.key.starts_with("ML-DSA") || leaf.key.starts_with("SLH-DSA");
        // Of a key that was not read whole the size is not known.
        one.bad = leaf.key == "RSA" && leaf.key_bits > 0 && leaf.key_bits < 2048;
        if (leaf.not_after) fleet.expiries.push_back(*leaf.not_after);
    }
}

Fleet fleet_of(const Report& report) {
    Fleet fleet;
    std::set<std::string_view> seen;
    for (const Assessed& one : report.subjects) {
        if (one.subject.reached() && one.subject.mode != audit::Mode::file) ++fleet.reached;
        add_versions(fleet, one.subject);
        add_groups(fleet, one.subject);
        add_certificates(fleet, one.subject, seen);
    }
    return fleet;
}

struct Chart {
    std::string_view title, row, column, good, bad;  // words for what is marked
    std::string sentence;
    std::uint64_t most = 0;
};

void write_bars(HtmlWriter& w, const Tallies& tallies, const Chart& chart) {
    constexpr std::size_t kMost = 16;
    if (tallies.empty()) return;
    std::vector<const Tallies::value_type*> sorted;
    for (const auto& one : tallies)
        sorted.push_back(&one);
    std::ranges::stable_sort(sorted, std::greater<>{}, [](auto* one) { return one->second.n; });
    const auto figure = w.in("figure", {{"class", "chart"}});
    w.element("figcaption", chart.title);
    if (!chart.sentence.empty()) w.element("p", {{"class", "fine"}}, chart.sentence);
    if (sorted.size() > kMost)
        w.element("p", {{"class", "note"}},
                  "The " + count(kMost) + " most frequent of " + count(sorted.size()) + ".");
    const auto region = scroller(w, chart.title);
    const auto table = w.in("table", {{"class", "bars"}});
    {
        const auto head = w.in("thead");
        const auto row = w.in("tr");
        w.element("th", {{"scope", "col"}}, chart.row);
        w.element("th", {{"scope", "col"}, {"class", "number"}}, chart.column);
        w.element("td", {{"class", "of"}}, "");
    }
    const auto body = w.in("tbody");
    for (std::size_t i = 0; i < std::min(sorted.size(), kMost); ++i) {
        const auto& [name, tally] = *sorted[i];
        const auto row = w.in("tr");
        {
            const auto cell = w.in("th", {{"scope", "row"}});
            w.text(name);
            if (tally.good && !chart.good.empty())
                w.element("span", {{"class", "mark good"}}, chart.good);
            if (tally.bad && !chart.bad.empty())
                w.element("span", {{"class", "mark bad"}}, chart.bad);
        }
        w.element("td", {{"class", "number"}}, count(tally.n));
        const auto cell = w.in("td", {{"class", "of"}});
        write_bar(w, tally.n, chart.most, tally.good ? "good" : tally.bad ? "bad" : "plain");
    }
}

struct Week {
    std::string title;
    std::uint64_t n = 0;
};

constexpr std::size_t kWeeks = 26;
constexpr std::size_t kSoonWeeks = 4;

// Expired, each of the weeks to come, later.
std::vector<Week> weeks_of(const std::vector<std::int64_t>& expiries, audit::Day from) {
    constexpr std::int64_t kWeek = 7 * std::int64_t{86400};
    std::vector<Week> weeks(kWeeks + 2);
    weeks.front().title = "expired";
    weeks.back().title = "later";
    for (std::size_t i = 0; i < kWeeks; ++i)
        weeks[i + 1].title = date(from + static_cast<std::int64_t>(i) * kWeek);
    for (const std::int64_t at : expiries) {
        if (at < from)
            ++weeks.front().n;
        else
            ++weeks[std::min(static_cast<std::size_t>((at - from) / kWeek), kWeeks) + 1].n;
    }
    return weeks;
}

// Expired and later stand apart from the weeks.
std::size_t left_of(std::size_t week) {
    constexpr std::size_t kStep = 22, kGap = 34;
    return 6 + week * kStep + (week > 0 ? kGap : 0) + (week > kWeeks ? kGap : 0);
}

void write_column(HtmlWriter& w, const Week& week, std::size_t index, std::uint64_t most) {
    constexpr std::size_t kHeight = 120, kTop = 18;
    const auto number = [](std::size_t n) { return std::to_string(n); };
    const std::size_t height = week.n * kHeight / most;
    const std::string x = number(left_of(index));
    const std::string middle = number(left_of(index) + 8);
    const bool outside = index == 0 || index > kWeeks;
    const auto box = [&](std::string_view tone, std::size_t tall) {
        w.element("rect",
                  {{"class", tone},
                   {"x", x},
                   {"y", number(kTop + kHeight - tall)},
                   {"width", "16"},
                   {"height", number(tall)},
                   {"rx", "2"}},
                  "");
    };
    box("track", kHeight);
    if (height > 0) box(index == 0 ? "bad" : index <= kSoonWeeks ? "warn" : "plain", height);
    if (week.n > 0)
        w.element(
            "text",
            {{"x", middle}, {"y", number(kTop + kHeight - height - 5)}, {"text-anchor", "middle"}},
            count(week.n));
    if (outside || index % 4 == 1)
        w.element("text",
                  {{"class", "axis"}, {"x", middle}, {"y", "156"}, {"text-anchor", "middle"}},
                  outside ? week.title : week.title.substr(5));
}

void write_columns(HtmlWriter& w, const std::vector<Week>& weeks) {
    std::uint64_t most = 1;
    for (const Week& week : weeks)
        most = std::max(most, week.n);
    const std::string width = std::to_string(left_of(weeks.size() - 1) + 44);
    const auto svg = w.in("svg", {{"class", "columns"},
                                  {"viewBox", "-14 0 " + width + " 168"},
                                  {"role", "img"},
                                  {"aria-label",
                                   "Certificates that expire, by week; the table below has the "
                                   "numbers"}});
    for (std::size_t i = 0; i < weeks.size(); ++i)
        write_column(w, weeks[i], i, most);
}

void write_timeline(HtmlWriter& w, const Fleet& fleet, audit::Day from) {
    if (fleet.expiries.empty()) return;
    const std::vector<Week> weeks = weeks_of(fleet.expiries, from);
    const auto figure = w.in("figure", {{"class", "chart wide"}});
    w.element("figcaption", "When certificates expire");
    w.element("p", {{"class", "fine"}},
              many(fleet.expiries.size(), "server certificate") + ", by week from " +
                  audit::text_of_day(from) + ".");
    {
        const auto region = scroller(w, "When certificates expire");
        write_columns(w, weeks);
    }
    const auto box = w.in("details");
    w.element("summary", "As a table");
    const auto table = w.in("table");
    {
        const auto head = w.in("thead");
        const auto row = w.in("tr");
        w.element("th", {{"scope", "col"}}, "Week from");
        w.element("th", {{"scope", "col"}, {"class", "number"}}, "Certificates");
    }
    const auto body = w.in("tbody");
    for (const Week& week : weeks) {
        if (week.n == 0) continue;
        const auto row = w.in("tr");
        w.element("th", {{"scope", "row"}}, week.title);
        w.element("td", {{"class", "number"}}, count(week.n));
    }
}

}  // namespace

void write_charts(HtmlWriter& w, const Outline& outline) {
    const Fleet fleet = fleet_of(outline.report);
    if (fleet.versions.empty() && fleet.keys.empty()) return;
    const auto section = w.in("section", {{"id", "inventory"}, {"aria-labelledby", "h-inventory"}});
    w.element("h2", {{"id", "h-inventory"}}, "Inventory");
    const auto grid = w.in("div", {{"class", "charts"}});
    write_bars(w, fleet.versions,
               {"Protocol versions", "Version", "Endpoints", "", "outdated", {}, fleet.reached});
    const std::string share =
        count(fleet.post_quantum) + " of " + many(fleet.with_groups, "endpoint") +
        " whose groups are known " + (fleet.post_quantum == 1 ? "accepts" : "accept") +
        " a post-quantum group (" +
        std::to_string(fleet.with_groups == 0 ? 0 : fleet.post_quantum * 100 / fleet.with_groups) +
        " %).";
    write_bars(w, fleet.groups,
               {"Key-exchange groups", "Group", "Endpoints", "post-quantum", "", share,
                fleet.with_groups});
    std::uint64_t keys = 0;
    for (const auto& [name, tally] : fleet.keys)
        keys += tally.n;
    write_bars(w, fleet.keys,
               {"Keys of server certificates",
                "Key",
                "Certificates",
                "post-quantum",
                "too short",
                {},
                keys});
    write_timeline(w, fleet, outline.report.as_of);
}

}  // namespace tlsonar::reports::html
