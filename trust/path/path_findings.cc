#include "trust/finding/catalogue.h"
#include "trust/path/path_kinds.h"

#include <cstddef>

namespace tlsonar::trust {
namespace {

// In the order of PathKind.
constexpr FindingKind kKinds[] = {
    {"path.missing-issuer", Severity::high, "An issuer's certificate is missing",
     "No certificate with the issuer's name and key is among those sent, the intermediates "
     "known here and the trust anchors, so the path cannot be completed. Clients that do not "
     "fetch or remember intermediates will refuse the server.",
     "Add the intermediate certificate of the issuer named here to the server's chain file, "
     "after the leaf.",
     "RFC 5280 section 6.1; RFC 8446 section 4.4.2"},
    {"path.untrusted-root", Severity::high, "The path ends at a root that is not trusted",
     "The last certificate is issued by itself and is not among the trust anchors of this "
     "store.",
     "Use a chain that leads to a root which the clients have, or install this root in their "
     "stores if it is your own.",
     "RFC 5280 section 6.1.1 (d)"},
    {"path.budget-exhausted", Severity::medium, "The search was given up",
     "The certificates allow so many paths, names or signatures that judging them all would "
     "cost more than the limit. What was found so far says neither yes nor no.",
     "Remove superfluous cross-certificates or name constraints; if the chain is honest, "
     "validate again with a larger budget.",
     "RFC 4158 section 2.4.2"},
    {"path.too-deep", Severity::high, "More intermediate certificates than allowed",
     "The path has more intermediate certificates (self-issued ones not counted) than the "
     "caller permits.",
     "Use a shorter chain, or raise the maximum depth.", "RFC 5280 section 6.1"},
    {"path.leaf-is-anchor", Severity::info, "The certificate itself is a trust anchor",
     "The very certificate that is to be judged is in the trust store, so no issuer vouches "
     "for it and only its own contents were checked.",
     "Nothing to do when this is intended; otherwise use a certificate issued by a CA.",
     "RFC 5280 section 6.1"},
    {"path.signature-wrong", Severity::critical, "The signature is not the issuer's",
     "The signature over the certificate does not verify with the key of the issuer that it "
     "names: the certificate was altered, or the issuer has another key now.",
     "Obtain the certificate again; when the CA has changed its key, use the intermediate "
     "certificate that fits.",
     "RFC 5280 section 6.1.3 (a)(1)"},
    {"path.signature-unsupported", Severity::medium, "The signature could not be verified",
     "The signature's algorithm, or the key it was made with, is not known to the library "
     "used here (post-quantum signatures, for instance). This says nothing about its worth.",
     "Check with a library that knows the algorithm; be aware that most clients today know it "
     "neither.",
     "RFC 5280 section 6.1.3 (a)(1)"},
    {"path.signature-algorithm-weak", Severity::high,
     "The signature's algorithm is too weak to count",
     "Signatures with this hash or kind of key can be forged, or are not allowed in this "
     "profile, so that the certificate proves nothing.",
     "Have the certificate issued again with SHA-256 or better, by RSA or ECDSA.",
     "CA/B Baseline Requirements section 7.1.3.2; RFC 9155; RFC 6151"},
    {"path.signature-algorithm-mismatch", Severity::high, "Two signature algorithms are named",
     "The algorithm inside the signed part and the one beside the signature differ. The outer "
     "one is not protected by the signature.",
     "Have the certificate issued again by software that writes it correctly.",
     "RFC 5280 section 4.1.1.2"},
    {"path.expired", Severity::critical, "The certificate has expired",
     "The time of validation is after notAfter. Clients refuse a path with such a certificate.",
     "Renew the certificate; when it is an intermediate, replace it in the chain file by its "
     "successor.",
     "RFC 5280 section 6.1.3 (a)(2)"},
    {"path.not-yet-valid", Severity::high, "The certificate is not valid yet",
     "The time of validation is before notBefore: the certificate was deployed too early, or "
     "a clock is wrong.",
     "Check the clocks, or wait.", "RFC 5280 section 6.1.3 (a)(2)"},
    {"path.validity-unreadable", Severity::high, "The validity period cannot be read",
     "notBefore or notAfter is no time as DER writes it, so that nobody can tell when the "
     "certificate is valid.",
     "Have the certificate issued again.", "RFC 5280 section 4.1.2.5"},
    {"path.malformed-certificate", Severity::high, "The certificate is not well-formed",
     "The encoding departs from what the standard allows. Strict clients refuse it, tolerant "
     "ones may read it differently.",
     "Have the certificate issued again by software that writes correct DER.",
     "RFC 5280 section 4.1; X.690 section 10"},
    {"path.malformed-extension", Severity::high, "An extension is not well-formed",
     "The content of the extension is not what its definition allows, so that its meaning is "
     "uncertain.",
     "Have the certificate issued again with a correct extension.", "RFC 5280 section 4.2"},
    {"path.too-large", Severity::medium, "The certificate is larger than what is read",
     "The certificate holds more names, extensions or attributes than the limits of this "
     "program allow to be examined, so that no verdict is given.",
     "Use a certificate with fewer names.", "docs/validation.md, limits"},
    {"path.version", Severity::high, "The certificate's version is wrong",
     "Extensions exist since version 3, and public CAs issue nothing else. Without extensions "
     "a certificate cannot say what it is for.",
     "Have the certificate issued again as version 3.",
     "RFC 5280 section 4.1.2.1; CA/B Baseline Requirements section 7.1.1"},
    {"path.duplicate-extension", Severity::high, "An extension appears twice",
     "Which of the two counts is undefined, and clients differ.",
     "Have the certificate issued again.", "RFC 5280 section 4.2"},
    {"path.unknown-critical-extension", Severity::high, "A critical extension is not understood",
     "The issuer marked an extension as critical that is not processed here: the certificate "
     "must not be used by those who do not understand it.",
     "Use a certificate without that extension for this purpose. (A certificate with the CT "
     "poison extension is a precertificate: deploy the final one.)",
     "RFC 5280 sections 4.2 and 6.1.5 (f)"},
    {"path.serial-number", Severity::medium, "The serial number breaks the rules",
     "Serial numbers are positive and at most 20 octets long; others are refused by strict "
     "clients, and revocation by serial number may fail.",
     "Have the certificate issued again.", "RFC 5280 section 4.1.2.2"},
    {"path.empty-issuer", Severity::high, "The issuer has no name",
     "A certificate must name its issuer; with an empty name no issuer can be found.",
     "Have the certificate issued by a CA with a name.", "RFC 5280 section 4.1.2.4"},
    {"path.empty-subject", Severity::high, "A CA has no name",
     "The subject of a CA's certificate must not be empty, since it is the issuer's name in "
     "what the CA issues.",
     "Give the CA a name and issue its certificate again.", "RFC 5280 section 4.1.2.6"},
    {"path.issuer-not-ca", Severity::critical, "The issuer is not a CA",
     "The certificate is used as an issuer but does not say that it is one (basicConstraints "
     "with cA, in a version 3 certificate). Accepting it would let any server issue "
     "certificates.",
     "Use the right intermediate certificate.", "RFC 5280 section 6.1.4 (k); section 4.2.1.9"},
    {"path.basic-constraints-not-critical", Severity::medium,
     "basicConstraints of a CA is not critical",
     "Software that does not know the extension would overlook it; CAs must mark it as "
     "critical.",
     "Have the CA's certificate issued again with a critical basicConstraints.",
     "RFC 5280 section 4.2.1.9; CA/B Baseline Requirements section 7.1.2"},
    {"path.path-length-exceeded", Severity::high, "More CAs follow than the CA may have below it",
     "pathLenConstraint says how many intermediate certificates (self-issued ones not "
     "counted) may follow below this CA, and there are more.",
     "Use a chain without the superfluous CA, or a CA without that limit.",
     "RFC 5280 sections 4.2.1.9 and 6.1.4 (l), (m)"},
    {"path.cert-sign-not-allowed", Severity::high, "The issuer's key may not sign certificates",
     "keyUsage of the issuer lacks keyCertSign.", "Use an issuer whose keyUsage allows it.",
     "RFC 5280 section 6.1.4 (n)"},
    {"path.authority-key-id-missing", Severity::medium, "The authority key identifier is missing",
     "All certificates but self-signed ones must name their issuer's key, so that the issuer "
     "can be found.",
     "Have the certificate issued again with authorityKeyIdentifier.", "RFC 5280 section 4.2.1.1"},
    {"path.authority-key-id-critical", Severity::medium, "The authority key identifier is critical",
     "The extension must not be marked as critical.", "Have the certificate issued again.",
     "RFC 5280 section 4.2.1.1"},
    {"path.authority-key-id-form", Severity::medium,
     "The root's authority key identifier has a forbidden form",
     "A root's authorityKeyIdentifier, when it is there, holds its own subjectKeyIdentifier "
     "and neither issuer name nor serial number.",
     "Issue the root's certificate again without the extension, or with the key identifier "
     "alone.",
     "CA/B Baseline Requirements section 7.1.2.1.3"},
    {"path.subject-key-id-missing", Severity::medium,
     "The subject key identifier of a CA is missing",
     "Every CA certificate must identify its key, so that paths can be found.",
     "Have the CA's certificate issued again with subjectKeyIdentifier.",
     "RFC 5280 section 4.2.1.2"},
    {"path.subject-key-id-critical", Severity::medium, "The subject key identifier is critical",
     "The extension must not be marked as critical.", "Have the certificate issued again.",
     "RFC 5280 section 4.2.1.2"},
    {"path.authority-info-access-critical", Severity::medium,
     "The authority information access is critical",
     "The extension must not be marked as critical.", "Have the certificate issued again.",
     "RFC 5280 section 4.2.2.1"},
    {"path.policy-constraints-not-critical", Severity::medium, "policyConstraints is not critical",
     "Software that does not know the extension would overlook the limits that it sets; CAs "
     "must mark it as critical.",
     "Have the CA's certificate issued again.", "RFC 5280 section 4.2.1.11"},
    {"path.ca-as-leaf", Severity::high, "A CA's certificate serves as a server's or client's",
     "Its key can issue certificates for any name; on a server it is exposed to everyone who "
     "gets in. Public CAs must not do this.",
     "Use a certificate that is not a CA's.",
     "CA/B Baseline Requirements sections 7.1.2.7.8 and 7.1.2.7.11"},
    {"path.leaf-signs-certificates", Severity::high,
     "A certificate that is no CA's may sign certificates",
     "keyUsage has keyCertSign while basicConstraints does not say that this is a CA: the two "
     "contradict each other.",
     "Have the certificate issued again without keyCertSign.", "RFC 5280 section 4.2.1.9"},
    {"path.alt-name-missing", Severity::high, "The certificate has no subjectAltName",
     "Names are taken from subjectAltName only; the common name does not count.",
     "Have the certificate issued again with its names in subjectAltName.",
     "RFC 9525 section 6.3; CA/B Baseline Requirements section 7.1.2.7.12"},
    {"path.alt-name-criticality", Severity::medium,
     "subjectAltName is critical where it must not be, or is not where it must",
     "It is critical when the subject is empty, since nothing else names the holder, and only "
     "then.",
     "Have the certificate issued again.",
     "RFC 5280 section 4.2.1.6; CA/B Baseline Requirements section 7.1.2.7.12"},
    {"path.alt-name-malformed", Severity::high, "A name in subjectAltName is none",
     "The name is not written as names of its kind are (no host name, no mailbox, no "
     "address): clients may take it for something else.",
     "Have the certificate issued again without it; internationalized names belong in there "
     "as A-labels, addresses as iPAddress.",
     "RFC 5280 section 4.2.1.6"},
    {"path.common-name-not-in-alt-names", Severity::medium,
     "The common name is not one of the certificate's names",
     "If a common name is there, it must be, character for character, one of the names in "
     "subjectAltName; addresses are written as RFC 3986 and RFC 5952 say.",
     "Have the certificate issued again without a common name, or with one of its names.",
     "CA/B Baseline Requirements section 7.1.4.3"},
    {"path.key-usage-missing", Severity::high, "The key may not be used for this",
     "keyUsage does not have the bits that the purpose needs.",
     "Have the certificate issued again with the right keyUsage.", "RFC 5280 section 4.2.1.3"},
    {"path.extended-key-usage-missing", Severity::medium,
     "The certificate does not say what it is for",
     "Certificates of public servers must have extKeyUsage.",
     "Have the certificate issued again with extKeyUsage serverAuth.",
     "CA/B Baseline Requirements section 7.1.2.7.6"},
    {"path.extended-key-usage-wrong", Severity::high, "The certificate is for something else",
     "extKeyUsage of this certificate (or of a CA, which limits all that it issues) does not "
     "have the purpose that it is used for.",
     "Use a certificate that is issued for this purpose.", "RFC 5280 section 4.2.1.12"},
    {"path.extended-key-usage-any", Severity::medium,
     "The certificate claims to be for any purpose",
     "anyExtendedKeyUsage is forbidden in certificates of public servers.",
     "Have the certificate issued again with serverAuth only.",
     "CA/B Baseline Requirements section 7.1.2.7.10"},
    {"path.extended-key-usage-critical", Severity::low, "extKeyUsage is critical",
     "In certificates of public servers the extension must not be critical.",
     "Have the certificate issued again.", "CA/B Baseline Requirements section 7.1.2.7.6"},
    {"path.extended-key-usage-on-root", Severity::medium, "A root has extKeyUsage",
     "Root certificates of public CAs must not have the extension.",
     "Nothing a server's operator can do; the CA must issue its root again.",
     "CA/B Baseline Requirements section 7.1.2.1.2"},
    {"path.key-kind", Severity::high, "The kind of key is not allowed",
     "Keys of this kind are not accepted in this profile. Browsers accept RSA and ECDSA only.",
     "Make a new key: ECDSA with P-256, or RSA with 2048 bits or more.",
     "CA/B Baseline Requirements sections 6.1.5 and 7.1.3.1"},
    {"path.key-size", Severity::high, "The key is too small", "A key of this size can be broken.",
     "Make a new key: ECDSA with P-256, or RSA with 2048 bits or more.",
     "CA/B Baseline Requirements section 6.1.5"},
    {"path.key-size-odd", Severity::medium, "The size of the key is not a multiple of eight",
     "RSA keys must have a modulus whose size in bits is divisible by 8.",
     "Make a new key of 2048, 3072 or 4096 bits.", "CA/B Baseline Requirements section 6.1.5"},
    {"path.key-curve", Severity::high, "The key's curve is not allowed",
     "The curve is spelled out by its parameters, or is not one that clients accept (P-256, "
     "P-384, P-521).",
     "Make a new key on P-256.",
     "RFC 5480 section 2.1.1; CA/B Baseline Requirements section 7.1.3.1.2"},
    {"path.key-exponent", Severity::critical, "The RSA key's public exponent is no such thing",
     "An RSA exponent is an odd number of 3 or more, and less than the modulus. With 1, everybody "
     "can make signatures; with an even one, nobody can.",
     "Make a new key, with the exponent 65537, and find out what made this one.",
     "RFC 8017 section 3.1; CA/B Baseline Requirements section 6.1.6"},
    {"path.key-malformed", Severity::high, "The public key cannot be read",
     "The key is not written as its algorithm wants: its point is not on the curve, a number is "
     "missing, or octets are left over. Nobody can have the private key to it.",
     "Make a new key and have the certificate issued again.",
     "RFC 5480 section 2.2; RFC 8017 appendix A.1.1"},
    {"path.name-constraints-malformed", Severity::high, "The CA's name constraints cannot be read",
     "The extension is empty or holds a subtree that is no name of its kind, so that no one "
     "can say which names the CA may certify.",
     "The CA's certificate must be issued again.", "RFC 5280 section 4.2.1.10"},
    {"path.name-constraints-not-critical", Severity::medium,
     "The CA's name constraints are not critical",
     "Software that does not know the extension would overlook the limits of the CA. (The Web "
     "PKI allows it.)",
     "Have the CA's certificate issued again with critical name constraints.",
     "RFC 5280 section 4.2.1.10"},
    {"path.name-constraints-in-leaf", Severity::high,
     "A certificate that is no CA's has name constraints",
     "The extension belongs in certificates of CAs only.", "Have the certificate issued again.",
     "RFC 5280 section 4.2.1.10"},
    {"path.name-excluded", Severity::critical, "A name is one that the CA may not certify",
     "A name of the certificate lies in a subtree which a CA above it is excluded from, or is "
     "a wildcard that could stand for a name in there.",
     "Have the certificate issued by another CA, or without that name.",
     "RFC 5280 section 6.1.3 (c)"},
    {"path.name-not-permitted", Severity::critical,
     "A name lies outside of what the CA may certify",
     "A CA above may certify names of this kind in certain subtrees only, and this name (or a "
     "name that its wildcard could stand for) lies in none of them.",
     "Have the certificate issued by another CA, or without that name.",
     "RFC 5280 section 6.1.3 (b)"},
    {"path.name-constraint-unsupported", Severity::high,
     "A constraint on a kind of name that cannot be applied",
     "A CA constrains names of a kind whose comparison is not defined or not known here, and "
     "the certificate holds such a name.",
     "Have the certificate issued without that name.", "RFC 5280 section 4.2.1.10"},
    {"path.name-unreadable", Severity::high, "A constrained name is none of its kind",
     "A CA constrains names of this kind, and the name cannot be read as one, so it lies in "
     "no subtree.",
     "Have the certificate issued again.", "RFC 5280 section 4.2.1.10"},
    {"path.policy-required", Severity::high, "The path is valid under no acceptable policy",
     "The caller or a CA in the path requires that every certificate asserts a common "
     "certificate policy, and there is none, or none that the caller accepts.",
     "Use a certificate issued under the policy wanted, or do not require one.",
     "RFC 5280 sections 6.1.3 (f) and 6.1.5 (g)"},
    {"path.policy-mapping-any", Severity::high, "A CA maps policies from or to anyPolicy",
     "That is forbidden: it would make any policy equal to any other.",
     "The CA's certificate must be issued again.", "RFC 5280 section 6.1.4 (a)"},
    {"path.revoked", Severity::critical, "The certificate has been revoked",
     "Its issuer (or who speaks for it) declared it void before its time, often because the "
     "key was lost.",
     "Make a new key and have a new certificate issued at once.", "RFC 5280 section 6.1.3 (a)(3)"},
    {"path.revocation-unknown", Severity::medium,
     "Nothing usable says whether the certificate is revoked",
     "Revocation was to be checked, and no CRL or OCSP response that covers this certificate "
     "was there, was current and was verified.",
     "Supply the CRLs or responses of every CA in the path, or allow them to be fetched.",
     "RFC 5280 section 6.1.3 (a)(3)"},
    {"name.mismatch", Severity::critical, "The certificate is not for this name",
     "None of the names in subjectAltName stands for the name that the client asked for. The "
     "common name does not count, a wildcard stands for one label.",
     "Have a certificate issued that has the name, or correct the server's configuration "
     "(which certificate for which name).",
     "RFC 9525 section 6"},
    {"name.wildcard-public-suffix", Severity::critical, "A wildcard spans a public suffix",
     "The only name that would fit is a wildcard directly below a suffix under which anybody "
     "can register names. No client should honour it.",
     "Have a certificate issued with the full name.",
     "RFC 9525 section 7.1; CA/B Baseline Requirements section 3.2.2.6"},
};
static_assert(sizeof kKinds / sizeof kKinds[0] == static_cast<std::size_t>(PathKind::count));

// An id stands once.
constexpr bool ids_differ() {
    for (std::size_t i = 0; i < sizeof kKinds / sizeof kKinds[0]; ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (kKinds[i].id == kKinds[j].id) return false;
    return true;
}
static_assert(ids_differ());

}  // namespace

std::span<const FindingKind> path_kind_table() { return kKinds; }
const FindingKind* path_kind(PathKind kind) { return &kKinds[static_cast<std::size_t>(kind)]; }
std::span<const FindingKind> path_finding_kinds() { return kKinds; }

}  // namespace tlsonar::trust
