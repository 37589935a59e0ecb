// supported_ekt_ciphers: encrypted key transport for SRTP.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct EktOffer {
    Bytes supported_ciphers;  // one octet each
};
void read(Reader& reader, EktOffer& value) {
    value.supported_ciphers = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const EktOffer& value) { writer.vector8(value.supported_ciphers); }
void describe(const EktOffer& value, FieldSink& sink) {
    describe_octet_codes(sink, "supported_ciphers", value.supported_ciphers, ekt_cipher_name);
}

struct EktChoice {
    std::uint8_t selected_cipher = 0;
};
void read(Reader& reader, EktChoice& value) { value.selected_cipher = reader.u8(); }
void write(Writer& writer, const EktChoice& value) { writer.u8(value.selected_cipher); }
void describe(const EktChoice& value, FieldSink& sink) {
    sink.code("selected_cipher", value.selected_cipher, 2, ekt_cipher_name(value.selected_cipher));
}

}  // namespace

namespace extensions {
extern const ExtensionKind supported_ekt_ciphers =
    make_kind<In<kCH, EktOffer>, In<kSH | kEE, EktChoice>>(39, "supported_ekt_ciphers",
                                                           "RFC 8870 section 5.2");
}  // namespace extensions

}  // namespace tlsonar::dissect
