// client_certificate_type: kinds of certificate that the client can present.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct Offer {
    Bytes client_certificate_types;  // one octet each
};
void read(Reader& reader, Offer& value) {
    value.client_certificate_types = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const Offer& value) { writer.vector8(value.client_certificate_types); }
void describe(const Offer& value, FieldSink& sink) {
    describe_octet_codes(sink, "client_certificate_types", value.client_certificate_types,
                         certificate_type_name);
}

struct Choice {
    std::uint8_t client_certificate_type = 0;
};
void read(Reader& reader, Choice& value) { value.client_certificate_type = reader.u8(); }
void write(Writer& writer, const Choice& value) { writer.u8(value.client_certificate_type); }
void describe(const Choice& value, FieldSink& sink) {
    sink.code("client_certificate_type", value.client_certificate_type, 2,
              certificate_type_name(value.client_certificate_type));
}

}  // namespace

namespace extensions {
extern const ExtensionKind client_certificate_type =
    make_kind<In<kCH, Offer>, In<kSH | kEE, Choice>>(19, "client_certificate_type",
                                                     "RFC 7250 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
