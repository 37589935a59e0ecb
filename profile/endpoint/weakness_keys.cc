// Weaknesses of key exchange and signatures: Diffie-Hellman groups, curves, schemes.
#include "dissect/registry/named_group.h"
#include "dissect/registry/signature_scheme.h"
#include "profile/endpoint/weakness_rules.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using dissect::GroupKind;
using dissect::Hash;
using dissect::NamedGroup;
using trust::tls_kind;

constexpr std::uint32_t kFewest = 2048;   // RFC 9325 section 4.5
constexpr std::uint32_t kInReach = 1024;  // of rented machines, below
constexpr std::uint16_t kFewestCurve = 224;
constexpr std::string_view kDhExpected = "2048 bits or more (ffdhe2048), or elliptic curves";

std::string group_text(const DhGroup& group) {
    std::string text = std::to_string(group.bits) + " bits";
    if (!group.name.empty()) text += " (" + std::string(group.name) + ")";
    return text;
}

// All groups of that kind.
template <class Keep>
Verdict groups_that(const EndpointProfile& profile, Keep keep, std::string_view expected) {
    std::vector<std::string> names;
    Evidence evidence;
    for (const DhGroup& group : profile.dh_groups) {
        if (group.bits == 0 || !keep(group)) continue;
        if (names.empty()) evidence = group.evidence;
        names.push_back(group_text(group));
    }
    if (names.empty()) return std::nullopt;
    return Hit{some_of(names), std::string(expected), evidence};
}

Verdict dh_below_1024(const EndpointProfile& p) {
    const auto keep = [](const DhGroup& g) { return g.bits < kInReach; };
    return groups_that(p, keep, kDhExpected);
}
Verdict logjam(const EndpointProfile& p) {
    const auto keep = [](const DhGroup& g) { return g.bits < kFewest; };
    return groups_that(p, keep, kDhExpected);
}
Verdict dh_common_prime(const EndpointProfile& p) {
    const auto keep = [](const DhGroup& g) { return g.well_known && g.bits < kFewest; };
    return groups_that(p, keep, kDhExpected);
}
Verdict dh_composite(const EndpointProfile& p) {
    const auto keep = [](const DhGroup& g) { return g.is_prime == Answer::no; };
    return groups_that(p, keep, "a prime");
}
Verdict dh_unsafe_prime(const EndpointProfile& p) {
    const auto keep = [](const DhGroup& g) {
        return g.is_prime == Answer::yes && g.safe_prime == Answer::no;
    };
    return groups_that(p, keep, "a prime p of which (p - 1) / 2 is a prime, too");
}
Verdict dh_weak_generator(const EndpointProfile& p) {
    const auto keep = [](const DhGroup& g) { return g.weak_generator; };
    return groups_that(p, keep, "a generator of a large prime order");
}

Verdict reuse(const Fact& fact) {
    if (!fact.yes()) return std::nullopt;
    return Hit{fact.detail.empty() ? "the same public key in two connections"
                                   : "the same public key " + fact.detail,
               "another in each connection", fact.evidence};
}
Verdict dh_reuse(const EndpointProfile& p) { return reuse(p.dh_reuse); }
Verdict ecdh_reuse(const EndpointProfile& p) { return reuse(p.ecdh_reuse); }

// All accepted codes of that kind in lists of any version, each once.
template <class Find, class Keep>
Verdict codes_that(const std::vector<AcceptedList>& lists, Find find, Keep keep,
                   std::string_view expected) {
    std::vector<std::string> names;
    Evidence evidence;
    for (const AcceptedList& list : lists)
        for (const Accepted& entry : list.accepted) {
            const auto* row = find(static_cast<std::uint16_t>(entry.code));
            if (row == nullptr || !keep(*row)) continue;
            const std::string name(row->name);
            if (std::find(names.begin(), names.end(), name) != names.end()) continue;
            if (names.empty()) evidence = entry.evidence;
            names.push_back(name);
        }
    if (names.empty()) return std::nullopt;
    return Hit{some_of(names), std::string(expected), evidence};
}

const NamedGroup* find_group(std::uint16_t code) { return dissect::find_named_group(code); }
const dissect::SignatureScheme* find_scheme(std::uint16_t code) {
    return dissect::find_signature_scheme(code);
}

Verdict weak_curve(const EndpointProfile& p) {
    const auto keep = [](const NamedGroup& g) {
        return g.kind == GroupKind::ecdh && g.bits < kFewestCurve;
    };
    return codes_that(p.groups, find_group, keep, "x25519, secp256r1, secp384r1");
}
Verdict explicit_curve(const EndpointProfile& p) {
    const auto keep = [](const NamedGroup& g) { return g.kind == GroupKind::explicit_curve; };
    const Fact* seen = named_fact(p, "explicit_curve");
    if (seen != nullptr && seen->yes()) return Hit{seen->detail, "named curves", seen->evidence};
    return codes_that(p.groups, find_group, keep, "named curves");
}
Verdict sha1_signatures(const EndpointProfile& p) {
    const auto keep = [](const dissect::SignatureScheme& s) { return s.hash == Hash::sha1; };
    return codes_that(p.schemes, find_scheme, keep, "SHA-256 or better");
}
Verdict md5_signatures(const EndpointProfile& p) {
    const auto keep = [](const dissect::SignatureScheme& s) { return s.hash == Hash::md5; };
    return codes_that(p.schemes, find_scheme, keep, "SHA-256 or better");
}

// Below TLS 1.3 there is none: where TLS 1.3 is not, nothing can be.
Verdict no_post_quantum(const EndpointProfile& p) {
    constexpr std::string_view kExpected = "X25519MLKEM768";
    if (p.udp) return std::nullopt;
    const Fact newest = p.supports(version::tls13);
    if (newest.no() && p.supports(version::tls12).yes())
        return Hit{"no TLS 1.3", std::string(kExpected), newest.evidence};
    const AcceptedList* list = p.groups_of(version::tls13);
    if (!newest.yes() || list == nullptr || !list->complete || list->accepted.empty())
        return std::nullopt;
    std::vector<std::string> names;
    for (const Accepted& entry : list->accepted) {
        const NamedGroup* group = find_group(static_cast<std::uint16_t>(entry.code));
        if (group == nullptr || group->post_quantum) return std::nullopt;
        names.emplace_back(group->name);
    }
    return Hit{some_of(names), std::string(kExpected), list->accepted.front().evidence};
}

constexpr WeaknessRule kKeyRules[] = {
    {tls_kind("tls.dh-below-1024"), dh_below_1024},
    {tls_kind("tls.logjam"), logjam},
    {tls_kind("tls.dh-common-prime"), dh_common_prime},
    {tls_kind("tls.dh-composite"), dh_composite},
    {tls_kind("tls.dh-unsafe-prime"), dh_unsafe_prime},
    {tls_kind("tls.dh-weak-generator"), dh_weak_generator},
    {tls_kind("tls.dh-reuse"), dh_reuse},
    {tls_kind("tls.ecdh-reuse"), ecdh_reuse},
    {tls_kind("tls.weak-curve"), weak_curve},
    {tls_kind("tls.explicit-curve"), explicit_curve},
    {tls_kind("tls.sha1-signatures"), sha1_signatures},
    {tls_kind("tls.md5-signatures"), md5_signatures},
    {tls_kind("tls.no-post-quantum"), no_post_quantum},
};

}  // namespace

std::span<const WeaknessRule> key_exchange_rules() { return kKeyRules; }

}  // namespace tlsonar::profile
