// Facts of a scan from the sections "ech", "https_records", "delegated_credential", "named_dh" and
// "shared_tickets".
#include "audit/subject/documents_private.h"
#include "audit/subject/fact_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

using json::Item;
using json::Kind;

// What a section says under `member`, with the cause beside it. Nothing where nobody asked.
MaybeFact flag_of(Item section, std::string_view member) {
    const Item said = section[member];
    if (!said) return std::nullopt;
    const std::string evidence = reading::evidence(section["evidence"]);
    if (said.says("yes")) return known(true, evidence);
    if (said.says("no")) return known(false, evidence);
    if (!said.says("unknown")) return unknown(reading::kMalformed);
    const std::string_view cause = section["cause"].text();
    if (cause == "not tested") return std::nullopt;
    return unknown(cause.empty() ? "the scan did not learn it" : cause);
}

// Absent where neither side has ECH: there is nothing to agree on.
MaybeFact ech_agrees(Item endpoint) {
    const Item agreement = endpoint["ech"]["dns_agrees"];
    if (agreement["answer"].says("unknown") && endpoint["ech"]["retry"].says("no") &&
        (endpoint["https_records"]["found"].says("yes") ||
         endpoint["https_records"]["found"].says("no")))
        return none();
    return flag_of(agreement, "answer");
}

// The protocols over TCP of the records that lead to this endpoint.
std::optional<Names> promised(Item records, std::optional<std::int64_t> port) {
    if (!records.is(Kind::array)) return std::nullopt;
    Names out;
    for (const Item record : records) {
        const auto priority = record["priority"].number();
        const auto protocols = reading::strings(record["protocols"]);
        if (!priority || !protocols || !record["target"].is(Kind::string)) return std::nullopt;
        // An alias, another host, or another port.
        if (*priority == 0 || !record["target"].text().empty()) continue;
        if (record["port"] && record["port"].number() != port) continue;
        for (const std::string& protocol : *protocols)
            if (!protocol.starts_with("h3")) out.push_back(protocol);
    }
    return out;
}

// RFC 9460 section 7.1.2: what a record lists, the server should speak.
MaybeFact record_alpn_agrees(Item endpoint) {
    const Item records = endpoint["https_records"];
    MaybeFact found = flag_of(records, "found");
    if (!found || !found->known) return found;
    if (!std::get<bool>(found->value)) return none();
    const auto wanted = promised(records["records"], endpoint["port"].number());
    const Item alpn = endpoint["alpn"];
    const auto spoken = reading::strings(alpn["protocols"]);
    if (!wanted || (alpn && !spoken)) return unknown(reading::kMalformed);
    if (wanted->empty()) return none();
    if (!alpn) return std::nullopt;
    for (const std::string& protocol : *wanted) {
        if (std::ranges::find(*spoken, protocol) != spoken->end()) continue;
        if (alpn["complete"].flag() != true)
            return unknown("not all protocols that the server speaks are known");
        return known(false, "the record lists " + protocol);
    }
    return known(true);
}

MaybeFact credential_problems(Item endpoint) {
    const Item credential = endpoint["delegated_credential"];
    if (!credential) {
        for (const Item each : endpoint["facts"])
            if (each["fact"].says("extensions.delegated_credentials") && each["answer"].says("no"))
                return none();
        return std::nullopt;
    }
    auto problems = reading::strings(credential["problems"]);
    if (!problems) return unknown(reading::kMalformed);
    return known(std::move(*problems), reading::evidence(credential["evidence"]));
}

MaybeFact ticket_key_name(Item endpoint) {
    const Item name = endpoint["shared_tickets"]["key_name"];
    if (!name) return std::nullopt;
    if (!name.is(Kind::string)) return unknown(reading::kMalformed);
    return known(reading::text(name), reading::evidence(endpoint["shared_tickets"]["evidence"]));
}

// Absent where no suite has DHE: nobody was asked, and no version is told.
MaybeFact named_groups_honoured(Item endpoint) {
    const Item named = endpoint["named_dh"];
    if (named["honoured"].says("no") && !named["version"] && !named["evidence"]["connection"])
        return none();
    return flag_of(named, "honoured");
}

}  // namespace

void put_modern_facts(Subject& subject, Item endpoint) {
    Facts& facts = subject.facts;
    put(facts, "server.delegated_credential.problems", credential_problems(endpoint));
    put(facts, "server.ech.dns_agrees", ech_agrees(endpoint));
    put(facts, "server.ech.offered", flag_of(endpoint["ech"], "retry"));
    put(facts, "server.https_record.alpn_agrees", record_alpn_agrees(endpoint));
    put(facts, "server.https_record.found", flag_of(endpoint["https_records"], "found"));
    put(facts, "server.kex.ffdhe.named_honoured", named_groups_honoured(endpoint));
    put(facts, "server.resumption.ticket_key_name", ticket_key_name(endpoint));
}

}  // namespace tlsonar::audit
