// server.suites.*, from the lists of cipher suites.
#include "audit/subject/lists_private.h"
#include "audit/subject/read_private.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/ssl2_cipher.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

using dissect::CipherSuite;
using dissect::KeyExchange;

// The least of something over a list; not known where some part of it is not.
Fact least_of(const Collected& list, std::optional<std::int64_t> least, bool all_told) {
    if (!list.complete) return unknown(list.cause);
    if (!all_told) return unknown("the registry does not know one of them");
    return least ? known(*least, list.evidence()) : none();
}

// The names and the weakest cipher of all versions.
void put_all(Facts& facts, json::Item endpoint, const Versions& versions) {
    std::optional<std::int64_t> least;
    bool all_told = true;
    const Collected list =
        collect(endpoint, kSuites, versions, versions.all(), Need::each, [&](json::Item suite) {
            const auto strength = suite["strength"].number();
            all_told = all_told && strength;
            if (strength) least = std::min(least.value_or(*strength), *strength);
        });
    put(facts, "server.suites.accepted", list.fact());
    if (list.asked) put(facts, "server.suites.min_bits", least_of(list, least, all_told));
}

// Whose order decides, over all versions in which there is something to choose.
MaybeFact server_preference(json::Item endpoint, const Versions& versions) {
    std::string server, client, open;
    bool any = false;
    for (const std::string_view version : versions.all()) {
        const json::Item list = list_of(endpoint, kSuites, version);
        if (list) any = true;
        if (versions.has(version) == Versions::Has::no || list["suites"].size() < 2) continue;
        const json::Item decides = list["decides"];
        (decides.says("server") ? server : decides.says("client") ? client : open) = version;
    }
    if (!any) return std::nullopt;
    if (!open.empty()) return unknown("whose order decides in " + open + " is not known");
    if (!server.empty() && !client.empty())
        return unknown("the server's order decides in " + server + ", the client's in " + client);
    if (server.empty() && client.empty()) return none();  // nothing to choose
    return known(!server.empty());
}

bool is_ephemeral(const CipherSuite& suite) {
    return suite.kx == KeyExchange::ecdhe || suite.kx == KeyExchange::dhe;
}
bool is_aead(const CipherSuite& suite) { return suite.mac == dissect::Mac::aead; }
bool is_short_tag(const CipherSuite& suite) { return is_aead(suite) && suite.tag_length == 8; }

// In the order wanted, the rank never falls.
template <class Rank>
bool ascends(const std::vector<const CipherSuite*>& suites, Rank rank) {
    return std::ranges::is_sorted(suites, {}, [&](const CipherSuite* s) { return rank(*s); });
}

// SP 800-52 Rev. 2 section 3.3.1: ephemeral before static, GCM and CCM before CBC, CCM before
// CCM_8; the first of these that tells two suites apart decides.
int nist_rank(const CipherSuite& s) {
    return (is_ephemeral(s) ? 0 : 4) + (is_aead(s) ? 0 : 2) + (is_short_tag(s) ? 1 : 0);
}
// RFC 9325 section 4.2 prefers these.
int aead_ecdhe_rank(const CipherSuite& s) {
    return s.kx == KeyExchange::ecdhe && is_aead(s) ? 0 : 1;
}

// Which named orders the server's own order of TLS 1.2 follows.
MaybeFact orders(json::Item endpoint, const Versions& versions) {
    const json::Item list = list_of(endpoint, kSuites, "TLS 1.2");
    if (versions.has("TLS 1.2") != Versions::Has::yes || !list["decides"].says("server") ||
        list["ordered"].flag() != true || list["complete"].flag() != true)
        return std::nullopt;
    std::vector<const CipherSuite*> suites;
    for (const json::Item item : list["suites"]) {
        suites.push_back(dissect::find_cipher_suite(item["name"].text()));
        if (suites.back() == nullptr) return unknown("the registry does not know one of them");
    }
    Names out;
    if (ascends(suites, aead_ecdhe_rank)) out.emplace_back("aead-ecdhe-first");
    if (ascends(suites, nist_rank)) out.emplace_back("nist-800-52r2");
    return known(std::move(out));
}

