#include "dissect/extension/extension_type.h"
#include "dissect/message/certificate.h"
#include "dissect/message/certificate_status.h"
#include "dissect/message/compressed_certificate.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "dissect/message/message.h"
#include "profile/certificate_type.h"
#include "profile/derive.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;
using dissect::Role;

namespace extension = dissect::extension_type;

struct Reading {
    const dissect::Handshake& handshake;
    CertificateCache& cache;
    ProofCache& proofs;
    Record& record;
    bool chain_whole = false;  // of the server's last Certificate message
};

bool has(std::span<const Code> codes, std::uint16_t value) {
    return std::any_of(codes.begin(), codes.end(),
                       [value](const Code& code) { return code.value == value; });
}

// CertificateStatus, or the same within a CertificateEntry (RFC 8446 section 4.4.2.1).
void read_status(Reading& r, Bytes body) {
    const auto status = dissect::decode<dissect::CertificateStatusMessage>(body);
    if (!status.ok()) return;
    auto& staples = r.record.server_proofs.staples;
    for (const dissect::OcspResponse& response : status->responses)
        if (!response.octets.empty() && staples.size() < trust::ChainProofs::kMaxStaples)
            staples.push_back(r.proofs.get(response.octets));
}

void read_sct_list(Reading& r, Bytes body) {
    if (!body.empty()) r.record.server_proofs.sct_list = r.proofs.get(body);
}

// What TLS 1.3 has within the Certificate message.
void read_entry(Reading& r, const dissect::CertificateEntry& entry, bool first) {
    for (const dissect::Extension& one : entry.extensions) {
        if (one.type == extension::status_request) read_status(r, one.body);
        if (one.type == extension::signed_certificate_timestamp && first)
            read_sct_list(r, one.body);
    }
}

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
    if (server) r.chain_whole = !partial && !reader.failed();
    for (const dissect::CertificateEntry& entry : message.certificate_list) {
        if (entry.cert_data.empty()) continue;
        const bool last = &entry == &message.certificate_list.back();
        const bool cut = partial && last && reader.cut();
        const bool first = chain.empty();
        chain.push_back(r.cache.get(entry.cert_data, raw, cut));
        if (entry.extensions.find(extension::status_request)) r.record.ocsp_staple = true;
        if (server && !cut) read_entry(r, entry, first);
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
            if (!message.partial && message.sender == Role::server) read_status(r, message.body);
            return;
        default:
            return;
    }
}

// Up to TLS 1.2 the list of SCTs stands in ServerHello, and CertificateStatus comes between
// Certificate and what follows it; in TLS 1.3 both are in Certificate.
void read_beside(Reading& r) {
    Record& record = r.record;
    trust::ChainProofs& proofs = record.server_proofs;
    const auto& offered = record.client.extensions;
    proofs.asked =
        has(offered, extension::status_request) || has(offered, extension::status_request_v2);
    if (dissect::generation_of(r.handshake.version) == dissect::Generation::tls13) {
        proofs.seen_whole = r.chain_whole;
        return;
    }
    const auto after = [&](HandshakeType type) {
        const Message* message = r.handshake.find(static_cast<std::uint8_t>(type), Role::server);
        return message != nullptr && !message->opaque();
    };
    proofs.seen_whole =
        r.chain_whole && record.server.seen && !record.server.partial &&
        record.provenance.missing[1] == 0 &&
        (after(HandshakeType::server_key_exchange) || after(HandshakeType::server_hello_done));
    if (!has(record.server.extensions, extension::signed_certificate_timestamp)) return;
    const Message* hello =
        r.handshake.find(static_cast<std::uint8_t>(HandshakeType::server_hello), Role::server);
    if (hello == nullptr || hello->partial) return;
    const auto read = dissect::decode<dissect::ServerHello>(hello->body);
    if (!read.ok()) return;
    if (const auto list = read->extensions.find(extension::signed_certificate_timestamp))
        read_sct_list(r, list.body);
}

}  // namespace

void derive_certificates(const dissect::Handshake& handshake, CertificateCache& cache,
                         ProofCache& proofs, Record& record) {
    record.server_certificates.clear();
    record.client_certificates.clear();
    record.server_certificate_seen = record.client_certificate_seen = false;
    record.client_certificate_requested = record.ocsp_staple = false;
    record.server_proofs.clear();
    Reading reading{handshake, cache, proofs, record};
    for (const Message& message : handshake.messages) {
        if (message.content == Content::handshake && !message.opaque())
            read_message(reading, message);
        else if (message.content == Content::ssl2 && message.type == 4 && !message.opaque())
            read_ssl2_certificate(reading, message);
    }
    if (!record.server_certificates.empty()) read_beside(reading);
}

}  // namespace tlsonar::profile
