// Object identifiers: the ones certificates use, by name.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsonar::trust {

struct OidEntry {
    std::string_view der;         // content octets of the OBJECT IDENTIFIER
    std::string_view dotted;      // "2.5.4.3"
    std::string_view name;        // its RFC's: "id-at-commonName"
    std::string_view short_name;  // as in RFC 4514 ("CN"), or the usual short word; may be empty
};

// Null when the table has none. `der` are the content octets.
const OidEntry* find_oid(Bytes der);

// Content octets as dotted decimal; what does not decode is written "hex:…".
std::string dotted_oid(Bytes der);

// An object identifier, owned. Known ones cost nothing.
class ObjectId {
  public:
    ObjectId() = default;
    explicit ObjectId(Bytes der);

    bool empty() const { return entry_ == nullptr && other_.empty(); }
    std::string_view dotted() const { return entry_ ? entry_->dotted : std::string_view(other_); }
    // The RFC's name; empty when unknown.
    std::string_view name() const { return entry_ ? entry_->name : std::string_view(); }
    std::string_view short_name() const { return entry_ ? entry_->short_name : std::string_view(); }
    // Short name, else name, else dotted.
    std::string_view label() const;

    friend bool operator==(const ObjectId& a, const ObjectId& b) {
        return a.dotted() == b.dotted();
    }

  private:
    const OidEntry* entry_ = nullptr;
    std::string other_;
};

}  // namespace tlsonar::trust
