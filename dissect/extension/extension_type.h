// Code points of those extensions that the program asks for by name (IANA "TLS ExtensionType
// Values"). What each of them holds, and all the others, is in the catalogue: extension_kinds().
#pragma once

#include <cstdint>

namespace tlsonar::dissect::extension_type {

inline constexpr std::uint16_t server_name = 0;
inline constexpr std::uint16_t max_fragment_length = 1;
inline constexpr std::uint16_t truncated_hmac = 4;
inline constexpr std::uint16_t status_request = 5;
inline constexpr std::uint16_t supported_groups = 10;
inline constexpr std::uint16_t ec_point_formats = 11;
inline constexpr std::uint16_t signature_algorithms = 13;
inline constexpr std::uint16_t heartbeat = 15;
inline constexpr std::uint16_t application_layer_protocol_negotiation = 16;
inline constexpr std::uint16_t status_request_v2 = 17;
inline constexpr std::uint16_t signed_certificate_timestamp = 18;
inline constexpr std::uint16_t client_certificate_type = 19;
inline constexpr std::uint16_t server_certificate_type = 20;
inline constexpr std::uint16_t padding = 21;
inline constexpr std::uint16_t encrypt_then_mac = 22;
inline constexpr std::uint16_t extended_main_secret = 23;
inline constexpr std::uint16_t compress_certificate = 27;
inline constexpr std::uint16_t record_size_limit = 28;
inline constexpr std::uint16_t delegated_credential = 34;
inline constexpr std::uint16_t session_ticket = 35;
inline constexpr std::uint16_t key_share_draft = 40;  // up to draft 22 of TLS 1.3
inline constexpr std::uint16_t pre_shared_key = 41;
inline constexpr std::uint16_t early_data = 42;
inline constexpr std::uint16_t supported_versions = 43;
inline constexpr std::uint16_t cookie = 44;
inline constexpr std::uint16_t psk_key_exchange_modes = 45;
inline constexpr std::uint16_t certificate_authorities = 47;
inline constexpr std::uint16_t post_handshake_auth = 49;
inline constexpr std::uint16_t signature_algorithms_cert = 50;
inline constexpr std::uint16_t key_share = 51;
inline constexpr std::uint16_t connection_id = 54;
inline constexpr std::uint16_t quic_transport_parameters = 57;
inline constexpr std::uint16_t next_protocol_negotiation = 13172;
inline constexpr std::uint16_t application_settings = 17613;
inline constexpr std::uint16_t encrypted_client_hello = 0xFE0D;
inline constexpr std::uint16_t quic_transport_parameters_draft = 0xFFA5;
inline constexpr std::uint16_t renegotiation_info = 0xFF01;

}  // namespace tlsonar::dissect::extension_type
