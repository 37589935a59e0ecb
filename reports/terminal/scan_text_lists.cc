#include "core/text.h"
#include "profile/codes.h"
#include "reports/format.h"
#include "reports/terminal/scan_text_private.h"

#include <algorithm>

namespace tlsonar::reports::scan_page {
namespace {

using profile::AcceptedList;
using profile::Answer;
using profile::Decides;
using profile::EndpointProfile;

constexpr std::uint16_t kSsl2 = 0x0002;
constexpr std::size_t kGradeColumns = 8;
constexpr std::size_t kBitsColumns = 5;
constexpr std::size_t kWideTerminal = 116;  // from here on there is room for facts of suites

std::string suite_name(std::uint16_t version, std::uint32_t code) {
    return version == kSsl2 ? text(profile::ssl2_suite_code(code), 6)
                            : text(profile::suite_code(static_cast<std::uint16_t>(code)));
}

std::string order_text(const AcceptedList& list) {
    if (list.accepted.size() < 2) return {};
    switch (list.decides) {
        case Decides::server:
            return list.ordered ? "in the server's order" : "the server decides";
        case Decides::client:
            return "the client decides";
        case Decides::unknown:
            return {};
    }
    return {};
}

// "9 suites, in the server's order"
std::string list_title(const AcceptedList& list, std::string_view noun) {
    std::string out = plural(list.accepted.size(), noun);
    if (const std::string order = order_text(list); !order.empty()) out += ", " + order;
    return out;
}

// What is missing of a list, and what is odd about it.
void write_remarks(Page& page, const AcceptedList& list, std::size_t indent) {
    if (!list.complete)
        page.sentence("? ", Tone::warn,
                      "perhaps more: " + shown(list.cause.empty() ? "not known why" : list.cause),
                      indent, Tone::warn);
    for (const std::string& oddity : list.oddities)
        page.sentence("! ", Tone::warn, "the server " + shown(oddity), indent, Tone::warn);
}

bool same_list(const AcceptedList& a, const AcceptedList& b) {
    return a.decides == b.decides && a.ordered == b.ordered && a.complete == b.complete &&
           a.cause == b.cause && a.oddities == b.oddities &&
           std::equal(a.accepted.begin(), a.accepted.end(), b.accepted.begin(), b.accepted.end(),
                      [](const auto& x, const auto& y) { return x.code == y.code; });
}

// As people write it: the registry's words are in lower case.
std::string upper(std::string_view word) {
    std::string out(word);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
        if (c == '_') c = ' ';
    }
    return out;
}

// "ECDHE + RSA", "RSA"; empty where the suite leaves it open.
std::string key_exchange_words(const SuiteFacts& facts) {
    if (facts.key_exchange == "any" || facts.key_exchange == "none") return {};
    std::string out = upper(facts.key_exchange);
    if (facts.authenticates && facts.authentication != facts.key_exchange &&
        facts.authentication != "any")
        out += " + " + upper(facts.authentication);
    return out;
}

std::size_t names_width(const AcceptedList& list) {
    constexpr std::size_t kMost = 50;
    std::size_t widest = 0;
    for (const profile::Accepted& entry : list.accepted)
        widest = std::max(widest, display_width(suite_name(list.version, entry.code)));
    return std::min(widest, kMost);
}

// "strong  256  TLS_…  why not better": the reason in its column, further left where it would not
// fit, and below where the name leaves no room at all.
void write_suite(Page& page, std::uint16_t version, std::uint32_t code, const CodeBook& codes,
                 std::size_t names) {
    constexpr std::size_t kIndent = Page::kIndent + 2;
    constexpr std::size_t kBefore = kIndent + kGradeColumns + kBitsColumns;
    const SuiteFacts facts = codes.suite(version, code);
    const Graded graded = grade_of(facts);
    const bool known = graded.grade != Grade::unknown;
    const Tone tone = tone_of(graded.grade);
    const std::string name = suite_name(version, code);
    const bool wide = page.columns() >= kWideTerminal;
    std::vector<PageItem> parts = {
        {cell(known ? name_of(graded.grade) : "", kGradeColumns), tone},
        {right_cell(known ? std::to_string(facts.strength) : "?", 3) + "  ", Tone::faint}};
    if (wide) {
        parts.push_back({cell(name, names) + "  "});
        parts.push_back({cell(key_exchange_words(facts), 17) + "  ", Tone::faint});
        parts.push_back({graded.why, tone});
        return page.line(kIndent, parts);
    }
    const std::size_t after = 2 + display_width(graded.why);
    const std::size_t room = page.columns() - std::min(page.columns(), kBefore + after);
    const bool beside = display_width(name) <= room;
    if (graded.why.empty() || !beside)
        parts.push_back({name});
    else
        parts.push_back({cell(name, std::min(names, room)) + "  "});
    if (beside) parts.push_back({graded.why, tone});
    page.line(kIndent, parts);
    if (!beside) page.sentence("", Tone::plain, graded.why, kBefore + 2, tone);
}

// The lists from the newest version to the oldest.
std::vector<const AcceptedList*> newest_first(const std::vector<AcceptedList>& lists) {
    std::vector<const AcceptedList*> out;
    for (const AcceptedList& list : lists)
        if (!list.accepted.empty()) out.push_back(&list);
    std::stable_sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
        return rank_of_version(a->version) > rank_of_version(b->version);
    });
    return out;
}

