// Certificate (RFC 9846 section 4.4.2, RFC 5246 section 7.4.2, RFC 7250 section 3).
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/extension/extension.h"
#include "dissect/message/message.h"

#include <cstdint>
#include <vector>

namespace tlsonar::dissect {

// More certificates than any real chain has (the longest seen have about 20): a message that claims
// more is malformed.
inline constexpr std::size_t kMaxCertificates = 256;

// One certificate in DER, or a SubjectPublicKeyInfo where the type is RawPublicKey.
struct CertificateEntry {
    Bytes cert_data;
    ExtensionList extensions;  // TLS 1.3 only: status_request, signed_certificate_timestamp …
};

// The entries borrow. Up to TLS 1.2 there is no context and no entry has extensions; a RawPublicKey
// of TLS 1.2 is the only entry.
struct Certificate {
    Bytes certificate_request_context;
    std::vector<CertificateEntry> certificate_list;
};
void read(Reader& reader, Certificate& certificate, const MessageContext& context);
void write(Writer& writer, const Certificate& certificate, const MessageContext& context);
void describe(const Certificate& certificate, FieldSink& sink);

Result<Certificate, DecodeError> decode_certificate(Bytes body, const MessageContext& context);

}  // namespace tlsonar::dissect
