// tls_flags: one bit for each extension that says all by being there; bit 0 is the lowest of the
// first octet.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct TlsFlags {
    Bytes flags;
};
void read(Reader& reader, TlsFlags& value) { value.flags = reader.vector8(); }
void write(Writer& writer, const TlsFlags& value) { writer.vector8(value.flags); }
void describe(const TlsFlags& value, FieldSink& sink) { sink.hex("flags", value.flags); }

}  // namespace

namespace extensions {
extern const ExtensionKind tls_flags =
    make_kind<In<kCH | kSH | kHRR | kEE | kCR | kCT | kNST, TlsFlags>>(
        62, "tls_flags", "draft-ietf-tls-tlsflags-14");
}  // namespace extensions

}  // namespace tlsonar::dissect
