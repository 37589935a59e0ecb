// ClientCertificateRequest of exported authenticators: laid out like the request of TLS 1.3.
#include "dissect/extension/describe.h"
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

struct ClientCertificateRequest {
    Bytes certificate_request_context;
    ExtensionList extensions;
};
void read(Reader& reader, ClientCertificateRequest& value) {
    value.certificate_request_context = reader.vector8();
    value.extensions = ExtensionList(reader.vector16());
}
void write(Writer& writer, const ClientCertificateRequest& value) {
    writer.vector8(value.certificate_request_context);
    writer.vector16(value.extensions.octets());
}
void describe(const ClientCertificateRequest& value, FieldSink& sink) {
    sink.hex("certificate_request_context", value.certificate_request_context);
    describe_extensions(value.extensions, ExtensionPlace::certificate_request, sink);
}

}  // namespace

namespace messages {
extern const MessageKind client_certificate_request = make_message<ClientCertificateRequest>(
    HandshakeType::client_certificate_request, "ClientCertificateRequest", "RFC 9261 section 4");
}  // namespace messages

}  // namespace tlsonar::dissect
