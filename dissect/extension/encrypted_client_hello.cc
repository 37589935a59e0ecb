// encrypted_client_hello: the encrypted hello (or GREASE in its shape) in the outer one, a mark in
// the inner one, a confirmation in HelloRetryRequest, and configurations for a retry.
#include "dissect/extension/ech_config.h"
#include "dissect/extension/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

constexpr std::uint8_t kOuter = 0;
constexpr std::uint8_t kInner = 1;

struct EchClientHello {
    std::uint8_t type = kOuter;
    CodePair cipher_suite;
    std::uint8_t config_id = 0;
    Bytes enc;  // empty in the hello that follows a HelloRetryRequest
    Bytes payload;
};
void read(Reader& reader, EchClientHello& value) {
    value.type = reader.u8();
    if (value.type == kInner) return;
    if (value.type != kOuter) reader.fail();
    read(reader, value.cipher_suite);
    value.config_id = reader.u8();
    value.enc = reader.vector16();
    value.payload = reader.vector16();
}
void write(Writer& writer, const EchClientHello& value) {
    writer.u8(value.type);
    if (value.type == kInner) return;
    write(writer, value.cipher_suite);
    writer.u8(value.config_id);
    writer.vector16(value.enc);
    writer.vector16(value.payload);
}
void describe(const EchClientHello& value, FieldSink& sink) {
    sink.code("type", value.type, 2, value.type == kInner ? "inner" : "outer");
    if (value.type == kInner) return;
    sink.code("kdf_id", value.cipher_suite.first, 4, hpke_kdf_name(value.cipher_suite.first));
    sink.code("aead_id", value.cipher_suite.second, 4, hpke_aead_name(value.cipher_suite.second));
    sink.number("config_id", value.config_id);
    sink.hex("enc", value.enc);
    sink.number("payload_length", value.payload.size());
    sink.hex("payload", value.payload);
}

struct EchHelloRetryRequest {
    Bytes confirmation;
};
void read(Reader& reader, EchHelloRetryRequest& value) { value.confirmation = reader.take(8); }
void write(Writer& writer, const EchHelloRetryRequest& value) { writer.bytes(value.confirmation); }
void describe(const EchHelloRetryRequest& value, FieldSink& sink) {
    sink.hex("confirmation", value.confirmation);
}

struct EchRetryConfigs {
    EchConfigList retry_configs;
};
void read(Reader& reader, EchRetryConfigs& value) { read(reader, value.retry_configs); }
void write(Writer& writer, const EchRetryConfigs& value) { write(writer, value.retry_configs); }
void describe(const EchRetryConfigs& value, FieldSink& sink) {
    sink.begin_object("retry_configs");
    describe(value.retry_configs, sink);
    sink.end_object();
}

}  // namespace

namespace extensions {
extern const ExtensionKind encrypted_client_hello =
    make_kind<In<kCH, EchClientHello>, In<kHRR, EchHelloRetryRequest>, In<kEE, EchRetryConfigs>>(
        0xFE0D, "encrypted_client_hello", "RFC 9849 section 5");
}  // namespace extensions

}  // namespace tlsonar::dissect
