// Weaknesses that follow from the versions offered.
#include "profile/endpoint/weakness_rules.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using trust::tls_kind;

constexpr std::string_view kOffer = "TLS 1.2 and TLS 1.3";

Verdict offered(const EndpointProfile& profile, std::uint16_t version, std::string_view instead) {
    const Fact fact = profile.supports(version);
    if (!fact.yes()) return std::nullopt;
    return Hit{version_title(version), std::string(instead), fact.evidence};
}

Verdict ssl2(const EndpointProfile& p) { return offered(p, version::ssl2, kOffer); }
Verdict ssl3(const EndpointProfile& p) { return offered(p, version::ssl3, kOffer); }
Verdict tls10(const EndpointProfile& p) { return offered(p, version::tls10, kOffer); }
Verdict tls11(const EndpointProfile& p) { return offered(p, version::tls11, kOffer); }
Verdict dtls10(const EndpointProfile& p) {
    return offered(p, version::dtls10, "DTLS 1.2 or newer");
}

// SSLv2 shows an RSA key always: its handshake has no other key exchange. That no cipher is left
// does not help (CVE-2015-3197).
Verdict drown(const EndpointProfile& p) {
    Verdict hit = offered(p, version::ssl2, "no SSLv2 with this key");
    if (!hit) return hit;
    if (const AcceptedList* list = p.suites_of(version::ssl2))
        hit->found += " with " + std::to_string(list->accepted.size()) + " cipher kinds";
    return hit;
}

// The versions that the server has, oldest first.
std::string titles(const EndpointProfile& p) {
    std::vector<std::string> names;
    for (const VersionFact& fact : p.versions)
        if (fact.supported.yes()) names.push_back(version_title(fact.version));
    return some_of(names);
}
bool any_offered(const EndpointProfile& p) {
    return std::any_of(p.versions.begin(), p.versions.end(),
                       [](const VersionFact& fact) { return fact.supported.yes(); });
}

Verdict no_tls12(const EndpointProfile& p) {
    if (!any_offered(p)) return std::nullopt;
    const bool missing = p.udp ? p.supports(version::dtls12).no()
                               : p.supports(version::tls12).no() && p.supports(version::tls13).no();
    if (!missing) return std::nullopt;
    return Hit{titles(p) + " alone", p.udp ? "DTLS 1.2" : std::string(kOffer),
               p.supports(p.udp ? version::dtls12 : version::tls12).evidence};
}

Verdict no_tls13(const EndpointProfile& p) {
    if (p.udp || !any_offered(p) || !p.supports(version::tls13).no()) return std::nullopt;
    return Hit{titles(p), "TLS 1.3", p.supports(version::tls13).evidence};
}

constexpr WeaknessRule kVersionRules[] = {
    {tls_kind("tls.ssl2"), ssl2},         {tls_kind("tls.drown"), drown},
    {tls_kind("tls.ssl3"), ssl3},         {tls_kind("tls.tls10"), tls10},
    {tls_kind("tls.tls11"), tls11},       {tls_kind("tls.dtls10"), dtls10},
    {tls_kind("tls.no-tls12"), no_tls12}, {tls_kind("tls.no-tls13"), no_tls13},
};

}  // namespace

std::span<const WeaknessRule> version_rules() { return kVersionRules; }

}  // namespace tlsonar::profile
