// heartbeat: whether the peer may send heartbeat requests.
#include "dissect/extension/kind.h"

namespace tlsonar::dissect {
namespace {

constexpr std::string_view name_of_mode(std::uint8_t mode) {
    return mode == 1 ? "peer_allowed_to_send" : mode == 2 ? "peer_not_allowed_to_send" : "";
}

struct Heartbeat {
    std::uint8_t mode = 0;
};
void read(Reader& reader, Heartbeat& value) { value.mode = reader.u8(); }
void write(Writer& writer, const Heartbeat& value) { writer.u8(value.mode); }
void describe(const Heartbeat& value, FieldSink& sink) {
    sink.code("mode", value.mode, 2, name_of_mode(value.mode));
}

}  // namespace

namespace extensions {
extern const ExtensionKind heartbeat =
    make_kind<In<kCH | kSH | kEE, Heartbeat>>(15, "heartbeat", "RFC 6520 section 2");
}  // namespace extensions

}  // namespace tlsonar::dissect
