// cookie: the state that a HelloRetryRequest hands to the client for safekeeping.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct Cookie {
    Bytes cookie;
};
void read(Reader& reader, Cookie& value) { value.cookie = reader.vector16(); }
void write(Writer& writer, const Cookie& value) { writer.vector16(value.cookie); }
void describe(const Cookie& value, FieldSink& sink) { sink.hex("cookie", value.cookie); }

}  // namespace

namespace extensions {
extern const ExtensionKind cookie =
    make_kind<In<kCH | kHRR, Cookie>>(44, "cookie", "RFC 9846 section 4.2.2");
}  // namespace extensions

}  // namespace tlsonar::dissect
