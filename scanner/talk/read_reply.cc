#include "core/reader.h"
#include "dissect/extension/entries.h"
#include "dissect/extension/extension_type.h"
#include "dissect/extension/known.h"
#include "dissect/extension/signed_certificate_timestamp.h"
#include "dissect/message/certificate.h"
#include "dissect/message/certificate_request.h"
#include "dissect/message/certificate_status.h"
#include "dissect/message/certificate_verify.h"
#include "dissect/message/compressed_certificate.h"
#include "dissect/message/encrypted_extensions.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/message/server_key_exchange.h"
#include "dissect/message/ssl2.h"
#include "scanner/talk/reply.h"

namespace tlsonar::scanner {
namespace {

using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;
using dissect::Role;
namespace type = dissect::extension_type;

std::vector<std::uint8_t> copy(Bytes b) { return {b.begin(), b.end()}; }

std::uint32_t bits_of(Bytes number) {
    while (!number.empty() && number[0] == 0)
        number = number.subspan(1);
    auto bits = static_cast<std::uint32_t>(8 * number.size());
    for (int bit = 7; !number.empty() && (number[0] >> bit) == 0; --bit)
        --bits;
    return bits;
}

class ReplyReader {
  public:
    ReplyReader(const dissect::Handshake& handshake, profile::CertificateCache& cache)
        : handshake_(handshake), cache_(cache) {}

    Reply read() {
        for (const Message& message : handshake_.messages)
            if (message.sender == Role::server && !message.opaque()) on_message(message);
        return std::move(reply_);
    }

  private:
    dissect::MessageContext context() const {
        dissect::MessageContext context;
        context.version = reply_.version;
        context.suite = dissect::find_cipher_suite(reply_.suite);
        return context;
    }

    void on_message(const Message& message) {
        if (message.content == Content::alert) return on_alert(message);
        if (message.content == Content::ssl2) return on_ssl2(message);
        if (message.content != Content::handshake || message.partial) return;
        switch (static_cast<HandshakeType>(message.type)) {
            case HandshakeType::server_hello:
            case HandshakeType::hello_retry_request:
                return on_hello(message.body);
            case HandshakeType::encrypted_extensions:
                return on_encrypted(message.body);
            case HandshakeType::certificate:
                return on_certificate(message.body);
            case HandshakeType::compressed_certificate:
                return on_compressed(message.body);
            case HandshakeType::certificate_status:
                return on_status(message.body);
            case HandshakeType::server_key_exchange:
                return on_key_exchange(message.body);
            case HandshakeType::certificate_request:
                return on_request(message.body);
            case HandshakeType::certificate_verify:
                return on_verify(message.body);
            case HandshakeType::server_hello_done:
            case HandshakeType::finished:
                reply_.flight_read = true;
                return;
            default:
                return;
        }
    }

    void on_alert(const Message& message) {
        if (message.body.size() != 2) return;
        if (reply_.alert && !reply_.alert_warning) return;  // the fatal one counts
        reply_.alert = message.body[1];
        reply_.alert_warning = message.body[0] == 1;
        // A warning that says goodbye, or doubts the name, is no answer to the hello.
        constexpr std::uint8_t kCloseNotify = 0, kUserCanceled = 90, kNoRenegotiation = 100,
                               kUnrecognizedName = 112;
        const std::uint8_t what = *reply_.alert;
        if (reply_.alert_warning && (what == kCloseNotify || what == kUserCanceled ||
                                     what == kNoRenegotiation || what == kUnrecognizedName))
            return;
        if (reply_.kind == ReplyKind::none) reply_.kind = ReplyKind::alert;
    }

    void on_hello(Bytes body) {
        const auto hello = dissect::decode<dissect::ServerHello>(body);
        if (!hello.ok()) return;
        const bool retry = dissect::is_hello_retry_request(*hello);
        reply_.kind = retry ? ReplyKind::retry : ReplyKind::server_hello;
        reply_.version = dissect::selected_version(*hello);
        reply_.suite = hello->cipher_suite;
        reply_.compression = hello->compression_method;
        reply_.session_id.assign(as_text(hello->session_id));
        reply_.random.assign(as_text(hello->random));
        reply_.downgrade_sentinel = dissect::downgrade_sentinel(*hello) != dissect::Downgrade::none;
        reply_.extensions.clear();
        for (const dissect::Extension& extension : hello->extensions)
            reply_.extensions.push_back(extension.type);
        if (retry) {
            reply_.retried = true;
            reply_.group = reply_.retry_group = dissect::retry_group(hello->extensions).value_or(0);
            return;
        }
        reply_.group = 0;
        if (const auto share = dissect::server_key_share(hello->extensions))
            reply_.group = share->group;
        read_server_extensions(hello->extensions);
    }

    void read_server_extensions(const dissect::ExtensionList& list) {
        if (const auto protocol = dissect::selected_alpn(list))
            reply_.alpn.emplace(as_text(*protocol));
        if (const auto limit = dissect::record_size_limit(list)) reply_.record_size_limit = limit;
        if (const auto npn = list.find(type::next_protocol_negotiation))
            for (const dissect::ProtocolName& name :
                 dissect::EntryList<dissect::ProtocolName>(npn.body))
                reply_.npn.emplace_back(as_text(name.name));
        read_scts(list);
    }

    void read_scts(const dissect::ExtensionList& list) {
        const auto found = list.find(type::signed_certificate_timestamp);
        if (!found) return;
        const auto scts = dissect::decode<dissect::SignedCertificateTimestampList>(found.body);
        if (!scts.ok()) return;
        for (const dissect::Opaque16& sct : scts->sct_list)
            reply_.scts.emplace_back(as_text(sct.octets));
    }

