// CertificateRequest (RFC 9846 section 4.3.2, RFC 5246 section 7.4.4, RFC 4346 section 7.4.4).
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"
#include "dissect/extension/entries.h"
#include "dissect/extension/extension.h"
#include "dissect/message/message.h"

namespace tlsonar::dissect {

// All borrow. In TLS 1.3 there are the context and the extensions only.
struct CertificateRequest {
    Bytes certificate_types;                  // ClientCertificateType, one octet each
    CodeList supported_signature_algorithms;  // since TLS 1.2
    EntryList<Opaque16> certificate_authorities;
    Bytes certificate_request_context;
    ExtensionList extensions;
};
void read(Reader& reader, CertificateRequest& value, const MessageContext& context);
void write(Writer& writer, const CertificateRequest& value, const MessageContext& context);
std::string_view refuse(const CertificateRequest& value);
void describe(const CertificateRequest& value, FieldSink& sink);

Result<CertificateRequest, DecodeError> decode_certificate_request(Bytes body,
                                                                   const MessageContext& context);

}  // namespace tlsonar::dissect
