// The derivation of keys from secrets: HKDF of TLS 1.3 (RFC 8446 section 7), the PRF of TLS 1.2
// (RFC 5246 section 5) and of TLS 1.0 and 1.1 (RFC 2246 section 5), and SSL 3.0's (RFC 6101
// section 6.2). Also what QUIC derives (RFC 9001 section 5): the labels are the caller's.
//
// Every function fills `out` and returns false when the crypto library has no such hash; lengths
// that the algorithm cannot give are a bug of ours.
#pragma once

#include "core/bytes.h"
#include "dissect/registry/cipher_suite.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

using Octets = std::span<std::uint8_t>;

inline constexpr std::size_t kMaxHashLength = 64;
inline constexpr std::size_t kMasterSecretLength = 48;
inline constexpr std::size_t kRandomLength = 32;

// In octets; 0 when it is none that we compute.
std::size_t hash_length(Hash hash);

// HMAC (RFC 2104); `out` may be shorter than the hash.
bool hmac(Hash hash, Bytes key, std::span<const Bytes> parts, Octets out);
// HKDF-Extract (RFC 5869 section 2.2); `out` has the hash's length.
bool hkdf_extract(Hash hash, Bytes salt, Bytes input, Octets out);
// HKDF-Expand-Label (RFC 8446 section 7.1). `label` without its prefix: "key", "quic hp".
bool hkdf_expand_label(Hash hash, Bytes secret, std::string_view label, Bytes context, Octets out);
// The secret after a KeyUpdate (RFC 8446 section 7.2).
bool next_traffic_secret(Hash hash, Bytes secret, Octets out);

// Which of the old derivations a version uses, and what else depends on the version.
enum class Era : std::uint8_t { ssl3, tls10, tls11, tls12 };
// Of TLS, DTLS and TLCP versions as on the wire.
Era era_of(std::uint16_t version);

// PRF(secret, label, seed1 + seed2); `hash` matters from TLS 1.2 on. Not for SSL 3.0.
bool prf(Era era, Hash hash, Bytes secret, std::string_view label, Bytes seed1, Bytes seed2,
         Octets out);

struct Randoms {
    Bytes client;
    Bytes server;
};
// 48 octets from the premaster secret (RFC 5246 section 8.1, RFC 6101 section 6.1).
bool master_secret(Era era, Hash hash, Bytes premaster, Randoms randoms, Octets out);
// The hash over handshake messages that Finished and extended_master_secret take: of the suite, and
// before TLS 1.2 MD5 + SHA-1 (RFC 7627 section 3). Empty when the crypto library has none such.
std::vector<std::uint8_t> handshake_hash(Era era, Hash hash, std::span<const Bytes> messages);
// With extended_master_secret (RFC 7627 section 4); `session_hash` is the handshake_hash() of all
// messages from ClientHello to ClientKeyExchange.
bool extended_master_secret(Era era, Hash hash, Bytes premaster, Bytes session_hash, Octets out);

// One direction's share of the key block (RFC 5246 section 6.3).
struct WriteKeys {
    std::vector<std::uint8_t> mac_key;
    std::vector<std::uint8_t> key;
    std::vector<std::uint8_t> iv;
};
// Export suites included (RFC 2246 section 6.3.1): their keys are made of less.
bool write_keys(Era era, const CipherSuite& suite, Bytes master, Randoms randoms, bool from_client,
                WriteKeys& out);

}  // namespace tlsonar::dissect
