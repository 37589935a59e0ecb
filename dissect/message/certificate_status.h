// CertificateStatus (RFC 6066 section 8, RFC 6961 section 2.2): OCSP responses, DER.
#pragma once

#include "core/bytes.h"
#include "core/fields.h"
#include "dissect/codec.h"
#include "dissect/entry_list.h"

#include <cstdint>

namespace tlsonar::dissect {

// opaque <0..2^24-1>: empty for a certificate that has no response.
struct OcspResponse {
    Bytes octets;
};
void read(Reader& reader, OcspResponse& response);
void write(Writer& writer, const OcspResponse& response);

// Borrows.
struct CertificateStatusMessage {
    std::uint8_t status_type = 0;       // 1 ocsp, 2 ocsp_multi
    EntryList<OcspResponse> responses;  // one for ocsp
};
void read(Reader& reader, CertificateStatusMessage& value);
void write(Writer& writer, const CertificateStatusMessage& value);
void describe(const CertificateStatusMessage& value, FieldSink& sink);

}  // namespace tlsonar::dissect
