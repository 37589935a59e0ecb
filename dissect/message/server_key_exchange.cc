#include "dissect/message/server_key_exchange.h"

#include "dissect/message/kind.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/names.gen.h"
#include "dissect/registry/signature_scheme.h"

namespace tlsonar::dissect {
namespace {

using Params = ServerKeyExchange::Params;
constexpr std::uint8_t kNamedCurve = 3;

// What a key exchange puts into the message.
struct Shape {
    Params params = Params::opaque;
    bool hint = false;     // a psk_identity_hint comes first
    bool signed_ = false;  // a signature comes last
};

Shape shape_of(const CipherSuite* suite) {
    if (suite == nullptr) return {};
    switch (suite->kx) {
        case KeyExchange::rsa:
            return {Params::rsa, false, true};
        case KeyExchange::dhe:
            return {Params::dh, false, true};
        case KeyExchange::dh_anon:
            return {Params::dh, false, false};
        case KeyExchange::ecdhe:
            return {Params::ecdh, false, true};
        case KeyExchange::ecdh_anon:
            return {Params::ecdh, false, false};
        case KeyExchange::psk:
        case KeyExchange::rsa_psk:
            return {Params::none, true, false};
        case KeyExchange::dhe_psk:
            return {Params::dh, true, false};
        case KeyExchange::ecdhe_psk:
            return {Params::ecdh, true, false};
        case KeyExchange::srp:
            return {Params::srp, false, suite->auth != Authentication::srp};
        case KeyExchange::eccpwd:
            return {Params::eccpwd, false, false};
        case KeyExchange::sm2:
            return {Params::none, false, true};
        case KeyExchange::sm2dh:
            return {Params::ecdh, false, true};
        default:
            return {};
    }
}

void read_curve(Reader& reader, ServerKeyExchange& value) {
    value.curve_type = reader.u8();
    // Curves sent in full (RFC 4492 section 5.4) are gone since RFC 8422, and nobody ever sent
    // them.
    if (value.curve_type != kNamedCurve) reader.fail();
    value.named_curve = reader.u16();
}
void write_curve(Writer& writer, const ServerKeyExchange& value) {
    writer.u8(value.curve_type);
    writer.u16(value.named_curve);
}

void read_params(Reader& reader, ServerKeyExchange& value) {
    switch (value.params) {
        case Params::none:
            break;
        case Params::dh:
            value.dh_p = reader.vector16();
            value.dh_g = reader.vector16();
            value.public_key = reader.vector16();
            break;
        case Params::ecdh:
            read_curve(reader, value);
            value.public_key = reader.vector8();
            break;
        case Params::rsa:
            value.rsa_modulus = reader.vector16();
            value.rsa_exponent = reader.vector16();
            break;
        case Params::srp:
            value.dh_p = reader.vector16();
            value.dh_g = reader.vector16();
            value.salt = reader.vector8();
            value.public_key = reader.vector16();
            break;
        case Params::eccpwd:
            value.salt = reader.vector8();
            read_curve(reader, value);
            value.public_key = reader.vector8();
            value.scalar = reader.vector8();
            break;
        case Params::opaque:
            value.other = reader.rest();
            break;
    }
}

void write_params(Writer& writer, const ServerKeyExchange& value) {
    switch (value.params) {
        case Params::none:
            break;
        case Params::dh:
            writer.vector16(value.dh_p);
            writer.vector16(value.dh_g);
            writer.vector16(value.public_key);
            break;
        case Params::ecdh:
            write_curve(writer, value);
            writer.vector8(value.public_key);
            break;
        case Params::rsa:
            writer.vector16(value.rsa_modulus);
            writer.vector16(value.rsa_exponent);
            break;
        case Params::srp:
            writer.vector16(value.dh_p);
            writer.vector16(value.dh_g);
            writer.vector8(value.salt);
            writer.vector16(value.public_key);
            break;
        case Params::eccpwd:
            writer.vector8(value.salt);
            write_curve(writer, value);
            writer.vector8(value.public_key);
            writer.vector8(value.scalar);
            break;
        case Params::opaque:
            writer.bytes(value.other);
            break;
    }
}

bool names_algorithm(const MessageContext& context) {
    return generation_of(context.version) >= Generation::tls12;
}

}  // namespace

void read(Reader& reader, ServerKeyExchange& value, const MessageContext& context) {
    const Shape shape = shape_of(context.suite);
    value.params = shape.params;
    value.has_psk_identity_hint = shape.hint;
    if (shape.hint) value.psk_identity_hint = reader.vector16();
    read_params(reader, value);
    value.params_length = reader.offset();
    value.has_signature = shape.signed_;
    if (!value.has_signature) return;
    if (names_algorithm(context)) value.algorithm = reader.u16();
    value.signature = reader.vector16();
}

void write(Writer& writer, const ServerKeyExchange& value, const MessageContext& context) {
    if (value.has_psk_identity_hint) writer.vector16(value.psk_identity_hint);
    write_params(writer, value);
    if (!value.has_signature) return;
    if (names_algorithm(context)) writer.u16(value.algorithm);
    writer.vector16(value.signature);
}

Result<ServerKeyExchange, DecodeError> decode_server_key_exchange(Bytes body,
                                                                  const MessageContext& context) {
    return decode_in<ServerKeyExchange>(body, context);
}

namespace {

void describe_curve(const ServerKeyExchange& value, FieldSink& sink) {
    sink.code("curve_type", value.curve_type, 2, ec_curve_type_name(value.curve_type));
    sink.code("named_curve", value.named_curve, 4, named_group_name(value.named_curve));
}

void describe_params(const ServerKeyExchange& value, FieldSink& sink) {
    switch (value.params) {
        case Params::none:
            break;
        case Params::dh:
            sink.hex("dh_p", value.dh_p);
            sink.hex("dh_g", value.dh_g);
            sink.hex("dh_Ys", value.public_key);
            break;
        case Params::ecdh:
            describe_curve(value, sink);
            sink.hex("point", value.public_key);
            break;
        case Params::rsa:
            sink.hex("rsa_modulus", value.rsa_modulus);
            sink.hex("rsa_exponent", value.rsa_exponent);
            break;
        case Params::srp:
            sink.hex("srp_N", value.dh_p);
            sink.hex("srp_g", value.dh_g);
            sink.hex("srp_s", value.salt);
            sink.hex("srp_B", value.public_key);
            break;
        case Params::eccpwd:
            sink.hex("salt", value.salt);
            describe_curve(value, sink);
            sink.hex("element", value.public_key);
            sink.hex("scalar", value.scalar);
            break;
        case Params::opaque:
            sink.hex("params", value.other);
            break;
    }
}

}  // namespace

void describe(const ServerKeyExchange& value, FieldSink& sink) {
    if (value.has_psk_identity_hint)
        sink.text("psk_identity_hint", as_text(value.psk_identity_hint));
    describe_params(value, sink);
    if (!value.has_signature) return;
    if (value.algorithm != 0)
        sink.code("algorithm", value.algorithm, 4, signature_scheme_name(value.algorithm));
    sink.hex("signature", value.signature);
}

namespace messages {
extern const MessageKind server_key_exchange = make_message<ServerKeyExchange>(
    HandshakeType::server_key_exchange, "ServerKeyExchange", "RFC 5246 section 7.4.3");
}  // namespace messages

}  // namespace tlsonar::dissect
