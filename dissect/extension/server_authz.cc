// server_authz: formats of authorization data from the server.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct ServerAuthz {
    Bytes authz_format_list;  // one octet each
};
void read(Reader& reader, ServerAuthz& value) {
    value.authz_format_list = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const ServerAuthz& value) { writer.vector8(value.authz_format_list); }
void describe(const ServerAuthz& value, FieldSink& sink) {
    describe_octet_codes(sink, "authz_format_list", value.authz_format_list,
                         authorization_format_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind server_authz =
    make_kind<In<kCH | kSH, ServerAuthz>>(8, "server_authz", "RFC 5878 section 2.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
