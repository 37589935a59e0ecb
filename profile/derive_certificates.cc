#include "dissect/extension/extension.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/session/tracker.h"
#include "profile/derive.h"

namespace tlsonar::profile {
namespace {

using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;
using dissect::Role;

constexpr std::uint16_t kStatusRequest = 5;
constexpr std::uint16_t kClientCertificateType = 19;
constexpr std::uint16_t kServerCertificateType = 20;
constexpr std::uint8_t kRawPublicKey = 2;
// Chains longer than this are no chains; the rest is not looked at.
constexpr std::size_t kMaxChain = 64;

struct Chain {
    std::vector<CertificateRef>& certificates;
    bool raw = false;  // RFC 7250: keys in the certificates' place
    bool staple = false;
};

// RFC 5246 section 7.4.2: a list of certificates; RFC 8446 section 4.4.2: a context before it, and
// extensions after each. A partial message yields the certificates that were reached, the last one
// as far as it goes.
void read_chain(Bytes body, bool tls13, bool partial, CertificateCache& cache, Chain& chain) {
    Reader reader = partial ? Reader::prefix(body) : Reader(body);
    if (tls13) reader.vector8();
    if (chain.raw && !tls13) {  // RFC 7250 section 3: the key instead of the list
        const Bytes key = reader.vector24();
        if (!key.empty()) chain.certificates.push_back(cache.get(key, true, reader.cut()));
        return;
    }
    Reader list = reader.child24();
    while (list.more() && chain.certificates.size() < kMaxChain) {
        const bool was_cut = list.cut();
        const std::size_t before = list.left();
        if (before < 3) break;
        const Bytes der = list.vector24();
        const bool cut = list.cut() && !was_cut;
        if (der.empty()) break;
        chain.certificates.push_back(cache.get(der, chain.raw, cut));
        if (!tls13) continue;
        const dissect::ExtensionList extensions(list.vector16());
        chain.staple = chain.staple || extensions.find(kStatusRequest).found;
    }
}

// SERVER-HELLO of SSLv2 without its type: hit, certificate type, version, three lengths, and then
// the certificate.
void read_ssl2_certificate(const Message& message, CertificateCache& cache, Record& record) {
    Reader reader(message.body);
    reader.skip(4);
    const std::uint16_t length = reader.u16();
    reader.skip(4);
    const Bytes der = reader.take(length);
    if (reader.failed() || der.empty()) return;
    record.server_certificate_seen = true;
    record.server_certificates.push_back(cache.get(der, false, false));
}

// What the server's answers say of the kinds of certificate; the client's is in them, too.
struct CertificateTypes {
    bool raw[2] = {};  // by Role
};

void read_types(const dissect::ExtensionList& extensions, CertificateTypes& types) {
    const auto is_raw = [&](std::uint16_t type) {
        const auto extension = extensions.find(type);
        return extension.found && extension.body.size() == 1 && extension.body[0] == kRawPublicKey;
    };
    types.raw[0] = types.raw[0] || is_raw(kClientCertificateType);
    types.raw[1] = types.raw[1] || is_raw(kServerCertificateType);
}

CertificateTypes certificate_types(const dissect::Handshake& handshake) {
    CertificateTypes types;
    for (const Message& message : handshake.messages) {
        if (message.content != Content::handshake || message.opaque()) continue;
        if (message.sender != Role::server) continue;
        const auto type = static_cast<HandshakeType>(message.type);
        if (type == HandshakeType::server_hello)
            read_types(dissect::decode_prefix<dissect::ServerHello>(message.body).extensions,
                       types);
        if (type == HandshakeType::encrypted_extensions)
            read_types(dissect::ExtensionList(Reader(message.body).vector16()), types);
    }
    return types;
}

void derive_message(const dissect::Handshake& handshake, const Message& message,
                    const CertificateTypes& types, CertificateCache& cache, Record& record) {
    const bool from_server = message.sender == Role::server;
    const bool tls13 = dissect::is_tls13(handshake.version);
    Chain chain{from_server ? record.server_certificates : record.client_certificates,
                types.raw[from_server ? 1 : 0]};
    bool& seen = from_server ? record.server_certificate_seen : record.client_certificate_seen;
    switch (static_cast<HandshakeType>(message.type)) {
        case HandshakeType::certificate:
            chain.certificates.clear();  // post-handshake authentication sends another
            seen = true;
            read_chain(message.body, tls13, message.partial, cache, chain);
            break;
        case HandshakeType::certificate_request:
            record.client_certificate_requested = true;
            break;
        case HandshakeType::certificate_status:
            record.ocsp_staple = true;
            break;
        default:
            break;
    }
    record.ocsp_staple = record.ocsp_staple || chain.staple;
}

}  // namespace

void derive_certificates(const dissect::Handshake& handshake, CertificateCache& cache,
                         Record& record) {
    record.server_certificates.clear();
    record.client_certificates.clear();
    record.server_certificate_seen = record.client_certificate_seen = false;
    record.client_certificate_requested = record.ocsp_staple = false;
    const CertificateTypes types = certificate_types(handshake);
    for (const Message& message : handshake.messages) {
        if (message.content == Content::handshake && !message.opaque())
            derive_message(handshake, message, types, cache, record);
        else if (message.content == Content::ssl2 && message.type == 4 && !message.opaque())
            read_ssl2_certificate(message, cache, record);
    }
}

}  // namespace tlsonar::profile
