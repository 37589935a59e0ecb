#include "trust/revocation/judge_private.h"

namespace tlsonar::trust {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kSevenDaysSince = 1'773'532'800;  // 2026-03-15

bool is_answer(const OcspResponsePtr& response) {
    return response && response->status == OcspResponseStatus::successful && response->basic;
}

}  // namespace

bool is_short_lived(const CertificateSummary& certificate) {
    if (!certificate.not_before || !certificate.not_after) return false;
    const std::int64_t days = *certificate.not_before >= kSevenDaysSince ? 7 : 10;
    const std::int64_t life = *certificate.not_after - *certificate.not_before + 1;
    return life > 0 && life <= days * kDay;
}

std::vector<Finding> judge_stapling(const Certificate& leaf, const StapleContext& context) {
    std::vector<Finding> findings;
    if (!context.handshake_seen) return findings;
    for (const OcspResponsePtr& response : context.staples)
        if (is_answer(response)) return findings;
    // A server may staple only when it was asked (RFC 6066 section 8).
    if (!context.client_asked) return findings;
    std::string found = context.staples.empty() ? "no staple" : "a staple without an answer";
    if (leaf.summary.must_staple)
        findings.push_back({kind("revocation.must-staple-missing"), 0, std::move(found), {}});
    else if (!leaf.summary.ocsp_urls.empty() && !is_short_lived(leaf.summary))
        findings.push_back({kind("revocation.staple-missing"), 0, std::move(found), {}});
    return findings;
}

}  // namespace tlsonar::trust
