// What a peer sends beside its chain: OCSP staples and a list of SCTs, as octets.
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tlsonar::trust {

// Immutable and shared: servers send the same octets again and again.
struct ProofOctets {
    std::vector<std::uint8_t> octets;
    std::array<std::uint8_t, 32> sha256{};
};
using ProofOctetsPtr = std::shared_ptr<const ProofOctets>;

struct ChainProofs {
    // Of one handshake; further ones are left out.
    static constexpr std::size_t kMaxStaples = 8;

    std::vector<ProofOctetsPtr>
        staples;              // OCSP responses; that for the leaf first, if there is one
    ProofOctetsPtr sct_list;  // content of signed_certificate_timestamp; null: none
    bool asked = false;       // the client asked for a staple
    // All of the messages that would hold a staple was seen: that none is there means something.
    bool seen_whole = false;

    bool empty() const { return staples.empty() && !sct_list && !asked && !seen_whole; }
    void clear() {
        staples.clear();
        sct_list.reset();
        asked = seen_whole = false;
    }
};

}  // namespace tlsonar::trust
