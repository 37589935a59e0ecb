// The finding kinds of this area, as a table that the compiler looks up. Private to this folder.
#pragma once

#include "trust/finding/finding.h"

#include <string_view>

namespace tlsonar::trust::ct_kinds {

inline constexpr std::string_view kChrome = "Chrome Certificate Transparency Policy";

inline constexpr FindingKind kKinds[] = {
    {"ct.no-scts", Severity::medium, "The certificate comes with no SCT",
     "Nothing proves that the certificate was logged. Chrome, Edge, Safari and Firefox refuse "
     "publicly trusted certificates without Signed Certificate Timestamps; for a private CA this "
     "means nothing.",
     "Get a certificate with embedded SCTs: every public CA puts them in unless asked not to.",
     kChrome},
    {"ct.list-malformed", Severity::medium, "A list of SCTs cannot be read",
     "The SignedCertificateTimestampList breaks off or contradicts its own lengths; browsers "
     "ignore "
     "what they cannot read.",
     "Have the certificate issued anew, or correct the server's SCT files.",
     "RFC 6962 section 3.3"},
    {"ct.version-unknown", Severity::low, "An SCT has an unknown version",
     "Only version 1 is in use. The SCT is ignored.", "Use SCTs of version 1.",
     "RFC 6962 section 3.2"},
    {"ct.log-unknown", Severity::low, "An SCT is from a log that is not known here",
     "The log is neither in the built-in table nor in the list given, so its signature cannot be "
     "verified and it does not count.",
     "Give the current log list with --ct-logs; if the log is not in it either, browsers do not "
     "count the SCT.",
     kChrome},
    {"ct.signature-wrong", Severity::high, "An SCT's signature is wrong",
     "The log did not sign this certificate (or precertificate): the SCT belongs to another one, "
     "or "
     "the certificate was changed after logging.",
     "Have the certificate issued anew; for SCTs sent by the server, take those of the certificate "
     "in use.",
     "RFC 6962 section 3.2"},
    {"ct.signature-unsupported", Severity::low, "An SCT's signature cannot be verified here",
     "It is not ECDSA or RSA with SHA-256, which are all that RFC 6962 allows.",
     "Use SCTs of a log that follows RFC 6962.", "RFC 6962 section 2.1.4"},
    {"ct.issuer-unknown", Severity::info, "Embedded SCTs cannot be verified without the issuer",
     "A log signs the hash of the issuer's key with a precertificate, and the issuer's certificate "
     "is not at hand.",
     "Add the issuer's certificate.", "RFC 6962 section 3.2"},
    {"ct.timestamp-future", Severity::high, "An SCT is from the future",
     "Its timestamp lies after the time of validation; browsers ignore it.",
     "Check the clock, or validate as of a later time.", "RFC 6962 section 5.2"},
    {"ct.timestamp-after-expiry", Severity::medium, "An SCT was made after the certificate's end",
     "The certificate was logged when it had already expired. The SCT is not counted.",
     "Have the certificate issued anew.", "RFC 6962 section 3.2"},
    {"ct.timestamp-before-validity", Severity::info,
     "An SCT is more than two days older than the certificate",
     "The precertificate was logged long before notBefore. This is allowed, but tells of unusual "
     "issuance.",
     "None needed.", "RFC 6962 section 3.2"},
    {"ct.log-rejected", Severity::medium, "An SCT is from a rejected log",
     "No browser counts SCTs of this log.", "Renew the certificate: the CA uses other logs now.",
     kChrome},
    {"ct.log-pending", Severity::low, "An SCT is from a log that is not accepted yet",
     "The log has applied for inclusion; its SCTs do not count before it is qualified.",
     "None when other SCTs suffice.", kChrome},
    {"ct.log-retired", Severity::low, "An SCT is from a retired log",
     "It counts only when it is embedded and was made before the log's retirement.",
     "Renew in time; at least one SCT must be from a log that is not retired.", kChrome},
    {"ct.log-test", Severity::medium, "An SCT is from a test log",
     "SCTs of test logs count nowhere.", "Have the certificate issued with SCTs of real logs.",
     kChrome},
    {"ct.log-state-unknown", Severity::info, "The state of a log is not known here",
     "The table has the log's key, but not whether browsers accept it now.",
     "Give the current log list with --ct-logs.", kChrome},
    {"ct.outside-interval", Severity::medium, "A log was not made for this certificate's expiry",
     "The certificate's notAfter lies outside the interval of expiry dates that the log accepts. "
     "The "
     "SCT is not counted.",
     "Have the certificate issued anew; the CA chose the wrong shard of a log.",
     "RFC 9162 section 4.1; Chrome Certificate Transparency Log Policy"},
    {"ct.duplicate-log", Severity::info, "Several SCTs are from the same log",
     "SCTs of one log count once.", "None when other SCTs suffice.", kChrome},
    {"ct.too-few-scts", Severity::high, "Too few SCTs count",
     "Browsers want SCTs of two distinct accepted logs for a lifetime of up to 180 days, and of "
     "three above. They refuse the certificate if it is publicly trusted.",
     "Have the certificate issued with more SCTs.", kChrome},
    {"ct.one-operator", Severity::high, "All SCTs are from one log operator",
     "Browsers want SCTs of logs of at least two operators.",
     "Have the certificate issued with SCTs of several operators.", kChrome},
    {"ct.no-current-log", Severity::high, "No SCT is from a log that is accepted now",
     "All logs concerned are retired; at least one SCT must be from a log that is qualified, "
     "usable "
     "or read-only.",
     "Renew the certificate.", kChrome},
    {"ct.no-rfc6962-log", Severity::medium, "All SCTs are from logs of the static API",
     "Until 2026-04-15 Chrome wanted at least one SCT of a log of RFC 6962's own API.",
     "None after that date.", kChrome},
};

// A typo does not compile.
consteval const FindingKind* kind(std::string_view id) {
    for (const FindingKind& k : kKinds)
        if (k.id == id) return &k;
    throw "no such kind";
}

}  // namespace tlsonar::trust::ct_kinds
