#include "reports/scan_summary.h"

#include "reports/format.h"

#include <algorithm>
#include <set>

namespace tlsonar::reports {
namespace {

using profile::EndpointProfile;
using profile::EndpointState;

Trust trust_of(const trust::ChainVerdictPtr& verdict) {
    if (!verdict) return Trust::unjudged;
    switch (verdict->verdict) {
        case trust::Verdict::valid:
            return Trust::trusted;
        case trust::Verdict::invalid:
            return Trust::refused;
        case trust::Verdict::inconclusive:
            return Trust::unclear;
    }
    return Trust::unclear;
}

// The title of what weighs most. Findings that decide stand first.
std::string_view refusal_of(const trust::ChainVerdict& verdict) {
    const auto& findings = verdict.path_findings;
    return findings.empty() ? std::string_view() : findings.front().kind->title;
}

void take_chain(const profile::ServerChain& chain, EndpointDigest& out) {
    const Trust trust = trust_of(chain.verdict);
    if (trust > out.trust) {
        out.trust = trust;
        if (trust == Trust::refused) out.refusal = refusal_of(*chain.verdict);
    }
    std::optional<std::int64_t> end;
    if (trust == Trust::trusted)
        end = chain.verdict->earliest_expiry;
    else if (!chain.chain.empty())
        end = chain.chain.front()->summary.not_after;
    if (end && (!out.expires || *end < *out.expires)) out.expires = end;
}

bool offers_post_quantum(const EndpointProfile& profile, const CodeBook& codes) {
    for (const profile::AcceptedList& list : profile.groups)
        for (const profile::Accepted& entry : list.accepted)
            if (codes.group(entry.code).post_quantum) return true;
    return false;
}

}  // namespace

std::uint32_t EndpointDigest::weak() const {
    std::uint32_t n = 0;
    for (std::size_t i = static_cast<std::size_t>(trust::Severity::low); i < weaknesses.size(); ++i)
        n += weaknesses[i];
    return n;
}

std::int64_t EndpointDigest::days_left(Time now) const {
    const std::int64_t left = *expires - now / kSecond;
    return left / kDay - (left % kDay < 0 ? 1 : 0);
}

EndpointDigest digest(const EndpointProfile& profile, const CodeBook& codes) {
    EndpointDigest out;
    for (const profile::ServerChain& chain : profile.chains)
        if (chain.asked == "name") take_chain(chain, out);
    out.post_quantum = offers_post_quantum(profile, codes);
    for (const profile::Weakness& weakness : profile.weaknesses)
        ++out.weaknesses[static_cast<std::size_t>(weakness.finding.kind->severity)];
    return out;
}

void ScanSummary::add(const EndpointProfile& profile, const CodeBook& codes) {
    ++endpoints;
    connections += profile.connections;
    retries += profile.retries;
    octets_sent += profile.octets_sent;
    octets_received += profile.octets_received;
    if (profile.state == EndpointState::failed) {
        ++failed;
        const bool room = troubles.size() < kMaxTroubles || troubles.count(profile.trouble) != 0;
        ++troubles[room ? profile.trouble : "others"];
        return;
    }
    ++(profile.state == EndpointState::complete ? complete : incomplete);
    for (const profile::VersionFact& version : profile.versions)
        if (version.supported.yes()) ++versions[profile::version_title(version.version)];
    const EndpointDigest short_form = digest(profile, codes);
    if (short_form.post_quantum) ++post_quantum;
    if (short_form.trust == Trust::trusted) ++trusted;
    if (short_form.trust == Trust::refused) ++not_trusted;
    if (short_form.weak() > 0) ++weak;
    std::set<const trust::FindingKind*> seen;  // an endpoint counts once
    for (const profile::Weakness& weakness : profile.weaknesses) {
        if (!seen.insert(weakness.finding.kind).second) continue;
        Kind& kind = weaknesses[std::string(weakness.finding.kind->id)];
        kind.kind = weakness.finding.kind;
        ++kind.endpoints;
    }
    add_expiry(profile, short_form);
}

void ScanSummary::add_expiry(const EndpointProfile& profile, const EndpointDigest& short_form) {
    if (!short_form.expires) return;
    const std::int64_t days = short_form.days_left(profile.started);
    if (days > kExpiringDays) return;
    ++(days < 0 ? expired : expiring);
    Expiring entry{profile.target, *short_form.expires, days};
    const auto place = std::upper_bound(
        first_to_expire.begin(), first_to_expire.end(), entry,
        [](const Expiring& a, const Expiring& b) {
            return a.not_after != b.not_after ? a.not_after < b.not_after : a.target < b.target;
        });
    first_to_expire.insert(place, std::move(entry));
    if (first_to_expire.size() > kMaxExpiring) first_to_expire.pop_back();
}

}  // namespace tlsonar::reports
