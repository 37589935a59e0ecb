#include "core/text.h"
#include "profile/codes.h"
#include "reports/format.h"
#include "reports/terminal/scan_text_private.h"

#include <algorithm>
#include <array>

namespace tlsonar::reports::scan_page {
namespace {

using profile::Answer;
using profile::EndpointProfile;
using profile::NamedFact;

// How a fact is told; those that stand here not are told by their name.
struct Telling {
    std::string_view name;
    std::string_view title;
    Tone yes = Tone::plain;
    Tone no = Tone::plain;
};
constexpr Telling kTellings[] = {
    {"extended_main_secret", "extended main secret", Tone::plain, Tone::warn},
    {"encrypt_then_mac", "encrypt-then-MAC"},
    {"secure_renegotiation", "secure renegotiation", Tone::plain, Tone::bad},
    {"session_ticket", "session tickets"},
    {"compression", "compression", Tone::bad, Tone::plain},
    {"heartbeat", "heartbeat", Tone::warn, Tone::plain},
    {"ocsp_staple", "OCSP stapling"},
    {"scts", "SCTs"},
    {"max_fragment_length", "max fragment length"},
    {"record_size_limit", "record size limit"},
    {"certificate_compression", "certificate compression"},
    {"fallback_scsv", "fallback SCSV"},
    {"downgrade_sentinel", "downgrade sentinel", Tone::plain, Tone::warn},
    {"ech", "ECH"},
    {"delegated_credentials", "delegated credentials"},
    {"session_id", "session ID"},
    {"ticket", "ticket"},
    {"psk", "PSK"},
    {"psk_modes", "PSK modes"},
    {"early_data", "early data (0-RTT)"},
    {"tickets", "tickets"},
    {"ticket_lifetime", "ticket lifetime"},
    {"client_renegotiation", "client-initiated renegotiation", Tone::warn, Tone::plain},
    {"dtls_cookie", "DTLS cookie", Tone::plain, Tone::warn},
};

Telling telling_of(std::string_view name) {
    for (const Telling& telling : kTellings)
        if (telling.name == name) return telling;
    return {name, {}};
}

// A word before what is worth a look: colour is never alone.
std::string_view mark_of(Tone tone) {
    return tone == Tone::bad ? "✗ " : tone == Tone::warn ? "! " : "";
}

bool is_number(std::string_view text) {
    constexpr std::size_t kMost = 15;  // digits that fit any number here
    return !text.empty() && text.size() <= kMost &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What goes with a yes, with its unit: "2 tickets", "7200 s".
std::string detail_text(std::string_view name, const std::string& detail) {
    if (!is_number(detail)) return shown(detail);
    if (name == "tickets") return plural(std::stoull(detail), "ticket");
    if (name == "ticket_lifetime") return detail + " s";
    if (name == "max_early_data" || name == "early_data") return detail + " octets";
    return detail;
}

PageItem named_item(const NamedFact& entry, Tone tone) {
    PageItem item{std::string(mark_of(tone)) + fact_title(entry.name), tone};
    if (!entry.fact.yes() || entry.fact.detail.empty()) return item;
    const std::string detail = detail_text(entry.name, entry.fact.detail);
    // "2 tickets" says it all.
    if (entry.name == "tickets" && detail.find("ticket") != std::string::npos)
        item.text = detail;
    else
        item.note = "(" + detail + ")";
    return item;
}

// Two lines: what is there, and what is not.
void write_named(Page& page, std::string_view label, const std::vector<NamedFact>& facts) {
    std::vector<PageItem> yes;
    std::vector<PageItem> no;
    for (const NamedFact& entry : facts) {
        const Telling telling = telling_of(entry.name);
        if (entry.fact.yes()) yes.push_back(named_item(entry, telling.yes));
        if (entry.fact.no()) no.push_back(named_item(entry, telling.no));
    }
    page.items(label, yes);
    page.items(yes.empty() ? label : "", no, ", ", "without ");
}

void write_client_auth(Page& page, const profile::ClientAuth& auth) {
    if (auth.asked.answer == Answer::unknown) {
        if (auth.asked.cause != "not tested")
            page.text("client", "? whether a certificate is asked for: " + shown(auth.asked.cause),
                      Tone::warn);
        return;
    }
    if (auth.asked.no()) return page.text("client", "no certificate is asked for");
    std::string text = "a certificate is asked for";
    if (auth.required.yes()) text += ", and required";
    if (auth.required.no()) text += ", and not required";
    if (auth.required.answer == Answer::unknown) text += "; whether it is required is not known";
    page.text("client", text);
    constexpr std::size_t kMost = 6;
    std::vector<PageItem> names;
    for (std::size_t i = 0; i < auth.authorities.size() && i < kMost; ++i)
        names.push_back({shown(auth.authorities[i])});
    if (auth.authorities.size() > kMost)
        names.push_back({count(auth.authorities.size() - kMost) + " more", Tone::faint});
    page.items("  CAs", names, "; ");
    if (auth.authorities.empty()) page.text("  CAs", "none are named: any will do");
}

void write_protocols(Page& page, std::string_view label, const profile::NameList& list) {
    std::vector<PageItem> items;
    items.reserve(list.names.size());
    for (const std::string& name : list.names)
        items.push_back({name.empty() ? "\"\"" : shown(name)});
    page.items(label, items);
    if (!list.complete && !list.cause.empty())
        page.text(items.empty() ? label : "",
                  (items.empty() ? "? not known: " : "? perhaps more: ") + shown(list.cause),
                  Tone::warn);
}

void write_tolerance(Page& page, const EndpointProfile& profile) {
    const auto& all = profile.tolerance;
    if (all.empty()) return;
    const auto n = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const auto& t) { return t.bears.yes(); }));
    if (n > 0)
        page.text("tolerance",
                  "bears " +
                      (n == all.size() ? (n == 1 ? "" : "all ") : std::to_string(n) + " of ") +
                      plural(all.size(), "odd but legal hello"));
    bool first = n == 0;
    for (const profile::Tolerance& entry : all) {
        if (!entry.bears.no()) continue;
        std::string text = "! breaks at " + shown(entry.title);
        if (!entry.bears.cause.empty()) text += ": " + shown(entry.bears.cause);
        if (entry.hello_octets != 0)
            text += " (smallest hello: " + plural(entry.hello_octets, "octet") + ")";
        page.text(first ? "tolerance" : "", text, Tone::warn);
        first = false;
    }
}

