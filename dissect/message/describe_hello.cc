// How the hellos appear in the catalogue; their reading and writing are in hello.cc.
#include "dissect/extension/describe.h"
#include "dissect/message/hello.h"
#include "dissect/message/kind.h"
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

constexpr std::size_t kLongestSessionId = 32;

std::string_view suite_name(std::uint16_t code) {
    return is_grease(code) ? "GREASE" : cipher_suite_name(code);
}

}  // namespace

std::string_view refuse(const ClientHello& hello) {
    if (hello.session_id.size() > kLongestSessionId) return "session_id longer than 32 octets";
    if (hello.cipher_suites.octets().size() % 2 != 0) return "half a cipher suite";
    if (hello.cipher_suites.empty()) return "no cipher suites";
    if (hello.compression_methods.empty()) return "no compression methods";
    return hello.extensions.framing_ok() ? "" : "extensions overrun their vector";
}

std::string_view refuse(const ServerHello& hello) {
    if (hello.session_id.size() > kLongestSessionId) return "session_id longer than 32 octets";
    return hello.extensions.framing_ok() ? "" : "extensions overrun their vector";
}

void describe(const ClientHello& hello, FieldSink& sink) {
    sink.code("legacy_version", hello.legacy_version, 4, version_name(hello.legacy_version));
    sink.hex("random", hello.random);
    sink.hex("session_id", hello.session_id);
    if (is_dtls(hello.legacy_version)) sink.hex("cookie", hello.cookie);
    sink.begin_list("cipher_suites");
    for (std::size_t i = 0; i < hello.cipher_suites.size(); ++i)
        sink.code({}, hello.cipher_suites[i], 4, suite_name(hello.cipher_suites[i]));
    sink.end_list();
    sink.begin_list("compression_methods");
    for (const std::uint8_t method : hello.compression_methods)
        sink.code({}, method, 2, compression_method_name(method));
    sink.end_list();
    if (hello.has_extensions)
        describe_extensions(hello.extensions, ExtensionPlace::client_hello, sink);
}

void describe(const ServerHello& hello, FieldSink& sink) {
    const bool retry = is_hello_retry_request(hello);
    sink.code("legacy_version", hello.legacy_version, 4, version_name(hello.legacy_version));
    sink.hex("random", hello.random);
    if (retry) sink.flag("hello_retry_request", true);
    sink.hex("session_id", hello.session_id);
    sink.code("cipher_suite", hello.cipher_suite, 4, suite_name(hello.cipher_suite));
    sink.code("compression_method", hello.compression_method, 2,
              compression_method_name(hello.compression_method));
    if (hello.has_extensions)
        describe_extensions(
            hello.extensions,
            retry ? ExtensionPlace::hello_retry_request : ExtensionPlace::server_hello, sink);
}

namespace messages {
extern const MessageKind client_hello =
    make_message<ClientHello>(HandshakeType::client_hello, "ClientHello", "RFC 9846 section 4.1.2");
extern const MessageKind server_hello =
    make_message<ServerHello>(HandshakeType::server_hello, "ServerHello", "RFC 9846 section 4.1.3");
}  // namespace messages

}  // namespace tlsonar::dissect
