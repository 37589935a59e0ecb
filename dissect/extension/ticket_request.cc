// ticket_request: how many tickets the client would like, and how many it will get.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

struct TicketRequest {
    std::uint8_t new_session_count = 0;
    std::uint8_t resumption_count = 0;
};
void read(Reader& reader, TicketRequest& value) {
    value.new_session_count = reader.u8();
    value.resumption_count = reader.u8();
}
void write(Writer& writer, const TicketRequest& value) {
    writer.u8(value.new_session_count);
    writer.u8(value.resumption_count);
}
void describe(const TicketRequest& value, FieldSink& sink) {
    sink.number("new_session_count", value.new_session_count);
    sink.number("resumption_count", value.resumption_count);
}

struct TicketHint {
    std::uint8_t expected_count = 0;
};
void read(Reader& reader, TicketHint& value) { value.expected_count = reader.u8(); }
void write(Writer& writer, const TicketHint& value) { writer.u8(value.expected_count); }
void describe(const TicketHint& value, FieldSink& sink) {
    sink.number("expected_count", value.expected_count);
}

}  // namespace

namespace extensions {
extern const ExtensionKind ticket_request = make_kind<In<kCH, TicketRequest>, In<kEE, TicketHint>>(
    58, "ticket_request", "RFC 9149 section 2");
}  // namespace extensions

}  // namespace tlsonar::dissect
