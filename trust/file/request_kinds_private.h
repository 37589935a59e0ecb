// The kinds of findings on requests. Private to this folder.
#pragma once

#include "trust/finding/finding.h"

#include <string_view>

namespace tlsonar::trust {

inline constexpr FindingKind kRequestKinds[] = {
    {"deploy.request-asks-for-ca", Severity::high, "The request asks for a CA certificate",
     "Its basicConstraints say cA:TRUE. Public CAs refuse it or leave the extension out; a private "
     "CA that copies extensions would hand out the power to issue certificates.",
     "Remove basicConstraints from the request's configuration.",
     "RFC 5280 section 4.2.1.9; CA/B BR 7.1.2.7.8"},
    {"deploy.request-bad-name", Severity::high, "A name in the request is no host name",
     "Names hold letters, digits and hyphens in labels of 1 to 63 octets; no scheme, port, path, "
     "blank or trailing dot. CAs refuse anything else.",
     "Write the bare host name, with A-labels (xn--…) for other scripts.",
     "RFC 5280 section 4.2.1.6; CA/B BR 7.1.4.2"},
    {"deploy.request-bad-wildcard", Severity::high, "A wildcard that no CA may certify",
     "The asterisk must be the whole leftmost label, and must not stand over a public suffix such "
     "as co.uk, where it would cover names of others.",
     "Ask for *.your-domain, or list the names.", "RFC 9525 section 6.3; CA/B BR 3.2.2.6"},
    {"deploy.request-broken", Severity::high, "The request cannot be read completely",
     "Its structure is damaged or is not that of PKCS #10. A CA refuses it.",
     "Create the request anew.", "RFC 2986 section 4"},
    {"deploy.request-challenge-password", Severity::low, "The request holds a challenge password",
     "It is readable by everybody who gets the request, and public CAs have no use for it. "
     "Sometimes it is one that is used elsewhere.",
     "Leave the question for it empty, except where SCEP wants it.", "RFC 2985 section 5.4.1"},
    {"deploy.request-internal-name", Severity::high, "A name that exists only inside a network",
     "Public CAs may not certify names that are not under a registered domain: nobody can prove "
     "that they are his.",
     "Use a name under a domain of yours, or a private CA.", "CA/B BR 7.1.4.2; RFC 6761"},
    {"deploy.request-key-refused", Severity::high, "A key that public CAs do not certify",
     "Public CAs take RSA keys of 2048 bits and more whose size is a multiple of 8, and ECDSA keys "
     "on secp256r1, secp384r1 and (not all of them) secp521r1.",
     "Create a key of one of these kinds.", "CA/B BR 6.1.5"},
    {"deploy.request-name-outside-san", Severity::low, "The common name is not among the names",
     "Clients look at subjectAltName alone. A CA adds the common name to it, or refuses the "
     "request.",
     "Put all names into subjectAltName.", "RFC 9525 section 2; CA/B BR 7.1.4.3"},
    {"deploy.request-no-names", Severity::medium, "The request names no host",
     "It has no subjectAltName. Some CAs take the common name or ask for the names elsewhere; "
     "others "
     "refuse it.",
     "Add a subjectAltName with all names (openssl req -addext subjectAltName=DNS:…).",
     "RFC 9525 section 6; CA/B BR 7.1.2.7.12"},
    {"deploy.request-not-for-servers", Severity::low, "The request is not for a TLS server",
     "Its extended key usage lacks serverAuth. A CA that copies it issues a certificate that "
     "browsers refuse.",
     "Ask for serverAuth, or for no extended key usage.", "RFC 5280 section 4.2.1.12"},
    {"deploy.request-other-name", Severity::info, "Names that are no concern of TLS servers",
     "Public CAs leave e-mail addresses, URIs and other kinds of names out of server certificates, "
     "or refuse the request.",
     "Keep DNS names and IP addresses only.", "CA/B BR 7.1.2.7.12"},
    {"deploy.request-reserved-address", Severity::high, "An IP address that belongs to nobody",
     "Public CAs may not certify addresses of private or reserved networks.",
     "Use a name, a public address, or a private CA.", "CA/B BR 4.2.2; RFC 6890"},
    {"deploy.request-signature-unverified", Severity::info,
     "The request's own signature could not be verified",
     "Neither right nor wrong: the library does not know the algorithm or the kind of key.",
     "Nothing, if the CA knows it.", "RFC 2986 section 4.2"},
    {"deploy.request-signature-wrong", Severity::critical, "The request's own signature is wrong",
     "It does not prove that its sender has the private key: the request was changed or damaged "
     "after it was signed. Every CA refuses it.",
     "Create the request anew.", "RFC 2986 section 4.2"},
    {"deploy.request-underscore", Severity::high, "A name with an underscore",
     "Public CAs may not certify names with underscores (since 2019).",
     "Rename the host, or use a wildcard that covers it.", "CA/B BR 7.1.4.2 (SC 12)"},
    {"deploy.request-weak-hash", Severity::medium, "The request is signed with a broken hash",
     "Many CAs refuse requests that are signed with MD5 or SHA-1.",
     "Create it with SHA-256 (openssl req -sha256).", "CA/B BR 7.1.3.2; RFC 6194"},
};

// A typo does not compile.
consteval const FindingKind* request_kind(std::string_view id) {
    for (const FindingKind& kind : kRequestKinds)
        if (kind.id == id) return &kind;
    throw "no such kind";
}

}  // namespace tlsonar::trust
