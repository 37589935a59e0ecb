// KeyBlocklist: keys whose private half is public knowledge.
//
// The file format is badkeys' blocklist.dat: sorted blocks of 16 octets, of which 15 are the first
// of the SHA-256 over one number of the key (its BKHASH) and the last names the list that it came
// from. Hashing a number instead of an encoding finds a key however it is written.
#pragma once

#include "core/bytes.h"
#include "trust/keys/subject_key.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

using KeyHash = std::array<std::uint8_t, 15>;  // BKHASH120

// The number: RSA's modulus, the x of an EC point, the y of DSA and DH, the key's octets with the
// others; without leading zeros. Nothing when the key has none.
std::optional<KeyHash> key_hash(const SubjectKey& key);

class KeyBlocklist {
  public:
    static constexpr std::size_t kBlock = 16;
    static constexpr std::size_t kMaxOctets = std::size_t{1} << 30;

    // Copies the octets of a blocklist.dat. Nothing when they are not whole blocks in ascending
    // order, or too many.
    static std::optional<KeyBlocklist> read(Bytes octets);
    // Names of the lists (id → name) from badkeysdata.json are the caller's to read.
    void name_list(std::uint8_t id, std::string name) { names_[id] = std::move(name); }

    // The id of the list that has it.
    std::optional<std::uint8_t> find(const KeyHash& hash) const;
    // "debianssl", or "list 3" when nobody named it.
    std::string list_name(std::uint8_t id) const;
    std::size_t size() const { return octets_.size() / kBlock; }

  private:
    std::vector<std::uint8_t> octets_;
    std::array<std::string, 256> names_;
};

// Where a well-known example key was printed ("RFC 8410 section 10.1"); empty when it is none.
std::string_view known_example_key(const KeyHash& hash);

}  // namespace tlsonar::trust
