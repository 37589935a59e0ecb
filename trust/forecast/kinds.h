// The kinds of findings of a forecast, and their lookup at compile time. Private to this folder.
#pragma once

#include "trust/finding/finding.h"

#include <string_view>

namespace tlsonar::trust {

inline constexpr FindingKind kForecastKinds[] = {
    {"forecast.leaf-expires", Severity::info, "The server's certificate expires",
     "From that moment every client refuses the server.",
     "Renew in time and load the new certificate; automate it (ACME).", "RFC 5280 section 4.1.2.5"},
    {"forecast.intermediate-expires", Severity::medium, "An intermediate certificate expires",
     "From that moment this path is broken, even when the server's certificate lives longer, and "
     "no other path is known.",
     "Send the issuer's current intermediate; most CAs publish it under the URL in "
     "authorityInfoAccess.",
     "RFC 5280 section 4.1.2.5"},
    {"forecast.cross-sign-expires", Severity::low, "A path ends earlier than others",
     "A certificate of this path expires while other paths of the same server go on. Clients that "
     "know only this path's root (old devices, mostly) lose the server; some old clients fail even "
     "though they know another root, because they do not try another path.",
     "Check which clients need this path; then send the chain of the path that stays.",
     "RFC 4158 section 2.4; the expiry of AddTrust (2020-05-30) and DST Root CA X3 (2021-09-30)"},
    {"forecast.root-expires", Severity::low, "The root certificate expires",
     "Clients that check the dates of their anchors refuse the path from then on; others follow as "
     "the stores drop the root.",
     "Move to a path with a younger root before.", "RFC 5280 section 6.1.1 (d)"},
    {"forecast.root-removed", Severity::medium, "A programme will remove the root",
     "From then on clients with that programme's store refuse every certificate below the root, "
     "whenever it was issued.",
     "Ask the CA for a chain to a root that stays, or change the CA.",
     "the programme's announcement"},
    {"forecast.root-key-old", Severity::medium,
     "The root's key reaches the age at which programmes remove it",
     "Chrome and Mozilla remove roots by the year in which their keys were made. Clients with "
     "their stores refuse the path from then on. The date follows from the root's notBefore when "
     "the key's year is not known.",
     "Ask the CA for a chain to its younger root.",
     "Chrome Root Program Policy (root key age); Mozilla Root Store Policy 7.4"},
    {"forecast.root-distrusts-renewals", Severity::medium,
     "A programme will not trust new certificates below this root",
     "Certificates issued before the date stay trusted until they expire; their renewals will not "
     "be.",
     "Renew with another CA, or ask this one for a chain to a root that stays.",
     "the programme's announcement"},
    {"forecast.root-distrusted", Severity::high,
     "Issued after the date from which a programme distrusts the root",
     "Clients of that programme refuse this certificate already.",
     "Have a certificate issued by another CA.", "the programme's announcement"},
    {"forecast.renewal-lifetime", Severity::info, "The renewal must be shorter",
     "Server certificates issued from that day may live no longer than the limit; today's "
     "certificate lives longer. Renewals come more often then.",
     "Automate renewal (ACME) before the date.", "CA/B TLS BR 6.3.2 (ballot SC-081v3)"},
    {"forecast.validation-reuse", Severity::info, "Domain validation must be repeated sooner",
     "From that day a CA may reuse a validation of the domain only for so long; each renewal after "
     "that needs a new one.",
     "Automate validation together with renewal.", "CA/B TLS BR 4.2.1 (ballot SC-081v3)"},
    {"forecast.client-auth-ends", Severity::medium,
     "The renewal cannot be used for client authentication",
     "The certificate serves TLS servers and clients. From that day certificates below roots that "
     "Chrome trusts must be for servers only: mutual TLS, mail relays and the like that present "
     "this certificate stop working with its renewal.",
     "Get client certificates from a private CA, or from a public hierarchy made for clients.",
     "Chrome Root Program Policy 1.8, section 1.3.2"},
    {"forecast.sha1-ends", Severity::high, "The chain has a signature with SHA-1",
     "SHA-1 leaves the Web PKI completely on that day; most clients refuse it already.",
     "Replace the certificate.", "CA/B TLS BR 7.1.3.2; SHA-1 sunset of 2026-09-15"},
    {"forecast.key-too-small-2030", Severity::info, "A key of 112 bits of security",
     "RSA under 3,072 bits is deprecated after 2030. Nothing breaks by itself on that day, but "
     "rules that follow NIST will want larger keys.",
     "Plan for ECDSA P-256 or RSA 3072 and more.", "NIST IR 8547, SP 800-131A"},
    {"forecast.key-not-post-quantum-2035", Severity::info,
     "A signature that a quantum computer can forge",
     "RSA and elliptic curves are to be disallowed after 2035. Certificates are safe until such a "
     "computer exists; roots live long, so hierarchies change first.",
     "Nothing yet; keep software able to change algorithms.", "NIST IR 8547"},
};

// Throws at compile time when no kind has that id.
consteval const FindingKind* forecast_kind(std::string_view id) {
    for (const FindingKind& kind : kForecastKinds)
        if (kind.id == id) return &kind;
    throw "no such kind";
}

}  // namespace tlsonar::trust
