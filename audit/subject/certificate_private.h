// Certificates of documents: what reports show of one, and the facts cert.leaf.* that follow from
// one certificate alone. Private to this folder.
#pragma once

#include "audit/subject/json_private.h"
#include "audit/subject/subject.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace tlsonar::audit {

// One view for all that are equal: chains share their issuers.
class CertificateShelf {
  public:
    // An object of handshake-1's $defs/certificate. Null when it is no object.
    CertificatePtr put(json::Item certificate);

  private:
    std::unordered_map<std::string, CertificatePtr> by_hash_;
};

// "RSA", "EC", "ED25519", "ML-DSA-65"; empty when it is not known.
std::string key_type(json::Item certificate);
// Bits of work of the best classical attack; nothing when it is not known.
std::optional<std::int64_t> key_strength(json::Item certificate);
std::int64_t strength_of_rsa(std::int64_t bits);  // and of finite-field Diffie-Hellman
// As the policies name it ("sha256WithRSAEncryption", "rsassaPss", "id-ml-dsa-87").
std::string signature_name(std::string_view text);
// Read to its end: what is absent there is absent in the certificate.
bool is_whole(json::Item certificate);

// cert.leaf.* of this certificate, as of `now` (seconds since 1970).
Facts leaf_facts(json::Item certificate, std::int64_t now);

}  // namespace tlsonar::audit
