// server.groups.*, server.sigalgs.*, server.kex.*
#include "audit/subject/certificate_private.h"
#include "audit/subject/lists_private.h"
#include "audit/subject/read_private.h"
#include "dissect/registry/named_group.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

using json::Item;
using Has = Versions::Has;

constexpr std::string_view kSchemeVersions[] = {"TLS 1.2"};
constexpr std::string_view kDtlsSchemeVersions[] = {"DTLS 1.2"};

bool starts_with_any(std::string_view word, std::initializer_list<std::string_view> beginnings) {
    return std::ranges::any_of(beginnings, [&](auto b) { return word.starts_with(b); });
}

// The suites of one kind of key exchange below TLS 1.3, by the registry's word in the document.
struct OlderSuites {
    Collected all;
    Names dhe;
    bool ecdhe = false, static_rsa = false, other_static = false, unknown_kind = false;

    OlderSuites(Item endpoint, const Versions& versions) {
        all = collect(endpoint, kSuites, versions, versions.older(), Need::each, [&](Item suite) {
            const std::string_view kx = suite["key_exchange"].text();
            unknown_kind = unknown_kind || (kx.empty() && !is_ssl2(suite));
            ecdhe = ecdhe || starts_with_any(kx, {"ecdhe", "ecdh_anon"});
            static_rsa = static_rsa || kx == "rsa" || kx == "rsa_psk" || is_ssl2(suite);
            other_static = other_static || kx == "dh" || kx == "ecdh";
            if (starts_with_any(kx, {"dhe", "dh_anon"}))
                dhe.push_back(reading::text(suite["name"]));
        });
    }
    // All are known, with their kinds.
    bool known() const { return all.complete && !unknown_kind; }
    std::string cause() const {
        return !all.complete ? all.cause : "the registry does not know one of the cipher suites";
    }

  private:
    static bool is_ssl2(Item suite) { return suite["name"].text().starts_with("SSL_CK_"); }
};

// Groups below TLS 1.3: where no suite uses them there are none.
Collected older_groups(Item endpoint, const Versions& versions, const OlderSuites& suites,
                       const EachItem& each = {}) {
    Collected list = collect(endpoint, kGroups, versions, versions.older(), Need::any, each);
    if (!suites.known() || suites.ecdhe || !list.names.empty()) return list;
    Collected nothing;
    nothing.asked = suites.all.asked;
    return nothing;
}

Collected joined(Collected a, const Collected& b) {
    for (const std::string& name : b.names)
        if (std::ranges::find(a.names, name) == a.names.end()) a.names.push_back(name);
    if (a.complete) a.cause = b.cause;
    a.complete = a.complete && b.complete;
    a.asked = a.asked || b.asked;
    a.connections.insert(b.connections.begin(), b.connections.end());
    return a;
}

Collected newest_groups(Item endpoint, const Versions& versions, const EachItem& each = {}) {
    if (versions.udp() && versions.has(versions.newest()[0]) == Has::not_asked) return {};
    return collect(endpoint, kGroups, versions, versions.newest(), Need::each, each);
}

// All that is said of groups, read once.
struct Groups {
    Collected older, newest, all;
    std::optional<std::int64_t> least_curve;  // bits
    std::optional<std::int64_t> least_strength;
    bool all_told = true;  // the registry knows all

    Groups(Item endpoint, const Versions& versions, const OlderSuites& suites) {
        const auto weigh = [this](Item group) { weigh_group(group); };
        newest = newest_groups(endpoint, versions, weigh);
        older = older_groups(endpoint, versions, suites, weigh);
        all = joined(newest, older);
    }

  private:
    void weigh_group(Item group);
};

// Bits of a curve as people count them: Curve25519's field has 255.
std::int64_t curve_bits(std::int64_t bits) { return bits == 255 ? 256 : bits; }

std::optional<std::int64_t> group_strength(Item group) {
    const auto bits = group["bits"].number();
    const Item kind = group["kind"];
    if (!bits) return std::nullopt;
    if (kind.says("ffdh")) return strength_of_rsa(*bits);
    // FIPS 203: the sets 512, 768 and 1024 are as strong as AES with 128, 192 and 256 bits.
    if (kind.says("mlkem")) return *bits >= 1024 ? 256 : *bits >= 768 ? 192 : 128;
    if (kind.says("ecdh") || kind.says("hybrid")) return curve_bits(*bits) / 2;
    return std::nullopt;
}

void lower(std::optional<std::int64_t>& least, std::int64_t value) {
    least = std::min(least.value_or(value), value);
}

