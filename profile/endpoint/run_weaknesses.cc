#include "profile/endpoint/run_weaknesses.h"

#include "trust/certificate.h"
#include "trust/protocol/tls_kinds.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

constexpr std::uint16_t kSsl2 = 0x0002;
constexpr std::size_t kMostKeys = 8;  // of one endpoint

bool is_rsa(const Certificate& certificate) {
    return certificate.summary.public_key.kind == trust::KeyKind::rsa &&
           !certificate.summary.public_key.info.empty();
}

}  // namespace

void RunWeaknesses::add(const EndpointProfile& profile) {
    const bool ssl2 = profile.supports(kSsl2).yes();
    trust::CertificateHasher hasher;
    std::vector<KeyHash> seen;
    for (const ServerChain& chain : profile.chains) {
        if (chain.chain.empty() || !is_rsa(*chain.chain[0]) || seen.size() >= kMostKeys) continue;
        const Certificate& leaf = *chain.chain[0];
        const KeyHash key = hasher.sha256(leaf.summary.public_key.info.of(leaf.der));
        if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
        seen.push_back(key);
        if (ssl2)
            broken_.emplace(key, profile.target);
        else if (shown_.size() < kMaxEndpoints)
            shown_.push_back({key, profile.target, profile.address, chain.evidence});
        else
            ++left_out_;
    }
}

std::vector<LateWeakness> RunWeaknesses::conclude() const {
    std::vector<LateWeakness> out;
    for (const Shown& shown : shown_) {
        const auto at = broken_.find(shown.key);
        if (at == broken_.end()) continue;
        trust::Finding finding;
        finding.kind = trust::tls_kind("tls.drown-elsewhere");
        finding.found = at->second + " speaks SSLv2 with this RSA key";
        finding.expected = "no SSLv2 wherever this key is used";
        out.push_back({shown.target, shown.address, {std::move(finding), shown.evidence}});
    }
    return out;
}

}  // namespace tlsonar::profile
