// HelloRecipe: a ClientHello as a probe wants it, and how it is put on the wire.
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::scanner {

using Octets = std::vector<std::uint8_t>;
using Codes = std::vector<std::uint16_t>;

struct RawExtension {
    std::uint16_t type = 0;
    Octets body;
};

// Extensions beside those that follow from the lists. All are what a server may ignore.
struct HelloExtras {
    bool extended_main_secret = true;
    bool session_ticket = true;
    bool encrypt_then_mac = true;
    bool status_request = true;
    bool scts = true;
    bool renegotiation_info = true;  // below TLS 1.3 only
    bool heartbeat = false;
    bool npn = false;
    bool compression = false;  // offers DEFLATE beside null
    bool compress_certificate = false;
    std::optional<std::uint8_t> max_fragment_length;
    std::optional<std::uint16_t> record_size_limit;
};

// How the record layer carries it.
struct WireShape {
    // Of the record; 0: 0x0301 (RFC 9846 section 5.1), or 0x0300 when no more is offered.
    std::uint16_t record_version = 0;
    // Octets in each record; 0: one record (or as few as there must be).
    std::size_t fragment = 0;
};

// A ClientHello of SSLv3 up to TLS 1.3; of DTLS when legacy_version is one of its versions.
struct HelloRecipe {
    // The highest version offered: 0x0300 … 0x0304. From 0x0304 on it stands in
    // supported_versions, and legacy_version is 0x0303.
    std::uint16_t version = 0x0303;
    // With TLS 1.3: further versions in supported_versions (a modern client offers 1.2, too).
    Codes further_versions;
    std::optional<std::uint16_t> legacy_version;  // another than follows
    Codes suites;
    Codes groups;   // supported_groups; none: the extension is left out
    Codes schemes;  // signature_algorithms, since TLS 1.2
    std::vector<std::string> alpn;
    std::string sni;  // empty: none
    // TLS 1.3: the groups of which a share is sent; none is legal, and asks for a retry.
    Codes shares;
    HelloExtras extras;
    std::vector<RawExtension> before, after;  // the other extensions
    bool no_extensions = false;               // not even the vector
    Octets session_id;
    Octets random;           // 32 octets; empty: drawn from Draw
    std::size_t pad_to = 0;  // octets of the handshake message, by the padding extension
    WireShape wire;
};

// Octets that look random. Deterministic for a seed, so that a scan can be repeated.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    void fill(std::span<std::uint8_t> out);
    Octets octets(std::size_t n);

  private:
    std::uint64_t state_;
};

// Gives the key_exchange octets of a KeyShareEntry; empty when the group can't be offered.
class ShareSource {
  public:
    virtual ~ShareSource() = default;
    virtual Bytes public_share(std::uint16_t group) const = 0;
};

// The ClientHello message with its four octets of header. `shares` may be null when the recipe asks
// for none. `cookie` and `retry_share`: for the second hello after a HelloRetryRequest.
struct RetryAnswer {
    std::uint16_t group = 0;
    Octets cookie;
};
Octets hello_message(const HelloRecipe& recipe, const ShareSource* shares, Draw& draw,
                     const RetryAnswer* retry = nullptr);
// The message in records, as `wire` says.
Octets hello_records(const HelloRecipe& recipe, Bytes message);

// An SSLv2 CLIENT-HELLO record that offers these cipher kinds.
Octets ssl2_hello(const std::vector<std::uint32_t>& kinds, Draw& draw);

}  // namespace tlsonar::scanner
