// The finding kinds of this area, as a table that the compiler looks up. Private to this folder.
#pragma once

#include "trust/finding/finding.h"

#include <string_view>

namespace tlsonar::trust::revocation_kinds {

inline constexpr FindingKind kKinds[] = {
    {"revocation.revoked", Severity::critical, "The certificate is revoked",
     "Its issuer has withdrawn it. Clients that look refuse the connection; the reason and the "
     "date "
     "stand in the CRL or OCSP response.",
     "Replace the certificate, with a new key if the reason is keyCompromise, and find out who "
     "asked for the revocation.",
     "RFC 5280 section 6.3.3"},
    {"revocation.on-hold", Severity::critical, "The certificate is on hold",
     "Its issuer has suspended it (certificateHold). It counts as revoked until the issuer lifts "
     "the hold; public CAs may not use holds at all.",
     "Ask the issuer to lift the hold, or replace the certificate.", "RFC 5280 section 5.3.1"},
    {"revocation.no-information", Severity::info, "Nothing says whether it is revoked",
     "No CRL, OCSP response or staple that fits this certificate was at hand.",
     "Give CRLs and OCSP responses as files, or allow the network with --fetch.",
     "RFC 5280 section 6.3"},
    {"revocation.distribution-points-malformed", Severity::medium,
     "The cRLDistributionPoints extension cannot be read",
     "Where to find the issuer's CRLs cannot be told from the certificate, and which CRL covers it "
     "cannot be decided by its distribution point.",
     "Have the certificate issued anew with a well-formed extension.", "RFC 5280 section 4.2.1.13"},
    {"revocation.crl-malformed", Severity::medium, "A CRL cannot be read",
     "The CRL of this issuer is truncated, malformed or beyond the limits of the reader. What it "
     "does not list is therefore not known to be good.",
     "Fetch the CRL again; if it stays so, the CA must publish a correct one.",
     "RFC 5280 section 5.1"},
    {"revocation.crl-signature-wrong", Severity::high, "A CRL's signature is wrong",
     "No key that may sign this CRL made its signature: it was altered, comes from somebody else, "
     "or was signed by a key whose certificate is not at hand.",
     "Fetch the CRL again from the distribution point; give the certificate of the CRL's signer "
     "when it is not the issuer itself.",
     "RFC 5280 section 6.3.3 (g)"},
    {"revocation.crl-signature-unsupported", Severity::low,
     "A CRL's signature cannot be verified here",
     "The signature algorithm or the key is not known to this program, so the CRL is not used.",
     "Verify the CRL with software that knows the algorithm.", "RFC 5280 section 6.3.3 (g)"},
    {"revocation.crl-signature-weak", Severity::high, "A CRL is signed with a broken hash",
     "Signatures with MD5 and older hashes can be forged, so the CRL is not used.",
     "The CA must sign its CRLs with SHA-256 or better.", "RFC 6151; RFC 5280 section 6.3.3 (g)"},
    {"revocation.crl-algorithm-mismatch", Severity::high,
     "A CRL names two different signature algorithms",
     "The algorithm inside the signed part differs from the one beside the signature. Such a CRL "
     "is not used.",
     "The CA must publish a correct CRL.", "RFC 5280 section 5.1.1.2"},
    {"revocation.crl-signer-missing", Severity::medium, "The signer of a CRL is not known",
     "The CRL is issued by a separate CRL issuer whose certificate is not at hand.",
     "Add the CRL issuer's certificate to the files.", "RFC 5280 section 6.3.3 (f)"},
    {"revocation.crl-signer-untrusted", Severity::high, "The signer of a CRL is not trusted",
     "The CRL is signed by a certificate that has no valid path to the anchor of the certificate "
     "in "
     "question, or whose own status is revoked or unknown.",
     "Give the intermediates and CRLs of the CRL issuer; a CRL issuer must end at the same anchor.",
     "RFC 5280 section 6.3.3 (f)"},
    {"revocation.crl-signer-key-usage", Severity::high, "The signer of a CRL may not sign CRLs",
     "The signer's certificate has a keyUsage extension without cRLSign.",
     "The CA must sign its CRLs with a certificate that asserts cRLSign.",
     "RFC 5280 section 6.3.3 (f)"},
    {"revocation.crl-not-yet-valid", Severity::medium, "A CRL is from the future",
     "Its thisUpdate lies after the time of validation.",
     "Check the clock, or validate as of a later time.", "RFC 5280 section 5.1.2.4"},
    {"revocation.crl-expired", Severity::medium, "A CRL is out of date",
     "Its nextUpdate has passed, so later revocations are not in it.",
     "Fetch the current CRL; if the CA still serves this one, its CRL publication is broken.",
     "RFC 5280 section 6.3.3 (a)"},
    {"revocation.crl-without-next-update", Severity::medium, "A CRL does not say how long it holds",
     "It has no nextUpdate, which the profile requires, and is not fresh enough to be believed.",
     "The CA must put nextUpdate into its CRLs.", "RFC 5280 section 5.1.2.5"},
    {"revocation.crl-number-missing", Severity::medium, "A CRL has no CRL number",
     "Every CRL of the profile must have the cRLNumber extension: without it nobody can tell which "
     "of two lists is the newer one.",
     "The CA must put cRLNumber into its CRLs.", "RFC 5280 section 5.2.3"},
    {"revocation.crl-number-critical", Severity::medium, "A CRL's number is marked critical",
     "cRLNumber must not be critical.", "The CA must mark cRLNumber as not critical.",
     "RFC 5280 section 5.2.3"},
    {"revocation.crl-critical-extension", Severity::medium,
     "A CRL has an unknown critical extension",
     "A CRL whose critical extensions are not all understood must not be used to decide on any "
     "certificate.",
     "Use a CRL without that extension, or software that knows it.", "RFC 5280 section 5.2"},
    {"revocation.crl-critical-entry-extension", Severity::medium,
     "A CRL's entry has an unknown critical extension",
     "A CRL with an entry whose critical extensions are not all understood must not be used to "
     "decide on any certificate.",
     "Use a CRL without that extension, or software that knows it.", "RFC 5280 section 5.3"},
    {"revocation.crl-scope-mismatch", Severity::info,
     "A CRL of the issuer does not cover this certificate",
     "Its issuing distribution point limits it to other certificates: other distribution points, "
     "only end entities, only CAs, or only attribute certificates.",
     "Give the CRL that the certificate's distribution point names.", "RFC 5280 section 6.3.3 (b)"},
    {"revocation.crl-reasons-incomplete", Severity::medium, "CRLs do not cover all reasons",
     "The CRLs at hand only list revocations for some reasons; for the rest the status is unknown.",
     "Give the CRLs for the remaining reasons as well.", "RFC 5280 section 6.3.3 (d), (e)"},
    {"revocation.delta-crl-without-base", Severity::low, "A delta CRL has no base",
     "A delta CRL only lists changes. Without a complete CRL of the same scope, at least as new as "
     "its base number, nothing follows from it.",
     "Give the complete CRL as well.", "RFC 5280 section 5.2.4"},
    {"revocation.delta-crl-unusable", Severity::low, "A delta CRL is not used",
     "The delta CRL is out of date, signed by another key, or has extensions that are not "
     "understood; the complete CRL alone is judged.",
     "Fetch the current delta CRL.", "RFC 5280 section 6.3.3 (c), (h)"},
    {"revocation.ocsp-malformed", Severity::medium, "An OCSP response cannot be read",
     "It is truncated, malformed, or of a type other than id-pkix-ocsp-basic.",
     "Fetch the response again; the CA's responder or the server's stapling cache is broken.",
     "RFC 6960 section 4.2.1"},
    {"revocation.ocsp-error-response", Severity::medium,
     "The OCSP responder answered with an error",
     "The response has a status other than successful (tryLater, unauthorized …) and says nothing "
     "of the certificate. Stapling it breaks clients that insist on a staple.",
     "Retry later; do not staple error responses. Unauthorized often means that the CA does not "
     "know the certificate.",
     "RFC 6960 section 4.2.1"},
    {"revocation.ocsp-no-match", Severity::medium, "An OCSP response is for another certificate",
     "None of its answers has this certificate's serial number and issuer.",
     "Staple the response of the certificate in use; caches are often left from before a renewal.",
     "RFC 6960 section 3.2"},
    {"revocation.ocsp-signature-wrong", Severity::high, "An OCSP response's signature is wrong",
     "Neither the issuer nor a responder it authorised signed this response.",
     "Fetch the response again; if it stays so, treat it as forged.", "RFC 6960 section 3.2"},
    {"revocation.ocsp-signature-unsupported", Severity::low,
     "An OCSP response's signature cannot be verified here",
     "The signature algorithm or the key is not known to this program.",
     "Verify the response with software that knows the algorithm.", "RFC 6960 section 3.2"},
    {"revocation.ocsp-signature-weak", Severity::high,
     "An OCSP response is signed with a broken hash",
     "Signatures with MD5 and older hashes can be forged, so the response is not used.",
     "The responder must sign with SHA-256 or better.", "RFC 6151; RFC 6960 section 4.3"},
    {"revocation.ocsp-responder-missing", Severity::medium,
     "The signer of an OCSP response is not known",
     "The response is not signed by the issuer, and holds no certificate of the responder it "
     "names.",
     "The responder must include its certificate.", "RFC 6960 section 4.2.2.2"},
    {"revocation.ocsp-responder-unauthorised", Severity::high,
     "The signer of an OCSP response is not authorised",
     "A delegated responder must have a certificate that the issuer itself signed, with the "
     "extended key usage id-kp-OCSPSigning and no unknown critical extensions.",
     "Ask the CA; a response by anybody else proves nothing.", "RFC 6960 section 4.2.2.2"},
    {"revocation.ocsp-responder-expired", Severity::medium,
     "The OCSP responder's certificate is not valid now",
     "The delegated responder's certificate has expired or is not valid yet.",
     "Fetch a fresh response; the CA must renew its responder's certificate.",
     "RFC 6960 section 4.2.2.2"},
    {"revocation.ocsp-responder-revoked", Severity::high,
     "The OCSP responder's certificate is revoked",
     "The delegated responder may no longer speak for the issuer.",
     "Fetch a response by another responder, or use the CRL.", "RFC 6960 section 4.2.2.2.1"},
    {"revocation.ocsp-critical-extension", Severity::medium,
     "An OCSP response has an unknown critical extension",
     "A response whose critical extensions are not all understood must not be used.",
     "Use another source, or software that knows the extension.", "RFC 6960 section 4.4"},
    {"revocation.ocsp-not-yet-valid", Severity::medium, "An OCSP response is from the future",
     "Its thisUpdate or producedAt lies after the time of validation by more than clocks may "
     "differ.",
     "Check the clock, or validate as of a later time.", "RFC 6960 section 4.2.2.1"},
    {"revocation.ocsp-expired", Severity::medium, "An OCSP response is out of date",
     "Its nextUpdate has passed: newer information is available and must be used. Clients treat a "
     "stale staple like none, or abort.",
     "Fetch a fresh response; check that the server renews its staple.",
     "RFC 6960 section 4.2.2.1"},
    {"revocation.ocsp-too-old", Severity::medium, "An OCSP response is too old",
     "It has no nextUpdate, or more time has passed since thisUpdate than is allowed.",
     "Fetch a fresh response.", "RFC 6960 section 4.2.2.1"},
    {"revocation.ocsp-produced-outside-lifetime", Severity::medium,
     "An OCSP response was made outside the certificate's lifetime",
     "producedAt lies before the certificate's notBefore or after its notAfter: a responder cannot "
     "know of a certificate that is not there yet, and may forget expired ones.",
     "Fetch a response made while the certificate is valid.", "RFC 6960 section 4.4.4"},
    {"revocation.ocsp-unknown", Severity::high, "The OCSP responder does not know the certificate",
     "The answer is unknown: the responder does not serve this issuer, or the certificate was "
     "never "
     "issued. Strict clients refuse it.",
     "Ask the CA. Right after issuance this can be a delay of replication.",
     "RFC 6960 section 2.2"},
    {"revocation.must-staple-missing", Severity::high,
     "The certificate demands a staple that the server did not send",
     "The certificate has the TLS feature status_request (must-staple). Clients that honour it, "
     "such as Firefox, abort without a good OCSP staple.",
     "Turn on OCSP stapling, or renew the certificate without must-staple.",
     "RFC 7633 section 4.2.3.1"},
    {"revocation.staple-missing", Severity::low, "The server staples no OCSP response",
     "The certificate names an OCSP responder, but the server sent no response: clients must ask "
     "the responder themselves, which is slow and tells it who visits whom, or do not ask.",
     "Turn on OCSP stapling.", "RFC 6066 section 8"},
    {"revocation.fetch-failed", Severity::low, "Revocation information could not be fetched",
     "A CRL or an OCSP response could not be had from the address in the certificate.",
     "See the cause; the CA's server may be down, or the network may not allow plain HTTP.",
     "RFC 5280 section 4.2.1.13"},
};

// A typo does not compile.
consteval const FindingKind* kind(std::string_view id) {
    for (const FindingKind& k : kKinds)
        if (k.id == id) return &k;
    throw "no such kind";
}

}  // namespace tlsonar::trust::revocation_kinds
