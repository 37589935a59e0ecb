// tlsonar.endpoint/1: what a scan found.
#include "audit/subject/chain_private.h"
#include "audit/subject/documents_private.h"
#include "audit/subject/lists_private.h"
#include "audit/subject/read_private.h"

#include <algorithm>
#include <limits>
#include <set>

namespace tlsonar::audit {
namespace {

using json::Item;
using json::Kind;
using reading::text;

std::optional<std::string> read_identity(Subject& out, Item endpoint) {
    const auto port = endpoint["port"].number();
    const Item state = endpoint["state"];
    const Item transport = endpoint["transport"];
    out.name = text(endpoint["name"]);
    out.address = text(endpoint["address"]);
    out.sni = text(endpoint["sni"]);
    out.dialog = text(endpoint["dialog"]);
    out.transport = text(transport);
    out.state = text(state);
    out.file = text(endpoint["file"]);
    out.line = reading::small_number(endpoint["line"]);
    out.column = reading::small_number(endpoint["column"]);
    out.end_column = reading::small_number(endpoint["end_column"]);
    if (out.name.empty() && out.address.empty()) return "an endpoint has no name and no address";
    if (!port || *port < 0 || *port > std::numeric_limits<std::uint16_t>::max())
        return "an endpoint has no port";
    if (!transport.says("tcp") && !transport.says("udp")) return "an endpoint has no transport";
    if (!state.says("complete") && !state.says("incomplete") && !state.says("failed"))
        return "an endpoint has no state";
    for (const std::string_view member : {"name", "sni", "dialog"})
        if (endpoint[member] && !endpoint[member].is(Kind::string))
            return "an endpoint's " + std::string(member) + " is no text";
    out.port = static_cast<std::uint16_t>(*port);
    return std::nullopt;
}

void read_course(Subject& out, Item endpoint) {
    for (const Item label : endpoint["labels"])
        out.labels.emplace_back(text(label["name"]), text(label["value"]));
    out.trouble = text(endpoint["trouble"]);
    out.seen = text(endpoint["started"]);
    out.seen_at = reading::instant(out.seen).value_or(0);
    out.seconds = endpoint["seconds"].real();
    out.connections = reading::small_number(endpoint["connections"]);
    for (const Item each : endpoint["unknown"])
        out.unknowns.emplace_back(text(each["fact"]), text(each["cause"]));
    reading::append_findings(out.findings, endpoint["weaknesses"]);
    out.alpn = reading::some_strings(endpoint["alpn"]["protocols"]);
}

void read_lists(Subject& out, Item endpoint, TextPool& texts) {
    for (const Item each : endpoint["versions"])
        out.versions.push_back({text(each["version"]), text(each["supported"]), text(each["cause"]),
                                reading::version_name(each["version"].text()),
                                reading::evidence(each["evidence"])});
    for (const Item list : endpoint[kSuites.outer])
        out.suites.push_back(view_of_list(list, kSuites.inner, texts));
    for (const Item list : endpoint[kGroups.outer])
        out.groups.push_back(view_of_list(list, kGroups.inner, texts));
    for (const Item list : endpoint[kSchemes.outer])
        out.schemes.push_back(view_of_list(list, kSchemes.inner, texts));
}

void read_answers(Subject& out, Item endpoint, TextPool& texts) {
    out.answers.reserve(endpoint["facts"].size());
    for (const Item each : endpoint["facts"])
        out.answers.push_back({texts.share(each["fact"].text()), texts.share(each["answer"].text()),
                               texts.share(each["detail"].text()),
                               texts.share(each["cause"].text()),
                               texts.share(reading::evidence(each["evidence"]))});
}

ChainCase case_of(Item certificate) {
    ChainCase chain;
    chain.sent = objects_of(certificate["chain"]);
    chain.validation = certificate["validation"];
    chain.scts = certificate["scts"];
    chain.staple = certificate["staple_octets"];
    chain.evidence = reading::evidence(certificate["evidence"]);
    chain.key_weaknesses = certificate["key_weaknesses"];
    return chain;
}

// Chains that were shown to the target's own name (or to none where it has none) are what clients
// get: others are shown, not judged.
void read_chains(Subject& out, Item endpoint, IntakeContext& context) {
    std::vector<ChainFacts> chains;
    for (const Item certificate : endpoint["certificates"]) {
        ChainView view;
        view.asked = text(certificate["for"]);
        view.version = text(certificate["version"]);
        const ChainCase chain = case_of(certificate);
        view.sent = sent_views(chain.sent, context.certificates);
        read_verdict(view, chain.validation);
        out.chains.push_back(std::move(view));
        if (!certificate["for"].says("default")) continue;
        if (auto facts = chain_facts(chain, context.now, context.certificates))
            chains.push_back(std::move(*facts));
    }
    merge_chains(out, chains);
    if (!chains.empty()) out.facts.set("report.inventory.certificates", true);
}

// The weakest key to which clients encrypt, or with which they agree.
std::optional<std::int64_t> leaf_strength(Item endpoint) {
    std::optional<std::int64_t> least;
    for (const Item certificate : endpoint["certificates"]) {
        if (!certificate["for"].says("default") || certificate["chain"].size() == 0) continue;
        const Item leaf = *certificate["chain"].begin();
        if (key_type(leaf) != "RSA" && !key_type(leaf).empty()) continue;
        const auto strength = key_strength(leaf);
        if (!strength) return std::nullopt;
        least = std::min(least.value_or(*strength), *strength);
    }
    return least;
}

// Another certificate for another name: the server heeds it.
MaybeFact heeds_name(Item endpoint) {
    if (endpoint["rejects_unknown_name"].says("yes")) return known(true);
    std::set<std::string_view> own, other;
    for (const Item certificate : endpoint["certificates"]) {
        if (certificate["chain"].size() == 0) continue;
        const std::string_view leaf = (*certificate["chain"].begin())["sha256"].text();
        if (leaf.empty()) return unknown(reading::kMalformed);
        (certificate["for"].says("default") ? own : other).insert(leaf);
    }
    if (!own.empty() && !std::ranges::includes(own, other)) return known(true);
    if (own.empty() || other.empty()) return std::nullopt;
    return unknown("every name gets the same certificate: it does not show");
}

}  // namespace

bool tells_of_a_run(Item object) {
    const Item schema = object["schema"];
    return schema.says("tlsonar.late-weakness/1") || schema.says("tlsonar.ticket-trial/1");
}

std::optional<std::string> read_endpoint(Item endpoint, IntakeContext& context,
                                         std::vector<Subject>& out) {
    Subject subject;
    if (auto problem = read_identity(subject, endpoint)) return problem;
    read_course(subject, endpoint);
    read_lists(subject, endpoint, context.texts);
    read_answers(subject, endpoint, context.texts);
    read_chains(subject, endpoint, context);
    if (subject.reached()) {
        const Versions versions(endpoint);
        put_version_facts(subject.facts, endpoint, versions);
        put_suite_facts(subject.facts, endpoint, versions);
        put_group_facts(subject.facts, endpoint, versions, leaf_strength(endpoint));
        put_answer_facts(subject, endpoint);
        put_modern_facts(subject, endpoint);
        put(subject.facts, "server.ext.server_name", heeds_name(endpoint));
        if (const Fact* suites = subject.facts.find("server.suites.accepted");
            suites != nullptr && suites->complete)
            subject.facts.set("report.inventory.suites", true);
    } else {
        subject.facts = {};
        subject.leaves.clear();
    }
    out.push_back(std::move(subject));
    return std::nullopt;
}

}  // namespace tlsonar::audit
