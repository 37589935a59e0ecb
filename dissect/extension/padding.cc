// padding: zeros that make a ClientHello long enough for servers that hang on some lengths.
#include "dissect/extension/kind.h"

#include <algorithm>

namespace tlsonar::dissect {
namespace {

struct Padding {
    Bytes octets;
};
void read(Reader& reader, Padding& value) { value.octets = reader.rest(); }
void write(Writer& writer, const Padding& value) { writer.bytes(value.octets); }
void describe(const Padding& value, FieldSink& sink) {
    sink.number("length", value.octets.size());
    const bool zeros = std::all_of(value.octets.begin(), value.octets.end(),
                                   [](std::uint8_t octet) { return octet == 0; });
    if (!zeros) sink.hex("octets", value.octets);
}

}  // namespace

namespace extensions {
extern const ExtensionKind padding =
    make_kind<In<kCH, Padding>>(21, "padding", "RFC 7685 section 3");
// Its first code point, draft-agl-tls-padding-01.
extern const ExtensionKind padding_old =
    make_kind<In<kCH, Padding>>(35655, "padding_old", "draft-agl-tls-padding-01");
}  // namespace extensions

}  // namespace tlsonar::dissect
