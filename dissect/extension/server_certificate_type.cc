// server_certificate_type: kinds of certificate that the client can process.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct ServerCertificateTypeOffer {
    Bytes server_certificate_types;  // one octet each
};
void read(Reader& reader, ServerCertificateTypeOffer& value) {
    value.server_certificate_types = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const ServerCertificateTypeOffer& value) {
    writer.vector8(value.server_certificate_types);
}
void describe(const ServerCertificateTypeOffer& value, FieldSink& sink) {
    describe_octet_codes(sink, "server_certificate_types", value.server_certificate_types,
                         certificate_type_name);
}

struct ServerCertificateTypeChoice {
    std::uint8_t server_certificate_type = 0;
};
void read(Reader& reader, ServerCertificateTypeChoice& value) {
    value.server_certificate_type = reader.u8();
}
void write(Writer& writer, const ServerCertificateTypeChoice& value) {
    writer.u8(value.server_certificate_type);
}
void describe(const ServerCertificateTypeChoice& value, FieldSink& sink) {
    sink.code("server_certificate_type", value.server_certificate_type, 2,
              certificate_type_name(value.server_certificate_type));
}

}  // namespace

namespace extensions {
extern const ExtensionKind server_certificate_type =
    make_kind<In<kCH, ServerCertificateTypeOffer>, In<kSH | kEE, ServerCertificateTypeChoice>>(
        20, "server_certificate_type", "RFC 7250 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
