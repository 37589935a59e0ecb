// KeyAgreement: our side of the key exchange of TLS 1.3, so that a server's encrypted flight
// (EncryptedExtensions, Certificate …) can be read by the dissector. One key pair per group serves
// a whole run: nothing of ours is worth protecting, and a server can't tell.
#pragma once

#include "core/bytes.h"
#include "dissect/protect/secret_store.h"
#include "dissect/registry/cipher_suite.h"
#include "scanner/talk/hello_recipe.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace tlsonar::scanner {

class KeyAgreement final : public ShareSource {
  public:
    KeyAgreement();
    ~KeyAgreement() override;

    // The groups we can agree a key in, the cheapest first. Pairs are made when first needed.
    std::span<const std::uint16_t> groups() const;
    bool can(std::uint16_t group) const;

    // For groups that we can't agree in: well-formed octets of the right size where that is
    // possible without the algorithm, else empty.
    Bytes public_share(std::uint16_t group) const override;

    // The shared secret with the server's share; empty when it is not one of that group.
    Octets shared_secret(std::uint16_t group, Bytes server_share) const;

  private:
    struct Pair;
    const Pair* pair(std::uint16_t group) const;
    // With ML-KEM, alone or beside a curve.
    void make_lattice(std::uint16_t group, Pair& made) const;
    Octets hybrid_secret(std::uint16_t group, const Pair& own, Bytes server_share) const;
    mutable std::map<std::uint16_t, std::unique_ptr<Pair>> pairs_;
};

// Derives both handshake traffic secrets (RFC 9846 section 7.1) and adds them to `store` under the
// client's random. `transcript`: the octets of all handshake messages with their headers from the
// first ClientHello to the ServerHello; with a HelloRetryRequest the first hello is replaced as in
// section 4.4.1 by this function when `retried`. False when the suite's hash is not known.
bool add_handshake_secrets(const dissect::CipherSuite& suite, Bytes shared_secret,
                           std::span<const Octets> transcript, bool retried, Bytes client_random,
                           dissect::SecretStore& store);

}  // namespace tlsonar::scanner
