// Certificate policies along a path (RFC 5280 section 6.1), with RFC 9618's graph in place of the
// tree, which grows exponentially. Private to this room.
#pragma once

#include "trust/path/facts.h"
#include "trust/path/validate.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tlsonar::trust {

// Goes down a path, one certificate at a time, the one below the anchor first.
class PolicyWalk {
  public:
    PolicyWalk(const PolicyInputs& inputs, std::size_t length);

    // The next certificate. Nothing, or the kind of what is wrong.
    std::optional<PathKind> step(const PathFacts& facts);
    // After the last: true when the path is valid under an acceptable policy, or needs none.
    bool finish();
    // The user-constrained-policy-set.
    const std::vector<ObjectId>& policies() const { return result_; }

  private:
    struct Node {
        std::set<std::string> parents;   // valid policies of the level above
        std::set<std::string> expected;  // the expected policy set
    };
    using Level = std::map<std::string, Node>;

    void add_policies(const PathFacts& facts);
    static void add_any(const Level& above, Level& level);
    bool map_policies(const PathFacts& facts);
    void count_down(const PathFacts& facts);
    std::set<std::string> authority_set() const;

    const PolicyInputs& inputs_;
    std::size_t length_;
    std::size_t done_ = 0;
    std::size_t explicit_policy_;
    std::size_t mapping_;
    std::size_t any_policy_;
    bool empty_ = false;         // the graph is null
    std::vector<Level> levels_;  // [0] is the anchor's: anyPolicy
    std::vector<ObjectId> result_;
};

}  // namespace tlsonar::trust
