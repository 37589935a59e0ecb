#include "trust/deployment/stapled_private.h"

namespace tlsonar::trust {

StapledRevocation::StapledRevocation(const ChainProofs& proofs,
                                     std::span<const CertificatePtr> chain)
    : judge_(RevocationMaterial{}, options_) {
    for (const ProofOctetsPtr& staple : proofs.staples) {
        responses_.push_back(parse_ocsp_response(staple->octets));
        judge_.add(responses_.back(), true);
    }
    for (const CertificatePtr& certificate : chain)
        judge_.add(certificate);
}

RevocationAnswer StapledRevocation::check(const RevocationQuery& query) {
    using Status = RevocationAnswer::Status;
    if (responses_.empty()) return {Status::not_applicable, {}};
    RevocationAnswer answer = judge_.check(query);
    if (query.index > 0 && answer.status == Status::unknown) return {Status::not_applicable, {}};
    return answer;
}

const RevocationStatus* StapledRevocation::of_leaf(const Certificate& leaf) const {
    return responses_.empty() ? nullptr : judge_.found(leaf);
}

void StapledRevocation::for_events(
    const std::function<void(std::int64_t first_second)>& event) const {
    const auto around = [&](const std::optional<std::int64_t>& time) {
        if (!time) return;
        event(*time);
        event(*time - options_.skew);
        event(*time + options_.skew + 1);
    };
    for (const OcspResponsePtr& response : responses_) {
        around(response->produced_at);
        for (const OcspSingle& single : response->singles) {
            around(single.this_update);
            around(single.next_update);
            if (single.revoked_at) event(*single.revoked_at);
            if (single.this_update)
                event(*single.this_update + options_.max_age_without_next_update + options_.skew +
                      1);
        }
        for (const CertificatePtr& responder : response->certificates) {
            around(responder->summary.not_before);
            if (const auto& end = responder->summary.not_after) {
                around(*end);
                event(*end + 1);
            }
        }
    }
}

}  // namespace tlsonar::trust
