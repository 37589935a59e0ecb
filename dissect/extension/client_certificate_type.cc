// client_certificate_type: kinds of certificate that the client can present.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct ClientCertificateTypeOffer {
    Bytes client_certificate_types;  // one octet each
};
void read(Reader& reader, ClientCertificateTypeOffer& value) {
    value.client_certificate_types = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const ClientCertificateTypeOffer& value) {
    writer.vector8(value.client_certificate_types);
}
void describe(const ClientCertificateTypeOffer& value, FieldSink& sink) {
    describe_octet_codes(sink, "client_certificate_types", value.client_certificate_types,
                         certificate_type_name);
}

struct ClientCertificateTypeChoice {
    std::uint8_t client_certificate_type = 0;
};
void read(Reader& reader, ClientCertificateTypeChoice& value) {
    value.client_certificate_type = reader.u8();
}
void write(Writer& writer, const ClientCertificateTypeChoice& value) {
    writer.u8(value.client_certificate_type);
}
void describe(const ClientCertificateTypeChoice& value, FieldSink& sink) {
    sink.code("client_certificate_type", value.client_certificate_type, 2,
              certificate_type_name(value.client_certificate_type));
}

}  // namespace

namespace extensions {
extern const ExtensionKind client_certificate_type =
    make_kind<In<kCH, ClientCertificateTypeOffer>, In<kSH | kEE, ClientCertificateTypeChoice>>(
        19, "client_certificate_type", "RFC 7250 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
