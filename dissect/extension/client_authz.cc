// client_authz: formats of authorization data from the client.
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct ClientAuthz {
    Bytes authz_format_list;  // one octet each
};
void read(Reader& reader, ClientAuthz& value) {
    value.authz_format_list = octet_codes(reader, reader.vector8());
}
void write(Writer& writer, const ClientAuthz& value) { writer.vector8(value.authz_format_list); }
void describe(const ClientAuthz& value, FieldSink& sink) {
    describe_octet_codes(sink, "authz_format_list", value.authz_format_list,
                         authorization_format_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind client_authz =
    make_kind<In<kCH | kSH, ClientAuthz>>(7, "client_authz", "RFC 5878 section 2.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
