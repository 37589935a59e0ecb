// A chain as a tree: what was sent, what the path adds, where it ends.
#pragma once

#include "reports/terminal/style.h"
#include "trust/deployment/examine.h"

#include <string>

namespace tlsonar::reports {

struct ChainTreeOptions {
    const Style& style;
    bool all_paths = false;
};

// The best path from the anchor's end to the leaf's, then certificates that were sent beside it:
//   www.example.com         ecdsa secp256r1   2026-11-21 → 2027-02-19
//   └─ Example Issuing CA   rsa 2048          2026-11-21 → 2036-11-18
//      └─ Example Root CA   rsa 4096          2026-11-21 → 2046-11-16  anchor in system
std::string chain_tree(const trust::CheckReport& report, const trust::DeploymentReport& deployment,
                       const ChainTreeOptions& options);

}  // namespace tlsonar::reports
