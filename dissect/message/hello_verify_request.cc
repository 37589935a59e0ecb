// HelloVerifyRequest: a DTLS server asks the client to prove its address.
#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

struct HelloVerifyRequest {
    std::uint16_t server_version = 0;
    Bytes cookie;
};
void read(Reader& reader, HelloVerifyRequest& value) {
    value.server_version = reader.u16();
    value.cookie = reader.vector8();
}
void write(Writer& writer, const HelloVerifyRequest& value) {
    writer.u16(value.server_version);
    writer.vector8(value.cookie);
}
void describe(const HelloVerifyRequest& value, FieldSink& sink) {
    sink.code("server_version", value.server_version, 4, version_name(value.server_version));
    sink.hex("cookie", value.cookie);
}

}  // namespace

namespace messages {
extern const MessageKind hello_verify_request = make_message<HelloVerifyRequest>(
    HandshakeType::hello_verify_request, "HelloVerifyRequest", "RFC 6347 section 4.2.1");
}  // namespace messages

}  // namespace tlsonar::dissect
