// record_size_limit: the largest record that the sender wants to receive, in octets of plaintext.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct RecordSizeLimit {
    std::uint16_t record_size_limit = 0;
};
void read(Reader& reader, RecordSizeLimit& value) { value.record_size_limit = reader.u16(); }
void write(Writer& writer, const RecordSizeLimit& value) { writer.u16(value.record_size_limit); }
void describe(const RecordSizeLimit& value, FieldSink& sink) {
    sink.number("record_size_limit", value.record_size_limit);
}

}  // namespace

namespace extensions {
extern const ExtensionKind record_size_limit =
    make_kind<In<kCH | kSH | kEE, RecordSizeLimit>>(28, "record_size_limit", "RFC 8449 section 4");
}  // namespace extensions

}  // namespace tlsonar::dissect
