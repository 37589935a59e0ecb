#include "scanner/probe/survey.h"

#include "core/text.h"
#include "dissect/extension/extension_type.h"
#include "dissect/registry/cipher_suite.h"
#include "trust/certificate.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

namespace type = dissect::extension_type;
using profile::AcceptedList;
using profile::Answer;
using profile::Evidence;
using profile::Fact;

AcceptedList& list_of(std::vector<AcceptedList>& lists, std::uint16_t version) {
    for (AcceptedList& list : lists)
        if (list.version == version) return list;
    AcceptedList fresh;
    fresh.version = version;
    fresh.cause = "not tested";
    lists.push_back(std::move(fresh));
    return lists.back();
}

// A yes is never taken back, and what is known is not replaced by what is not.
void improve(Fact& old, Fact fact) {
    if (old.yes()) return;
    if (old.no() && fact.answer == Answer::unknown) return;
    old = std::move(fact);
}

void set_named(std::vector<profile::NamedFact>& facts, std::string_view name, Fact fact) {
    for (profile::NamedFact& known : facts)
        if (known.name == name) return improve(known.fact, std::move(fact));
    facts.push_back({name, std::move(fact)});
}

}  // namespace

Evidence evidence(std::string_view probe, const Reply& reply) { return {probe, reply.connection}; }

Survey::Survey(Host& host, const SurveyOptions& options)
    : host_(host), host_facts_(host.profile()), options_(options) {
    // Probes that run side by side hold references to lists of theirs.
    constexpr std::size_t kVersions = 16;
    host_facts_.suites.reserve(kVersions);
    host_facts_.groups.reserve(kVersions);
    host_facts_.schemes.reserve(kVersions);
}

HelloRecipe Survey::hello(std::uint16_t version) const {
    HelloRecipe recipe;
    recipe.version = version;
    recipe.suites = usual_suites();
    recipe.groups = groups_for(version);
    if (version >= kTls12) recipe.schemes = all_schemes();
    if (!style.no_name) recipe.sni = host_.sni();
    if (style.small) {
        HelloExtras& extras = recipe.extras;
        extras.extended_main_secret = extras.session_ticket = extras.encrypt_then_mac = false;
        extras.status_request = extras.scts = false;
        recipe.groups = {0x0017, 0x0018, 0x0019, 0x001D};
    }
    recipe.no_extensions = style.no_extensions;
    // As many clients do; and where a server echoes it in TLS 1.3, middleboxes are at ease.
    if (version >= kTls13) recipe.session_id = host_.tools().draw->octets(32);
    return recipe;
}

HelloRecipe Survey::accepted_hello(std::uint16_t version) const {
    HelloRecipe recipe = hello(version);
    Codes accepted = accepted_suites(version);
    if (accepted.size() > kMostSuites) accepted.resize(kMostSuites);
    if (!accepted.empty()) recipe.suites = std::move(accepted);
    return recipe;
}

HelloRecipe Survey::readable_hello(std::uint16_t version) const {
    HelloRecipe recipe = version < kTls13 ? accepted_hello(version) : hello(version);
    const std::uint16_t group = version < kTls13 ? 0 : readable_group();
    if (group != 0) recipe.shares = {group};
    return recipe;
}

// The server's order matters less than that we can compute it.
std::uint16_t Survey::readable_group() const {
    const AcceptedList* list = host_facts_.groups_of(kTls13);
    if (list == nullptr) return 0;
    for (const std::uint16_t group : host_.tools().keys->groups())
        if (list->has(group)) return group;
    return 0;
}

std::uint16_t Survey::newest(std::uint16_t limit) const {
    for (std::uint16_t version = limit; version >= kSsl3; --version)
        if (supports(version)) return version;
    return 0;
}

AcceptedList& Survey::suites(std::uint16_t version) { return list_of(host_facts_.suites, version); }
AcceptedList& Survey::groups(std::uint16_t version) { return list_of(host_facts_.groups, version); }
AcceptedList& Survey::schemes(std::uint16_t version) {
    return list_of(host_facts_.schemes, version);
}

void Survey::version(std::uint16_t version, Fact fact) {
    for (profile::VersionFact& known : host_facts_.versions)
        if (known.version == version) return improve(known.supported, std::move(fact));
    host_facts_.versions.push_back({version, std::move(fact)});
    std::sort(host_facts_.versions.begin(), host_facts_.versions.end(),
              [](const auto& a, const auto& b) { return a.version < b.version; });
}

void Survey::extension(std::string_view name, Fact fact) {
    set_named(host_facts_.extensions, name, std::move(fact));
}
void Survey::session(std::string_view name, Fact fact) {
    set_named(host_facts_.sessions, name, std::move(fact));
}

Codes Survey::accepted_suites(std::uint16_t version) const {
    Codes out;
    if (const AcceptedList* list = host_facts_.suites_of(version))
        for (const profile::Accepted& entry : list->accepted)
            out.push_back(static_cast<std::uint16_t>(entry.code));
    return out;
}

void Survey::offered(const Reply& reply, std::string_view probe, std::uint16_t wanted,
                     std::string_view fact) {
    if (reply.kind != ReplyKind::server_hello || style.no_extensions) return;
    if (reply.has(wanted))
        extension(fact, Fact::make_yes(evidence(probe, reply)));
    else
        extension(fact, Fact::make_no(evidence(probe, reply), "offered, and not answered"));
}

