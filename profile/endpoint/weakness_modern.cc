// Weaknesses around Encrypted Client Hello and delegated credentials.
#include "profile/endpoint/weakness_rules.h"

namespace tlsonar::profile {
namespace {

using trust::tls_kind;

bool publishes_ech(const EndpointProfile& p) {
    for (const ServiceRecord& record : p.service_records.records)
        if (record.ech && !record.ech->configs.empty()) return true;
    return false;
}

// Which of the three it is, where the DNS and the server disagree.
Verdict ech_disagrees(const EndpointProfile& p, bool published, bool served,
                      std::string_view expected) {
    const Fact agreement = ech_agreement(p);
    if (!agreement.no() || publishes_ech(p) != published || p.ech.retry.yes() != served)
        return std::nullopt;
    return Hit{agreement.cause, std::string(expected), agreement.evidence};
}
Verdict ech_not_served(const EndpointProfile& p) {
    return ech_disagrees(p, true, false, "configurations for a retry");
}
Verdict ech_outdated(const EndpointProfile& p) {
    return ech_disagrees(p, true, true, "a configuration that both have");
}
Verdict ech_not_published(const EndpointProfile& p) {
    return ech_disagrees(p, false, true, "ech in the HTTPS record");
}

Verdict delegated_credential(const EndpointProfile& p) {
    if (!p.delegated_credential) return std::nullopt;
    const std::vector<std::string> problems = p.delegated_credential->problems();
    if (problems.empty()) return std::nullopt;
    return Hit{some_of(problems), "a credential that clients may accept",
               p.delegated_credential->evidence};
}

constexpr WeaknessRule kModernRules[] = {
    {tls_kind("tls.delegated-credential"), delegated_credential},
    {tls_kind("tls.ech-not-published"), ech_not_published},
    {tls_kind("tls.ech-not-served"), ech_not_served},
    {tls_kind("tls.ech-outdated"), ech_outdated},
};

}  // namespace

std::span<const WeaknessRule> modern_rules() { return kModernRules; }

}  // namespace tlsonar::profile
