// pwd_protect: the user's name, encrypted.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct PwdProtect {
    Bytes protected_name;
};
void read(Reader& reader, PwdProtect& value) { value.protected_name = reader.vector8(); }
void write(Writer& writer, const PwdProtect& value) { writer.vector8(value.protected_name); }
void describe(const PwdProtect& value, FieldSink& sink) {
    sink.hex("protected_name", value.protected_name);
}

}  // namespace

namespace extensions {
extern const ExtensionKind pwd_protect =
    make_kind<In<kCH, PwdProtect>>(29, "pwd_protect", "RFC 8492 section 4.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
