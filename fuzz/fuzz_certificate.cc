// Any octets as a certificate; everything that can be asked of the summary is asked.
#include "trust/certificate.h"

#include <cstdint>
#include <cstdlib>

using tlsonar::Bytes;
using namespace tlsonar::trust;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

bool within(Range range, std::size_t size) {
    return range.offset <= size && range.size <= size - range.offset;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes der(data, size);
    const CertificateSummary summary = parse_certificate(der);
    check(summary.complete || !summary.problems.empty());
    check(summary.problems.size() <= CertificateSummary::kMaxProblems);
    for (const Range range : {summary.tbs, summary.signature_value, summary.issuer.der,
                              summary.subject.der, summary.public_key.info, summary.public_key.key,
                              summary.public_key.rsa_modulus, summary.signature.der})
        check(range.empty() || within(range, size));
    for (const auto& extension : summary.extensions)
        check(within(extension.value, size));
    for (const auto& name : summary.subject_alt_names)
        (void)name.text();
    (void)summary.subject.rfc4514();
    (void)summary.issuer.rfc4514();
    (void)summary.common_name();
    (void)summary.signature.text();
    (void)summary.key_usage_names();
    return 0;
}
