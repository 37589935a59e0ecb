#include "dissect/message/hello_retry_request.h"

#include "dissect/extension/describe.h"
#include "dissect/message/kind.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

bool has_suite(std::uint16_t version) { return (version & 0xFF) >= 19; }
bool has_group(std::uint16_t version) { return (version & 0xFF) < 16; }

}  // namespace

void read(Reader& reader, HelloRetryRequest& request) {
    request.server_version = reader.u16();
    if (has_suite(request.server_version)) request.cipher_suite = reader.u16();
    if (has_group(request.server_version)) request.selected_group = reader.u16();
    request.extensions = ExtensionList(reader.vector16());
}
void write(Writer& writer, const HelloRetryRequest& request) {
    writer.u16(request.server_version);
    if (has_suite(request.server_version)) writer.u16(request.cipher_suite);
    if (has_group(request.server_version)) writer.u16(request.selected_group);
    writer.vector16(request.extensions.octets());
}

void describe(const HelloRetryRequest& request, FieldSink& sink) {
    sink.code("server_version", request.server_version, 4, version_name(request.server_version));
    if (has_suite(request.server_version))
        sink.code("cipher_suite", request.cipher_suite, 4, cipher_suite_name(request.cipher_suite));
    if (has_group(request.server_version))
        sink.code("selected_group", request.selected_group, 4,
                  named_group_name(request.selected_group));
    describe_extensions(request.extensions, ExtensionPlace::hello_retry_request, sink);
}

namespace messages {
extern const MessageKind hello_retry_request = make_message<HelloRetryRequest>(
    HandshakeType::hello_retry_request, "HelloRetryRequest", "draft-ietf-tls-tls13-21");
}  // namespace messages

}  // namespace tlsonar::dissect
