// pwd_clear: the user's name, in the clear.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct PwdClear {
    Bytes name;
};
void read(Reader& reader, PwdClear& value) { value.name = reader.vector8(); }
void write(Writer& writer, const PwdClear& value) { writer.vector8(value.name); }
void describe(const PwdClear& value, FieldSink& sink) { sink.text("name", as_text(value.name)); }

}  // namespace

namespace extensions {
extern const ExtensionKind pwd_clear =
    make_kind<In<kCH, PwdClear>>(30, "pwd_clear", "RFC 8492 section 4.3");
}  // namespace extensions

}  // namespace tlsonar::dissect
