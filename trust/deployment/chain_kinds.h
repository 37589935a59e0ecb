// The kinds of findings on a deployment as a whole. Private to this folder.
#pragma once

#include "trust/finding/finding.h"

#include <array>
#include <string_view>

namespace tlsonar::trust {

inline constexpr std::array kChainKinds = {
    FindingKind{"deploy.duplicate-certificate", Severity::low,
                "A certificate is in the chain twice",
                "The server sends the same certificate more than once. Clients bear with it; each "
                "handshake carries octets for nothing.",
                "Remove the repetition from the file.", "RFC 8446 section 4.4.2"},
    FindingKind{
        "deploy.expired-extra-certificate", Severity::medium,
        "An expired certificate is sent that no path needs",
        "Most clients pass it by, but older ones (OpenSSL 1.0.2, GnuTLS before 3.6.14) follow it "
        "and refuse the server: so did many when AddTrust External CA Root expired in 2020.",
        "Remove it from the file.", "RFC 4158 section 2.4.2; RFC 8446 section 4.4.2"},
    FindingKind{
        "deploy.expires-soon", Severity::medium, "The chain stops working soon",
        "A certificate on the path expires within the time that was asked for; the server is "
        "unreachable for its clients from then on.",
        "Renew it now; if it is an intermediate or a root, ask the CA for the chain that replaces "
        "it.",
        "RFC 5280 section 4.1.2.5"},
    FindingKind{
        "deploy.key-mismatch", Severity::critical,
        "The private key does not belong to the certificate",
        "The public key of the certificate is another one. A server with these files does not "
        "start, or fails every handshake.",
        "Find the key with which the certificate was requested, or request a certificate for this "
        "key.",
        "RFC 5280 section 4.1.2.7"},
    FindingKind{
        "deploy.key-readable", Severity::high, "The private key can be read by others",
        "The permissions of the file let users beside its owner and group read it. Whoever has "
        "the key can be the server.",
        "chmod 600 (or 640 with a group of its own); if others may have read it, replace the key.",
        "CWE-732"},
    FindingKind{
        "deploy.leaf-not-first", Severity::high,
        "The server's certificate is not the first of the file",
        "Servers send the certificates of the file in its order, and take the first for their "
        "own: nginx and HAProxy then refuse to start (the key does not match), others send a chain "
        "that clients refuse.",
        "Put the server's own certificate first, then its issuer, then that one's issuer.",
        "RFC 5246 section 7.4.2; RFC 8446 section 4.4.2"},
    FindingKind{
        "deploy.missing-intermediate", Severity::high, "An intermediate certificate is not sent",
        "A path to a root exists, but with a certificate that is not in the file. Browsers may "
        "fetch or remember it; curl, Java, Go, Python and most devices refuse the server.",
        "Append the certificate that is named to the file.",
        "RFC 5246 section 7.4.2; RFC 8446 section 4.4.2"},
    FindingKind{
        "deploy.name-not-covered", Severity::high,
        "The certificate does not cover an expected name",
        "Clients that connect by this name refuse the server. Only subjectAltName counts; a "
        "wildcard stands for exactly one label, and IP addresses need entries of their own.",
        "Request a certificate with this name among its subjectAltNames.", "RFC 9525 section 6"},
    FindingKind{"deploy.no-server-certificate", Severity::info,
                "There is no server certificate among the certificates",
                "All certificates given are those of CAs; the chain was judged from the one that "
                "issued none of the others, for no purpose in particular.",
                "Give the server's own certificate as well, if this is to be deployed.",
                "RFC 5280 section 4.2.1.9"},
    FindingKind{"deploy.request-mismatch", Severity::medium,
                "The signing request is for another key than the certificate",
                "The certificate was not issued from this request, or the request was made anew "
                "afterwards.",
                "Keep the request together with its key and certificate, or delete it.",
                "RFC 2986 section 4.1"},
    FindingKind{
        "deploy.root-sent", Severity::info, "The root is sent along",
        "Clients trust a root because they have it already; sending it costs octets in every "
        "handshake and helps nobody.",
        "Remove the self-signed certificate from the file.",
        "RFC 5246 section 7.4.2; RFC 8446 section 4.4.2"},
    FindingKind{
        "deploy.superfluous-certificate", Severity::low, "A certificate is sent that no path needs",
        "It certifies none of the others on the way to a root that was found. Each handshake "
        "carries it for nothing, and it may lead older clients astray.",
        "Remove it, unless some of your clients need it for a root that this program was not "
        "given.",
        "RFC 8446 section 4.4.2"},
    FindingKind{
        "deploy.wrong-order", Severity::medium, "The chain is out of order",
        "TLS 1.2 demands that each certificate is followed by its issuer. Many clients sort, some "
        "(older Java, embedded stacks) refuse the server.",
        "Order the file: the server's certificate, its issuer, that one's issuer.",
        "RFC 5246 section 7.4.2; RFC 8446 section 4.4.2"},
};

consteval std::size_t chain_kind_place(std::string_view id) {
    for (std::size_t i = 0; i < kChainKinds.size(); ++i)
        if (kChainKinds[i].id == id) return i;
    throw "no such finding";
}

inline constexpr const FindingKind& kDuplicate =
    kChainKinds[chain_kind_place("deploy.duplicate-certificate")];
inline constexpr const FindingKind& kExpiredExtra =
    kChainKinds[chain_kind_place("deploy.expired-extra-certificate")];
inline constexpr const FindingKind& kExpiresSoon =
    kChainKinds[chain_kind_place("deploy.expires-soon")];
inline constexpr const FindingKind& kKeyMismatch =
    kChainKinds[chain_kind_place("deploy.key-mismatch")];
inline constexpr const FindingKind& kKeyReadable =
    kChainKinds[chain_kind_place("deploy.key-readable")];
inline constexpr const FindingKind& kLeafNotFirst =
    kChainKinds[chain_kind_place("deploy.leaf-not-first")];
inline constexpr const FindingKind& kMissingIntermediate =
    kChainKinds[chain_kind_place("deploy.missing-intermediate")];
inline constexpr const FindingKind& kNameNotCovered =
    kChainKinds[chain_kind_place("deploy.name-not-covered")];
inline constexpr const FindingKind& kNoServerCertificate =
    kChainKinds[chain_kind_place("deploy.no-server-certificate")];
inline constexpr const FindingKind& kRequestMismatch =
    kChainKinds[chain_kind_place("deploy.request-mismatch")];
inline constexpr const FindingKind& kRootSent = kChainKinds[chain_kind_place("deploy.root-sent")];
inline constexpr const FindingKind& kSuperfluous =
    kChainKinds[chain_kind_place("deploy.superfluous-certificate")];
inline constexpr const FindingKind& kWrongOrder =
    kChainKinds[chain_kind_place("deploy.wrong-order")];

}  // namespace tlsonar::trust
