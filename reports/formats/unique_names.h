// Names that a document may hold once: the second of a name is "name (2)".
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace tlsonar::reports {

class UniqueNames {
  public:
    std::string of(std::string name) {
        if (seen_.insert(name).second) return name;
        for (std::uint64_t n = ++again_[name] + 1;; n = ++again_[name] + 1) {
            std::string other = name + " (" + std::to_string(n) + ")";
            if (seen_.insert(other).second) return other;
        }
    }

  private:
    std::set<std::string> seen_;
    std::map<std::string, std::uint64_t> again_;
};

}  // namespace tlsonar::reports
