// KeyUpdate: the sender goes on with new keys, and may ask the peer to do so, too.
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

struct KeyUpdate {
    std::uint8_t request_update = 0;
};
void read(Reader& reader, KeyUpdate& value) { value.request_update = reader.u8(); }
void write(Writer& writer, const KeyUpdate& value) { writer.u8(value.request_update); }
std::string_view refuse(const KeyUpdate& value) {
    return value.request_update > 1 ? "request_update is neither 0 nor 1" : "";
}
void describe(const KeyUpdate& value, FieldSink& sink) {
    sink.code("request_update", value.request_update, 2,
              value.request_update == 0   ? "update_not_requested"
              : value.request_update == 1 ? "update_requested"
                                          : "");
}

}  // namespace

namespace messages {
extern const MessageKind key_update =
    make_message<KeyUpdate>(HandshakeType::key_update, "KeyUpdate", "RFC 9846 section 4.6.3");
}  // namespace messages

}  // namespace tlsonar::dissect