void Groups::weigh_group(Item group) {
    const Item kind = group["kind"];
    const auto bits = group["bits"].number();
    const auto strength = group_strength(group);
    all_told = all_told && kind && bits && strength;
    if (strength) lower(least_strength, *strength);
    if (bits && (kind.says("ecdh") || kind.says("explicit_curve")))
        lower(least_curve, curve_bits(*bits));
}

MaybeFact min_ec_bits(const Groups& groups) {
    const Collected& list = groups.all;
    if (!list.asked) return std::nullopt;
    if (!list.complete) return unknown(list.cause);
    if (!groups.all_told) return unknown("the registry does not know one of the groups");
    return groups.least_curve ? known(*groups.least_curve, list.evidence()) : none();
}

// The first of the server's order; "client" where the client's order decides.
MaybeFact preferred(Item endpoint, const Versions& versions) {
    const Has has = versions.has("TLS 1.3");
    if (has == Has::no || versions.udp()) return none();
    const Item list = list_of(endpoint, kGroups, "TLS 1.3");
    if (!list) return std::nullopt;
    if (list["decides"].says("client")) return known(std::string("client"));
    const Item groups = list["groups"];
    const bool only = groups.size() == 1 && list["complete"].flag() == true;
    if (groups.size() == 0 || !(list["ordered"].flag() == true || only))
        return unknown("the server's order of groups is not known");
    const Item first = *groups.begin();
    if (!first["name"].is(json::Kind::string)) return unknown(reading::kMalformed);
    return known(reading::text(first["name"]), reading::evidence(first["evidence"]));
}

void put_schemes(Facts& facts, Item endpoint, const Versions& versions) {
    const std::span<const std::string_view> older =
        versions.udp() ? std::span(kDtlsSchemeVersions) : std::span(kSchemeVersions);
    const Collected tls12 = collect(endpoint, kSchemes, versions, older, Need::each);
    put(facts, "server.sigalgs.accepted_tls12", tls12.fact());
    if (versions.udp()) return put(facts, "server.sigalgs.accepted", tls12.fact());
    const Collected tls13 = collect(endpoint, kSchemes, versions, versions.newest(), Need::each);
    put(facts, "server.sigalgs.accepted_tls13", tls13.fact());
    put(facts, "server.sigalgs.accepted", joined(tls13, tls12).fact());
}

// A server that heeds the client's schemes never signs with another.
MaybeFact honours_schemes(Item endpoint) {
    bool seen = false;
    for (const Item list : endpoint["signature_schemes"]) {
        for (const Item oddity : list["oddities"])
            if (oddity.text().starts_with("selects")) return known(false);
        seen = seen ||
               (list["complete"].flag() == true && list["schemes"].size() > 0 && !list["oddities"]);
    }
    return seen ? MaybeFact(known(true)) : std::nullopt;
}

// "ffdhe2048", another name, or "unnamed-1024".
std::string dh_name(Item group) {
    const std::string_view name = group["name"].text();
    if (!name.empty() || !group["name"].is(json::Kind::string)) return std::string(name);
    const auto bits = group["bits"].number();
    return bits ? "unnamed-" + std::to_string(*bits) : std::string();
}

// Finite-field Diffie-Hellman of all versions.
class FiniteField {
  public:
    FiniteField(Item endpoint, const Versions& versions, const OlderSuites& suites,
                const Collected& newest)
        : dh_(endpoint["dh"]), weaknesses_(endpoint["weaknesses"]), suites_(suites) {
        for (const Item group : dh_)
            add_older(group);
        all_told_ = all_told_ && dh_.is(json::Kind::array);
        // Those that it uses when a client names them (RFC 7919).
        for (const Item group : endpoint["named_dh"]["named_groups"]) {
            const auto* known_group = dissect::find_named_group(group.text());
            add(reading::text(group), known_group == nullptr
                                          ? std::nullopt
                                          : std::optional<std::int64_t>(known_group->bits));
            named_ = true;
        }
        if (!versions.udp())
            for (const Item group : list_of(endpoint, kGroups, versions.newest()[0])["groups"]) {
                if (group["kind"].says("ffdh"))
                    add(reading::text(group["name"]), group["bits"].number());
                all_told_ = all_told_ && group["kind"].is(json::Kind::string);
            }
        asked_ = suites_.all.asked || newest.asked || versions.none_of(versions.older());
        missing_ = missing(newest);
    }

    void put_all(Facts& facts) const {
        if (!asked_ && names_.empty()) return;
        if (names_.empty() && missing_.empty()) {
            for (const std::string_view name :
                 {"server.kex.ffdhe.groups", "server.kex.ffdhe.min_bits", "server.kex.ffdhe.faults",
                  "server.kex.ffdhe.reused"})
                put(facts, name, none());
            return;
        }
        put(facts, "server.kex.ffdhe.groups", list(names_));
        put(facts, "server.kex.ffdhe.min_bits",
            missing_.empty() && least_ ? known(*least_) : unknown(missing_));
        put(facts, "server.kex.ffdhe.faults", faults());
        put(facts, "server.kex.ffdhe.reused", reused());
    }
    std::optional<std::int64_t> least() const { return least_; }
    const std::string& missing() const { return missing_; }

