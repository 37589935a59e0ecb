// SubjectKey: a SubjectPublicKeyInfo with its octets, wherever it came from: a certificate, a
// request, a private key. What keys are compared by.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tlsonar::trust {

// Immutable once made.
struct SubjectKey {
    std::vector<std::uint8_t> der;          // SubjectPublicKeyInfo
    PublicKey summary;                      // its Ranges lie in `der`
    bool complete = false;                  // the structure was walked to its end without a fault
    std::array<std::uint8_t, 32> sha256{};  // of `der`: the pin of RFC 7469

    Bytes bytes(Range range) const { return range.of(der); }
    // "RSA 2048", "EC secp256r1", "Ed25519", "ML-DSA-65", else the algorithm's identifier.
    std::string text() const;
};
using SubjectKeyPtr = std::shared_ptr<const SubjectKey>;

// Octets of a SubjectPublicKeyInfo; what follows it is ignored. Never null.
SubjectKeyPtr make_subject_key(Bytes spki);
// The DER of an RSAPublicKey (PKCS #1) as a SubjectPublicKeyInfo.
SubjectKeyPtr make_rsa_subject_key(Bytes rsa_public_key);

enum class KeyMatch : std::uint8_t {
    different,
    same,            // the same octets
    other_encoding,  // the same numbers, written otherwise (no NULL, compressed point …)
    // The same numbers under another algorithm: RSA with RSASSA-PSS. Signatures of one do not
    // pass for the other.
    other_algorithm,
};
KeyMatch match_keys(const SubjectKey& a, const SubjectKey& b);

}  // namespace tlsonar::trust
