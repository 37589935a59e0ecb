// SecretStore: the secrets that others left for us, in the NSS key-log format (RFC 9850): from a
// file beside a capture, a pcapng Decryption Secrets Block, or a probe that completed a handshake.
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::dissect {

// The labels of the key log, named as there. All but the last three are found by client_random.
enum class SecretLabel : std::uint8_t {
    client_random,  // master secret of TLS 1.2 and before
    client_early_traffic_secret,
    early_exporter_secret,
    client_handshake_traffic_secret,
    server_handshake_traffic_secret,
    client_traffic_secret,  // with a generation: CLIENT_TRAFFIC_SECRET_0, _1 …
    server_traffic_secret,
    exporter_secret,
    ech_secret,
    ech_config,
    pms_client_random,  // premaster secret
    rsa,                // premaster secret, by the first 8 octets of EncryptedPreMasterSecret
    rsa_session_id,     // master secret, by session_id
};

// What became of the lines of a key log. Blank lines, comments and labels that are nobody's concern
// here (e.g. QUIC's old ones) count as ignored.
struct KeyLogCounts {
    // Of the malformed lines only so many are named.
    static constexpr std::size_t kMaxNamedLines = 32;

    std::size_t accepted = 0;
    std::size_t ignored = 0;
    std::size_t malformed = 0;
    std::size_t over_limit = 0;                // well-formed, but the store was full
    std::vector<std::size_t> malformed_lines;  // the first ones, counted from 1
};

// Owns its secrets. Filled first, then read: concurrent find() is safe once nobody adds.
class SecretStore {
  public:
    // About 160 octets each: 64 MiB at most or so. Long ones count among them.
    static constexpr std::size_t kMaxSecrets = 400'000;
    static constexpr std::size_t kMaxLongSecrets = 40'000;
    static constexpr std::size_t kMaxIdentifier = 32;  // client_random, session_id
    static constexpr std::size_t kMaxSecret = 64;      // no hash of a suite is longer
    // What may be longer than a hash is kept when it fits: ECH_CONFIG holds an ECHConfig, and the
    // premaster secret of Diffie-Hellman is as long as its prime (here up to 8192 bits).
    static constexpr std::size_t kMaxLongSecret = 1024;

    enum class Added : std::uint8_t { accepted, ignored, malformed, over_limit };

    // One line, with or without its line end.
    Added add_line(std::string_view line);
    // A whole key log.
    KeyLogCounts add_key_log(Bytes key_log);
    // A secret known otherwise. The first one for a place stays.
    Added add(SecretLabel label, Bytes identifier, Bytes secret, std::uint32_t generation = 0);

    // Empty when there is none. Valid until the store is added to or dies.
    Bytes find(SecretLabel label, Bytes identifier, std::uint32_t generation = 0) const;

    std::size_t size() const { return secrets_.size() + long_secrets_.size(); }
    bool empty() const { return size() == 0; }
    std::size_t footprint() const;

  private:
    struct Key {
        std::array<std::uint8_t, kMaxIdentifier> identifier{};
        std::uint32_t generation = 0;
        SecretLabel label{};
        std::uint8_t length = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct Secret {
        std::array<std::uint8_t, kMaxSecret> octets;
        std::uint8_t length;
    };
    static Key make_key(SecretLabel label, Bytes identifier, std::uint32_t generation);

    std::unordered_map<Key, Secret, KeyHash> secrets_;
    std::unordered_map<Key, std::vector<std::uint8_t>, KeyHash>
        long_secrets_;  // see kMaxLongSecret
};

}  // namespace tlsonar::dissect
