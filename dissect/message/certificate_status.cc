#include "dissect/message/certificate_status.h"

#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

constexpr std::uint8_t kOcspMulti = 2;

}  // namespace

void read(Reader& reader, OcspResponse& response) { response.octets = reader.vector24(); }
void write(Writer& writer, const OcspResponse& response) { writer.vector24(response.octets); }

// ocsp is one response, ocsp_multi a vector of them: with the type known, both are a list.
void read(Reader& reader, CertificateStatusMessage& value) {
    value.status_type = reader.u8();
    const bool multi = value.status_type == kOcspMulti;
    value.responses = entries<OcspResponse>(reader, multi ? reader.vector24() : reader.rest());
    if (!reader.cut() && !multi && value.responses.size() != 1) reader.fail();
}
void write(Writer& writer, const CertificateStatusMessage& value) {
    writer.u8(value.status_type);
    if (value.status_type == kOcspMulti)
        writer.vector24(value.responses.octets());
    else
        writer.bytes(value.responses.octets());
}

void describe(const CertificateStatusMessage& value, FieldSink& sink) {
    sink.code("status_type", value.status_type, 2, certificate_status_type_name(value.status_type));
    sink.begin_list("responses");
    for (const OcspResponse& response : value.responses)
        sink.hex({}, response.octets);
    sink.end_list();
}

namespace messages {
extern const MessageKind certificate_status = make_message<CertificateStatusMessage>(
    HandshakeType::certificate_status, "CertificateStatus", "RFC 6066 section 8");
}  // namespace messages

}  // namespace tlsonar::dissect
