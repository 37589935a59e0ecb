// application_settings (ALPS): settings of HTTP/2 exchanged within the handshake.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct SupportedProtocols {
    EntryList<ProtocolName> supported_protocols;
};
void read(Reader& reader, SupportedProtocols& value) {
    value.supported_protocols = entries<ProtocolName>(reader, reader.vector16());
}
void write(Writer& writer, const SupportedProtocols& value) {
    writer.vector16(value.supported_protocols.octets());
}
void describe(const SupportedProtocols& value, FieldSink& sink) {
    describe_names(sink, "supported_protocols", value.supported_protocols);
}

}  // namespace

namespace extensions {
extern const ExtensionKind application_settings_old =
    make_kind<In<kCH, SupportedProtocols>, In<kEE, OpaqueBody>>(17513, "application_settings_old",
                                                                "draft-vvv-tls-alps-01");
extern const ExtensionKind application_settings =
    make_kind<In<kCH, SupportedProtocols>, In<kEE, OpaqueBody>>(17613, "application_settings",
                                                                "draft-vvv-tls-alps-01");
}  // namespace extensions

}  // namespace tlsonar::dissect
