#include "dissect/extension/extension_type.h"
#include "dissect/extension/known.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/session/tracker.h"
#include "profile/codes.h"
#include "profile/derive.h"

namespace tlsonar::profile {
namespace {

using dissect::CipherSuite;
using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;
using dissect::Role;
using dissect::ServerHello;

// Version, random, suite: the shortest ServerHello there is (drafts of TLS 1.3 without session id).
constexpr std::size_t kUpToSuite = 2 + 32 + 2;

void clear(ServerChoice& server) {
    server.seen = server.partial = server.encrypted_extensions_seen = false;
    server.legacy_version = 0;
    server.suite = server.compression_method = {};
    server.extensions.clear();
    server.encrypted_extensions.clear();
    server.group.reset();
    server.dh_bits = 0;
    server.signature_scheme.reset();
    server.alpn.reset();
    server.random.clear();
    server.session_id.clear();
    server.ja3s.clear();
}

void derive_hello(const Message& message, const ServerHello& hello,
                  dissect::Fingerprinter& fingerprinter, ServerChoice& server) {
    server.seen = true;
    // One that is cut, or ends before the suite, says nothing of what was chosen.
    server.partial = message.partial || message.body.size() < kUpToSuite;
    server.legacy_version = hello.legacy_version;
    server.random.assign(as_text(hello.random));
    server.session_id.assign(as_text(hello.session_id));
    server.suite = suite_code(hello.cipher_suite);
    server.compression_method = compression_code(hello.compression_method);
    bool alpn = false;
    bool share = false;
    for (const dissect::Extension& extension : hello.extensions) {
        namespace type = dissect::extension_type;
        server.extensions.push_back(extension_code(extension.type));
        alpn |= extension.type == type::application_layer_protocol_negotiation;
        share |= extension.type == type::key_share || extension.type == type::key_share_draft;
    }
    if (alpn) {
        if (const auto protocol = dissect::selected_alpn(hello.extensions))
            server.alpn.emplace(as_text(*protocol));
    }
    if (share) {
        if (const auto entry = dissect::server_key_share(hello.extensions))
            server.group = group_code(entry->group);
        else if (const auto group = dissect::retry_group(hello.extensions))
            server.group = group_code(*group);
    }
    if (!server.partial) server.ja3s.assign(fingerprinter.ja3s(hello).view());
}

void derive_encrypted_extensions(const Message& message, ServerChoice& server) {
    Reader reader(message.body);
    const dissect::ExtensionList list(reader.vector16());
    server.encrypted_extensions_seen = true;
    server.encrypted_extensions.clear();
    append(server.encrypted_extensions, list);
    if (const auto protocol = dissect::selected_alpn(list)) server.alpn.emplace(as_text(*protocol));
}

bool signs_key_exchange(const CipherSuite& suite) {
    return suite.auth == dissect::Authentication::rsa ||
           suite.auth == dissect::Authentication::dss ||
           suite.auth == dissect::Authentication::ecdsa;
}

// ServerKeyExchange: RFC 8422 section 5.4 (a named curve) and RFC 5246 section 7.4.3 (p, g, Ys),
// then, since TLS 1.2, the scheme of the signature.
void derive_key_exchange(const Message& message, std::uint16_t version, ServerChoice& server) {
    const CipherSuite* suite =
        dissect::find_cipher_suite(static_cast<std::uint16_t>(server.suite.value));
    if (suite == nullptr) return;
    constexpr std::uint8_t kNamedCurve = 3;
    using dissect::KeyExchange;
    Reader reader = Reader::prefix(message.body);
    const bool psk = suite->kx == KeyExchange::dhe_psk || suite->kx == KeyExchange::ecdhe_psk;
    if (psk) reader.vector16();  // psk_identity_hint
    switch (suite->kx) {
        case KeyExchange::ecdhe:
        case KeyExchange::ecdh_anon:
        case KeyExchange::ecdhe_psk:
            if (reader.u8() != kNamedCurve) return;
            server.group = group_code(reader.u16());
            reader.vector8();
            break;
        case KeyExchange::dhe:
        case KeyExchange::dh_anon:
        case KeyExchange::dhe_psk: {
            Bytes p = reader.vector16();
            while (!p.empty() && p[0] == 0)
                p = p.subspan(1);
            server.dh_bits = static_cast<std::uint32_t>(8 * p.size());
            for (int bit = 7; !p.empty() && (p[0] >> bit) == 0; --bit)
                --server.dh_bits;
            reader.vector16();
            reader.vector16();
            break;
        }
        default:
            return;
    }
    if (version == 0x0303 && signs_key_exchange(*suite) && reader.left() >= 2)
        server.signature_scheme = scheme_code(reader.u16());
}

}  // namespace

void derive_server(const dissect::Handshake& handshake, dissect::Fingerprinter& fingerprinter,
                   Record& record) {
    ServerChoice& server = record.server;
    clear(server);
    clear(record.retry);
    for (const Message& message : handshake.messages) {
        const bool readable = message.content == Content::handshake && !message.opaque();
        if (!readable || message.sender != Role::server) continue;
        switch (static_cast<HandshakeType>(message.type)) {
            case HandshakeType::server_hello: {
                const ServerHello hello = dissect::decode_prefix<ServerHello>(message.body);
                const bool retry = is_hello_retry_request(hello);
                derive_hello(message, hello, fingerprinter, retry ? record.retry : server);
                break;
            }
            case HandshakeType::encrypted_extensions:
                derive_encrypted_extensions(message, server);
                break;
            case HandshakeType::server_key_exchange:
                derive_key_exchange(message, handshake.version, server);
                break;
            case HandshakeType::certificate_verify:
                if (message.body.size() >= 2)
                    server.signature_scheme = scheme_code(load_be16(message.body.data()));
                break;
            default:
                break;
        }
    }
}

}  // namespace tlsonar::profile