// Groups and schemes: "TLS 1.3, in the server's order: x25519, secp256r1 (…)".
template <class Item>
void write_flat(Page& page, std::string_view label, std::string_view noun,
                const std::vector<AcceptedList>& lists, Item item) {
    const AcceptedList* before = nullptr;
    for (const AcceptedList* list : newest_first(lists)) {
        const std::string head = profile::version_title(list->version);
        if (before != nullptr && same_list(*before, *list)) {
            page.text("", head + ": the same " + plural(list->accepted.size(), noun));
            continue;
        }
        page.text(before == nullptr ? label : "", head + ": " + list_title(*list, noun));
        std::vector<PageItem> items;
        items.reserve(list->accepted.size());
        for (const profile::Accepted& entry : list->accepted)
            items.push_back(item(entry.code));
        page.items("", items);
        write_remarks(page, *list, Page::kIndent + Page::kLabel);
        before = list;
    }
    for (const AcceptedList& list : lists)
        if (list.accepted.empty() && !list.complete && list.offered > 0) {
            page.text(
                before == nullptr ? label : "",
                "? " + profile::version_title(list.version) + ": not known: " + shown(list.cause),
                Tone::warn);
            before = &list;
        }
}

PageItem group_item(std::uint32_t code, const CodeBook& codes) {
    const GroupFacts facts = codes.group(code);
    const Graded graded = grade_of(facts);
    PageItem item{text(profile::group_code(static_cast<std::uint16_t>(code))), Tone::plain};
    if (facts.post_quantum) {
        item.tone = Tone::good;
        item.note = "(post-quantum)";
        item.note_tone = Tone::good;
    } else if (!graded.why.empty()) {
        item.tone = item.note_tone = tone_of(graded.grade);
        item.note = "(" + std::string(name_of(graded.grade)) + ": " + graded.why + ")";
    }
    return item;
}

PageItem scheme_item(std::uint32_t code, const CodeBook& codes) {
    const SchemeFacts facts = codes.scheme(code);
    const Graded graded = grade_of(facts);
    PageItem item{text(profile::scheme_code(static_cast<std::uint16_t>(code))), Tone::plain};
    if (facts.post_quantum) {
        item.tone = item.note_tone = Tone::good;
        item.note = "(post-quantum)";
    } else if (!graded.why.empty()) {
        item.tone = item.note_tone = tone_of(graded.grade);
        item.note = "(" + std::string(name_of(graded.grade)) + ": " + graded.why + ")";
    }
    return item;
}

std::string reuse_text(const profile::Fact& reuse) {
    switch (reuse.answer) {
        case Answer::yes:
            return "the public key is used again and again";
        case Answer::no:
            return "a fresh key each time";
        case Answer::unknown:
            break;
    }
    return {};
}