    void on_encrypted(Bytes body) {
        const auto message = dissect::decode<dissect::EncryptedExtensions>(body);
        if (!message.ok()) return;
        for (const dissect::Extension& extension : message->extensions)
            reply_.encrypted_extensions.push_back(extension.type);
        if (const auto ech = message->extensions.find(type::encrypted_client_hello))
            reply_.ech_configs = copy(ech.body);
        read_server_extensions(message->extensions);
    }

    void on_certificate(Bytes body) {
        const auto message = dissect::decode_certificate(body, context());
        if (!message.ok()) return;
        reply_.chain.clear();
        for (const dissect::CertificateEntry& entry : message->certificate_list) {
            if (entry.cert_data.empty() || reply_.chain.size() >= dissect::kMaxCertificates)
                continue;
            if (reply_.chain.empty()) read_leaf_extensions(entry.extensions);
            reply_.chain.push_back(cache_.get(entry.cert_data, false, false));
        }
    }

    void read_leaf_extensions(const dissect::ExtensionList& list) {
        if (const auto status = list.find(type::status_request)) on_status(status.body);
        if (const auto credential = list.find(type::delegated_credential))
            reply_.delegated_credential = copy(credential.body);
        read_scts(list);
    }

    void on_compressed(Bytes body) {
        const auto compressed = dissect::decode<dissect::CompressedCertificate>(body);
        if (!compressed.ok()) return;
        reply_.certificate_compression = compressed->algorithm;
        const auto inside = dissect::decompress(*compressed);
        if (inside.ok()) on_certificate(*inside);
    }

    void on_status(Bytes body) {
        const auto status = dissect::decode<dissect::CertificateStatusMessage>(body);
        if (!status.ok()) return;
        for (const dissect::OcspResponse& response : status->responses)
            if (!response.octets.empty()) {
                reply_.staple.assign(as_text(response.octets));
                return;
            }
    }

    void on_key_exchange(Bytes body) {
        const auto message = dissect::decode_server_key_exchange(body, context());
        if (!message.ok()) return on_odd_key_exchange(body);
        using Params = dissect::ServerKeyExchange::Params;
        constexpr std::uint8_t kNamedCurve = 3;
        if (message->params == Params::dh) {
            reply_.dh_p = copy(message->dh_p);
            reply_.dh_g = copy(message->dh_g);
            reply_.dh_public = copy(message->public_key);
        } else if (message->params == Params::ecdh) {
            reply_.explicit_curve = message->curve_type != kNamedCurve;
            reply_.group = reply_.explicit_curve ? 0 : message->named_curve;
            reply_.ec_public = copy(message->public_key);
        } else if (message->params == Params::rsa) {
            reply_.export_rsa_bits = bits_of(message->rsa_modulus);
        }
        if (message->has_signature) reply_.scheme = message->algorithm;
    }

    // ECParameters of another form than named_curve (RFC 4492 section 5.4).
    void on_odd_key_exchange(Bytes body) {
        const dissect::CipherSuite* suite = dissect::find_cipher_suite(reply_.suite);
        const bool curve = suite != nullptr && (suite->kx == dissect::KeyExchange::ecdhe ||
                                                suite->kx == dissect::KeyExchange::ecdh_anon);
        reply_.explicit_curve = curve && !body.empty() && (body[0] == 1 || body[0] == 2);
    }

    void on_request(Bytes body) {
        reply_.client_certificate_asked = true;
        const auto message = dissect::decode_certificate_request(body, context());
        if (!message.ok()) return;
        dissect::CodeList schemes = message->supported_signature_algorithms;
        if (schemes.empty()) schemes = dissect::signature_algorithms(message->extensions);
        for (std::size_t i = 0; i < schemes.size(); ++i)
            reply_.client_schemes.push_back(schemes[i]);
        for (const dissect::Opaque16& name : message->certificate_authorities)
            reply_.authorities.emplace_back(as_text(name.octets));
        if (const auto found = message->extensions.find(type::certificate_authorities)) {
            Reader reader(found.body);
            for (const dissect::Opaque16& name :
                 dissect::EntryList<dissect::Opaque16>(reader.vector16()))
                reply_.authorities.emplace_back(as_text(name.octets));
        }
    }

    void on_verify(Bytes body) {
        const auto message = dissect::decode_certificate_verify(body, context());
        if (message.ok()) reply_.scheme = message->algorithm;
    }

    void on_ssl2(const Message& message) {
        if (message.type != static_cast<std::uint8_t>(dissect::Ssl2MessageType::server_hello))
            return;
        const auto hello = dissect::decode<dissect::Ssl2ServerHello>(message.body);
        if (!hello.ok()) return;
        reply_.kind = ReplyKind::ssl2;
        reply_.version = 0x0002;
        reply_.flight_read = true;
        for (std::size_t i = 0; i < hello->cipher_specs.size(); ++i)
            reply_.ssl2_kinds.push_back(hello->cipher_specs[i]);
        if (!hello->certificate.empty())
            reply_.chain.push_back(cache_.get(hello->certificate, false, false));
    }

    const dissect::Handshake& handshake_;
    profile::CertificateCache& cache_;
    Reply reply_;
};

}  // namespace

Reply read_reply(const dissect::Handshake& handshake, profile::CertificateCache& cache) {
    return ReplyReader(handshake, cache).read();
}

}  // namespace tlsonar::scanner
