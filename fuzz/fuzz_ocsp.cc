// Any octets as an OCSP response, judged for a certificate that it may or may not speak of.
#include "trust/path/validate.h"
#include "trust/revocation/checker.h"

#include <cstdint>
#include <cstdlib>

using tlsonar::Bytes;
using namespace tlsonar::trust;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes der(data, size);
    const OcspResponsePtr response = parse_ocsp_response(der);
    (void)looks_like_ocsp_response(der);
    check(response->complete || !response->problems.empty());
    check(!response->basic || response->produced_at);
    check(response->singles.size() <= OcspResponse::kMaxSingles);
    static constexpr std::uint8_t kNothing[] = {0x30, 0};
    static const CertificatePtr leaf = make_certificate(kNothing);
    const TrustAnchorPtr anchor = make_trust_anchor(kNothing, kNothing, {});
    if (!anchor) return 0;
    RevocationMaterial material;
    material.responses.push_back({response, true});
    RevocationJudge judge(std::move(material));
    ValidationCache cache;
    RevocationQuery query;
    query.path = {&leaf, 1};
    query.anchor = anchor.get();
    query.issuer_name = anchor->subject;
    query.issuer_public_key = anchor->public_key;
    query.time = response->produced_at.value_or(0);
    query.cache = &cache;
    check(judge.examine(query).status != RevocationAnswer::Status::good);
    return 0;
}
