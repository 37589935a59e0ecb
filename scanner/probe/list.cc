// The probe catalogue: one file and one line here for each.
#include "scanner/probe/probes.h"

namespace tlsonar::scanner {
namespace {

constexpr const ProbeKind* kKinds[] = {
    &probe::kContact,     &probe::kSuites,      &probe::kTls13,    &probe::kTls12Details,
    &probe::kSsl2Suites,  &probe::kTls13Flight, &probe::kNames,    &probe::kAlpn,
    &probe::kExtensions,  &probe::kTolerance,   &probe::kSessions, &probe::kFallback,
    &probe::kMainSecret,  &probe::kEch,         &probe::kNamedDh,  &probe::kServiceRecords,
    &probe::kDtlsContact, &probe::kDtls,
};

}  // namespace

std::span<const ProbeKind* const> probe_kinds() { return kKinds; }

}  // namespace tlsonar::scanner
