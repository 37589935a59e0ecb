#include "dissect/message/certificate_request.h"

#include "dissect/extension/describe.h"
#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {

void read(Reader& reader, CertificateRequest& value, const MessageContext& context) {
    const Generation generation = generation_of(context.version);
    if (generation == Generation::tls13) {
        value.certificate_request_context = reader.vector8();
        value.extensions = ExtensionList(reader.vector16());
        return;
    }
    value.certificate_types = reader.vector8();
    if (generation == Generation::tls12)
        value.supported_signature_algorithms = CodeList(reader.vector16());
    value.certificate_authorities = entries<Opaque16>(reader, reader.vector16());
}

void write(Writer& writer, const CertificateRequest& value, const MessageContext& context) {
    const Generation generation = generation_of(context.version);
    if (generation == Generation::tls13) {
        writer.vector8(value.certificate_request_context);
        writer.vector16(value.extensions.octets());
        return;
    }
    writer.vector8(value.certificate_types);
    if (generation == Generation::tls12)
        writer.vector16(value.supported_signature_algorithms.octets());
    writer.vector16(value.certificate_authorities.octets());
}

Result<CertificateRequest, DecodeError> decode_certificate_request(Bytes body,
                                                                   const MessageContext& context) {
    return decode_in<CertificateRequest>(body, context);
}

std::string_view refuse(const CertificateRequest& value) {
    if (value.supported_signature_algorithms.octets().size() % 2 != 0)
        return "half a signature algorithm";
    return value.extensions.framing_ok() ? "" : "extensions overrun their vector";
}

void describe(const CertificateRequest& value, FieldSink& sink) {
    if (!value.certificate_types.empty()) {
        sink.begin_list("certificate_types");
        for (const std::uint8_t type : value.certificate_types)
            sink.code({}, type, 2, client_certificate_type_name(type));
        sink.end_list();
    }
    const CodeList& algorithms = value.supported_signature_algorithms;
    if (!algorithms.empty()) {
        sink.begin_list("supported_signature_algorithms");
        for (std::size_t i = 0; i < algorithms.size(); ++i)
            sink.code({}, algorithms[i], 4, signature_scheme_name(algorithms[i]));
        sink.end_list();
    }
    if (!value.certificate_authorities.empty()) {
        sink.begin_list("certificate_authorities");
        for (const Opaque16& name : value.certificate_authorities)
            sink.hex({}, name.octets);
        sink.end_list();
    }
    if (!value.certificate_request_context.empty())
        sink.hex("certificate_request_context", value.certificate_request_context);
    if (!value.extensions.octets().empty())
        describe_extensions(value.extensions, ExtensionPlace::certificate_request, sink);
}

namespace messages {
extern const MessageKind certificate_request = make_message<CertificateRequest>(
    HandshakeType::certificate_request, "CertificateRequest", "RFC 9846 section 4.3.2");
}  // namespace messages

}  // namespace tlsonar::dissect
