// Versions, suites, groups and signature schemes of an endpoint.
#include "reports/format.h"
#include "reports/html/sections.h"

#include <algorithm>
#include <map>

namespace tlsonar::reports::html {
namespace {

using audit::ListView;
using audit::Subject;

constexpr std::size_t kMostItems = 200;
constexpr std::uint32_t kStrongest = 256;

std::string_view version_mark(const audit::VersionView& version) {
    if (version.supported == "unknown") return "unclear";
    if (version.supported != "yes") return "no";
    const bool current = version.version.ends_with("1.3") || version.version.ends_with("1.2");
    return current ? "yes" : "outdated";
}

void write_versions(HtmlWriter& w, const Subject& subject) {
    if (subject.versions.empty()) return;
    w.element("h3", "Protocol versions");
    const auto list = w.in("ul", {{"class", "versions"}});
    for (const audit::VersionView& version : subject.versions) {
        const auto item = w.in("li", {{"class", version_mark(version)}});
        w.element("b", version_title(version.version));
        w.element("span", version.supported);
        if (!version.cause.empty()) w.element("span", {{"class", "note"}}, version.cause);
    }
}

std::string heading_of(const ListView& list) {
    std::string out = list.version.empty() ? "Any version" : version_title(list.version);
    if (list.decides == "server" || list.decides == "client")
        out += ", the " + list.decides + "'s order decides";
    else if (list.ordered)
        out += ", in the server's order";
    return out;
}

struct Columns {
    bool strength = false;
    bool forward_secrecy = false;
    bool post_quantum = false;
};

void write_item(HtmlWriter& w, const ListView::Item& item, const Columns& columns) {
    const auto row = w.shared("tr");
    {
        const auto name = w.in("th", {{"scope", "row"}});
        w.element("code", item.name.empty() ? item.code : item.name);
        if (columns.post_quantum && item.post_quantum)
            w.element("span", {{"class", "mark good"}}, "post-quantum");
    }
    w.element("td", item.code);
    if (columns.strength) {
        const auto cell = w.in("td", {{"class", "strength"}});
        w.text(item.strength == 0 ? "–" : std::to_string(item.strength) + " bits");
        if (item.strength > 0)
            write_bar(w, std::min(item.strength, kStrongest), kStrongest,
                      item.strength < 112   ? "bad"
                      : item.strength < 128 ? "warn"
                                            : "good");
    }
    if (columns.forward_secrecy)
        w.element("td", item.forward_secrecy ? "forward secrecy" : "no forward secrecy");
    w.element("td", item.evidence);
}

void write_items(HtmlWriter& w, const ListView& list, std::string_view what,
                 const Columns& columns) {
    const auto region = scroller(w, what);
    const auto table = w.in("table", {{"class", "items"}});
    w.element("caption", heading_of(list));
    {
        const auto head = w.shared("thead");
        const auto row = w.in("tr");
        w.element("th", {{"scope", "col"}}, "Name");
        w.element("th", {{"scope", "col"}}, "Code");
        if (columns.strength) w.element("th", {{"scope", "col"}}, "Strength");
        if (columns.forward_secrecy) w.element("th", {{"scope", "col"}}, "Keys");
        w.element("th", {{"scope", "col"}}, "Evidence");
    }
    const auto body = w.in("tbody");
    for (std::size_t i = 0; i < std::min(list.items.size(), kMostItems); ++i)
        write_item(w, list.items[i], columns);
}

std::string why_more(const ListView& list) {
    return "There may be more: " +
           (list.cause.empty() ? std::string("the list is not whole") : list.cause) + ".";
}

// Of a version that is refused there is nothing to list; its tile above says so.
bool tells(const ListView& list) { return !list.items.empty() || !list.complete; }

void write_list(HtmlWriter& w, const ListView& list, std::string_view title, Columns columns) {
    columns.strength = columns.strength && std::ranges::any_of(list.items, [](const auto& item) {
                           return item.strength > 0;
                       });
    if (list.items.empty())
        w.element("p", {{"class", "note"}}, heading_of(list) + ": none was learnt.");
    else
        write_items(w, list, title, columns);
    if (list.items.size() > kMostItems)
        w.element("p", {{"class", "note"}},
                  "and " + count(list.items.size() - kMostItems) + " more");
}

void write_lists(HtmlWriter& w, const std::vector<ListView>& all, std::string_view title,
                 const Columns& columns) {
    std::vector<const ListView*> lists;
    for (const ListView& list : all)
        if (tells(list)) lists.push_back(&list);
    if (lists.empty()) return;
    w.element("h3", title);
    // What holds for all is said once.
    const std::string last = why_more(*lists.back());
    const bool all_alike = std::ranges::all_of(
        lists, [&](const ListView* list) { return !list->complete && why_more(*list) == last; });
    for (const ListView* list : lists) {
        write_list(w, *list, title, columns);
        if (!list->complete && (!all_alike || list == lists.back()))
            w.element("p", {{"class", "note"}}, why_more(*list));
    }
}

// How many of the groups withstand a quantum computer.
void write_share(HtmlWriter& w, const std::vector<ListView>& groups) {
    std::map<std::string_view, bool> all;  // each once, though several versions have it
    for (const ListView& list : groups)
        for (const ListView::Item& item : list.items)
            all[item.code.empty() ? item.name : item.code] = item.post_quantum;
    if (all.empty()) return;
    const auto post_quantum = static_cast<std::uint64_t>(
        std::ranges::count_if(all, [](const auto& one) { return one.second; }));
    const auto line = w.in("p", {{"class", "share"}});
    w.text(count(post_quantum) + " of " + many(all.size(), "group") + " post-quantum ");
    write_bar(w, post_quantum, all.size(), "good");
}

}  // namespace

void write_deployment(HtmlWriter& w, const Subject& subject) {
    write_versions(w, subject);
    write_lists(w, subject.suites, "Cipher suites",
                {.strength = true, .forward_secrecy = true, .post_quantum = false});
    write_lists(w, subject.groups, "Key-exchange groups",
                {.strength = true, .forward_secrecy = false, .post_quantum = true});
    write_share(w, subject.groups);
    write_lists(w, subject.schemes, "Signature schemes",
                {.strength = false, .forward_secrecy = false, .post_quantum = true});
}

}  // namespace tlsonar::reports::html
