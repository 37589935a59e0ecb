// Verifies signatures over certificates, CRLs, OCSP responses and SCTs with OpenSSL.
#pragma once

#include "core/bytes.h"

#include <cstdint>

namespace tlsonar::trust {

enum class SignatureCheck : std::uint8_t {
    valid,
    wrong,        // the mathematics says no, or key and algorithm do not belong together
    unsupported,  // nobody here can tell: an algorithm or key that the library does not know
};

// `algorithm`: the DER of an AlgorithmIdentifier; RSASSA-PSS with any parameters of RFC 4055.
// `public_key`: the DER of a SubjectPublicKeyInfo. `message` is what was signed, `signature` the
// BIT STRING's content without the unused-bits octet. Keys that are too large to be honest
// (RSA over 16,384 bits) are unsupported. Thread-safe, nothing is remembered.
SignatureCheck check_signature(Bytes algorithm, Bytes public_key, Bytes message, Bytes signature);

// An RSASSA-PSS AlgorithmIdentifier in one of the forms that public CAs may use (BR 7.1.3.2.1): the
// mask by the same hash, the salt as long as that, no parameter left to its default, and no other
// octets for the same.
bool is_plain_pss(Bytes algorithm);

}  // namespace tlsonar::trust
