// Any octets as a certificate: every lint gives a result, and a forecast can be made of it.
#include "trust/forecast/forecast.h"
#include "trust/lint/lint.h"

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
    const CertificatePtr certificate = make_certificate(Bytes(data, size));
    LintContext context;
    context.publicly_trusted = true;
    context.pedantic = true;
    context.issuer = certificate.get();
    const auto results = run_lints(*certificate, context);
    check(results.size() == all_lints().size());
    for (const LintResult& result : results)
        check(result.lint != nullptr && result.finding.kind != nullptr);
    const CertificatePtr chain[] = {certificate, certificate};
    ForecastInput input;
    input.chain = chain;
    input.publicly_trusted = true;
    const ProgrammeFact facts[] = {{"P", ProgrammeFact::Rule::sct_after, 1, ""}};
    input.programme_facts = facts;
    for (const Forecast& one : forecast(input))
        check(one.finding.kind != nullptr);
    return 0;
}
