// srp: the user's name, in the clear.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct Srp {
    Bytes srp_i;
};
void read(Reader& reader, Srp& value) { value.srp_i = reader.vector8(); }
void write(Writer& writer, const Srp& value) { writer.vector8(value.srp_i); }
void describe(const Srp& value, FieldSink& sink) { sink.text("srp_i", as_text(value.srp_i)); }

}  // namespace

namespace extensions {
extern const ExtensionKind srp = make_kind<In<kCH, Srp>>(12, "srp", "RFC 5054 section 2.8.1");
}  // namespace extensions

}  // namespace tlsonar::dissect
