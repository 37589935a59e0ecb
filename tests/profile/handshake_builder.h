// Handshakes made message by message, as a tracker would yield them, and the records they give.
#pragma once

#include "core/writer.h"
#include "dissect/message/handshake_type.h"
#include "dissect/session/handshake.h"
#include "profile/record.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace tlsonar::profile::test {

using Octets = std::vector<std::uint8_t>;

inline constexpr std::uint16_t kEcdheRsa = 0xC02F;  // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
inline constexpr std::uint16_t kDhAnon = 0x00A6;    // TLS_DH_anon_WITH_AES_128_GCM_SHA256
inline constexpr std::uint16_t kX25519 = 29;
using dissect::HandshakeType;
using dissect::Role;

struct Extension {
    std::uint16_t type;
    Octets body;
};

// A ClientHello or a ServerHello.
struct Hello {
    std::vector<std::uint16_t> suites;
    std::vector<Extension> extensions;
    Octets session_id;
    std::uint8_t random = 0x5A;  // 32 times
};
Octets client_hello(const Hello& hello);
Octets server_hello(const Hello& hello);
Octets hello_retry_request(const Hello& hello);
Octets encrypted_extensions(const std::vector<Extension>& extensions);
// TLS 1.2's and TLS 1.3's.
Octets certificate12(const std::vector<Octets>& chain);
Octets certificate13(const std::vector<Octets>& chain);

inline const Extension kVersion13{43, {3, 4}};
inline const Extension kOffer13{43, {4, 3, 4, 3, 3}};
// key_share of a ServerHello; the share is not looked at.
Extension server_share(std::uint16_t group);
Extension client_share(std::uint16_t group);
// pre_shared_key of a client with one identity, and of a server that selects it.
Extension psk_offer();
inline const Extension kPskSelected{41, {0, 0}};

class HandshakeBuilder {
  public:
    explicit HandshakeBuilder(std::uint16_t version, std::uint16_t suite = 0);

    HandshakeBuilder& client(HandshakeType type, const Octets& body);
    HandshakeBuilder& server(HandshakeType type, const Octets& body);
    // The same from protected records that were opened.
    HandshakeBuilder& opened(Role sender, HandshakeType type, const Octets& body);
    HandshakeBuilder& change_cipher_spec(Role sender);
    HandshakeBuilder& alert(Role sender, std::uint8_t level, std::uint8_t description);
    // A protected record that stays closed: before TLS 1.3 it holds the sender's Finished.
    HandshakeBuilder& closed(Role sender);
    HandshakeBuilder& partial();  // the last message is
    HandshakeBuilder& finished(Role sender);

    dissect::Handshake handshake;
    // An ordinary connection whose packets were all seen.
    Provenance provenance;

    Record record();

  private:
    HandshakeBuilder& add(dissect::Message message, const Octets& body);
    std::uint64_t ordinal_ = 3;
};

// The first flights of a full handshake of TLS 1.2, up to ServerHelloDone.
HandshakeBuilder full12(std::uint16_t suite, const std::vector<Extension>& client = {});
// ... up to both Finished.
HandshakeBuilder& finish12(HandshakeBuilder& handshake);
// ClientHello and ServerHello of TLS 1.3.
HandshakeBuilder hellos13(std::vector<Extension> client, std::vector<Extension> server);

}  // namespace tlsonar::profile::test