void Survey::note_extensions(const Reply& reply, std::string_view probe) {
    if (style.small) return;
    offered(reply, probe, type::extended_main_secret, "extended_main_secret");
    offered(reply, probe, type::session_ticket, "session_ticket");
    offered(reply, probe, type::renegotiation_info, "secure_renegotiation");
    // encrypt_then_mac is echoed with CBC suites only (RFC 7366 section 3).
    const dissect::CipherSuite* suite = dissect::find_cipher_suite(reply.suite);
    if (suite != nullptr && suite->mode == dissect::Mode::cbc)
        offered(reply, probe, type::encrypt_then_mac, "encrypt_then_mac");
}

void Survey::reconcile() {
    for (AcceptedList& list : host_facts_.suites) {
        if (!list.complete || !list.accepted.empty() || !supports(list.version)) continue;
        list.complete = false;
        list.cause = "the server used this version once, and refused all suites offered in it";
        host_.unknown("cipher suites of " + profile::version_title(list.version), list.cause);
    }
}

void Survey::observe(const Reply& reply, std::string_view probe, std::string_view asked) {
    if (!reply.accepted() || (reply.version > kTls13 && reply.version < 0xFE00)) return;
    version(reply.version, Fact::make_yes(evidence(probe, reply)));
    observe_dh(reply, probe);
    observe_sentinel(reply, probe);
    observe_reuse(reply, probe);
    observe_chain(reply, probe, asked);
    observe_client_auth(reply, probe);
    if (reply.explicit_curve)
        extension("explicit_curve",
                  Fact::make_yes(evidence(probe, reply), "the server spells its curve out"));
    if (reply.compression != 0)
        extension("compression", Fact::make_yes(evidence(probe, reply), "DEFLATE"));
    for (const std::string& name : reply.npn)
        if (std::find(host_facts_.npn.names.begin(), host_facts_.npn.names.end(), name) ==
            host_facts_.npn.names.end())
            host_facts_.npn.names.push_back(name);
}

void Survey::observe_dh(const Reply& reply, std::string_view probe) {
    if (reply.dh_p.empty()) return;
    for (profile::DhGroup& group : host_facts_.dh_groups)
        if (group.prime == reply.dh_p && group.generator == reply.dh_g) {
            if (!contains(group.suites, reply.suite)) group.suites.push_back(reply.suite);
            return;
        }
    profile::DhGroup group;
    group.prime = reply.dh_p;
    group.generator = reply.dh_g;
    group.suites = {reply.suite};
    group.evidence = evidence(probe, reply);
    host_facts_.dh_groups.push_back(std::move(group));
}

// A server that has TLS 1.3 must say so in every older ServerHello (RFC 9846 section 4.1.3): one
// without the mark counts, however many have it.
void Survey::observe_sentinel(const Reply& reply, std::string_view probe) {
    constexpr std::string_view kName = "downgrade_sentinel";
    if (reply.kind != ReplyKind::server_hello || reply.version >= kTls13 || !supports(kTls13))
        return;
    if (reply.downgrade_sentinel) {
        extension(kName, Fact::make_yes(evidence(probe, reply)));
        return;
    }
    extension(kName, {});  // so that it is there
    for (profile::NamedFact& known : host_facts_.extensions)
        if (known.name == kName && !known.fact.no())
            known.fact = Fact::make_no(evidence(probe, reply),
                                       "a ServerHello of " + profile::version_title(reply.version) +
                                           " ends without the mark");
}

// The same public value in two connections: the server's secret is used again.
void Survey::observe_reuse(const Reply& reply, std::string_view probe) {
    const auto look = [&](Bytes value, std::map<std::string, std::uint32_t>& seen,
                          std::size_t& count, Fact& fact) {
        if (value.empty()) return;
        ++count;
        const auto [place, fresh] = seen.emplace(as_text(value), reply.connection);
        if (!fresh && place->second != reply.connection)
            improve(fact, Fact::make_yes(evidence(probe, reply),
                                         "as in connection " + std::to_string(place->second)));
        else if (count >= 2)
            improve(fact, Fact::make_no(evidence(probe, reply), "another value in each of " +
                                                                    std::to_string(count) +
                                                                    " connections"));
    };
    look(reply.dh_public, dh_publics_, dh_seen_, host_facts_.dh_reuse);
    look(reply.ec_public, ec_publics_, ec_seen_, host_facts_.ecdh_reuse);
}

void Survey::observe_chain(const Reply& reply, std::string_view probe, std::string_view asked) {
    if (reply.chain.empty()) return;
    for (profile::ServerChain& known : host_facts_.chains) {
        if (known.asked != asked || known.chain.size() != reply.chain.size()) continue;
        if (!std::equal(known.chain.begin(), known.chain.end(), reply.chain.begin(),
                        [](const auto& a, const auto& b) { return a->sha256 == b->sha256; }))
            continue;
        if (known.staple.empty()) known.staple = reply.staple;
        if (known.scts.empty()) known.scts = reply.scts;
        return;
    }
    profile::ServerChain chain;
    chain.asked = asked;
    chain.version = reply.version;
    chain.chain = reply.chain;
    chain.staple = reply.staple;
    chain.scts = reply.scts;
    chain.evidence = evidence(probe, reply);
    host_facts_.chains.push_back(std::move(chain));
}

void Survey::observe_client_auth(const Reply& reply, std::string_view probe) {
    profile::ClientAuth& auth = host_facts_.client_auth;
    if (!reply.flight_read) return;
    if (!reply.client_certificate_asked) {
        improve(auth.asked, Fact::make_no(evidence(probe, reply), "no CertificateRequest"));
        return;
    }
    improve(auth.asked, Fact::make_yes(evidence(probe, reply)));
    auth.schemes = reply.client_schemes;
    if (!auth.authorities.empty()) return;
    for (const std::string& der : reply.authorities)
        auth.authorities.push_back(trust::parse_name(as_bytes(der)).rfc4514());
}

}  // namespace tlsonar::scanner
