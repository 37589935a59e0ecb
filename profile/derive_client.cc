#include "dissect/extension/extension_type.h"
#include "dissect/extension/known.h"
#include "dissect/message/handshake_type.h"
#include "dissect/message/hello.h"
#include "profile/codes.h"
#include "profile/derive.h"

#include <utility>

namespace tlsonar::profile {
namespace {

using dissect::ClientHello;
using dissect::Content;
using dissect::HandshakeType;
using dissect::Message;

void clear(ClientOffer& client) {
    // Assignment of a fresh value would give the buffers back; they are wanted for the next record.
    static_cast<OfferedLists&>(client) = {};
    client.owner.reset();
    client.seen = client.partial = client.ssl2_format = client.early_data = false;
    client.legacy_version = 0;
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

void set_lists(std::shared_ptr<const ClientLists> lists, ClientOffer& client) {
    static_cast<OfferedLists&>(client) = lists->lists;
    client.alpn = lists->alpn;
    client.ja3 = lists->ja3;
    client.ja4 = lists->ja4;
    client.owner = std::move(lists);
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

// One extension as a list, for the functions that look for the first of its type.
dissect::ExtensionList alone(const dissect::Extension& extension) {
    constexpr std::size_t kHeader = 4;
    return dissect::ExtensionList(
        {extension.body.data() - kHeader, extension.body.size() + kHeader});
}

// What differs from one hello of a client to its next; of each type the first extension counts.
void derive_extensions(const dissect::ExtensionList& list, ClientOffer& client) {
    namespace type = dissect::extension_type;
    bool names = false;
    bool psk = false;
    for (const dissect::Extension& extension : list) {
        switch (extension.type) {
            case type::server_name:
                if (std::exchange(names, true)) break;
                if (const auto name = dissect::host_name(alone(extension)))
                    client.sni.emplace(as_text(*name));
                break;
            case type::session_ticket:
                if (!client.ticket_octets) client.ticket_octets = extension.body.size();
                break;
            case type::pre_shared_key:
                if (std::exchange(psk, true)) break;
                if (const auto offer = dissect::psk_offer(alone(extension)))
                    client.psk_identities = offer->identities.size();
                break;
            case type::early_data:
                client.early_data = true;
                break;
            case type::encrypted_client_hello:
                if (client.ech.empty()) client.ech = ech_name(dissect::ech_kind(alone(extension)));
                break;
            default:
                break;
        }
    }
    // The list may end in the middle of the name.
    if (names) return;
    if (const auto name = dissect::host_name(list)) client.sni.emplace(as_text(*name));
}

void derive_hello(const Message& message, ClientCache& cache, ClientOffer& client) {
    const ClientHello hello = dissect::decode_prefix<ClientHello>(message.body);
    client.legacy_version = hello.legacy_version;
    client.random.assign(as_text(hello.random));
    client.session_id.assign(as_text(hello.session_id));
    derive_extensions(hello.extensions, client);
    set_lists(message.partial ? ClientCache::read_cut(hello) : cache.get(hello), client);
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
    set_lists(ClientCache::read_ssl2(reader.take(specs)), client);
    client.session_id.assign(as_text(reader.take(session)));
    client.random.assign(as_text(reader.take(challenge)));
}

bool is_client_hello(const Message& message) {
    if (message.opaque() || message.sender != dissect::Role::client) return false;
    if (message.content == Content::ssl2) return message.type == 1;
    return message.content == Content::handshake &&
           message.type == static_cast<std::uint8_t>(HandshakeType::client_hello);
}

void derive_message(const Message& message, ClientCache& cache, ClientOffer& client) {
    client.seen = true;
    client.partial = message.partial;
    if (message.content == Content::ssl2)
        derive_ssl2_hello(message, client);
    else
        derive_hello(message, cache, client);
}

}  // namespace

void derive_client(const dissect::Handshake& handshake, ClientCache& cache, Record& record) {
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
    derive_message(*last, cache, record.client);
    if (first != last) derive_message(*first, cache, record.first_client);
}

}  // namespace tlsonar::profile
