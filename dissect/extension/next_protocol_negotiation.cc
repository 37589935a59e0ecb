// next_protocol_negotiation: the predecessor of ALPN. The server names what it speaks, and the
// client chooses in an encrypted NextProtocol message.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct NextProtocols {
    EntryList<ProtocolName> protocols;
};
void read(Reader& reader, NextProtocols& value) {
    value.protocols = entries<ProtocolName>(reader, reader.rest());
}
void write(Writer& writer, const NextProtocols& value) { writer.bytes(value.protocols.octets()); }
void describe(const NextProtocols& value, FieldSink& sink) {
    describe_names(sink, "protocols", value.protocols);
}

}  // namespace

namespace extensions {
extern const ExtensionKind next_protocol_negotiation =
    make_kind<In<kCH, NoBody>, In<kSH, NextProtocols>>(13172, "next_protocol_negotiation",
                                                       "draft-agl-tls-nextprotoneg-04");
}  // namespace extensions

}  // namespace tlsonar::dissect
