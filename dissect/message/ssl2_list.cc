// The catalogue of SSLv2 messages, with those that are too small for a file of their own.
#include "dissect/message/kind.h"
#include "dissect/message/ssl2.h"

namespace tlsonar::dissect {
namespace {

constexpr std::string_view name_of_error(std::uint16_t code) {
    switch (code) {
        case 1:
            return "no_cipher";
        case 2:
            return "no_certificate";
        case 4:
            return "bad_certificate";
        case 6:
            return "unsupported_certificate_type";
        default:
            return {};
    }
}
struct Ssl2Error {
    std::uint16_t code = 0;
};
void read(Reader& reader, Ssl2Error& value) { value.code = reader.u16(); }
void write(Writer& writer, const Ssl2Error& value) { writer.u16(value.code); }
void describe(const Ssl2Error& value, FieldSink& sink) {
    sink.code("error_code", value.code, 4, name_of_error(value.code));
}

struct RequestCertificate {
    std::uint8_t authentication_type = 0;
    Bytes challenge;
};
void read(Reader& reader, RequestCertificate& value) {
    value.authentication_type = reader.u8();
    value.challenge = reader.rest();
}
void write(Writer& writer, const RequestCertificate& value) {
    writer.u8(value.authentication_type);
    writer.bytes(value.challenge);
}
void describe(const RequestCertificate& value, FieldSink& sink) {
    sink.number("authentication_type", value.authentication_type);
    sink.hex("challenge", value.challenge);
}

struct ClientCertificate {
    std::uint8_t certificate_type = 0;
    Bytes certificate;
    Bytes response;
};
void read(Reader& reader, ClientCertificate& value) {
    value.certificate_type = reader.u8();
    const std::size_t certificate = reader.u16();
    const std::size_t response = reader.u16();
    value.certificate = reader.take(certificate);
    value.response = reader.take(response);
}
void write(Writer& writer, const ClientCertificate& value) {
    writer.u8(value.certificate_type);
    writer.u16(static_cast<std::uint16_t>(value.certificate.size()));
    writer.u16(static_cast<std::uint16_t>(value.response.size()));
    writer.bytes(value.certificate);
    writer.bytes(value.response);
}
void describe(const ClientCertificate& value, FieldSink& sink) {
    sink.number("certificate_type", value.certificate_type);
    sink.hex("certificate", value.certificate);
    sink.hex("response", value.response);
}

constexpr std::string_view kSource = "draft-hickman-netscape-ssl-00";

constexpr MessageKind kSsl2Messages[] = {
    make_message<Ssl2Error>(0, "ERROR", kSource),
    make_message<Ssl2ClientHello>(1, "CLIENT-HELLO", kSource),
    make_message<Ssl2ClientMasterKey>(2, "CLIENT-MASTER-KEY", kSource),
    make_message<OpaqueMessage>(3, "CLIENT-FINISHED", kSource),
    make_message<Ssl2ServerHello>(4, "SERVER-HELLO", kSource),
    make_message<OpaqueMessage>(5, "SERVER-VERIFY", kSource),
    make_message<OpaqueMessage>(6, "SERVER-FINISHED", kSource),
    make_message<RequestCertificate>(7, "REQUEST-CERTIFICATE", kSource),
    make_message<ClientCertificate>(8, "CLIENT-CERTIFICATE", kSource),
};
constexpr const MessageKind* kSsl2Kinds[] = {
    &kSsl2Messages[0], &kSsl2Messages[1], &kSsl2Messages[2], &kSsl2Messages[3], &kSsl2Messages[4],
    &kSsl2Messages[5], &kSsl2Messages[6], &kSsl2Messages[7], &kSsl2Messages[8]};

}  // namespace

std::span<const MessageKind* const> ssl2_message_kinds() { return kSsl2Kinds; }

}  // namespace tlsonar::dissect
