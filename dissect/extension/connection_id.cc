// connection_id: the identifier that the sender wants to see on records for it.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct ConnectionId {
    Bytes cid;
};
void read(Reader& reader, ConnectionId& value) { value.cid = reader.vector8(); }
void write(Writer& writer, const ConnectionId& value) { writer.vector8(value.cid); }
void describe(const ConnectionId& value, FieldSink& sink) { sink.hex("cid", value.cid); }

}  // namespace

namespace extensions {
extern const ExtensionKind connection_id =
    make_kind<In<kCH | kSH, ConnectionId>>(54, "connection_id", "RFC 9146 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
