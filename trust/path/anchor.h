// Trust anchors: where a path may end, and what may be asked of one beyond its name and key.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::trust {

// RFC 5280 section 6.1.1 (d): a name and a key. Most come as self-signed certificates; then that is
// here as well, and the profile says which of its fields are looked at.
struct TrustAnchor {
    std::vector<std::uint8_t> subject;     // DER of the Name
    std::vector<std::uint8_t> public_key;  // DER of the SubjectPublicKeyInfo
    std::array<std::uint8_t, 32> public_key_sha256{};
    std::string key_id;          // octets of the subject key identifier; empty when it has none
    CertificatePtr certificate;  // null: only name and key are known
    // Constraints that the store puts on this anchor (RFC 5914 section 2), DER of a
    // NameConstraints SEQUENCE; empty: none. Those in the certificate hold besides.
    std::vector<std::uint8_t> name_constraints;
    // A root programme has examined this very root: then the form of its certificate (which
    // extensions, which fields of them) is not held against it again. Its dates, its key and its
    // constraints are.
    bool examined = false;
};
using TrustAnchorPtr = std::shared_ptr<const TrustAnchor>;

// Null when the certificate has no readable subject or key.
TrustAnchorPtr make_trust_anchor(CertificatePtr certificate);
// The same, of a root that a root programme has examined (TrustAnchor::examined).
TrustAnchorPtr make_examined_anchor(CertificatePtr certificate);
// From a name and a key alone.
TrustAnchorPtr make_trust_anchor(Bytes subject, Bytes public_key, std::string key_id);

// One store's anchors, found by subject (as RFC 5280 section 7.1 compares names).
class TrustAnchorSet {
  public:
    explicit TrustAnchorSet(std::string name = {}) : name_(std::move(name)) {}

    // Null pointers and repetitions are passed over. (The same name and key in another certificate
    // is no repetition: one may have expired.)
    void add(TrustAnchorPtr anchor);

    const std::string& name() const { return name_; }
    std::span<const TrustAnchorPtr> all() const { return anchors_; }
    std::size_t size() const { return anchors_.size(); }
    // Those with that subject: places in all(), in the order they came. `name` is the DER of a
    // Name.
    std::span<const std::size_t> with_subject(Bytes name) const;
    // True when an anchor has this subject and this key (RFC 5280 section 6.1: such a certificate
    // ends a path and is not itself part of it).
    bool has(const Certificate& certificate) const;

  private:
    std::string name_;
    std::vector<TrustAnchorPtr> anchors_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_subject_;
};

}  // namespace tlsonar::trust
