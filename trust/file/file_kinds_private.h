// The kinds of findings on files as such. Private to this folder.
#pragma once

#include "trust/finding/finding.h"

#include <string_view>

namespace tlsonar::trust {

inline constexpr FindingKind kFileKinds[] = {
    {"deploy.file-broken-block", Severity::high, "A part of the file cannot be read",
     "It is cut off, not base64, or not what it says it is. A server that loads this file stops "
     "there or goes on without it.",
     "Copy the part again from where it came.", "RFC 7468 section 2"},
    {"deploy.file-key-unsupported", Severity::low, "A private key of an unknown kind",
     "The library does not know the algorithm or the format; whether the key is sound and to which "
     "certificate it belongs cannot be said.",
     "Check it with the software that made it.", "RFC 5958 section 2"},
    {"deploy.file-label-wrong", Severity::medium, "A block is not what its first line says",
     "It was read by what is inside. Servers go by the first line and will not find it.",
     "Correct the BEGIN and END lines.", "RFC 7468 section 3"},
    {"deploy.file-nothing-found", Severity::high, "Nothing known is in the file",
     "It holds no certificate, key, request, CRL or OCSP response in a format that is read here: "
     "PEM, DER, base64, PKCS #7, PKCS #12.",
     "See whether it is the right file and not empty.", "RFC 7468"},
    {"deploy.file-password-missing", Severity::medium, "A password is needed",
     "The content is encrypted and no password was given; it was not looked into.",
     "Give the password.", "RFC 5958 section 3; RFC 7292 section 3.1"},
    {"deploy.file-password-wrong", Severity::medium, "No password fits",
     "None of the passwords that were given opens the content, or it is damaged.",
     "Give the right password.", "RFC 5958 section 3; RFC 7292 section 3.1"},
    {"deploy.file-slow-password", Severity::low, "Trying passwords would take too long",
     "The file demands so many rounds of key derivation that it would stop the machine that opens "
     "it. It was not opened.",
     "If that is meant, export it again with at most some 100,000 rounds.", "RFC 8018 section 4.2"},
    {"deploy.file-too-large", Severity::medium, "The file is larger than is read",
     "Files of certificates are some kilobytes. This one was not looked into, or not to its end.",
     "Split it.", "A limit of this program"},
    {"deploy.file-unsupported-format", Severity::medium, "A format that is not read here",
     "The content was recognised but not looked into.",
     "Convert it to PEM or PKCS #12 (keytool -importkeystore, ssh-keygen -e …).", "RFC 7468"},
};

// A typo does not compile.
consteval const FindingKind* file_kind(std::string_view id) {
    for (const FindingKind& kind : kFileKinds)
        if (kind.id == id) return &kind;
    throw "no such kind";
}

}  // namespace tlsonar::trust
