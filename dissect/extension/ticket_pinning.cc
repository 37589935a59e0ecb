// ticket_pinning: a server shows that it is the one that issued an earlier pinning ticket.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

// Of the client: nothing, or the ticket.
struct PinningTicket {
    bool has_ticket = false;
    Bytes ticket;
};
void read(Reader& reader, PinningTicket& value) {
    value.has_ticket = reader.more();
    if (value.has_ticket) value.ticket = reader.vector16();
}
void write(Writer& writer, const PinningTicket& value) {
    if (value.has_ticket) writer.vector16(value.ticket);
}
void describe(const PinningTicket& value, FieldSink& sink) {
    if (value.has_ticket) sink.hex("ticket", value.ticket);
}

struct PinningProof {
    Bytes proof;
    Bytes ticket;
    std::uint32_t lifetime = 0;  // seconds
};
void read(Reader& reader, PinningProof& value) {
    value.proof = reader.vector8();
    value.ticket = reader.vector16();
    value.lifetime = reader.u32();
}
void write(Writer& writer, const PinningProof& value) {
    writer.vector8(value.proof);
    writer.vector16(value.ticket);
    writer.u32(value.lifetime);
}
void describe(const PinningProof& value, FieldSink& sink) {
    sink.hex("proof", value.proof);
    sink.hex("ticket", value.ticket);
    sink.number("lifetime", value.lifetime);
}

}  // namespace

namespace extensions {
extern const ExtensionKind ticket_pinning =
    make_kind<In<kCH, PinningTicket>, In<kEE, PinningProof>>(32, "ticket_pinning",
                                                             "RFC 8672 section 3");
}  // namespace extensions

}  // namespace tlsonar::dissect
