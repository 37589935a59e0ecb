// Which of the certificates in some files a server would send together. Private to this folder.
#pragma once

#include "trust/deployment/examine.h"

#include <span>
#include <vector>

namespace tlsonar::trust {

struct SentGroup {
    std::size_t leaf = 0;           // place in the objects
    std::vector<std::size_t> sent;  // in the order of the file; the leaf need not be the first
    bool server_certificate = true;
};

// Beyond so many CA certificates without a leaf a file is a store, not a chain.
inline constexpr std::size_t kMostOfChain = 16;

std::vector<SentGroup> group_certificates(std::span<const ObjectReport> objects);

}  // namespace tlsonar::trust
