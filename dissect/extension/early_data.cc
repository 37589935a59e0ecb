// early_data: 0-RTT data follow, were accepted, or (in a ticket) may be sent up to a size.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct EarlyDataLimit {
    std::uint32_t max_early_data_size = 0;
};
void read(Reader& reader, EarlyDataLimit& value) { value.max_early_data_size = reader.u32(); }
void write(Writer& writer, const EarlyDataLimit& value) { writer.u32(value.max_early_data_size); }
void describe(const EarlyDataLimit& value, FieldSink& sink) {
    sink.number("max_early_data_size", value.max_early_data_size);
}

}  // namespace

namespace extensions {
extern const ExtensionKind early_data = make_kind<In<kCH | kEE, NoBody>, In<kNST, EarlyDataLimit>>(
    42, "early_data", "RFC 9846 section 4.2.10");
// The limit had a code point of its own in drafts 18 and before.
extern const ExtensionKind ticket_early_data_info =
    make_kind<In<kNST, EarlyDataLimit>>(46, "ticket_early_data_info", "draft-ietf-tls-tls13-18");
}  // namespace extensions

}  // namespace tlsonar::dissect
