// connection_id under the code point of its drafts, whose records are protected otherwise.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct ConnectionIdDeprecated {
    Bytes cid;
};
void read(Reader& reader, ConnectionIdDeprecated& value) { value.cid = reader.vector8(); }
void write(Writer& writer, const ConnectionIdDeprecated& value) { writer.vector8(value.cid); }
void describe(const ConnectionIdDeprecated& value, FieldSink& sink) { sink.hex("cid", value.cid); }

}  // namespace

namespace extensions {
extern const ExtensionKind connection_id_deprecated =
    make_kind<In<kCH | kSH, ConnectionIdDeprecated>>(53, "connection_id_deprecated",
                                                     "draft-ietf-tls-dtls-connection-id-07");
}  // namespace extensions

}  // namespace tlsonar::dissect
