// token_binding: key parameters for proofs of possession above TLS.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct TokenBindingParameters {
    std::uint8_t major = 0;
    std::uint8_t minor = 0;
    Bytes key_parameters_list;  // one octet each
};
void read(Reader& reader, TokenBindingParameters& value) {
    value.major = reader.u8();
    value.minor = reader.u8();
    value.key_parameters_list = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const TokenBindingParameters& value) {
    writer.u8(value.major);
    writer.u8(value.minor);
    writer.vector8(value.key_parameters_list);
}
void describe(const TokenBindingParameters& value, FieldSink& sink) {
    sink.number("major", value.major);
    sink.number("minor", value.minor);
    describe_octet_codes(sink, "key_parameters_list", value.key_parameters_list,
                         token_binding_key_parameter_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind token_binding =
    make_kind<In<kCH | kSH, TokenBindingParameters>>(24, "token_binding", "RFC 8472 section 2");
}  // namespace extensions

}  // namespace tlsonar::dissect
