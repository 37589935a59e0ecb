// The keys of the certificates that an endpoint shows for itself: what is wrong with them as far as
// their public part tells.
#pragma once

#include "profile/endpoint/endpoint_profile.h"

#include <array>
#include <cstdint>
#include <map>

namespace tlsonar::profile {

// Keeps what was found of keys, since many servers share one. One thread at a time.
class LeafKeys {
  public:
    // Of so many keys; when it is full it begins anew.
    static constexpr std::size_t kMostKept = 4096;

    // Sets key_findings of all chains.
    void examine(EndpointProfile& profile);

  private:
    std::map<std::array<std::uint8_t, 32>, KeyFindingsPtr> known_;  // by SHA-256
};

}  // namespace tlsonar::profile
