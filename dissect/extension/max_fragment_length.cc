// max_fragment_length: records of at most 2^9, 2^10, 2^11 or 2^12 octets in either direction.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct MaxFragmentLength {
    std::uint8_t max_fragment_length = 0;
};
void read(Reader& reader, MaxFragmentLength& value) { value.max_fragment_length = reader.u8(); }
void write(Writer& writer, const MaxFragmentLength& value) { writer.u8(value.max_fragment_length); }
void describe(const MaxFragmentLength& value, FieldSink& sink) {
    const std::uint8_t code = value.max_fragment_length;
    sink.code("max_fragment_length", code, 2, {});
    if (code >= 1 && code <= 4) sink.number("octets", std::uint64_t{1} << (8 + code));
}

}  // namespace

namespace extensions {
extern const ExtensionKind max_fragment_length = make_kind<In<kCH | kSH | kEE, MaxFragmentLength>>(
    1, "max_fragment_length", "RFC 6066 section 4");
}  // namespace extensions

}  // namespace tlsonar::dissect