std::string span_of(std::uint64_t seconds) {
    constexpr std::uint64_t kDay = 86'400;
    if (seconds >= 2 * kDay) return plural(seconds / kDay, "day");
    return plural(seconds, "second");
}

void write_hsts(Page& page, const profile::HttpFacts& http) {
    if (!http.hsts) return page.text("  HSTS", "! no Strict-Transport-Security", Tone::warn);
    if (!http.hsts_max_age)
        return page.text("  HSTS",
                         "! the header is not valid, and browsers ignore it: " + shown(*http.hsts),
                         Tone::warn);
    std::vector<PageItem> items = {{span_of(*http.hsts_max_age), Tone::good}};
    if (*http.hsts_max_age == 0) items = {{"switched off (max-age 0)", Tone::warn}};
    if (http.hsts_subdomains) items.push_back({"with subdomains"});
    if (http.hsts_preload) items.push_back({"preload"});
    if (http.preload_ready.yes()) items.push_back({"ready for preloading", Tone::good});
    if (http.preload_ready.no() && http.hsts_preload)
        items.push_back(
            {"not ready for preloading", Tone::warn,
             http.preload_ready.cause.empty() ? "" : "(" + shown(http.preload_ready.cause) + ")",
             Tone::faint});
    page.items("  HSTS", items);
}

void write_http(Page& page, const profile::HttpFacts& http) {
    if (!http.asked) return;
    if (http.status == 0) {
        page.text("HTTP", "? no answer: " + shown(http.cause), Tone::warn);
    } else {
        std::vector<PageItem> items = {{shown(http.version) + " " + std::to_string(http.status)}};
        if (!http.location.empty()) items.push_back({"leads to " + shown(http.location)});
        if (!http.server.empty()) items.push_back({"says it is " + shown(http.server)});
        page.items("HTTP", items);
        write_hsts(page, http);
    }
    if (http.plain_redirect.yes())
        page.text("  port 80",
                  "leads to " + (http.plain_location.empty() ? std::string("HTTPS")
                                                             : shown(http.plain_location)));
    else if (http.plain_redirect.no())
        page.text("  port 80", "! does not lead to HTTPS: " + shown(http.plain_redirect.cause),
                  Tone::warn);
}

}  // namespace

std::string fact_title(std::string_view name) {
    const Telling telling = telling_of(name);
    if (!telling.title.empty()) return std::string(telling.title);
    std::string out(name);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

void write_behaviour(Page& page, const EndpointProfile& profile) {
    write_protocols(page, "ALPN", profile.alpn);
    write_protocols(page, "NPN", profile.npn);
    write_client_auth(page, profile.client_auth);
    write_named(page, "extensions", profile.extensions);
    write_named(page, "sessions", profile.sessions);
    write_modern(page, profile);
    write_tolerance(page, profile);
    write_http(page, profile.http);
}

}  // namespace tlsonar::reports::scan_page
