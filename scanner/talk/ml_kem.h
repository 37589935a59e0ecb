// ML-KEM (FIPS 203): the key encapsulation of the post-quantum groups of TLS 1.3, which OpenSSL has
// since 3.5 only. Not in constant time: nothing of ours is worth protecting.
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tlsonar::scanner {

struct MlKemParameters {
    std::size_t k;           // rank of the module
    unsigned eta1;           // noise of secrets; eta2 is 2 in all
    unsigned du, dv;         // bits of compressed coefficients
    std::size_t public_key;  // octets
    std::size_t ciphertext;
};
inline constexpr MlKemParameters kMlKem512 = {2, 3, 10, 4, 800, 768};
inline constexpr MlKemParameters kMlKem768 = {3, 2, 10, 4, 1184, 1088};
inline constexpr MlKemParameters kMlKem1024 = {4, 2, 11, 5, 1568, 1568};

using MlKemOctets = std::vector<std::uint8_t>;
using MlKemSecret = std::array<std::uint8_t, 32>;

class MlKemKey {
  public:
    static constexpr std::size_t kSeed = 64;  // d and z

    // Of 64 octets of seed (Algorithm 16). Nothing when the crypto library has no SHA-3.
    static std::optional<MlKemKey> make(const MlKemParameters& parameters, Bytes seed);

    const MlKemOctets& public_key() const { return public_key_; }
    // Nothing when the ciphertext has not the right length. A wrong one yields another secret
    // (Algorithm 18).
    std::optional<MlKemSecret> decapsulate(Bytes ciphertext) const;

  private:
    MlKemKey(const MlKemParameters& parameters, MlKemOctets public_key, MlKemOctets secret_key,
             Bytes z);

    const MlKemParameters* parameters_;
    MlKemOctets public_key_;
    MlKemOctets secret_key_;  // of K-PKE
    MlKemSecret z_;
};

// The other side, for tests and for what servers do: from 32 random octets (Algorithm 17). Nothing
// when the public key is malformed (section 7.2).
struct MlKemEncapsulated {
    MlKemOctets ciphertext;
    MlKemSecret secret;
};
std::optional<MlKemEncapsulated> ml_kem_encapsulate(const MlKemParameters& parameters,
                                                    Bytes public_key, Bytes random);

}  // namespace tlsonar::scanner
