// ech_outer_extensions: in the inner hello, stands for extensions to be taken from the outer one.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct EchOuterExtensions {
    CodeList outer_extensions;
};
void read(Reader& reader, EchOuterExtensions& value) {
    value.outer_extensions = codes(reader, reader.vector8());
}
void write(Writer& writer, const EchOuterExtensions& value) {
    writer.vector8(value.outer_extensions.octets());
}
void describe(const EchOuterExtensions& value, FieldSink& sink) {
    describe_codes(sink, "outer_extensions", value.outer_extensions, extension_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind ech_outer_extensions =
    make_kind<In<kCH, EchOuterExtensions>>(64768, "ech_outer_extensions", "RFC 9849 section 5.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
