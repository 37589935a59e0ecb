#include "dissect/message/certificate.h"

#include "dissect/extension/describe.h"
#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

constexpr std::uint8_t kRawPublicKey = 2;

bool has_extensions(const MessageContext& context) {
    return generation_of(context.version) == Generation::tls13;
}

// RFC 7250 section 3: in TLS 1.2 the key stands alone, not in a list.
bool is_bare_key(const MessageContext& context) {
    return context.certificate_type == kRawPublicKey && !has_extensions(context);
}

}  // namespace

void read(Reader& reader, Certificate& certificate, const MessageContext& context) {
    const bool extended = has_extensions(context);
    if (is_bare_key(context)) {
        certificate.certificate_list.push_back({reader.vector24(), {}});
        return;
    }
    if (extended) certificate.certificate_request_context = reader.vector8();
    Reader list = reader.child24();
    while (list.more()) {
        if (certificate.certificate_list.size() == kMaxCertificates) break;
        CertificateEntry entry;
        entry.cert_data = list.vector24();
        if (extended) entry.extensions = ExtensionList(list.vector16());
        if (list.failed()) break;
        certificate.certificate_list.push_back(entry);
    }
    if (list.failed() || list.more()) reader.fail();
}

void write(Writer& writer, const Certificate& certificate, const MessageContext& context) {
    const bool extended = has_extensions(context);
    if (is_bare_key(context)) {
        for (const CertificateEntry& entry : certificate.certificate_list)
            writer.vector24(entry.cert_data);
        return;
    }
    if (extended) writer.vector8(certificate.certificate_request_context);
    writer.prefixed(3, [&] {
        for (const CertificateEntry& entry : certificate.certificate_list) {
            writer.vector24(entry.cert_data);
            if (extended) writer.vector16(entry.extensions.octets());
        }
    });
}

Result<Certificate, DecodeError> decode_certificate(Bytes body, const MessageContext& context) {
    return decode_in<Certificate>(body, context);
}

void describe(const Certificate& certificate, FieldSink& sink) {
    if (!certificate.certificate_request_context.empty())
        sink.hex("certificate_request_context", certificate.certificate_request_context);
    sink.begin_list("certificate_list");
    for (const CertificateEntry& entry : certificate.certificate_list) {
        sink.begin_object({});
        sink.number("length", entry.cert_data.size());
        sink.hex("cert_data", entry.cert_data);
        if (!entry.extensions.octets().empty())
            describe_extensions(entry.extensions, ExtensionPlace::certificate, sink);
        sink.end_object();
    }
    sink.end_list();
}

namespace messages {
extern const MessageKind certificate =
    make_message<Certificate>(HandshakeType::certificate, "Certificate", "RFC 9846 section 4.4.2");
}  // namespace messages

}  // namespace tlsonar::dissect
