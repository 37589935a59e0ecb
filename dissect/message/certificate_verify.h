// CertificateVerify (RFC 9846 section 4.4.3, RFC 5246 section 7.4.8).
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/message/message.h"

#include <cstdint>

namespace tlsonar::dissect {

// Borrows.
struct CertificateVerify {
    std::uint16_t algorithm = 0;  // SignatureScheme; only since TLS 1.2
    Bytes signature;
};
void read(Reader& reader, CertificateVerify& value, const MessageContext& context);
void write(Writer& writer, const CertificateVerify& value, const MessageContext& context);
void describe(const CertificateVerify& value, FieldSink& sink);

Result<CertificateVerify, DecodeError> decode_certificate_verify(Bytes body,
                                                                 const MessageContext& context);

}  // namespace tlsonar::dissect
