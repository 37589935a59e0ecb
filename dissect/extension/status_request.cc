// status_request: the client asks for an OCSP response. A TLS 1.2 server says by an empty body that
// a CertificateStatus message follows; in TLS 1.3 the response stands beside its certificate.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

constexpr std::uint8_t kOcsp = 1;

// A request of a type that is not known is kept as it is.
struct CertificateStatusRequest {
    std::uint8_t status_type = 0;
    EntryList<Opaque16> responder_id_list;
    Bytes request_extensions;
    Bytes other;
};
void read(Reader& reader, CertificateStatusRequest& value) {
    value.status_type = reader.u8();
    if (value.status_type != kOcsp) {
        value.other = reader.rest();
        return;
    }
    value.responder_id_list = entries<Opaque16>(reader, reader.vector16());
    value.request_extensions = reader.vector16();
}
void write(Writer& writer, const CertificateStatusRequest& value) {
    writer.u8(value.status_type);
    if (value.status_type != kOcsp) return writer.bytes(value.other);
    writer.vector16(value.responder_id_list.octets());
    writer.vector16(value.request_extensions);
}
void describe(const CertificateStatusRequest& value, FieldSink& sink) {
    sink.code("status_type", value.status_type, 2, certificate_status_type_name(value.status_type));
    if (value.status_type != kOcsp) return sink.hex("request", value.other);
    describe_opaques(sink, "responder_id_list", value.responder_id_list);
    sink.hex("request_extensions", value.request_extensions);
}

struct CertificateStatus {
    std::uint8_t status_type = 0;
    Bytes response;
};
void read(Reader& reader, CertificateStatus& value) {
    value.status_type = reader.u8();
    value.response = reader.vector24();
}
void write(Writer& writer, const CertificateStatus& value) {
    writer.u8(value.status_type);
    writer.vector24(value.response);
}
void describe(const CertificateStatus& value, FieldSink& sink) {
    sink.code("status_type", value.status_type, 2, certificate_status_type_name(value.status_type));
    sink.hex("response", value.response);
}

}  // namespace

namespace extensions {
extern const ExtensionKind status_request =
    make_kind<In<kCH, CertificateStatusRequest>, In<kCT, CertificateStatus>, In<kSH | kCR, NoBody>>(
        5, "status_request", "RFC 6066 section 8");
}  // namespace extensions

}  // namespace tlsonar::dissect
