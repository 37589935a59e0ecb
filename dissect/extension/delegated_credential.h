// DelegatedCredential of RFC 9345 section 4: a short-lived key that a certificate's owner signed.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"

#include <cstdint>

namespace tlsonar::dissect {

// Borrows.
struct DelegatedCredential {
    std::uint32_t valid_time = 0;  // seconds after the certificate's notBefore
    std::uint16_t dc_cert_verify_algorithm = 0;
    Bytes subject_public_key_info;  // DER
    std::uint16_t algorithm = 0;
    Bytes signature;
};
void read(Reader& reader, DelegatedCredential& value);
void write(Writer& writer, const DelegatedCredential& value);
void describe(const DelegatedCredential& value, FieldSink& sink);

}  // namespace tlsonar::dissect