// The levels of NCSC-NL 2025-05 appendix B, by what the registry says of a suite: good, to be
// phased out, insufficient. (A test holds them against the lists of the policy.)
int ncsc_level(const CipherSuite* s) {
    constexpr int kGood = 0, kPhaseOut = 1, kInsufficient = 2;
    if (s == nullptr || s->signal || s->recommended == dissect::Recommended::not_registered)
        return kInsufficient;
    using enum dissect::Cipher;
    const bool common = s->cipher == aes || s->cipher == chacha20;
    const bool other = s->cipher == camellia || s->cipher == aria;
    if ((!common && !other) || is_short_tag(*s)) return kInsufficient;
    const bool sha2 = s->prf == dissect::Hash::sha256 || s->prf == dissect::Hash::sha384;
    if (s->tls13) return common && sha2 ? kGood : kInsufficient;
    const bool by_certificate =
        s->auth == dissect::Authentication::rsa || s->auth == dissect::Authentication::ecdsa;
    if (!by_certificate || !is_ephemeral(*s)) return kInsufficient;
    if (!is_aead(*s))
        return s->mac == dissect::Mac::sha256 || s->mac == dissect::Mac::sha384 ? kPhaseOut
                                                                                : kInsufficient;
    return common && s->kx == KeyExchange::ecdhe ? kGood : kPhaseOut;
}

// Of one version: no better suite comes after a worse one, and the server's order decides.
Fact ordered_by_level(json::Item list, std::string_view version) {
    const Fact not_all = unknown("not all cipher suites of " + std::string(version) + " are known");
    if (!list["suites"].is(json::Kind::array)) return unknown(reading::kMalformed);
    std::vector<int> levels;
    for (const json::Item item : list["suites"]) {
        if (item["name"].text().empty()) return unknown(reading::kMalformed);
        levels.push_back(ncsc_level(dissect::find_cipher_suite(item["name"].text())));
    }
    const bool complete = list["complete"].flag() == true;
    if (std::ranges::adjacent_find(levels, std::ranges::not_equal_to()) == levels.end())
        return complete ? known(true) : not_all;
    if (list["decides"].says("client"))
        return known(false, "the client's order decides in " + std::string(version));
    if (!list["decides"].says("server") || list["ordered"].flag() != true)
        return unknown("the order of " + std::string(version) + " is not known");
    if (!std::ranges::is_sorted(levels))
        return known(false, "the order of " + std::string(version));
    return complete ? known(true) : not_all;
}

// Over all versions: one that is not in order is enough.
MaybeFact order_by_level(json::Item endpoint, const Versions& versions) {
    if (endpoint[kSuites.outer].size() == 0) return std::nullopt;
    Fact out = known(true);
    for (const std::string_view version : versions.all()) {
        if (versions.has(version) == Versions::Has::no) continue;
        const json::Item list = list_of(endpoint, kSuites, version);
        Fact one = list
                       ? ordered_by_level(list, version)
                       : unknown("the cipher suites of " + std::string(version) + " are not known");
        if (one.known && !std::get<bool>(one.value)) return one;
        if (!one.known) out = std::move(one);
    }
    return out;
}

std::optional<dissect::Cipher> cipher_of(std::string_view name) {
    if (const CipherSuite* suite = dissect::find_cipher_suite(name)) return suite->cipher;
    for (const dissect::Ssl2Cipher& old : dissect::ssl2_ciphers())
        if (old.name == name) return old.cipher;
    return std::nullopt;
}

// Whether whoever speaks TLS with the server is encrypted. Where a dialog comes before TLS, people
// may stay without.
MaybeFact encrypted(json::Item endpoint, const Versions& versions) {
    std::string bare;
    bool all_told = true;
    const Collected list =
        collect(endpoint, kSuites, versions, versions.all(), Need::each, [&](json::Item item) {
            const auto cipher = cipher_of(item["name"].text());
            all_told = all_told && cipher;
            if (cipher == dissect::Cipher::null) bare = item["name"].text();
        });
    if (!list.asked) return std::nullopt;
    if (!bare.empty()) return known(false, bare + " is accepted");
    if (!list.complete) return unknown(list.cause);
    if (!all_told) return unknown("the registry does not know one of the suites");
    if (!endpoint["dialog"].text().empty())
        return unknown("whether the server also serves who does not begin TLS was not asked");
    return list.names.empty() ? MaybeFact() : known(true, list.evidence());
}

}  // namespace

void put_suite_facts(Facts& facts, json::Item endpoint, const Versions& versions) {
    const auto names = [&](std::span<const std::string_view> wanted) {
        return collect(endpoint, kSuites, versions, wanted, Need::each).fact();
    };
    put_all(facts, endpoint, versions);
    put(facts, "server.suites.accepted_tls12", names(versions.older()));
    if (!versions.udp()) put(facts, "server.suites.accepted_tls13", names(versions.newest()));
    put(facts, "server.suites.server_preference", server_preference(endpoint, versions));
    put(facts, "server.suites.order_matches", orders(endpoint, versions));
    put(facts, "server.suites.order_by_level", order_by_level(endpoint, versions));
    put(facts, "connection.encrypted", encrypted(endpoint, versions));
}

}  // namespace tlsonar::audit
