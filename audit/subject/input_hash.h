// InputHash: what a report was made from, in 64 hexadecimal digits.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsonar::audit {

// Of one document its SHA-256, as sha256sum tells it; of several, the SHA-256 of theirs in
// hexadecimal, sorted, each on a line. Whatever their order and names, the same octets give the
// same.
class InputHash {
  public:
    void add(std::string_view document);
    // Of a document whose SHA-256 is known, in hexadecimal.
    void add_hash(std::string sha256) { hashes_.push_back(std::move(sha256)); }
    // Empty when there was none.
    std::string hex() const;

  private:
    std::vector<std::string> hashes_;
};

}  // namespace tlsonar::audit
