// Cipher suites with their facts as fields: nobody parses a name for meaning.
#pragma once

#include "dissect/registry/terms.gen.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tlsonar::dissect {

// One row of the registry. All lengths are in octets unless they say bits.
struct CipherSuite {
    std::uint16_t code;
    std::string_view name;  // IANA's, or that of the document that defined it
    KeyExchange kx;
    Authentication auth;
    Cipher cipher;
    Mode mode;
    Mac mac;
    Hash prf;                   // of the TLS 1.2 PRF, or of HKDF in TLS 1.3
    std::uint16_t key_bits;     // secret bits of the key
    std::uint16_t strength;     // bits of work of the best attack known on the cipher's key
    std::uint16_t export_bits;  // limit of the key exchange in export suites (512, 1024), else 0
    // The first protocol version that has the suite, as on the wire: 0x0300 up to 0x0304, and
    // 0x0101 for suites of TLCP.
    std::uint16_t first_version;
    bool forward_secrecy;  // in TLS 1.3: unless the handshake takes psk_ke
    bool tls13;
    bool signal;  // a signalling value (SCSV), no suite: nobody can select it
    bool dtls_ok;
    Recommended recommended;
    std::uint8_t key_length;        // what the cipher takes
    std::uint8_t key_material;      // what the key block holds of it (less in export suites)
    std::uint8_t fixed_iv_length;   // from the key block or HKDF; with CBC only up to TLS 1.0
    std::uint8_t record_iv_length;  // sent with each TLS 1.2 record; with CBC since TLS 1.1
    std::uint8_t tag_length;        // of the AEAD
    std::uint8_t mac_length;        // of the HMAC
    std::uint8_t block_length;      // of a CBC cipher, else 0
    std::string_view reference;
};

// All that are known, ascending by code.
std::span<const CipherSuite> cipher_suites();
// Null when unknown, e.g. GREASE.
const CipherSuite* find_cipher_suite(std::uint16_t code);
// By the exact name; for what a user types.
const CipherSuite* find_cipher_suite(std::string_view name);
// Empty when unknown.
std::string_view cipher_suite_name(std::uint16_t code);

inline constexpr std::uint16_t kEmptyRenegotiationInfoScsv = 0x00FF;  // RFC 5746 section 3.3
inline constexpr std::uint16_t kFallbackScsv = 0x5600;                // RFC 7507

}  // namespace tlsonar::dissect
