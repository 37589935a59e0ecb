// SignedCertificateTimestamp of RFC 6962 section 3.2: a log's promise to publish a certificate. It
// stands in the TLS extension, in an OCSP response, and in the certificate itself.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"
#include "dissect/extension/entries.h"

#include <cstdint>

namespace tlsonar::dissect {

// Borrows.
struct SignedCertificateTimestamp {
    std::uint8_t sct_version = 0;  // 0 is v1, the only one that this structure is of
    Bytes log_id;                  // SHA-256 of the log's key
    std::uint64_t timestamp = 0;   // milliseconds since 1970
    Bytes extensions;
    std::uint16_t algorithm = 0;  // hash and signature as in TLS 1.2: 0x0403
    Bytes signature;
};
void read(Reader& reader, SignedCertificateTimestamp& sct);
void write(Writer& writer, const SignedCertificateTimestamp& sct);
void describe(const SignedCertificateTimestamp& sct, FieldSink& sink);

// Each entry is a SerializedSCT: decode<SignedCertificateTimestamp>() reads those of version 1.
struct SignedCertificateTimestampList {
    EntryList<Opaque16> sct_list;
};
void read(Reader& reader, SignedCertificateTimestampList& value);
void write(Writer& writer, const SignedCertificateTimestampList& value);
void describe(const SignedCertificateTimestampList& value, FieldSink& sink);

}  // namespace tlsonar::dissect
