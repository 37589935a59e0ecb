// external_session_id: binds the session to a signalled session.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct ExternalSessionId {
    Bytes session_id;
};
void read(Reader& reader, ExternalSessionId& value) { value.session_id = reader.vector8(); }
void write(Writer& writer, const ExternalSessionId& value) { writer.vector8(value.session_id); }
void describe(const ExternalSessionId& value, FieldSink& sink) {
    sink.hex("session_id", value.session_id);
}

}  // namespace

namespace extensions {
extern const ExtensionKind external_session_id = make_kind<In<kCH | kSH | kEE, ExternalSessionId>>(
    56, "external_session_id", "RFC 8844 section 4.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