void write_dh(Page& page, const EndpointProfile& profile) {
    std::string_view label = "DH";
    for (const profile::DhGroup& group : profile.dh_groups) {
        const Graded graded = grade_of_prime(group.bits, group.well_known, group.standard);
        std::vector<PageItem> items;
        items.push_back({std::to_string(group.bits) + " bits",
                         graded.why.empty() ? Tone::plain : tone_of(graded.grade),
                         graded.why.empty()
                             ? ""
                             : "(" + std::string(name_of(graded.grade)) + ": " + graded.why + ")",
                         tone_of(graded.grade)});
        if (!group.name.empty())
            items.push_back({shown(group.name)});
        else
            items.push_back({"a prime of its own"});
        if (group.safe_prime == Answer::no) items.push_back({"no safe prime", Tone::warn});
        if (const std::string reuse = reuse_text(profile.dh_reuse); !reuse.empty())
            items.push_back({reuse, profile.dh_reuse.yes() ? Tone::warn : Tone::plain});
        page.items(label, items);
        label = "";
    }
}

}  // namespace

Tone tone_of(Grade grade) {
    switch (grade) {
        case Grade::broken:
            return Tone::bad;
        case Grade::weak:
        case Grade::fair:
            return grade == Grade::weak ? Tone::warn : Tone::plain;
        case Grade::strong:
            return Tone::good;
        case Grade::unknown:
            return Tone::faint;
    }
    return Tone::plain;
}

void write_versions(Page& page, const EndpointProfile& profile) {
    std::vector<profile::VersionFact> versions = profile.versions;
    std::stable_sort(versions.begin(), versions.end(), [](const auto& a, const auto& b) {
        return rank_of_version(a.version) > rank_of_version(b.version);
    });
    std::vector<PageItem> offered;
    std::vector<PageItem> refused;
    for (const profile::VersionFact& entry : versions) {
        const std::string title = profile::version_title(entry.version);
        const Graded graded = grade_of_version(entry.version);
        if (entry.supported.yes())
            offered.push_back({title, graded.why.empty() ? Tone::good : tone_of(graded.grade),
                               graded.why.empty() ? "" : "(" + graded.why + ")",
                               tone_of(graded.grade)});
        else if (entry.supported.no())
            refused.push_back({title});
    }
    page.items("versions", offered);
    page.items("refused", refused);
    for (const profile::VersionFact& entry : versions)
        if (entry.supported.answer == Answer::unknown)
            page.text("not known",
                      profile::version_title(entry.version) + ": " + shown(entry.supported.cause),
                      Tone::warn);
}

void write_suites(Page& page, const EndpointProfile& profile, const CodeBook& codes) {
    const AcceptedList* before = nullptr;
    for (const AcceptedList* list : newest_first(profile.suites)) {
        page.gap();
        const std::string version = profile::version_title(list->version);
        if (before != nullptr && same_list(*before, *list)) {
            page.text(version, "the same " + list_title(*list, "suite"));
            continue;
        }
        page.text(version, list_title(*list, "suite"));
        const std::size_t names = names_width(*list);
        for (const profile::Accepted& entry : list->accepted)
            write_suite(page, list->version, entry.code, codes, names);
        write_remarks(page, *list, Page::kIndent + 2);
        before = list;
    }
    for (const AcceptedList& list : profile.suites)
        if (list.accepted.empty() && !list.complete && profile.supports(list.version).yes())
            page.text(profile::version_title(list.version),
                      "? suites not known: " + shown(list.cause), Tone::warn);
}

void write_key_exchange(Page& page, const EndpointProfile& profile, const CodeBook& codes) {
    write_flat(page, "groups", "group", profile.groups,
               [&](std::uint32_t code) { return group_item(code, codes); });
    if (profile.ecdh_reuse.yes())
        page.text("", "! the public key of ECDHE is used again and again", Tone::warn);
    write_dh(page, profile);
    write_named_dh(page, profile);
    write_flat(page, "signatures", "scheme", profile.schemes,
               [&](std::uint32_t code) { return scheme_item(code, codes); });
}

}  // namespace tlsonar::reports::scan_page
