// renegotiation_info: Finished values of the handshake before this one; empty in the first.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct RenegotiationInfo {
    Bytes renegotiated_connection;
};
void read(Reader& reader, RenegotiationInfo& value) {
    value.renegotiated_connection = reader.vector8();
}
void write(Writer& writer, const RenegotiationInfo& value) {
    writer.vector8(value.renegotiated_connection);
}
void describe(const RenegotiationInfo& value, FieldSink& sink) {
    sink.hex("renegotiated_connection", value.renegotiated_connection);
}

}  // namespace

namespace extensions {
extern const ExtensionKind renegotiation_info = make_kind<In<kCH | kSH, RenegotiationInfo>>(
    65281, "renegotiation_info", "RFC 5746 section 3.2");
}  // namespace extensions

}  // namespace tlsonar::dissect
