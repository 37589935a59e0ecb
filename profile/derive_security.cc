#include "dissect/message/handshake_type.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/session/tracker.h"
#include "profile/derive.h"

#include <algorithm>

namespace tlsonar::profile {
namespace {

using dissect::CipherSuite;
using dissect::Content;
using dissect::HandshakeType;
using dissect::Role;

constexpr std::uint32_t kPreSharedKey = 41;
constexpr std::uint32_t kEarlyData = 42;
constexpr std::uint32_t kKeyShare = 51;

bool has(const std::vector<Code>& codes, std::uint32_t value) {
    return std::any_of(codes.begin(), codes.end(),
                       [value](const Code& code) { return code.value == value; });
}

// Position of the first such message, or the number of messages.
std::size_t position(const dissect::Handshake& handshake, Content content, Role sender) {
    const auto& messages = handshake.messages;
    const auto found = std::find_if(messages.begin(), messages.end(), [&](const auto& message) {
        return message.content == content && message.sender == sender;
    });
    return static_cast<std::size_t>(found - messages.begin());
}

bool saw(const dissect::Handshake& handshake, HandshakeType type, Role sender) {
    return handshake.find(static_cast<std::uint8_t>(type), sender) != nullptr;
}

// Before TLS 1.3 a resumed handshake is known by what it lacks: the server changes its cipher right
// after ServerHello (RFC 5246 figure 2, RFC 5077 section 3.1).
std::optional<Resumption> resumption_before13(const dissect::Handshake& h, const Record& record) {
    if (saw(h, HandshakeType::certificate, Role::server) ||
        saw(h, HandshakeType::server_key_exchange, Role::server) ||
        saw(h, HandshakeType::server_hello_done, Role::server))
        return Resumption::none;
    const std::size_t server = position(h, Content::change_cipher_spec, Role::server);
    const std::size_t client = position(h, Content::change_cipher_spec, Role::client);
    const bool abbreviated =
        server < client && !saw(h, HandshakeType::client_key_exchange, Role::client);
    if (!abbreviated || record.provenance.missing[1] > 0) return std::nullopt;
    if (!record.client.seen) return std::nullopt;
    const bool echoed =
        !record.client.session_id.empty() && record.client.session_id == record.server.session_id;
    const bool ticket = record.client.ticket_octets.value_or(0) > 0;
    if (ticket) return Resumption::ticket;
    return echoed ? std::optional(Resumption::session_id) : std::nullopt;
}

void derive_resumption(const dissect::Handshake& h, Record& record) {
    record.resumption.reset();
    if (!record.server.seen || record.server.partial || record.renegotiation) return;
    if (record.version.value == 0x0002) return;
    if (!dissect::is_tls13(h.version)) {
        record.resumption = resumption_before13(h, record);
        return;
    }
    record.resumption =
        has(record.server.extensions, kPreSharedKey) ? Resumption::psk : Resumption::none;
}

void derive_secrecy(const dissect::Handshake& h, Record& record) {
    record.forward_secrecy.reset();
    record.post_quantum.reset();
    if (!record.server.seen || record.server.partial) return;
    const CipherSuite* suite =
        dissect::find_cipher_suite(static_cast<std::uint16_t>(record.server.suite.value));
    if (dissect::is_tls13(h.version)) {
        // psk_ke: no key share, so the secret of the PSK opens everything.
        record.forward_secrecy =
            has(record.server.extensions, kKeyShare) || record.server.group.has_value();
        if (!*record.forward_secrecy) return;
    } else if (h.version == 0x0002) {
        record.forward_secrecy = record.post_quantum = false;
        return;
    } else if (suite != nullptr) {
        record.forward_secrecy = suite->forward_secrecy;
        // RSA, static and ephemeral Diffie-Hellman: nothing before TLS 1.3 is post-quantum.
        const bool psk = suite->auth == dissect::Authentication::psk;
        if (!psk) record.post_quantum = false;
    }
    if (!record.server.group) return;
    const auto* group =
        dissect::find_named_group(static_cast<std::uint16_t>(record.server.group->value));
    if (group != nullptr) record.post_quantum = group->post_quantum;
}

std::optional<bool> server_authenticated(const dissect::Handshake& h, const Record& record) {
    if (!record.server.seen || record.server.partial) return std::nullopt;
    // RFC 8446 section 4.4.2: without a PSK the server always sends a certificate.
    if (dissect::is_tls13(h.version)) return true;
    if (h.version == 0x0002) return record.server_certificate_seen;
    const CipherSuite* suite =
        dissect::find_cipher_suite(static_cast<std::uint16_t>(record.server.suite.value));
    if (suite == nullptr) return std::nullopt;
    return suite->auth != dissect::Authentication::anonymous;
}

std::optional<bool> client_authenticated(const dissect::Handshake& h, const Record& record) {
    if (record.client_certificate_seen && record.client_certificates.empty()) return false;
    if (!record.client_certificates.empty()) {
        if (saw(h, HandshakeType::certificate_verify, Role::client)) return true;
        return std::nullopt;
    }
    const bool resumed = record.resumption != Resumption::none;
    if (resumed || record.outcome != Outcome::completed) return std::nullopt;
    if (dissect::is_tls13(h.version))
        return record.server.encrypted_extensions_seen && !record.client_certificate_requested
                   ? std::optional(false)
                   : std::nullopt;
    const bool whole = record.provenance.missing[0] + record.provenance.missing[1] == 0;
    return whole && !record.client_certificate_requested && !record.renegotiation
               ? std::optional(false)
               : std::nullopt;
}

void derive_early_data(Record& record) {
    record.early_data_accepted.reset();
    if (!record.client.early_data || !record.server.seen) return;
    if (record.server.encrypted_extensions_seen)
        record.early_data_accepted = has(record.server.encrypted_extensions, kEarlyData);
    else if (record.hello_retry || record.resumption == Resumption::none)
        record.early_data_accepted = false;
}

}  // namespace

void derive_security(const dissect::Handshake& handshake, Record& record) {
    derive_resumption(handshake, record);
    derive_secrecy(handshake, record);
    derive_early_data(record);
    record.server_authenticated = server_authenticated(handshake, record);
    record.client_authenticated = client_authenticated(handshake, record);
}

std::string_view name_of(Resumption resumption) {
    switch (resumption) {
        case Resumption::none:
            return "none";
        case Resumption::session_id:
            return "session_id";
        case Resumption::ticket:
            return "ticket";
        case Resumption::psk:
            return "psk";
    }
    return {};
}

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::completed:
            return "completed";
        case Outcome::failed:
            return "failed";
        case Outcome::unfinished:
            return "unfinished";
    }
    return {};
}

}  // namespace tlsonar::profile
