// Facts of a scan that are one answer of the document, as a table, and those that take a little
// more.
#include "audit/subject/documents_private.h"
#include "audit/subject/fact_private.h"
#include "audit/subject/lists_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>
#include <charconv>

namespace tlsonar::audit {
namespace {

using json::Item;
using json::Kind;

struct Case {
    Item endpoint;
    Versions versions;
    bool only_newest = false;  // TLS 1.3 and nothing before

    explicit Case(Item e) : endpoint(e), versions(e) {
        only_newest = versions.any_of(versions.newest()) && versions.none_of(versions.older());
    }

    // The element of "facts" of that name; empty when nobody asked.
    Item answer(std::string_view name) const {
        for (const Item each : endpoint["facts"])
            if (each["fact"].says(name)) return each["cause"].says("not tested") ? Item() : each;
        return {};
    }
};

std::string cause_of(Item answer) {
    const std::string_view cause = answer["cause"].text();
    return cause.empty() ? "the scan did not learn it" : std::string(cause);
}

MaybeFact flag_of(Item answer) {
    if (!answer) return std::nullopt;
    const Item said = answer["answer"];
    const std::string evidence = reading::evidence(answer["evidence"]);
    if (said.says("yes")) return known(true, evidence);
    if (said.says("no")) return known(false, evidence);
    return unknown(said.says("unknown") ? cause_of(answer) : std::string(reading::kMalformed));
}

// What the answer is where there is nothing but TLS 1.3 and nobody could ask.
enum class InNewest : std::uint8_t { not_asked, absent, no };
struct AnswerRow {
    std::string_view fact;
    std::string_view answer;
    InNewest in_newest = InNewest::not_asked;
};
constexpr AnswerRow kAnswers[] = {
    {"server.compression", "extensions.compression", InNewest::no},
    {"server.early_data", "sessions.early_data"},
    {"server.ext.client_certificate_url", "extensions.client_certificate_url"},
    {"server.ext.encrypt_then_mac", "extensions.encrypt_then_mac", InNewest::absent},
    {"server.ext.extended_master_secret", "extensions.extended_main_secret", InNewest::absent},
    {"server.ext.heartbeat", "extensions.heartbeat"},
    {"server.ext.raw_public_key", "extensions.raw_public_key"},
    {"server.ext.truncated_hmac", "extensions.truncated_hmac", InNewest::absent},
    {"server.fallback_scsv", "extensions.fallback_scsv"},
    {"server.kex.ecdh_reused", "ecdh_reuse"},
    {"server.ocsp.stapled", "extensions.ocsp_staple"},
    {"server.rejects_unknown_sni", "rejects_unknown_name"},
    {"server.renegotiation.client_initiated", "sessions.client_renegotiation", InNewest::absent},
    {"server.renegotiation.secure", "extensions.secure_renegotiation", InNewest::absent},
};

MaybeFact answer_of(const Case& c, const AnswerRow& row) {
    const Item answer = c.answer(row.answer);
    // "No" is also said where TLS 1.3 leaves no room for a yes.
    if (c.only_newest && row.in_newest == InNewest::absent && !answer["answer"].says("yes"))
        return none();
    if (answer || !c.only_newest || row.in_newest == InNewest::not_asked) return flag_of(answer);
    return row.in_newest == InNewest::no ? known(false) : none();
}

// The mark is of use only where there is something to be downgraded from, and to.
MaybeFact sentinel(const Case& c) {
    const auto newest = c.versions.newest();
    if (c.versions.udp() || c.versions.none_of(newest) || c.versions.none_of(c.versions.older()))
        return none();
    return flag_of(c.answer("extensions.downgrade_sentinel"));
}

MaybeFact renegotiation_count(const Case& c) {
    const Item answer = c.answer("sessions.client_renegotiation");
    if (!answer) return c.only_newest ? MaybeFact(known(std::int64_t{0})) : std::nullopt;
    Fact flag = *flag_of(answer);
    if (!flag.known) return flag;
    if (std::get<bool>(flag.value)) return unknown("one was granted; further ones were not tried");
    return known(std::int64_t{0}, flag.evidence);
}

// "lifetime hint 300 s", "7200"
std::optional<std::int64_t> first_number(std::string_view text) {
    const auto at = text.find_first_of("0123456789");
    if (at == text.npos) return std::nullopt;
    std::int64_t value = 0;
    const auto done = std::from_chars(text.data() + at, text.data() + text.size(), value);
    return done.ec == std::errc() ? std::optional(value) : std::nullopt;
}

// Of tickets of both kinds.
MaybeFact ticket_lifetime(const Case& c) {
    const Item newer = c.answer("sessions.ticket_lifetime"), older = c.answer("sessions.ticket"),
               count = c.answer("sessions.tickets");
    if (!newer && !older && !count) return std::nullopt;
    std::optional<std::int64_t> longest;
    for (const Item answer : {newer, older}) {
        if (!answer["answer"].says("yes")) continue;
        const auto seconds = first_number(answer["detail"].text());
        if (!seconds) return unknown("a ticket came without a lifetime");
        longest = std::max(longest.value_or(*seconds), *seconds);
    }
    for (const Item answer : {newer, older, count})
        if (answer && !answer["answer"].says("yes") && !answer["answer"].says("no"))
            return unknown(cause_of(answer));
    if (longest) return known(*longest);
    const bool none_came = older["answer"].says("no") &&
                           (count["answer"].says("no") || c.versions.none_of(c.versions.newest()));
    const bool none_newer = count["answer"].says("no") && c.only_newest;
    return none_came || none_newer ? MaybeFact(none()) : std::nullopt;
}

MaybeFact psk_modes(const Case& c) {
    const Item answer = c.answer("sessions.psk_modes");
    if (!answer) return std::nullopt;
    if (answer["answer"].says("no")) return known(Names{});
    if (!answer["answer"].says("yes")) return unknown(cause_of(answer));
    const auto modes = reading::strings(c.endpoint["sessions"]["psk_modes"]);
    return modes ? known(*modes, reading::evidence(answer["evidence"]))
                 : unknown(reading::kMalformed);
}

MaybeFact alpn(const Case& c) {
    const Item alpn = c.endpoint["alpn"];
    const auto protocols = reading::strings(alpn["protocols"]);
    if (!protocols)
        return alpn["protocols"] ? MaybeFact(unknown(reading::kMalformed)) : MaybeFact();
    if (!protocols->empty()) return known(true);
    if (alpn["complete"].flag() == true) return known(false);
    const std::string_view cause = alpn["cause"].text();
    if (cause.empty()) return std::nullopt;
    return unknown(cause);
}

MaybeFact hsts(const Case& c) {
    const Item http = c.endpoint["http"];
    if (http["asked"].flag() != true) return std::nullopt;
    if (!http["status"].number())
        return unknown(http["cause"].text().empty() ? "no answer to the request"
                                                    : http["cause"].text());
    const Item header = http["hsts"];
    if (header && !header.is(Kind::object)) return unknown(reading::kMalformed);
    const Item age = header["max_age"];
    // A header that is not valid is none (RFC 6797 section 8.1).
    if (!age) return none();
    return age.number() ? known(*age.number()) : unknown(reading::kMalformed);
}

MaybeFact application(const Case& c) {
    const std::string_view dialog = c.endpoint["dialog"].text();
    if (!dialog.empty()) return known(std::string(dialog));
    const Item http = c.endpoint["http"];
    if (http["asked"].flag() == true)
        return http["status"].number() ? known(std::string("http"))
                                       : unknown("the request over HTTP was not answered");
    const std::string_view cause = http["cause"].text();
    if (cause.starts_with("not HTTP") || cause.find("speaks no HTTP") != cause.npos) return none();
    return std::nullopt;
}

MaybeFact client_schemes(const Case& c) {
    const Item asked = c.answer("client_certificate.asked");
    if (!asked) return std::nullopt;
    if (asked["answer"].says("no")) return none();
    if (!asked["answer"].says("yes")) return unknown(cause_of(asked));
    auto schemes = reading::strings(c.endpoint["client_certificate"]["schemes"]);
    return schemes ? known(std::move(*schemes)) : unknown(reading::kMalformed);
}

// A handshake of TLS 1.3 takes them.
MaybeFact core_extensions(const Case& c) {
    const auto newest = c.versions.newest();
    if (c.versions.any_of(newest)) return known(true);
    return c.versions.none_of(newest) ? MaybeFact(none()) : std::nullopt;
}

MaybeFact intolerances(const Case& c) {
    const Item tests = c.endpoint["tolerance"];
    if (tests.size() == 0) return std::nullopt;
    Names broken;
    std::string open;
    for (const Item test : tests) {
        const Item result = test["result"];
        if (result.says("broken"))
            broken.push_back(reading::text(test["test"]));
        else if (!result.says("ok"))
            open = "\"" + reading::text(test["test"]) + "\" is not known" +
                   (test["cause"].text().empty() ? "" : ": " + reading::text(test["cause"]));
    }
    return open.empty() ? known(std::move(broken)) : partial(std::move(broken), std::move(open));
}

MaybeFact cookie(const Case& c) {
    return c.versions.udp() ? flag_of(c.answer("extensions.dtls_cookie")) : none();
}

struct OtherRow {
    std::string_view fact;
    MaybeFact (*make)(const Case& c);
};
constexpr OtherRow kOthers[] = {
    {"http.hsts.max_age", hsts},
    {"server.client_auth.sigalgs", client_schemes},
    {"server.downgrade_sentinel", sentinel},
    {"server.dtls.cookie", cookie},
    {"server.ext.alpn", alpn},
    {"server.ext.tls13_core", core_extensions},
    {"server.intolerances", intolerances},
    {"server.psk_modes", psk_modes},
    {"server.renegotiation.client_initiated_count", renegotiation_count},
    {"server.resumption.ticket_lifetime_s", ticket_lifetime},
    {"service.application", application},
};

}  // namespace

void put_answer_facts(Subject& subject, Item endpoint) {
    const Case c(endpoint);
    for (const AnswerRow& row : kAnswers)
        put(subject.facts, row.fact, answer_of(c, row));
    for (const OtherRow& row : kOthers)
        put(subject.facts, row.fact, row.make(c));
}

}  // namespace tlsonar::audit
