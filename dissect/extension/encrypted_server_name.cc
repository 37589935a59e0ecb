// encrypted_server_name: the predecessor of ECH, in the form that browsers tried (draft 2).
#include "dissect/extension/kind.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"

namespace tlsonar::dissect {
namespace {

struct ClientEncryptedSni {
    std::uint16_t suite = 0;
    KeyShareEntry key_share;
    Bytes record_digest;
    Bytes encrypted_sni;
};
void read(Reader& reader, ClientEncryptedSni& value) {
    value.suite = reader.u16();
    read(reader, value.key_share);
    value.record_digest = reader.vector16();
    value.encrypted_sni = reader.vector16();
}
void write(Writer& writer, const ClientEncryptedSni& value) {
    writer.u16(value.suite);
    write(writer, value.key_share);
    writer.vector16(value.record_digest);
    writer.vector16(value.encrypted_sni);
}
void describe(const ClientEncryptedSni& value, FieldSink& sink) {
    describe_code(sink, "suite", value.suite, cipher_suite_name);
    describe_code(sink, "group", value.key_share.group, named_group_name);
    sink.hex("key_exchange", value.key_share.key_exchange);
    sink.hex("record_digest", value.record_digest);
    sink.hex("encrypted_sni", value.encrypted_sni);
}

struct ServerEncryptedSni {
    Bytes nonce;
};
void read(Reader& reader, ServerEncryptedSni& value) { value.nonce = reader.take(16); }
void write(Writer& writer, const ServerEncryptedSni& value) { writer.bytes(value.nonce); }
void describe(const ServerEncryptedSni& value, FieldSink& sink) { sink.hex("nonce", value.nonce); }

}  // namespace

namespace extensions {
extern const ExtensionKind encrypted_server_name =
    make_kind<In<kCH, ClientEncryptedSni>, In<kEE, ServerEncryptedSni>>(
        0xFFCE, "encrypted_server_name", "draft-ietf-tls-esni-02 section 5");
}  // namespace extensions

}  // namespace tlsonar::dissect
