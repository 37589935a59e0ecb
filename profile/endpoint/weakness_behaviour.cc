// Weaknesses of extensions, sessions, and of how the server answers.
#include "profile/endpoint/weakness_rules.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using trust::tls_kind;

Verdict when_yes(const EndpointProfile& p, std::string_view name, std::string_view found,
                 std::string_view expected) {
    const Fact* fact = named_fact(p, name);
    if (fact == nullptr || !fact->yes()) return std::nullopt;
    return Hit{std::string(fact->detail.empty() ? found : std::string_view(fact->detail)),
               std::string(expected), fact->evidence};
}
Verdict when_no(const EndpointProfile& p, std::string_view name, std::string_view expected) {
    const Fact* fact = named_fact(p, name);
    if (fact == nullptr || !fact->no()) return std::nullopt;
    return Hit{fact->cause, std::string(expected), fact->evidence};
}

// How many versions up to TLS 1.2 (or of DTLS) the server is known to have.
std::size_t older_versions(const EndpointProfile& p) {
    const auto versions = versions_of(p);
    return static_cast<std::size_t>(
        std::count_if(versions.begin(), versions.end(), [&](std::uint16_t version) {
            return version != version::tls13 && p.supports(version).yes();
        }));
}

Verdict crime(const EndpointProfile& p) {
    return when_yes(p, "compression", "DEFLATE", "no compression");
}
Verdict heartbeat(const EndpointProfile& p) {
    return when_yes(p, "heartbeat", "the extension is answered", "no heartbeat");
}
Verdict early_data(const EndpointProfile& p) {
    return when_yes(p, "early_data", "it is accepted", "no early data");
}
Verdict client_renegotiation(const EndpointProfile& p) {
    return when_yes(p, "client_renegotiation", "it is granted", "a refusal");
}

// TLS 1.3 has neither renegotiation nor what the extended secret repairs.
Verdict insecure_renegotiation(const EndpointProfile& p) {
    if (older_versions(p) == 0) return std::nullopt;
    return when_no(p, "secure_renegotiation", "the extension renegotiation_info");
}
Verdict no_extended_main_secret(const EndpointProfile& p) {
    if (older_versions(p) == 0) return std::nullopt;
    return when_no(p, "extended_main_secret", "the extension extended_main_secret");
}

// With one older version there is nothing to fall back to, and TLS 1.3 has a mark of its own.
Verdict fallback_scsv(const EndpointProfile& p) {
    if (older_versions(p) < 2) return std::nullopt;
    return when_no(p, "fallback_scsv", "the alert inappropriate_fallback");
}

Verdict downgrade_sentinel(const EndpointProfile& p) {
    if (!p.supports(version::tls13).yes() || older_versions(p) == 0) return std::nullopt;
    return when_no(p, "downgrade_sentinel", "the mark DOWNGRD at the end of the random");
}

Verdict dtls_no_cookie(const EndpointProfile& p) {
    if (!p.udp) return std::nullopt;
    return when_no(p, "dtls_cookie", "HelloVerifyRequest with a cookie");
}

// The oddities that begin like this, or all others.
Verdict oddities(const EndpointProfile& p, bool selects, std::string_view expected) {
    std::vector<std::string> texts;
    Evidence evidence;
    for (const auto* lists : {&p.suites, &p.groups, &p.schemes})
        for (const AcceptedList& list : *lists)
            for (const std::string& oddity : list.oddities) {
                if (oddity.starts_with("selects") != selects) continue;
                if (std::find(texts.begin(), texts.end(), oddity) != texts.end()) continue;
                if (texts.empty() && !list.accepted.empty())
                    evidence = list.accepted.front().evidence;
                texts.push_back(oddity);
            }
    if (texts.empty()) return std::nullopt;
    return Hit{some_of(texts), std::string(expected), evidence};
}
Verdict selects_unoffered(const EndpointProfile& p) {
    return oddities(p, true, "one of what the client offers");
}
Verdict inconsistent(const EndpointProfile& p) {
    return oddities(p, false, "the same choice for the same offer");
}

Verdict intolerant(const EndpointProfile& p) {
    std::vector<std::string> titles;
    Evidence evidence;
    for (const Tolerance& test : p.tolerance) {
        if (!test.bears.no()) continue;
        if (titles.empty()) evidence = test.bears.evidence;
        titles.emplace_back(test.title);
    }
    if (titles.empty()) return std::nullopt;
    return Hit{some_of(titles), "an answer as to any other hello", evidence};
}

constexpr WeaknessRule kBehaviourRules[] = {
    {tls_kind("tls.crime"), crime},
    {tls_kind("tls.heartbeat"), heartbeat},
    {tls_kind("tls.early-data"), early_data},
    {tls_kind("tls.client-renegotiation"), client_renegotiation},
    {tls_kind("tls.insecure-renegotiation"), insecure_renegotiation},
    {tls_kind("tls.no-extended-main-secret"), no_extended_main_secret},
    {tls_kind("tls.fallback-scsv"), fallback_scsv},
    {tls_kind("tls.downgrade-sentinel"), downgrade_sentinel},
    {tls_kind("tls.dtls-no-cookie"), dtls_no_cookie},
    {tls_kind("tls.selects-unoffered"), selects_unoffered},
    {tls_kind("tls.inconsistent"), inconsistent},
    {tls_kind("tls.intolerant"), intolerant},
};

}  // namespace

std::span<const WeaknessRule> behaviour_rules() { return kBehaviourRules; }

}  // namespace tlsonar::profile
