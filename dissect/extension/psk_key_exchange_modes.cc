// psk_key_exchange_modes: whether a PSK may be used alone or with (EC)DHE.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct PskKeyExchangeModes {
    Bytes ke_modes;  // one octet each
};
void read(Reader& reader, PskKeyExchangeModes& value) {
    value.ke_modes = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const PskKeyExchangeModes& value) { writer.vector8(value.ke_modes); }
void describe(const PskKeyExchangeModes& value, FieldSink& sink) {
    describe_octet_codes(sink, "ke_modes", value.ke_modes, psk_key_exchange_mode_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind psk_key_exchange_modes =
    make_kind<In<kCH, PskKeyExchangeModes>>(45, "psk_key_exchange_modes", "RFC 9846 section 4.2.9");
}  // namespace extensions

}  // namespace tlsonar::dissect
