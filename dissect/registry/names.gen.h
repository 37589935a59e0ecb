// Written by tools/registry/generate.py from the tables in dissect/registry/data. Do not edit.
#pragma once

#include "dissect/registry/code_name.h"

namespace tlsonar::dissect {

// AlertDescription.
std::span<const CodeName> alert_descriptions();
std::string_view alert_description_name(std::uint32_t code);

// AuthzDataFormat.
std::span<const CodeName> authorization_formats();
std::string_view authorization_format_name(std::uint32_t code);

// CachedInformationType.
std::span<const CodeName> cached_information_types();
std::string_view cached_information_type_name(std::uint32_t code);

// CertificateCompressionAlgorithm.
std::span<const CodeName> certificate_compression_algorithms();
std::string_view certificate_compression_algorithm_name(std::uint32_t code);

// CertificateStatusType.
std::span<const CodeName> certificate_status_types();
std::string_view certificate_status_type_name(std::uint32_t code);

// CertificateType.
std::span<const CodeName> certificate_types();
std::string_view certificate_type_name(std::uint32_t code);

// ClientCertificateType.
std::span<const CodeName> client_certificate_types();
std::string_view client_certificate_type_name(std::uint32_t code);

// CompressionMethod.
std::span<const CodeName> compression_methods();
std::string_view compression_method_name(std::uint32_t code);

// ContentType.
std::span<const CodeName> content_types();
std::string_view content_type_name(std::uint32_t code);

// ECCurveType.
std::span<const CodeName> ec_curve_types();
std::string_view ec_curve_type_name(std::uint32_t code);

// ECPointFormat.
std::span<const CodeName> ec_point_formats();
std::string_view ec_point_format_name(std::uint32_t code);

// EKTCipherType.
std::span<const CodeName> ekt_ciphers();
std::string_view ekt_cipher_name(std::uint32_t code);

// HandshakeType.
std::span<const CodeName> handshake_types();
std::string_view handshake_type_name(std::uint32_t code);

// HashAlgorithm of TLS 1.2.
std::span<const CodeName> hash_algorithms();
std::string_view hash_algorithm_name(std::uint32_t code);

// HPKE AEAD identifiers.
std::span<const CodeName> hpke_aeads();
std::string_view hpke_aead_name(std::uint32_t code);

// HPKE KDF identifiers.
std::span<const CodeName> hpke_kdfs();
std::string_view hpke_kdf_name(std::uint32_t code);

// HPKE KEM identifiers.
std::span<const CodeName> hpke_kems();
std::string_view hpke_kem_name(std::uint32_t code);

// PskKeyExchangeMode.
std::span<const CodeName> psk_key_exchange_modes();
std::string_view psk_key_exchange_mode_name(std::uint32_t code);

// QUIC transport parameters.
std::span<const CodeName> quic_transport_parameters();
std::string_view quic_transport_parameter_name(std::uint32_t code);

// SRTPProtectionProfile.
std::span<const CodeName> srtp_protection_profiles();
std::string_view srtp_protection_profile_name(std::uint32_t code);

// SupplementalDataType.
std::span<const CodeName> supplemental_data_types();
std::string_view supplemental_data_type_name(std::uint32_t code);

// bits of tls_flags.
std::span<const CodeName> tls_flags();
std::string_view tls_flag_name(std::uint32_t code);

// TokenBindingKeyParameters.
std::span<const CodeName> token_binding_key_parameters();
std::string_view token_binding_key_parameter_name(std::uint32_t code);

// UserMappingType.
std::span<const CodeName> user_mapping_types();
std::string_view user_mapping_type_name(std::uint32_t code);

// ProtocolVersion.
std::span<const CodeName> versions();
std::string_view version_name(std::uint32_t code);

}  // namespace tlsonar::dissect
