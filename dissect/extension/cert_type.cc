// cert_type: the predecessor of client_certificate_type and server_certificate_type.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct CertTypeOffer {
    Bytes certificate_types;  // one octet each
};
void read(Reader& reader, CertTypeOffer& value) {
    value.certificate_types = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const CertTypeOffer& value) { writer.vector8(value.certificate_types); }
void describe(const CertTypeOffer& value, FieldSink& sink) {
    describe_octet_codes(sink, "certificate_types", value.certificate_types, certificate_type_name);
}

struct CertTypeChoice {
    std::uint8_t certificate_type = 0;
};
void read(Reader& reader, CertTypeChoice& value) { value.certificate_type = reader.u8(); }
void write(Writer& writer, const CertTypeChoice& value) { writer.u8(value.certificate_type); }
void describe(const CertTypeChoice& value, FieldSink& sink) {
    sink.code("certificate_type", value.certificate_type, 2,
              certificate_type_name(value.certificate_type));
}

}  // namespace

namespace extensions {
extern const ExtensionKind cert_type = make_kind<In<kCH, CertTypeOffer>, In<kSH, CertTypeChoice>>(
    9, "cert_type", "RFC 6091 section 3.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
