#include "dissect/extension/known.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "profile/codes.h"
#include "profile/derive.h"

namespace tlsonar::profile {
namespace {

using dissect::ClientHello;
using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;

void clear(ClientOffer& client) {
    // Assignment of a fresh value would give the buffers back; they are wanted for the next record.
    client.seen = client.partial = client.ssl2_format = client.early_data = false;
    client.legacy_version = 0;
    for (auto* codes : {&client.versions, &client.suites, &client.compression_methods,
                        &client.extensions, &client.groups, &client.signature_schemes,
                        &client.point_formats, &client.certificate_compression})
        codes->clear();
    client.key_shares.clear();
    client.alpn.clear();
    client.sni.reset();
    client.random.clear();
    client.session_id.clear();
    client.ticket_octets.reset();
    client.psk_identities = 0;
    client.ech = {};
    client.ja3.clear();
    client.ja4.clear();
}

std::string_view ech_name(dissect::EchKind kind) {
    switch (kind) {
        case dissect::EchKind::none:
            return {};
        case dissect::EchKind::outer:
            return "outer";
        case dissect::EchKind::inner:
            return "inner";
        case dissect::EchKind::malformed:
            return "malformed";
    }
    return {};
}

void derive_extensions(const dissect::ExtensionList& list, ClientOffer& client) {
    fill(client.extensions, list);
    fill(client.versions, dissect::supported_versions(list), version_code);
    fill(client.groups, dissect::supported_groups(list), group_code);
    fill(client.signature_schemes, dissect::signature_algorithms(list), scheme_code);
    fill(client.point_formats, dissect::ec_point_formats(list), point_format_code);
    fill(client.certificate_compression, dissect::certificate_compression_algorithms(list),
         certificate_compression_code);
    for (const auto& share : dissect::client_key_shares(list))
        client.key_shares.push_back(
            {group_code(share.group), static_cast<std::uint32_t>(share.key_exchange.size())});
    for (const auto& protocol : dissect::alpn_offer(list))
        client.alpn.emplace_back(as_text(protocol.name));
    if (const auto name = dissect::host_name(list)) client.sni.emplace(as_text(*name));
    if (const auto ticket = dissect::session_ticket(list)) client.ticket_octets = ticket->size();
    if (const auto psk = dissect::psk_offer(list)) client.psk_identities = psk->identities.size();
    client.early_data = dissect::has_early_data(list);
    client.ech = ech_name(dissect::ech_kind(list));
}

void derive_hello(const Message& message, dissect::Fingerprinter& fingerprinter,
                  ClientOffer& client) {
    const ClientHello hello = dissect::decode_prefix<ClientHello>(message.body);
    client.legacy_version = hello.legacy_version;
    client.random.assign(as_text(hello.random));
    client.session_id.assign(as_text(hello.session_id));
    fill(client.suites, hello.cipher_suites, suite_code);
    fill(client.compression_methods, hello.compression_methods, compression_code);
    derive_extensions(hello.extensions, client);
    if (message.partial) return;
    const auto& texts = fingerprinter.client(hello, dissect::Ja4Transport::tcp);
    client.ja3.assign(texts.ja3.view());
    client.ja4.assign(texts.ja4.view());
}

// CLIENT-HELLO of SSLv2, without its type octet: version, three lengths, cipher specs, session id,
// challenge.
void derive_ssl2_hello(const Message& message, ClientOffer& client) {
    Reader reader = Reader::prefix(message.body);
    client.ssl2_format = true;
    client.legacy_version = reader.u16();
    const std::uint16_t specs = reader.u16();
    const std::uint16_t session = reader.u16();
    const std::uint16_t challenge = reader.u16();
    Reader suites(reader.take(specs));
    while (suites.more())
        client.suites.push_back(ssl2_suite_code(suites.u24()));
    client.session_id.assign(as_text(reader.take(session)));
    client.random.assign(as_text(reader.take(challenge)));
}

bool is_client_hello(const Message& message) {
    if (message.opaque() || message.sender != dissect::Role::client) return false;
    if (message.content == Content::ssl2) return message.type == 1;
    return message.content == Content::handshake &&
           message.type == static_cast<std::uint8_t>(HandshakeType::client_hello);
}

void derive_message(const Message& message, dissect::Fingerprinter& fingerprinter,
                    ClientOffer& client) {
    client.seen = true;
    client.partial = message.partial;
    if (message.content == Content::ssl2)
        derive_ssl2_hello(message, client);
    else
        derive_hello(message, fingerprinter, client);
}

}  // namespace

void derive_client(const dissect::Handshake& handshake, dissect::Fingerprinter& fingerprinter,
                   Record& record) {
    clear(record.client);
    clear(record.first_client);
    const Message* first = nullptr;
    const Message* last = nullptr;
    for (const Message& message : handshake.messages) {
        if (!is_client_hello(message)) continue;
        if (first == nullptr) first = &message;
        // A partial second hello tells less than a whole first one.
        if (last == nullptr || !message.partial) last = &message;
    }
    if (last == nullptr) return;
    derive_message(*last, fingerprinter, record.client);
    if (first != last) derive_message(*first, fingerprinter, record.first_client);
}

}  // namespace tlsonar::profile
