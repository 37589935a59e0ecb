// NextProtocol: the client's choice from the list of next_protocol_negotiation. It travels under
// protection, padded to hide its length.
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

struct NextProtocol {
    Bytes selected_protocol;
    Bytes padding;
};
void read(Reader& reader, NextProtocol& value) {
    value.selected_protocol = reader.vector8();
    value.padding = reader.vector8();
}
void write(Writer& writer, const NextProtocol& value) {
    writer.vector8(value.selected_protocol);
    writer.vector8(value.padding);
}
void describe(const NextProtocol& value, FieldSink& sink) {
    sink.text("selected_protocol", as_text(value.selected_protocol));
    sink.number("padding_length", value.padding.size());
}

}  // namespace

namespace messages {
extern const MessageKind next_protocol = make_message<NextProtocol>(
    HandshakeType::next_protocol, "NextProtocol", "draft-agl-tls-nextprotoneg-04");
}  // namespace messages

}  // namespace tlsonar::dissect
