// What a DER structure is, by its shape. Private to this folder.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string_view>

namespace tlsonar::trust {

enum class Structure : std::uint8_t {
    unknown,
    certificate,
    crl,
    request,
    ocsp_response,
    public_key,      // SubjectPublicKeyInfo
    rsa_public_key,  // PKCS #1
    private_key,     // PKCS #8, PKCS #1, SEC 1 or DSA's
    encrypted_key,   // EncryptedPrivateKeyInfo
    pkcs7,           // ContentInfo
    pkcs12,          // PFX
    parameters,      // of a group: nothing to see
    foreign,         // known, but not read here: OpenSSH's keys …
};

Structure recognise(Bytes der);
// By the label of a PEM block; unknown when nobody uses it.
Structure structure_of_label(std::string_view label);
std::string_view structure_name(Structure structure);

}  // namespace tlsonar::trust
