// OneCRL: the intermediates that Mozilla has revoked, by issuer and serial number or by subject and
// key. One list is built in; a file in the same format (docs/stores.md) replaces it.
#pragma once

#include "core/result.h"
#include "trust/store/programmes.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace tlsonar::trust {

class OneCrl {
  public:
    static constexpr std::size_t kMaxEntries = 262'144;

    static OneCrl built_in();
    static Result<OneCrl, TableError> parse(std::string_view text);

    const std::string& date() const { return date_; }
    std::size_t size() const { return issued_.size() + keys_.size(); }
    bool revoked(const Certificate& certificate) const;

  private:
    std::string date_;
    std::unordered_set<std::string> issued_;  // issuer's DER, then the serial's octets
    std::unordered_set<std::string> keys_;    // subject's DER, then SHA-256 of the key info
};

}  // namespace tlsonar::trust
