#include "dissect/message/hello_verify_request.h"

#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {

void read(Reader& reader, HelloVerifyRequest& request) {
    request.server_version = reader.u16();
    request.cookie = reader.vector8();
}
void write(Writer& writer, const HelloVerifyRequest& request) {
    writer.u16(request.server_version);
    writer.vector8(request.cookie);
}
void describe(const HelloVerifyRequest& request, FieldSink& sink) {
    sink.code("server_version", request.server_version, 4, version_name(request.server_version));
    sink.hex("cookie", request.cookie);
}

namespace messages {
extern const MessageKind hello_verify_request = make_message<HelloVerifyRequest>(
    HandshakeType::hello_verify_request, "HelloVerifyRequest", "RFC 6347 section 4.2.1");
}  // namespace messages

}  // namespace tlsonar::dissect
