// external_id_hash: binds the session to an identity that was signalled elsewhere.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct ExternalIdHash {
    Bytes binding_hash;
};
void read(Reader& reader, ExternalIdHash& value) { value.binding_hash = reader.vector8(); }
void write(Writer& writer, const ExternalIdHash& value) { writer.vector8(value.binding_hash); }
void describe(const ExternalIdHash& value, FieldSink& sink) {
    sink.hex("binding_hash", value.binding_hash);
}

}  // namespace

namespace extensions {
extern const ExtensionKind external_id_hash = make_kind<In<kCH | kSH | kEE, ExternalIdHash>>(
    55, "external_id_hash", "RFC 8844 section 3.2.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
