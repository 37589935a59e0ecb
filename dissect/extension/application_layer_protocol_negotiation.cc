// application_layer_protocol_negotiation: protocols in the client's order of preference, and the
// one that the server chose.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct ProtocolNameList {
    EntryList<ProtocolName> protocol_name_list;
};
void read(Reader& reader, ProtocolNameList& value) {
    value.protocol_name_list = entries<ProtocolName>(reader, reader.vector16());
    if (!reader.cut() && value.protocol_name_list.empty()) reader.fail();
}
void write(Writer& writer, const ProtocolNameList& value) {
    writer.vector16(value.protocol_name_list.octets());
}
void describe(const ProtocolNameList& value, FieldSink& sink) {
    describe_names(sink, "protocol_name_list", value.protocol_name_list);
}

// RFC 7301 section 3.1: the server's list holds exactly one name.
struct SelectedProtocol : ProtocolNameList {};
void read(Reader& reader, SelectedProtocol& value) {
    read(reader, static_cast<ProtocolNameList&>(value));
    if (!reader.cut() && value.protocol_name_list.size() != 1) reader.fail();
}

}  // namespace

namespace extensions {
extern const ExtensionKind application_layer_protocol_negotiation =
    make_kind<In<kCH, ProtocolNameList>, In<kSH | kEE, SelectedProtocol>>(
        16, "application_layer_protocol_negotiation", "RFC 7301 section 3.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
