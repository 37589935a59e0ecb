#include "dissect/extension/known.h"

#include "dissect/extension/extension_type.h"

namespace tlsonar::dissect {
namespace {

namespace type = extension_type;

// The body of an extension, which must be one vector and nothing else.
template <class Take>
std::optional<Bytes> only_vector(const ExtensionList& extensions, std::uint16_t code, Take take) {
    const auto found = extensions.find(code);
    if (!found) return std::nullopt;
    Reader reader(found.body);
    const Bytes vector = take(reader);
    if (!reader.done()) return std::nullopt;
    return vector;
}
std::optional<Bytes> only_vector8(const ExtensionList& extensions, std::uint16_t code) {
    return only_vector(extensions, code, [](Reader& r) { return r.vector8(); });
}
std::optional<Bytes> only_vector16(const ExtensionList& extensions, std::uint16_t code) {
    return only_vector(extensions, code, [](Reader& r) { return r.vector16(); });
}

CodeList codes(std::optional<Bytes> octets) {
    return octets && octets->size() % 2 == 0 ? CodeList(*octets) : CodeList();
}

std::optional<std::uint8_t> only_u8(const ExtensionList& extensions, std::uint16_t code) {
    const auto found = extensions.find(code);
    if (!found || found.body.size() != 1) return std::nullopt;
    return found.body[0];
}
std::optional<std::uint16_t> only_u16(const ExtensionList& extensions, std::uint16_t code) {
    const auto found = extensions.find(code);
    if (!found || found.body.size() != 2) return std::nullopt;
    return load_be16(found.body.data());
}
std::optional<Bytes> whole_body(const ExtensionList& extensions, std::uint16_t code) {
    const auto found = extensions.find(code);
    if (!found) return std::nullopt;
    return found.body;
}

constexpr std::uint8_t kHostName = 0;

std::optional<Bytes> first_host_name(Bytes server_name_list) {
    for (const ServerName& entry : EntryList<ServerName>(server_name_list))
        if (entry.name_type == kHostName) return entry.name;
    return std::nullopt;
}

std::uint16_t key_share_type(const ExtensionList& extensions) {
    return extensions.find(type::key_share) ? type::key_share : type::key_share_draft;
}

}  // namespace

std::optional<Bytes> host_name(const ExtensionList& extensions) {
    if (const auto found = extensions.find(type::server_name)) {
        Reader reader(found.body);
        return first_host_name(reader.vector16());
    }
    const auto partial = extensions.partial_last();
    if (!partial || partial.extension.type != type::server_name) return std::nullopt;
    Reader reader = Reader::prefix(partial.extension.body);
    return first_host_name(reader.vector16());
}

CodeList supported_groups(const ExtensionList& extensions) {
    return codes(only_vector16(extensions, type::supported_groups));
}
CodeList signature_algorithms(const ExtensionList& extensions) {
    return codes(only_vector16(extensions, type::signature_algorithms));
}
CodeList signature_algorithms_cert(const ExtensionList& extensions) {
    return codes(only_vector16(extensions, type::signature_algorithms_cert));
}
CodeList delegated_credential_algorithms(const ExtensionList& extensions) {
    return codes(only_vector16(extensions, type::delegated_credential));
}
CodeList certificate_compression_algorithms(const ExtensionList& extensions) {
    return codes(only_vector8(extensions, type::compress_certificate));
}
CodeList supported_versions(const ExtensionList& extensions) {
    return codes(only_vector8(extensions, type::supported_versions));
}

Bytes ec_point_formats(const ExtensionList& extensions) {
    return only_vector8(extensions, type::ec_point_formats).value_or(Bytes{});
}
Bytes psk_key_exchange_modes(const ExtensionList& extensions) {
    return only_vector8(extensions, type::psk_key_exchange_modes).value_or(Bytes{});
}
Bytes client_certificate_types(const ExtensionList& extensions) {
    return only_vector8(extensions, type::client_certificate_type).value_or(Bytes{});
}
Bytes server_certificate_types(const ExtensionList& extensions) {
    return only_vector8(extensions, type::server_certificate_type).value_or(Bytes{});
}

EntryList<ProtocolName> alpn_offer(const ExtensionList& extensions) {
    return EntryList<ProtocolName>(
        only_vector16(extensions, type::application_layer_protocol_negotiation).value_or(Bytes{}));
}

EntryList<KeyShareEntry> client_key_shares(const ExtensionList& extensions) {
    return EntryList<KeyShareEntry>(
        only_vector16(extensions, key_share_type(extensions)).value_or(Bytes{}));
}

std::optional<PskOffer> psk_offer(const ExtensionList& extensions) {
    const auto found = extensions.find(type::pre_shared_key);
    if (!found) return std::nullopt;
    Reader reader(found.body);
    PskOffer offer;
    offer.identities = EntryList<PskIdentity>(reader.vector16());
    offer.binders = EntryList<PskBinder>(reader.vector16());
    if (!reader.done()) return std::nullopt;
    return offer;
}

std::optional<Bytes> session_ticket(const ExtensionList& extensions) {
    return whole_body(extensions, type::session_ticket);
}

EchKind ech_kind(const ExtensionList& extensions) {
    const auto found = extensions.find(type::encrypted_client_hello);
    if (!found) return EchKind::none;
    Reader reader(found.body);
    const std::uint8_t kind = reader.u8();
    if (kind == 1) return reader.done() ? EchKind::inner : EchKind::malformed;
    reader.skip(2 + 2 + 1);  // cipher_suite, config_id
    reader.vector16();       // enc
    reader.vector16();       // payload
    return kind == 0 && reader.done() ? EchKind::outer : EchKind::malformed;
}

bool has_extension(const ExtensionList& extensions, std::uint16_t code) {
    return extensions.find(code).found;
}
bool has_early_data(const ExtensionList& extensions) {
    return has_extension(extensions, type::early_data);
}
bool has_grease(const ExtensionList& extensions) {
    for (const Extension& extension : extensions)
        if (is_grease(extension.type)) return true;
    return false;
}

std::optional<Bytes> selected_alpn(const ExtensionList& extensions) {
    const EntryList<ProtocolName> names = alpn_offer(extensions);
    if (names.size() != 1) return std::nullopt;
    return names.begin()->name;
}

std::optional<KeyShareEntry> server_key_share(const ExtensionList& extensions) {
    const auto found = extensions.find(key_share_type(extensions));
    if (!found) return std::nullopt;
    auto entry = decode<KeyShareEntry>(found.body);
    if (!entry) return std::nullopt;
    return *entry;
}

std::optional<std::uint16_t> retry_group(const ExtensionList& extensions) {
    return only_u16(extensions, key_share_type(extensions));
}
std::optional<std::uint16_t> selected_psk(const ExtensionList& extensions) {
    return only_u16(extensions, type::pre_shared_key);
}

std::optional<std::uint8_t> max_fragment_length(const ExtensionList& extensions) {
    return only_u8(extensions, type::max_fragment_length);
}
std::optional<std::uint16_t> record_size_limit(const ExtensionList& extensions) {
    return only_u16(extensions, type::record_size_limit);
}
std::optional<std::uint8_t> heartbeat_mode(const ExtensionList& extensions) {
    return only_u8(extensions, type::heartbeat);
}
std::optional<Bytes> cookie(const ExtensionList& extensions) {
    return only_vector16(extensions, type::cookie);
}
std::optional<Bytes> renegotiation_info(const ExtensionList& extensions) {
    return only_vector8(extensions, type::renegotiation_info);
}
std::optional<Bytes> connection_id(const ExtensionList& extensions) {
    return only_vector8(extensions, type::connection_id);
}
std::optional<Bytes> quic_transport_parameters(const ExtensionList& extensions) {
    if (auto body = whole_body(extensions, type::quic_transport_parameters)) return body;
    return whole_body(extensions, type::quic_transport_parameters_draft);
}

}  // namespace tlsonar::dissect
