// Written by tools/registry/generate.py from the tables in dissect/registry/data. Do not edit.
#include "dissect/registry/names.gen.h"

namespace tlsonar::dissect {
namespace {

const CodeName k_alert_descriptions[37] = {
    {0x00, "close_notify", "RFC 9846"},
    {0x0A, "unexpected_message", "RFC 9846"},
    {0x14, "bad_record_mac", "RFC 9846"},
    {0x15, "decryption_failed", "RFC 9846"},
    {0x16, "record_overflow", "RFC 9846"},
    {0x1E, "decompression_failure", "RFC 9846"},
    {0x28, "handshake_failure", "RFC 9846"},
    {0x29, "no_certificate", "RFC 9846"},
    {0x2A, "bad_certificate", "RFC 9846"},
    {0x2B, "unsupported_certificate", "RFC 9846"},
    {0x2C, "certificate_revoked", "RFC 9846"},
    {0x2D, "certificate_expired", "RFC 9846"},
    {0x2E, "certificate_unknown", "RFC 9846"},
    {0x2F, "illegal_parameter", "RFC 9846"},
    {0x30, "unknown_ca", "RFC 9846"},
    {0x31, "access_denied", "RFC 9846"},
    {0x32, "decode_error", "RFC 9846"},
    {0x33, "decrypt_error", "RFC 9846"},
    {0x34, "too_many_cids_requested", "RFC 9147"},
    {0x3C, "export_restriction", "RFC 9846"},
    {0x46, "protocol_version", "RFC 9846"},
    {0x47, "insufficient_security", "RFC 9846"},
    {0x50, "internal_error", "RFC 9846"},
    {0x56, "inappropriate_fallback", "RFC 7507"},
    {0x5A, "user_canceled", "RFC 9846"},
    {0x64, "no_renegotiation", "RFC 9846"},
    {0x6D, "missing_extension", "RFC 9846"},
    {0x6E, "unsupported_extension", "RFC 9846"},
    {0x6F, "certificate_unobtainable", "RFC 6066; RFC 9846"},
    {0x70, "unrecognized_name", "RFC 6066"},
    {0x71, "bad_certificate_status_response", "RFC 6066"},
    {0x72, "bad_certificate_hash_value", "RFC 6066; RFC 9846"},
    {0x73, "unknown_psk_identity", "RFC 4279"},
    {0x74, "certificate_required", "RFC 9846"},
    {0x75, "general_error", "RFC 9846"},
    {0x78, "no_application_protocol", "RFC 7301; RFC 8447"},
    {0x79, "ech_required", "RFC 9849"},
};

const CodeName k_authorization_formats[7] = {
    {0x00, "x509_attr_cert", "RFC 5878"},
    {0x01, "saml_assertion", "RFC 5878"},
    {0x02, "x509_attr_cert_url", "RFC 5878"},
    {0x03, "saml_assertion_url", "RFC 5878"},
    {0x40, "keynote_assertion_list", "RFC 6042"},
    {0x41, "keynote_assertion_list_url", "RFC 6042"},
    {0x42, "dtcp_authorization", "RFC 7562"},
};

const CodeName k_cached_information_types[2] = {
    {0x01, "cert", "RFC 7924"},
    {0x02, "cert_req", "RFC 7924"},
};

const CodeName k_certificate_compression_algorithms[3] = {
    {0x0001, "zlib", "RFC 8879"},
    {0x0002, "brotli", "RFC 8879"},
    {0x0003, "zstd", "RFC 8879"},
};

const CodeName k_certificate_status_types[2] = {
    {0x01, "ocsp", "RFC 6066"},
    {0x02, "ocsp_multi", "RFC 6961"},
};

const CodeName k_certificate_types[4] = {
    {0x00, "X509", "RFC 6091"},
    {0x01, "OpenPGP", "RFC 6091"},
    {0x02, "RawPublicKey", "RFC 7250"},
    {0x03, "1609Dot2", "RFC 8902"},
};

const CodeName k_client_certificate_types[17] = {
    {0x01, "rsa_sign", "RFC 5246"},
    {0x02, "dss_sign", "RFC 5246"},
    {0x03, "rsa_fixed_dh", "RFC 5246"},
    {0x04, "dss_fixed_dh", "RFC 5246"},
    {0x05, "rsa_ephemeral_dh", "RFC 5246"},
    {0x06, "dss_ephemeral_dh", "RFC 5246"},
    {0x14, "fortezza_dms", "RFC 5246"},
    {0x15, "gost_sign94", "draft-chudov-cryptopro-cptls-04"},
    {0x16, "gost_sign01", "draft-chudov-cryptopro-cptls-04"},
    {0x40, "ecdsa_sign", "RFC 8422"},
    {0x41, "rsa_fixed_ecdh", "RFC 8422"},
    {0x42, "ecdsa_fixed_ecdh", "RFC 8422"},
    {0x43, "gost_sign256", "RFC 9189"},
    {0x44, "gost_sign512", "RFC 9189"},
    {0x50, "ibc_params", "GB/T 38636-2020"},
    {0xEE, "gost_sign256_legacy", "OpenSSL GOST engine"},
    {0xEF, "gost_sign512_legacy", "OpenSSL GOST engine"},
};

const CodeName k_compression_methods[3] = {
    {0x00, "NULL", "RFC 3749"},
    {0x01, "DEFLATE", "RFC 3749"},
    {0x40, "LZS", "RFC 3943"},
};

const CodeName k_content_types[8] = {
    {0x14, "change_cipher_spec", "RFC 9846"},
    {0x15, "alert", "RFC 9846"},
    {0x16, "handshake", "RFC 9846"},
    {0x17, "application_data", "RFC 9846"},
    {0x18, "heartbeat", "RFC 6520"},
    {0x19, "tls12_cid", "RFC 9146"},
    {0x1A, "ACK", "RFC 9147"},
    {0x1B, "return_routability_check", "RFC 9853"},
};

const CodeName k_ec_curve_types[3] = {
    {0x01, "explicit_prime", "RFC 8422"},
    {0x02, "explicit_char2", "RFC 8422"},
    {0x03, "named_curve", "RFC 8422"},
};

const CodeName k_ec_point_formats[3] = {
    {0x00, "uncompressed", "RFC 8422"},
    {0x01, "ansiX962_compressed_prime", "RFC 8422"},
    {0x02, "ansiX962_compressed_char2", "RFC 8422"},
};

const CodeName k_ekt_ciphers[2] = {
    {0x01, "AESKW128", "RFC 8870"},
    {0x02, "AESKW256", "RFC 8870"},
};

const CodeName k_handshake_types[27] = {
    {0x00, "hello_request", "RFC 5246"},
    {0x01, "client_hello", "RFC 9846"},
    {0x02, "server_hello", "RFC 9846"},
    {0x03, "hello_verify_request", "RFC 6347"},
    {0x04, "new_session_ticket", "RFC 9846"},
    {0x05, "end_of_early_data", "RFC 9846"},
    {0x06, "hello_retry_request", "draft-ietf-tls-tls13-21"},
    {0x08, "encrypted_extensions", "RFC 9846"},
    {0x09, "request_connection_id", "RFC 9147"},
    {0x0A, "new_connection_id", "RFC 9147"},
    {0x0B, "certificate", "RFC 9846"},
    {0x0C, "server_key_exchange", "RFC 5246"},
    {0x0D, "certificate_request", "RFC 9846"},
    {0x0E, "server_hello_done", "RFC 5246"},
    {0x0F, "certificate_verify", "RFC 9846"},
    {0x10, "client_key_exchange", "RFC 5246"},
    {0x11, "client_certificate_request", "RFC 9261"},
    {0x14, "finished", "RFC 9846"},
    {0x15, "certificate_url", "RFC 6066"},
    {0x16, "certificate_status", "RFC 6066"},
    {0x17, "supplemental_data", "RFC 4680"},
    {0x18, "key_update", "RFC 9846"},
    {0x19, "compressed_certificate", "RFC 8879"},
    {0x1A, "ekt_key", "RFC 8870"},
    {0x43, "next_protocol", "draft-agl-tls-nextprotoneg-04"},
    {0xCB, "channel_id", "draft-balfanz-tls-channelid-01"},
    {0xFE, "message_hash", "RFC 9846"},
};

const CodeName k_hash_algorithms[8] = {
    {0x00, "none", "RFC 5246"},
    {0x01, "md5", "RFC 5246"},
    {0x02, "sha1", "RFC 5246"},
    {0x03, "sha224", "RFC 5246"},
    {0x04, "sha256", "RFC 5246"},
    {0x05, "sha384", "RFC 5246"},
    {0x06, "sha512", "RFC 5246"},
    {0x08, "Intrinsic", "RFC 8422"},
};

const CodeName k_hpke_aeads[4] = {
    {0x0001, "AES-128-GCM", "RFC 9180"},
    {0x0002, "AES-256-GCM", "RFC 9180"},
    {0x0003, "ChaCha20Poly1305", "RFC 9180"},
    {0xFFFF, "Export-only", "RFC 9180"},
};

const CodeName k_hpke_kdfs[3] = {
    {0x0001, "HKDF-SHA256", "RFC 9180"},
    {0x0002, "HKDF-SHA384", "RFC 9180"},
    {0x0003, "HKDF-SHA512", "RFC 9180"},
};

const CodeName k_hpke_kems[14] = {
    {0x0010, "DHKEM(P-256, HKDF-SHA256)", "RFC 9180"},
    {0x0011, "DHKEM(P-384, HKDF-SHA384)", "RFC 9180"},
    {0x0012, "DHKEM(P-521, HKDF-SHA512)", "RFC 9180"},
    {0x0013, "DHKEM(CP-256, HKDF-SHA256)", "draft-wahby-cfrg-hpke-kem-secp256k1-01"},
    {0x0014, "DHKEM(CP-384, HKDF-SHA384)", "draft-wahby-cfrg-hpke-kem-secp256k1-01"},
    {0x0015, "DHKEM(CP-521, HKDF-SHA512)", "draft-wahby-cfrg-hpke-kem-secp256k1-01"},
    {0x0016, "DHKEM(secp256k1, HKDF-SHA256)", "draft-wahby-cfrg-hpke-kem-secp256k1-01"},
    {0x0020, "DHKEM(X25519, HKDF-SHA256)", "RFC 9180"},
    {0x0021, "DHKEM(X448, HKDF-SHA512)", "RFC 9180"},
    {0x0030, "X25519Kyber768Draft00", "draft-westerbaan-cfrg-hpke-xyber768d00-02"},
    {0x0040, "ML-KEM-512", "draft-connolly-cfrg-hpke-mlkem-04"},
    {0x0041, "ML-KEM-768", "draft-connolly-cfrg-hpke-mlkem-04"},
    {0x0042, "ML-KEM-1024", "draft-connolly-cfrg-hpke-mlkem-04"},
    {0x647A, "X-Wing", "draft-connolly-cfrg-xwing-kem-06"},
};

const CodeName k_psk_key_exchange_modes[2] = {
    {0x00, "psk_ke", "RFC 9846"},
    {0x01, "psk_dhe_ke", "RFC 9846"},
};

const CodeName k_quic_transport_parameters[26] = {
    {0x0000, "original_destination_connection_id", "RFC 9000"},
    {0x0001, "max_idle_timeout", "RFC 9000"},
    {0x0002, "stateless_reset_token", "RFC 9000"},
    {0x0003, "max_udp_payload_size", "RFC 9000"},
    {0x0004, "initial_max_data", "RFC 9000"},
    {0x0005, "initial_max_stream_data_bidi_local", "RFC 9000"},
    {0x0006, "initial_max_stream_data_bidi_remote", "RFC 9000"},
    {0x0007, "initial_max_stream_data_uni", "RFC 9000"},
    {0x0008, "initial_max_streams_bidi", "RFC 9000"},
    {0x0009, "initial_max_streams_uni", "RFC 9000"},
    {0x000A, "ack_delay_exponent", "RFC 9000"},
    {0x000B, "max_ack_delay", "RFC 9000"},
    {0x000C, "disable_active_migration", "RFC 9000"},
    {0x000D, "preferred_address", "RFC 9000"},
    {0x000E, "active_connection_id_limit", "RFC 9000"},
    {0x000F, "initial_source_connection_id", "RFC 9000"},
    {0x0010, "retry_source_connection_id", "RFC 9000"},
    {0x0011, "version_information", "RFC 9368"},
    {0x0020, "max_datagram_frame_size", "RFC 9221"},
    {0x173E, "discard", "RFC 8701"},
    {0x26AB, "google_handshake_message", "Google QUIC"},
    {0x2AB2, "grease_quic_bit", "RFC 9287"},
    {0x3127, "initial_rtt", "Google QUIC"},
    {0x3128, "google_connection_options", "Google QUIC"},
    {0x3129, "user_agent", "Google QUIC"},
    {0x4752, "google_version", "Google QUIC"},
};

const CodeName k_srtp_protection_profiles[14] = {
    {0x0001, "SRTP_AES128_CM_HMAC_SHA1_80", "RFC 5764"},
    {0x0002, "SRTP_AES128_CM_HMAC_SHA1_32", "RFC 5764"},
    {0x0005, "SRTP_NULL_HMAC_SHA1_80", "RFC 5764"},
    {0x0006, "SRTP_NULL_HMAC_SHA1_32", "RFC 5764"},
    {0x0007, "SRTP_AEAD_AES_128_GCM", "RFC 7714"},
    {0x0008, "SRTP_AEAD_AES_256_GCM", "RFC 7714"},
    {0x0009, "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM", "RFC 8723"},
    {0x000A, "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM", "RFC 8723"},
    {0x000B, "SRTP_ARIA_128_CTR_HMAC_SHA1_80", "RFC 8269"},
    {0x000C, "SRTP_ARIA_128_CTR_HMAC_SHA1_32", "RFC 8269"},
    {0x000D, "SRTP_ARIA_256_CTR_HMAC_SHA1_80", "RFC 8269"},
    {0x000E, "SRTP_ARIA_256_CTR_HMAC_SHA1_32", "RFC 8269"},
    {0x000F, "SRTP_AEAD_ARIA_128_GCM", "RFC 8269"},
    {0x0010, "SRTP_AEAD_ARIA_256_GCM", "RFC 8269"},
};

const CodeName k_supplemental_data_types[2] = {
    {0x0000, "user_mapping_data", "RFC 4681"},
    {0x4002, "authz_data", "RFC 5878"},
};

const CodeName k_tls_flags[1] = {
    {0x00, "resumption_across_names", "draft-ietf-tls-cross-sni-resumption-02"},
};

const CodeName k_token_binding_key_parameters[3] = {
    {0x00, "rsa2048_pkcs1.5", "RFC 8471"},
    {0x01, "rsa2048_pss", "RFC 8471"},
    {0x02, "ecdsap256", "RFC 8471"},
};

const CodeName k_user_mapping_types[1] = {
    {0x40, "upn_domain_hint", "RFC 4681"},
};

const CodeName k_versions[45] = {
    {0x0002, "SSLv2", "SSL 2.0"},
    {0x0100, "DTLSv0.9", "OpenSSL before 0.9.8f (DTLS1_BAD_VER)"},
    {0x0101, "TLCPv1.1", "GB/T 38636-2020"},
    {0x0300, "SSLv3", "RFC 6101"},
    {0x0301, "TLSv1.0", "RFC 2246"},
    {0x0302, "TLSv1.1", "RFC 4346"},
    {0x0303, "TLSv1.2", "RFC 5246"},
    {0x0304, "TLSv1.3", "RFC 9846"},
    {0x7E01, "TLSv1.3-google-1", "Google experiment 2017"},
    {0x7E02, "TLSv1.3-google-2", "Google experiment 2017"},
    {0x7F00, "TLSv1.3-draft00", "draft-ietf-tls-tls13-00"},
    {0x7F01, "TLSv1.3-draft01", "draft-ietf-tls-tls13-01"},
    {0x7F02, "TLSv1.3-draft02", "draft-ietf-tls-tls13-02"},
    {0x7F03, "TLSv1.3-draft03", "draft-ietf-tls-tls13-03"},
    {0x7F04, "TLSv1.3-draft04", "draft-ietf-tls-tls13-04"},
    {0x7F05, "TLSv1.3-draft05", "draft-ietf-tls-tls13-05"},
    {0x7F06, "TLSv1.3-draft06", "draft-ietf-tls-tls13-06"},
    {0x7F07, "TLSv1.3-draft07", "draft-ietf-tls-tls13-07"},
    {0x7F08, "TLSv1.3-draft08", "draft-ietf-tls-tls13-08"},
    {0x7F09, "TLSv1.3-draft09", "draft-ietf-tls-tls13-09"},
    {0x7F0A, "TLSv1.3-draft10", "draft-ietf-tls-tls13-10"},
    {0x7F0B, "TLSv1.3-draft11", "draft-ietf-tls-tls13-11"},
    {0x7F0C, "TLSv1.3-draft12", "draft-ietf-tls-tls13-12"},
    {0x7F0D, "TLSv1.3-draft13", "draft-ietf-tls-tls13-13"},
    {0x7F0E, "TLSv1.3-draft14", "draft-ietf-tls-tls13-14"},
    {0x7F0F, "TLSv1.3-draft15", "draft-ietf-tls-tls13-15"},
    {0x7F10, "TLSv1.3-draft16", "draft-ietf-tls-tls13-16"},
    {0x7F11, "TLSv1.3-draft17", "draft-ietf-tls-tls13-17"},
    {0x7F12, "TLSv1.3-draft18", "draft-ietf-tls-tls13-18"},
    {0x7F13, "TLSv1.3-draft19", "draft-ietf-tls-tls13-19"},
    {0x7F14, "TLSv1.3-draft20", "draft-ietf-tls-tls13-20"},
    {0x7F15, "TLSv1.3-draft21", "draft-ietf-tls-tls13-21"},
    {0x7F16, "TLSv1.3-draft22", "draft-ietf-tls-tls13-22"},
    {0x7F17, "TLSv1.3-draft23", "draft-ietf-tls-tls13-23"},
    {0x7F18, "TLSv1.3-draft24", "draft-ietf-tls-tls13-24"},
    {0x7F19, "TLSv1.3-draft25", "draft-ietf-tls-tls13-25"},
    {0x7F1A, "TLSv1.3-draft26", "draft-ietf-tls-tls13-26"},
    {0x7F1B, "TLSv1.3-draft27", "draft-ietf-tls-tls13-27"},
    {0x7F1C, "TLSv1.3-draft28", "draft-ietf-tls-tls13-28"},
    {0xFB17, "TLSv1.3-facebook-23", "Facebook experiment 2018"},
    {0xFB1A, "TLSv1.3-facebook-26", "Facebook experiment 2018"},
    {0xFB28, "TLSv1.3-facebook-40", "Facebook experiment 2018"},
    {0xFEFC, "DTLSv1.3", "RFC 9147"},
    {0xFEFD, "DTLSv1.2", "RFC 6347"},
    {0xFEFF, "DTLSv1.0", "RFC 4347"},
};

}  // namespace

std::span<const CodeName> alert_descriptions() { return k_alert_descriptions; }
std::string_view alert_description_name(std::uint32_t code) { return find_name(k_alert_descriptions, code); }

std::span<const CodeName> authorization_formats() { return k_authorization_formats; }
std::string_view authorization_format_name(std::uint32_t code) { return find_name(k_authorization_formats, code); }

std::span<const CodeName> cached_information_types() { return k_cached_information_types; }
std::string_view cached_information_type_name(std::uint32_t code) { return find_name(k_cached_information_types, code); }

std::span<const CodeName> certificate_compression_algorithms() { return k_certificate_compression_algorithms; }
std::string_view certificate_compression_algorithm_name(std::uint32_t code) { return find_name(k_certificate_compression_algorithms, code); }

std::span<const CodeName> certificate_status_types() { return k_certificate_status_types; }
std::string_view certificate_status_type_name(std::uint32_t code) { return find_name(k_certificate_status_types, code); }

std::span<const CodeName> certificate_types() { return k_certificate_types; }
std::string_view certificate_type_name(std::uint32_t code) { return find_name(k_certificate_types, code); }

std::span<const CodeName> client_certificate_types() { return k_client_certificate_types; }
std::string_view client_certificate_type_name(std::uint32_t code) { return find_name(k_client_certificate_types, code); }

std::span<const CodeName> compression_methods() { return k_compression_methods; }
std::string_view compression_method_name(std::uint32_t code) { return find_name(k_compression_methods, code); }

std::span<const CodeName> content_types() { return k_content_types; }
std::string_view content_type_name(std::uint32_t code) { return find_name(k_content_types, code); }

std::span<const CodeName> ec_curve_types() { return k_ec_curve_types; }
std::string_view ec_curve_type_name(std::uint32_t code) { return find_name(k_ec_curve_types, code); }

std::span<const CodeName> ec_point_formats() { return k_ec_point_formats; }
std::string_view ec_point_format_name(std::uint32_t code) { return find_name(k_ec_point_formats, code); }

std::span<const CodeName> ekt_ciphers() { return k_ekt_ciphers; }
std::string_view ekt_cipher_name(std::uint32_t code) { return find_name(k_ekt_ciphers, code); }

std::span<const CodeName> handshake_types() { return k_handshake_types; }
std::string_view handshake_type_name(std::uint32_t code) { return find_name(k_handshake_types, code); }

std::span<const CodeName> hash_algorithms() { return k_hash_algorithms; }
std::string_view hash_algorithm_name(std::uint32_t code) { return find_name(k_hash_algorithms, code); }

std::span<const CodeName> hpke_aeads() { return k_hpke_aeads; }
std::string_view hpke_aead_name(std::uint32_t code) { return find_name(k_hpke_aeads, code); }

std::span<const CodeName> hpke_kdfs() { return k_hpke_kdfs; }
std::string_view hpke_kdf_name(std::uint32_t code) { return find_name(k_hpke_kdfs, code); }

std::span<const CodeName> hpke_kems() { return k_hpke_kems; }
std::string_view hpke_kem_name(std::uint32_t code) { return find_name(k_hpke_kems, code); }

std::span<const CodeName> psk_key_exchange_modes() { return k_psk_key_exchange_modes; }
std::string_view psk_key_exchange_mode_name(std::uint32_t code) { return find_name(k_psk_key_exchange_modes, code); }

std::span<const CodeName> quic_transport_parameters() { return k_quic_transport_parameters; }
std::string_view quic_transport_parameter_name(std::uint32_t code) { return find_name(k_quic_transport_parameters, code); }

std::span<const CodeName> srtp_protection_profiles() { return k_srtp_protection_profiles; }
std::string_view srtp_protection_profile_name(std::uint32_t code) { return find_name(k_srtp_protection_profiles, code); }

std::span<const CodeName> supplemental_data_types() { return k_supplemental_data_types; }
std::string_view supplemental_data_type_name(std::uint32_t code) { return find_name(k_supplemental_data_types, code); }

std::span<const CodeName> tls_flags() { return k_tls_flags; }
std::string_view tls_flag_name(std::uint32_t code) { return find_name(k_tls_flags, code); }

std::span<const CodeName> token_binding_key_parameters() { return k_token_binding_key_parameters; }
std::string_view token_binding_key_parameter_name(std::uint32_t code) { return find_name(k_token_binding_key_parameters, code); }

std::span<const CodeName> user_mapping_types() { return k_user_mapping_types; }
std::string_view user_mapping_type_name(std::uint32_t code) { return find_name(k_user_mapping_types, code); }

std::span<const CodeName> versions() { return k_versions; }
std::string_view version_name(std::uint32_t code) { return find_name(k_versions, code); }

}  // namespace tlsonar::dissect
