// What a root programme makes of a chain, as findings: one kind for each reason that is no yes.
// Private to this folder.
#pragma once

#include "trust/finding/finding.h"

namespace tlsonar::trust::programme_kinds {

// In the order of ProgrammeReason, without `member`. Ids are "programme." and reason_name().
inline constexpr FindingKind kKinds[] = {
    {"programme.not-member", Severity::low, "Some root programmes do not have this root",
     "Clients with the trust store of these programmes refuse the server, those of others do not. "
     "A root that was founded lately may be in none of the older devices.",
     "Use a CA, or a cross-signed chain, whose root all your clients have; the matrix shows which.",
     "The programme's list of roots"},
    {"programme.invalid-path", Severity::info,
     "A root of the programme is there, but the path to it is not valid",
     "What is wrong with the path is told by findings of its own.", "See the other findings.",
     "RFC 5280 section 6.1"},
    {"programme.blocked", Severity::critical,
     "A certificate of the path is on a programme's blocklist",
     "Clients of this programme refuse whatever is below that certificate, as after an incident "
     "at the CA or a key that was lost.",
     "Replace the certificate by one of another CA or intermediate.", "The programme's blocklist"},
    {"programme.revoked-by-list", Severity::critical, "A certificate of the path is on OneCRL",
     "Firefox takes the certificate for revoked, without asking the CA.",
     "Replace the chain by one with an intermediate that is not revoked.", "Mozilla OneCRL"},
    {"programme.dated-out", Severity::high,
     "A programme no longer accepts what this root has issued since its cut-off",
     "The programme has ended its trust in the root for certificates issued, or logged, after a "
     "date; this one is later.",
     "Get a certificate from a CA that the programme still trusts.",
     "The programme's distrust rules"},
    {"programme.unverified", Severity::info, "A programme's verdict could not be worked out",
     "A path ends at a root of the programme, but an algorithm or the budget of the search left "
     "something unverified.",
     "See the other findings.", "RFC 5280 section 6.1"},
    {"programme.scts-unknown", Severity::info,
     "A programme's cut-off goes by SCT, and no SCT was seen",
     "Whether the certificate was logged before the programme ended its trust in the root cannot "
     "be told.",
     "Judge the certificate together with the SCTs that the server sends.",
     "The programme's distrust rules"},
    {"programme.phased-out", Severity::low,
     "By the programme's schedule for old keys this root's time is over",
     "The programme has published a schedule by the age of a root's key; that this very root was "
     "removed is not in the table.",
     "Ask the CA for a chain to its newer root.", "Mozilla Root Store Policy section 7.4"},
    {"programme.members-unknown", Severity::info, "A programme's roots are not in the table",
     "None of the programme's rules that are known says no; which roots it has is not known.",
     "Give a newer table with --programmes.", "The programme's list of roots"},
};

}  // namespace tlsonar::trust::programme_kinds
