#include "dissect/message/certificate_verify.h"

#include "dissect/message/kind.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {

void read(Reader& reader, CertificateVerify& value, const MessageContext& context) {
    if (generation_of(context.version) >= Generation::tls12) value.algorithm = reader.u16();
    value.signature = reader.vector16();
}
void write(Writer& writer, const CertificateVerify& value, const MessageContext& context) {
    if (generation_of(context.version) >= Generation::tls12) writer.u16(value.algorithm);
    writer.vector16(value.signature);
}

Result<CertificateVerify, DecodeError> decode_certificate_verify(Bytes body,
                                                                 const MessageContext& context) {
    return decode_in<CertificateVerify>(body, context);
}

void describe(const CertificateVerify& value, FieldSink& sink) {
    if (value.algorithm != 0)
        sink.code("algorithm", value.algorithm, 4, signature_scheme_name(value.algorithm));
    sink.hex("signature", value.signature);
}

namespace messages {
extern const MessageKind certificate_verify = make_message<CertificateVerify>(
    HandshakeType::certificate_verify, "CertificateVerify", "RFC 9846 section 4.4.3");
}  // namespace messages

}  // namespace tlsonar::dissect
