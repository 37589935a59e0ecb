// Algorithms as a CBOM names them: from the words of the registries and of certificates to
// CycloneDX's enumerations.
#pragma once

#include "audit/subject/subject.h"
#include "reports/code_book.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports {

struct CbomAlgorithm {
    static constexpr int kUnknown = -1;

    std::string name;            // "AES-128-GCM"; what it is remembered by
    std::string_view primitive;  // of CycloneDX: "ae", "combiner"
    std::string_view family;     // algorithmFamily of 1.7; empty where it has none
    std::string_view curve;      // ellipticCurve of 1.7: "nist/P-256"
    std::string parameter;       // parameterSetIdentifier: "128"
    std::string_view mode;       // "gcm"
    std::string_view functions;  // words parted by spaces: "encrypt decrypt"
    int classical = kUnknown;    // bits of work of the best attack
    int quantum = kUnknown;      // NIST's category 0 to 5; 0: a quantum computer breaks it
    std::string_view oid;
};

// The cipher, the HMAC where it has one, the key exchange where the suite says it. Nothing of a
// suite that is not known.
std::vector<CbomAlgorithm> algorithms_of_suite(const SuiteFacts& suite);
// `code` as on the wire.
CbomAlgorithm algorithm_of_group(std::uint32_t code, const audit::ListView::Item& group,
                                 const GroupFacts& facts);
// What a certificate is signed with: "ecdsa-with-SHA384".
CbomAlgorithm algorithm_of_signature(std::string_view name);
CbomAlgorithm algorithm_of_key(const audit::CertificateView& certificate);

}  // namespace tlsonar::reports
