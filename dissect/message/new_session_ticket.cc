#include "dissect/message/new_session_ticket.h"

#include "dissect/extension/describe.h"
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

bool is_extended(const MessageContext& context) {
    return generation_of(context.version) == Generation::tls13;
}
// The nonce came with draft 21.
bool has_nonce(const MessageContext& context) {
    return context.version < 0x7F00 || context.version > 0x7F14;
}

}  // namespace

void read(Reader& reader, NewSessionTicket& value, const MessageContext& context) {
    value.ticket_lifetime = reader.u32();
    const bool extended = is_extended(context);
    if (extended) value.ticket_age_add = reader.u32();
    if (extended && has_nonce(context)) value.ticket_nonce = reader.vector8();
    value.ticket = reader.vector16();
    if (extended) value.extensions = ExtensionList(reader.vector16());
}

void write(Writer& writer, const NewSessionTicket& value, const MessageContext& context) {
    writer.u32(value.ticket_lifetime);
    const bool extended = is_extended(context);
    if (extended) writer.u32(value.ticket_age_add);
    if (extended && has_nonce(context)) writer.vector8(value.ticket_nonce);
    writer.vector16(value.ticket);
    if (extended) writer.vector16(value.extensions.octets());
}

Result<NewSessionTicket, DecodeError> decode_new_session_ticket(Bytes body,
                                                                const MessageContext& context) {
    return decode_in<NewSessionTicket>(body, context);
}

std::string_view refuse(const NewSessionTicket& value) {
    return value.extensions.framing_ok() ? "" : "extensions overrun their vector";
}

void describe(const NewSessionTicket& value, FieldSink& sink) {
    sink.number("ticket_lifetime", value.ticket_lifetime);
    if (value.ticket_age_add != 0) sink.number("ticket_age_add", value.ticket_age_add);
    if (!value.ticket_nonce.empty()) sink.hex("ticket_nonce", value.ticket_nonce);
    sink.hex("ticket", value.ticket);
    if (!value.extensions.octets().empty())
        describe_extensions(value.extensions, ExtensionPlace::new_session_ticket, sink);
}

namespace messages {
extern const MessageKind new_session_ticket = make_message<NewSessionTicket>(
    HandshakeType::new_session_ticket, "NewSessionTicket", "RFC 9846 section 4.6.1");
}  // namespace messages

}  // namespace tlsonar::dissect
