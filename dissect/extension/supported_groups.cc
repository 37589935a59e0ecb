// supported_groups (elliptic_curves until RFC 7919): groups for key exchange in order of
// preference. In EncryptedExtensions the server says what it would have preferred.
#include "dissect/extension/kind.h"
#include "dissect/registry/named_group.h"

namespace tlsonar::dissect {
namespace {

struct SupportedGroups {
    CodeList named_group_list;
};
void read(Reader& reader, SupportedGroups& value) {
    value.named_group_list = codes(reader, reader.vector16());
}
void write(Writer& writer, const SupportedGroups& value) {
    writer.vector16(value.named_group_list.octets());
}
void describe(const SupportedGroups& value, FieldSink& sink) {
    describe_codes(sink, "named_group_list", value.named_group_list, named_group_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind supported_groups =
    make_kind<In<kCH | kEE, SupportedGroups>>(10, "supported_groups", "RFC 9846 section 4.2.7");
}  // namespace extensions

}  // namespace tlsonar::dissect
