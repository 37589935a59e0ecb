#include "dissect/message/client_key_exchange.h"

#include "dissect/message/kind.h"

namespace tlsonar::dissect {
namespace {

KeyExchange key_exchange(const MessageContext& context) {
    return context.suite != nullptr ? context.suite->kx : KeyExchange::none;
}

bool has_identity(KeyExchange kx) {
    return kx == KeyExchange::psk || kx == KeyExchange::dhe_psk || kx == KeyExchange::ecdhe_psk ||
           kx == KeyExchange::rsa_psk;
}

// RFC 5246 section 7.4.7.1: SSLv3 sent the encrypted premaster secret without its length.
bool is_bare(const MessageContext& context) {
    return generation_of(context.version) == Generation::ssl3;
}

}  // namespace

void read(Reader& reader, ClientKeyExchange& value, const MessageContext& context) {
    const KeyExchange kx = key_exchange(context);
    value.has_psk_identity = has_identity(kx);
    if (value.has_psk_identity) value.psk_identity = reader.vector16();
    switch (kx) {
        case KeyExchange::psk:
            break;
        case KeyExchange::rsa:
        case KeyExchange::rsa_psk:
        case KeyExchange::sm2:
            value.encrypted_secret = is_bare(context) ? reader.rest() : reader.vector16();
            break;
        case KeyExchange::dh:
        case KeyExchange::dhe:
        case KeyExchange::dh_anon:
            value.has_public_key = reader.more();
            if (value.has_public_key) value.public_key = reader.vector16();
            break;
        case KeyExchange::dhe_psk:
        case KeyExchange::srp:
        case KeyExchange::cecpq1:
            value.public_key = reader.vector16();
            break;
        case KeyExchange::ecdh:
        case KeyExchange::ecdhe:
        case KeyExchange::ecdh_anon:
            value.has_public_key = reader.more();
            if (value.has_public_key) value.public_key = reader.vector8();
            break;
        case KeyExchange::ecdhe_psk:
            value.public_key = reader.vector8();
            break;
        case KeyExchange::eccpwd:
            value.public_key = reader.vector8();
            value.scalar = reader.vector8();
            break;
        case KeyExchange::krb5:
            value.ticket = reader.vector16();
            value.authenticator = reader.vector16();
            value.encrypted_secret = reader.vector16();
            break;
        default:
            value.other = reader.rest();
            break;
    }
}

void write(Writer& writer, const ClientKeyExchange& value, const MessageContext& context) {
    if (value.has_psk_identity) writer.vector16(value.psk_identity);
    switch (key_exchange(context)) {
        case KeyExchange::psk:
            break;
        case KeyExchange::rsa:
        case KeyExchange::rsa_psk:
        case KeyExchange::sm2:
            if (is_bare(context))
                writer.bytes(value.encrypted_secret);
            else
                writer.vector16(value.encrypted_secret);
            break;
        case KeyExchange::dh:
        case KeyExchange::dhe:
        case KeyExchange::dh_anon:
            if (value.has_public_key) writer.vector16(value.public_key);
            break;
        case KeyExchange::dhe_psk:
        case KeyExchange::srp:
        case KeyExchange::cecpq1:
            writer.vector16(value.public_key);
            break;
        case KeyExchange::ecdh:
        case KeyExchange::ecdhe:
        case KeyExchange::ecdh_anon:
            if (value.has_public_key) writer.vector8(value.public_key);
            break;
        case KeyExchange::ecdhe_psk:
            writer.vector8(value.public_key);
            break;
        case KeyExchange::eccpwd:
            writer.vector8(value.public_key);
            writer.vector8(value.scalar);
            break;
        case KeyExchange::krb5:
            writer.vector16(value.ticket);
            writer.vector16(value.authenticator);
            writer.vector16(value.encrypted_secret);
            break;
        default:
            writer.bytes(value.other);
            break;
    }
}

Result<ClientKeyExchange, DecodeError> decode_client_key_exchange(Bytes body,
                                                                  const MessageContext& context) {
    return decode_in<ClientKeyExchange>(body, context);
}

void describe(const ClientKeyExchange& value, FieldSink& sink) {
    if (value.has_psk_identity) sink.text("psk_identity", as_text(value.psk_identity));
    if (!value.ticket.empty()) sink.hex("ticket", value.ticket);
    if (!value.authenticator.empty()) sink.hex("authenticator", value.authenticator);
    if (!value.encrypted_secret.empty())
        sink.hex("encrypted_pre_master_secret", value.encrypted_secret);
    if (!value.public_key.empty()) sink.hex("public_key", value.public_key);
    if (!value.scalar.empty()) sink.hex("scalar", value.scalar);
    if (!value.other.empty()) sink.hex("exchange_keys", value.other);
}

namespace messages {
extern const MessageKind client_key_exchange = make_message<ClientKeyExchange>(
    HandshakeType::client_key_exchange, "ClientKeyExchange", "RFC 5246 section 7.4.7");
}  // namespace messages

}  // namespace tlsonar::dissect
