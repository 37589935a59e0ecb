// Object identifiers: the ones certificates use, by name.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsonar::trust {

enum class KeyKind : std::uint8_t {
    unknown,
    rsa,
    rsa_pss,  // id-RSASSA-PSS in the SubjectPublicKeyInfo
    dsa,
    dh,
    ec,
    ed25519,
    ed448,
    x25519,
    x448,
    ml_dsa,   // FIPS 204
    slh_dsa,  // FIPS 205
    ml_kem,   // FIPS 203
    gost,
    sm2,
};

struct OidEntry {
    std::string_view der;         // content octets of the OBJECT IDENTIFIER
    std::string_view dotted;      // "2.5.4.3"
    std::string_view name;        // its RFC's: "id-at-commonName"
    std::string_view short_name;  // as in RFC 4514 ("CN"), SEC 2 ("secp256r1"), FIPS ("ML-DSA-65")
    // Algorithms: the kind of key, also for the signatures made with it, and for curves.
    KeyKind key = KeyKind::unknown;
    std::string_view hash;    // signature and hash algorithms: "SHA-256"; empty when inherent
    std::uint16_t bits = 0;   // curves and keys of one size
    std::uint16_t index = 0;  // place in the table
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
    // Null when unknown.
    const OidEntry* entry() const { return entry_; }
    std::string_view short_name() const { return entry_ ? entry_->short_name : std::string_view(); }
    // Short name, else name, else dotted.
    std::string_view label() const;

    friend bool operator==(const ObjectId& a, const ObjectId& b) {
        return a.entry_ == b.entry_ && a.other_ == b.other_;
    }

  private:
    const OidEntry* entry_ = nullptr;
    std::string other_;
};

}  // namespace tlsonar::trust
