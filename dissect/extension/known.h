// What the analyzer wants to know of a hello's extensions, by name. Every function takes the list
// as it was found and reads the first extension of the type; it answers with nothing (an empty
// list, a nullopt) when that is missing or malformed. All results borrow from the list's octets.
#pragma once

#include "core/bytes.h"
#include "dissect/entry_list.h"
#include "dissect/extension/entries.h"
#include "dissect/extension/extension.h"

#include <cstdint>
#include <optional>

namespace tlsonar::dissect {

// --- of a ClientHello ---

// The first host_name of server_name (RFC 6066 section 3), as sent: it may hold any octets. Found
// even when the capture ends inside the extension, provided that the name is whole.
std::optional<Bytes> host_name(const ExtensionList& extensions);

CodeList supported_groups(const ExtensionList& extensions);
CodeList signature_algorithms(const ExtensionList& extensions);  // also of a CertificateRequest
CodeList signature_algorithms_cert(const ExtensionList& extensions);
CodeList delegated_credential_algorithms(const ExtensionList& extensions);
CodeList certificate_compression_algorithms(const ExtensionList& extensions);
// The list that a client offers. (What a server selected: selected_version() of hello.h.)
CodeList supported_versions(const ExtensionList& extensions);

Bytes ec_point_formats(const ExtensionList& extensions);        // one octet each
Bytes psk_key_exchange_modes(const ExtensionList& extensions);  // one octet each
Bytes client_certificate_types(const ExtensionList& extensions);
Bytes server_certificate_types(const ExtensionList& extensions);

// application_layer_protocol_negotiation (RFC 7301), in the client's order.
EntryList<ProtocolName> alpn_offer(const ExtensionList& extensions);
// Shares offered, in order; also those of drafts, which used type 40.
EntryList<KeyShareEntry> client_key_shares(const ExtensionList& extensions);

// pre_shared_key (RFC 9846 section 4.2.11).
struct PskOffer {
    EntryList<PskIdentity> identities;
    EntryList<PskBinder> binders;
};
std::optional<PskOffer> psk_offer(const ExtensionList& extensions);

// session_ticket (RFC 5077): empty when the client only says that it can.
std::optional<Bytes> session_ticket(const ExtensionList& extensions);

// How a hello stands to Encrypted Client Hello (RFC 9849 section 5).
enum class EchKind : std::uint8_t {
    none,
    outer,  // an encrypted payload, or GREASE: an observer cannot tell
    inner,  // the marker in the hello inside
    malformed,
};
EchKind ech_kind(const ExtensionList& extensions);

bool has_extension(const ExtensionList& extensions, std::uint16_t type);
bool has_early_data(const ExtensionList& extensions);
// Any extension whose type is a GREASE value (RFC 8701).
bool has_grease(const ExtensionList& extensions);

// --- of a ServerHello, HelloRetryRequest or EncryptedExtensions ---

// The one protocol that the server selected.
std::optional<Bytes> selected_alpn(const ExtensionList& extensions);
std::optional<KeyShareEntry> server_key_share(const ExtensionList& extensions);
// The group that a HelloRetryRequest asks for.
std::optional<std::uint16_t> retry_group(const ExtensionList& extensions);
// Index of the accepted PSK among the client's identities.
std::optional<std::uint16_t> selected_psk(const ExtensionList& extensions);

// --- of either side ---

std::optional<std::uint8_t> max_fragment_length(const ExtensionList& extensions);
std::optional<std::uint16_t> record_size_limit(const ExtensionList& extensions);
std::optional<std::uint8_t> heartbeat_mode(const ExtensionList& extensions);
std::optional<Bytes> cookie(const ExtensionList& extensions);
// renegotiated_connection of RFC 5746: empty in an initial handshake.
std::optional<Bytes> renegotiation_info(const ExtensionList& extensions);
std::optional<Bytes> connection_id(const ExtensionList& extensions);
// Transport parameters of QUIC (RFC 9001 section 8.2), of version 1 or of a draft, undecoded.
std::optional<Bytes> quic_transport_parameters(const ExtensionList& extensions);

}  // namespace tlsonar::dissect
