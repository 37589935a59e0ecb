// Any octets as a CRL; what it says is asked for, and a judge looks at it.
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
    const CrlPtr crl = parse_crl(der);
    (void)looks_like_crl(der);
    check(crl->complete || !crl->problems.empty());
    check(!crl->complete || (crl->this_update && !crl->tbs.empty()));
    static constexpr std::uint8_t kSerial[] = {1};
    (void)crl->find(kSerial, crl->bytes(crl->issuer.der));
    (void)crl->find(Bytes(data, size < 4 ? size : 4), Bytes(data, size < 40 ? size : 40));
    (void)crl->issuer.rfc4514();
    if (!crl->complete) return 0;
    // An anchor of the CRL's name, whose key is rubbish: everything up to the signature is judged.
    const auto name = crl->bytes(crl->issuer.der);
    static const CertificatePtr leaf = make_certificate(kSerial);
    const TrustAnchorPtr anchor = make_trust_anchor(name, kSerial, {});
    if (!anchor) return 0;
    RevocationMaterial material;
    material.crls.push_back(crl);
    RevocationJudge judge(std::move(material));
    ValidationCache cache;
    RevocationQuery query;
    query.path = {&leaf, 1};
    query.anchor = anchor.get();
    query.issuer_name = name;
    query.issuer_public_key = anchor->public_key;
    query.time = *crl->this_update;
    query.cache = &cache;
    check(judge.examine(query).status != RevocationAnswer::Status::good);
    return 0;
}
