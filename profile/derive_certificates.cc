#include "dissect/extension/extension_type.h"
#include "dissect/message/certificate.h"
#include "dissect/message/compressed_certificate.h"
#include "dissect/message/handshake_type.h"
#include "profile/certificate_type.h"
#include "profile/derive.h"

namespace tlsonar::profile {
namespace {

using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;
using dissect::Role;

struct Reading {
    const dissect::Handshake& handshake;
    CertificateCache& cache;
    Record& record;
};

// A partial message yields the certificates that were reached, the last one as far as it goes.
void read_chain(Reading& r, Role sender, Bytes body, bool partial) {
    dissect::MessageContext context;
    context.version = r.handshake.version;
    context.certificate_type = certificate_type(r.handshake, sender);
    context.partial = partial;
    const bool raw = context.certificate_type == kRawPublicKey;
    Reader reader = partial ? Reader::prefix(body) : Reader(body);
    dissect::Certificate message;
    read(reader, message, context);
    // Lengths that lie: what they leave of the certificates is worth having all the same.
    if (!partial && (reader.failed() || message.certificate_list.empty())) {
        reader = Reader::prefix(body);
        message = {};
        read(reader, message, context);
    }
    const bool server = sender == Role::server;
    auto& chain = server ? r.record.server_certificates : r.record.client_certificates;
    (server ? r.record.server_certificate_seen : r.record.client_certificate_seen) = true;
    chain.clear();  // post-handshake authentication sends another
    for (const dissect::CertificateEntry& entry : message.certificate_list) {
        if (entry.cert_data.empty()) continue;
        const bool last = &entry == &message.certificate_list.back();
        const bool cut = partial && last && reader.cut();
        chain.push_back(r.cache.get(entry.cert_data, raw, cut));
        if (entry.extensions.find(dissect::extension_type::status_request))
            r.record.ocsp_staple = true;
    }
}

void read_compressed(Reading& r, const Message& message) {
    const auto compressed = dissect::decode<dissect::CompressedCertificate>(message.body);
    if (!compressed.ok()) return;
    const auto body = dissect::decompress(*compressed);
    if (body.ok()) read_chain(r, message.sender, *body, false);
}

// SERVER-HELLO of SSLv2 without its type: hit, certificate type, version, three lengths, and then
// the certificate.
void read_ssl2_certificate(Reading& r, const Message& message) {
    Reader reader(message.body);
    reader.skip(4);
    const std::uint16_t length = reader.u16();
    reader.skip(4);
    const Bytes der = reader.take(length);
    if (reader.failed() || der.empty()) return;
    r.record.server_certificate_seen = true;
    r.record.server_certificates.push_back(r.cache.get(der, false, false));
}

void read_message(Reading& r, const Message& message) {
    switch (static_cast<HandshakeType>(message.type)) {
        case HandshakeType::certificate:
            return read_chain(r, message.sender, message.body, message.partial);
        case HandshakeType::compressed_certificate:
            return read_compressed(r, message);
        case HandshakeType::certificate_request:
            r.record.client_certificate_requested = true;
            return;
        case HandshakeType::certificate_status:
            r.record.ocsp_staple = true;
            return;
        default:
            return;
    }
}

}  // namespace

void derive_certificates(const dissect::Handshake& handshake, CertificateCache& cache,
                         Record& record) {
    record.server_certificates.clear();
    record.client_certificates.clear();
    record.server_certificate_seen = record.client_certificate_seen = false;
    record.client_certificate_requested = record.ocsp_staple = false;
    Reading reading{handshake, cache, record};
    for (const Message& message : handshake.messages) {
        if (message.content == Content::handshake && !message.opaque())
            read_message(reading, message);
        else if (message.content == Content::ssl2 && message.type == 4 && !message.opaque())
            read_ssl2_certificate(reading, message);
    }
}

}  // namespace tlsonar::profile
