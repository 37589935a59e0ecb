#include "dissect/message/ssl2.h"

#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/names.gen.h"
#include "dissect/registry/ssl2_cipher.h"

namespace tlsonar::dissect {

// SSLv2 puts all lengths of a message first and the data after them.
void read(Reader& reader, Ssl2ClientHello& hello) {
    hello.version = reader.u16();
    const std::size_t specs = reader.u16();
    const std::size_t session_id = reader.u16();
    const std::size_t challenge = reader.u16();
    hello.cipher_specs = Ssl2CipherList(reader.take(specs));
    hello.session_id = reader.take(session_id);
    hello.challenge = reader.take(challenge);
}
void write(Writer& writer, const Ssl2ClientHello& hello) {
    writer.u16(hello.version);
    writer.u16(static_cast<std::uint16_t>(hello.cipher_specs.octets().size()));
    writer.u16(static_cast<std::uint16_t>(hello.session_id.size()));
    writer.u16(static_cast<std::uint16_t>(hello.challenge.size()));
    writer.bytes(hello.cipher_specs.octets());
    writer.bytes(hello.session_id);
    writer.bytes(hello.challenge);
}

void read(Reader& reader, Ssl2ServerHello& hello) {
    hello.session_id_hit = reader.u8();
    hello.certificate_type = reader.u8();
    hello.server_version = reader.u16();
    const std::size_t certificate = reader.u16();
    const std::size_t specs = reader.u16();
    const std::size_t connection_id = reader.u16();
    hello.certificate = reader.take(certificate);
    hello.cipher_specs = Ssl2CipherList(reader.take(specs));
    hello.connection_id = reader.take(connection_id);
}
void write(Writer& writer, const Ssl2ServerHello& hello) {
    writer.u8(hello.session_id_hit);
    writer.u8(hello.certificate_type);
    writer.u16(hello.server_version);
    writer.u16(static_cast<std::uint16_t>(hello.certificate.size()));
    writer.u16(static_cast<std::uint16_t>(hello.cipher_specs.octets().size()));
    writer.u16(static_cast<std::uint16_t>(hello.connection_id.size()));
    writer.bytes(hello.certificate);
    writer.bytes(hello.cipher_specs.octets());
    writer.bytes(hello.connection_id);
}

void read(Reader& reader, Ssl2ClientMasterKey& key) {
    key.cipher_kind = reader.u24();
    const std::size_t clear_key = reader.u16();
    const std::size_t encrypted_key = reader.u16();
    const std::size_t key_arg = reader.u16();
    key.clear_key = reader.take(clear_key);
    key.encrypted_key = reader.take(encrypted_key);
    key.key_arg = reader.take(key_arg);
}
void write(Writer& writer, const Ssl2ClientMasterKey& key) {
    writer.u24(key.cipher_kind);
    writer.u16(static_cast<std::uint16_t>(key.clear_key.size()));
    writer.u16(static_cast<std::uint16_t>(key.encrypted_key.size()));
    writer.u16(static_cast<std::uint16_t>(key.key_arg.size()));
    writer.bytes(key.clear_key);
    writer.bytes(key.encrypted_key);
    writer.bytes(key.key_arg);
}

namespace {

std::string_view kind_name(std::uint32_t kind) {
    if (kind > 0xFFFF || kind == 0) return ssl2_cipher_name(kind);
    return cipher_suite_name(static_cast<std::uint16_t>(kind));
}

void describe_specs(const Ssl2CipherList& specs, FieldSink& sink) {
    sink.begin_list("cipher_specs");
    for (std::size_t i = 0; i < specs.size(); ++i)
        sink.code({}, specs[i], 6, kind_name(specs[i]));
    sink.end_list();
}

}  // namespace

std::string_view refuse(const Ssl2ClientHello& hello) {
    return hello.cipher_specs.octets().size() % 3 != 0 ? "part of a cipher kind" : "";
}
void describe(const Ssl2ClientHello& hello, FieldSink& sink) {
    sink.code("version", hello.version, 4, version_name(hello.version));
    describe_specs(hello.cipher_specs, sink);
    sink.hex("session_id", hello.session_id);
    sink.hex("challenge", hello.challenge);
}

std::string_view refuse(const Ssl2ServerHello& hello) {
    return hello.cipher_specs.octets().size() % 3 != 0 ? "part of a cipher kind" : "";
}
void describe(const Ssl2ServerHello& hello, FieldSink& sink) {
    sink.flag("session_id_hit", hello.session_id_hit != 0);
    sink.number("certificate_type", hello.certificate_type);
    sink.code("server_version", hello.server_version, 4, version_name(hello.server_version));
    sink.hex("certificate", hello.certificate);
    describe_specs(hello.cipher_specs, sink);
    sink.hex("connection_id", hello.connection_id);
}

void describe(const Ssl2ClientMasterKey& key, FieldSink& sink) {
    sink.code("cipher_kind", key.cipher_kind, 6, kind_name(key.cipher_kind));
    sink.hex("clear_key", key.clear_key);
    sink.hex("encrypted_key", key.encrypted_key);
    sink.hex("key_arg", key.key_arg);
}

}  // namespace tlsonar::dissect
