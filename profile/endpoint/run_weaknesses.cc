#include "profile/endpoint/run_weaknesses.h"

#include "trust/certificate.h"
#include "trust/protocol/tls_kinds.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

constexpr std::uint16_t kSsl2 = 0x0002;
constexpr std::size_t kMostKeys = 8;  // of one endpoint
constexpr std::size_t kMostTicketHolders = 100'000;

using KeyHashes = std::vector<std::array<std::uint8_t, 32>>;

// Of all its certificates, each once.
KeyHashes leaf_keys(const EndpointProfile& profile) {
    trust::CertificateHasher hasher;
    KeyHashes out;
    for (const ServerChain& chain : profile.chains) {
        if (chain.chain.empty() || out.size() >= kMostKeys) continue;
        const Certificate& leaf = *chain.chain[0];
        const auto key = hasher.sha256(leaf.summary.public_key.info.of(leaf.der));
        if (std::find(out.begin(), out.end(), key) == out.end()) out.push_back(key);
    }
    return out;
}

bool share_a_key(const KeyHashes& a, const KeyHashes& b) {
    return std::any_of(a.begin(), a.end(), [&](const auto& key) {
        return std::find(b.begin(), b.end(), key) != b.end();
    });
}

bool is_rsa(const Certificate& certificate) {
    return certificate.summary.public_key.kind == trust::KeyKind::rsa &&
           !certificate.summary.public_key.info.empty();
}

}  // namespace

void RunWeaknesses::add(const EndpointProfile& profile) {
    const bool ssl2 = profile.supports(kSsl2).yes();
    trust::CertificateHasher hasher;
    std::vector<KeyHash> seen;
    add_tickets(profile, leaf_keys(profile));
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

void RunWeaknesses::add_tickets(const EndpointProfile& profile, const std::vector<KeyHash>& keys) {
    const SharedTickets& tickets = profile.shared_tickets;
    if (tickets.trial && trials_.size() < kMostTrials)
        trials_.push_back({profile.target, profile.address, *tickets.trial});
    if (tickets.key_name.empty() || keys.empty()) return;
    if (ticket_holders_ >= kMostTicketHolders) return;
    ++ticket_holders_;
    ticket_keys_[tickets.key_name].holders.push_back(
        {profile.target, profile.address, tickets.key_name_evidence, keys});
}

// Each is held against the first with another key, so that there is no quadratic work.
void RunWeaknesses::conclude_tickets(std::vector<LateWeakness>& out) const {
    for (const auto& [name, key] : ticket_keys_) {
        const TicketKey::Holder& first = key.holders.front();
        const TicketKey::Holder* other = nullptr;
        for (const TicketKey::Holder& holder : key.holders)
            if (other == nullptr && !share_a_key(first.keys, holder.keys)) other = &holder;
        if (other == nullptr) continue;
        for (const TicketKey::Holder& holder : key.holders) {
            const TicketKey::Holder& twin = share_a_key(first.keys, holder.keys) ? *other : first;
            trust::Finding finding;
            finding.kind = trust::tls_kind("tls.ticket-key-elsewhere");
            finding.found = "as " + twin.target + ", which has another certificate key";
            finding.expected = "a ticket key of its own";
            out.push_back({holder.target, holder.address, {std::move(finding), holder.evidence}});
        }
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
    conclude_tickets(out);
    return out;
}

}  // namespace tlsonar::profile
