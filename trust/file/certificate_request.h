// CertificationRequest (PKCS #10, RFC 2986) as a value, and what a public CA would say of it.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"
#include "trust/finding/finding.h"
#include "trust/keys/subject_key.h"
#include "trust/signature.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::trust {

struct CertificateRequest {
    std::vector<std::uint8_t> der;
    std::array<std::uint8_t, 32> sha256{};
    // Read as a certificate is: version (1 is the only one), subject, public_key, signature, tbs
    // (the CertificationRequestInfo), signature_value, and what extensionRequest asks for
    // (extensions, subject_alt_names, key usages, basic_constraints, must_staple …). `complete`
    // and `problems` as there. Issuer, serial and validity stay empty: a request has none.
    CertificateSummary summary;
    SubjectKeyPtr key;                 // never null
    std::vector<ObjectId> attributes;  // types, in the order of the encoding
    bool has_extension_request = false;
    bool has_challenge_password = false;  // the password itself is not kept
    SignatureCheck self_signature = SignatureCheck::unsupported;

    Bytes bytes(Range range) const { return range.of(der); }
};
using CertificateRequestPtr = std::shared_ptr<const CertificateRequest>;

// Never null: of octets that are no request, the summary is incomplete.
CertificateRequestPtr make_certificate_request(Bytes der);

// Kinds "deploy.request-…": a wrong self-signature, what public CAs refuse (keys, hashes, names,
// extensions), and what is odd. Add examine_key(*request.key) for the key itself.
std::vector<Finding> examine_request(const CertificateRequest& request);

}  // namespace tlsonar::trust
