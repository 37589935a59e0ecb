// The first half as a list of SCTs, everything as a certificate and as a log list.
#include "trust/ct/check.h"

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
    static const CtLogList logs = CtLogList::builtin();
    const Bytes octets(data, size);
    const SctList list = parse_sct_list(octets);
    check(list.scts.size() <= SctList::kMaxScts);
    (void)CtLogList::from_json(tlsonar::as_text(octets));
    static constexpr std::uint8_t kKey[] = {0x30, 0};
    CtInput input;
    input.certificate = make_certificate(octets);
    input.issuer_public_key = kKey;
    input.handshake_list = octets.first(size / 2);
    input.ocsp_lists.push_back(octets);
    const CtReport report = check_ct(input, logs, {});
    check(report.compliance != CtCompliance::compliant);
    check(report.scts.size() <= 3 * SctList::kMaxScts);
    return 0;
}
