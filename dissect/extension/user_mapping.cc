// user_mapping: kinds of user mapping that a SupplementalData message may carry.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct UserMapping {
    Bytes user_mapping_types;  // one octet each
};
void read(Reader& reader, UserMapping& value) {
    value.user_mapping_types = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const UserMapping& value) { writer.vector8(value.user_mapping_types); }
void describe(const UserMapping& value, FieldSink& sink) {
    describe_octet_codes(sink, "user_mapping_types", value.user_mapping_types,
                         user_mapping_type_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind user_mapping =
    make_kind<In<kCH | kSH, UserMapping>>(6, "user_mapping", "RFC 4681 section 2");
}  // namespace extensions

}  // namespace tlsonar::dissect
