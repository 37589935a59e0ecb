// The entries of the probe catalogue, for list.cc.
#pragma once

#include "scanner/probe/survey.h"

namespace tlsonar::scanner::probe {

extern const ProbeKind kContact;
extern const ProbeKind kSsl2Suites;
extern const ProbeKind kSuites;
extern const ProbeKind kTls13;
extern const ProbeKind kTls13Flight;
extern const ProbeKind kTls12Details;
extern const ProbeKind kNames;
extern const ProbeKind kAlpn;
extern const ProbeKind kExtensions;
extern const ProbeKind kTolerance;
extern const ProbeKind kSessions;
extern const ProbeKind kFallback;
extern const ProbeKind kMainSecret;
extern const ProbeKind kEch;
extern const ProbeKind kNamedDh;
extern const ProbeKind kServiceRecords;
extern const ProbeKind kDtlsContact;
extern const ProbeKind kDtls;

}  // namespace tlsonar::scanner::probe
