// server_name: the host that the client wants. A server that used it answers with an empty body.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct ServerNameList {
    EntryList<ServerName> server_name_list;
};
void read(Reader& reader, ServerNameList& value) {
    value.server_name_list = entries<ServerName>(reader, reader.vector16());
    if (!reader.cut() && value.server_name_list.empty()) reader.fail();
}
void write(Writer& writer, const ServerNameList& value) {
    writer.vector16(value.server_name_list.octets());
}
void describe(const ServerNameList& value, FieldSink& sink) {
    sink.begin_list("server_name_list");
    for (const ServerName& entry : value.server_name_list) {
        sink.begin_object({});
        sink.code("name_type", entry.name_type, 2, entry.name_type == 0 ? "host_name" : "");
        sink.text(entry.name_type == 0 ? "host_name" : "name", as_text(entry.name));
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

namespace extensions {
extern const ExtensionKind server_name = make_kind<In<kCH, ServerNameList>, In<kSH | kEE, NoBody>>(
    0, "server_name", "RFC 6066 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