  private:
    void add(std::string name, std::optional<std::int64_t> bits) {
        if (name.empty() || !bits) {
            all_told_ = false;
            return;
        }
        if (std::ranges::find(names_, name) == names_.end()) names_.push_back(std::move(name));
        lower(least_, *bits);
    }

    void add_older(Item group) {
        add(dh_name(group), group["bits"].number());
        for (const Item suite : group["suites"])
            seen_with_.emplace_back(suite.text());
    }

    std::string missing(const Collected& newest) const {
        if (!suites_.known()) return suites_.cause();
        if (!newest.complete) return newest.cause;
        if (!all_told_) return "the document does not tell all of a group";
        for (const std::string& suite : suites_.dhe)
            if (!named_ && std::ranges::find(seen_with_, suite) == seen_with_.end())
                return "the group that " + suite + " uses was not seen";
        return {};
    }

    Fact list(Names names) const {
        return missing_.empty() ? known(std::move(names)) : partial(std::move(names), missing_);
    }

    Fact faults() const {
        Names out;
        std::string open = missing_;
        const auto add_once = [&](std::string_view fault) {
            if (std::ranges::find(out, fault) == out.end()) out.emplace_back(fault);
        };
        const bool composite = reading::has_finding(weaknesses_, "tls.dh-composite");
        if (composite) add_once("composite");
        if (reading::has_finding(weaknesses_, "tls.dh-weak-generator")) add_once("weak-generator");
        for (const Item group : dh_) {
            const auto bits = group["bits"].number();
            const auto well_known = group["well_known"].flag();
            if (well_known == true && bits && *bits < 2048) add_once("common-prime");
            if (group["safe_prime"].says("no") && !composite) add_once("unsafe-prime");
            if (!well_known || !(group["safe_prime"].says("no") || group["safe_prime"].says("yes")))
                open = "whether a prime is safe is not known";
        }
        return open.empty() ? known(std::move(out)) : partial(std::move(out), std::move(open));
    }

    MaybeFact reused() const {
        bool open = false, any = false;
        for (const Item group : dh_) {
            any = true;
            if (group["reused"].says("yes")) return known(true);
            open = open || !group["reused"].says("no");
        }
        if (!any) return std::nullopt;
        return open ? unknown("it was not seen often enough") : known(false);
    }

    Item dh_;
    Item weaknesses_;
    const OlderSuites& suites_;
    Names names_;
    Names seen_with_;
    std::optional<std::int64_t> least_;
    bool all_told_ = true;
    bool named_ = false;
    bool asked_ = false;
    std::string missing_;
};

MaybeFact min_strength(const Groups& groups, const OlderSuites& suites, const FiniteField& field,
                       std::optional<std::int64_t> leaf_strength) {
    if (!groups.all.asked && !suites.all.asked) return std::nullopt;
    if (!groups.all.complete) return unknown(groups.all.cause);
    if (!suites.known()) return unknown(suites.cause());
    if (!field.missing().empty()) return unknown(field.missing());
    const bool to_leaf = suites.static_rsa || suites.other_static;
    if (!groups.all_told || (to_leaf && !leaf_strength))
        return unknown("the strength of one of its key exchanges is not known");
    std::optional<std::int64_t> least = groups.least_strength;
    if (field.least()) lower(least, strength_of_rsa(*field.least()));
    if (to_leaf) lower(least, *leaf_strength);
    return least ? known(*least) : none();
}

}  // namespace

void put_group_facts(Facts& facts, Item endpoint, const Versions& versions,
                     std::optional<std::int64_t> leaf_strength) {
    const OlderSuites suites(endpoint, versions);
    const Groups groups(endpoint, versions, suites);
    const FiniteField field(endpoint, versions, suites, groups.newest);
    put(facts, "server.groups.accepted", groups.all.fact());
    put(facts, "server.groups.accepted_tls12", groups.older.fact());
    if (!versions.udp()) put(facts, "server.groups.accepted_tls13", groups.newest.fact());
    put(facts, "server.groups.min_ec_bits", min_ec_bits(groups));
    put(facts, "server.groups.preferred_tls13", preferred(endpoint, versions));
    put_schemes(facts, endpoint, versions);
    put(facts, "server.honours_sigalgs", honours_schemes(endpoint));
    field.put_all(facts);
    put(facts, "server.kex.min_security_bits", min_strength(groups, suites, field, leaf_strength));
}

}  // namespace tlsonar::audit
