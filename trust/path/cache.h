// ValidationCache: what several validations need not find out twice. Signature results and the
// strict reading of certificates, both by hashes of the octets they depend on. One per thread.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/signature.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tlsonar::trust {

struct PathFacts;  // trust/path/facts.h

class ValidationCache {
  public:
    // Beyond these the cache starts afresh.
    static constexpr std::size_t kMaxSignatures = 65'536;
    static constexpr std::size_t kMaxCertificates = 16'384;

    ValidationCache();
    ValidationCache(ValidationCache&& other) noexcept;
    ValidationCache& operator=(ValidationCache&& other) noexcept;
    ~ValidationCache();

    using Hash = std::array<std::uint8_t, 32>;
    // Is the certificate's signature made with that key? `key_hash` is SHA-256 of `public_key`.
    SignatureCheck check(const Certificate& certificate, Bytes public_key, const Hash& key_hash);
    // The answer if it is known already; else null.
    const SignatureCheck* known(const Certificate& certificate, const Hash& key_hash) const;

    std::shared_ptr<const PathFacts> facts(const Certificate& certificate);
    Hash hash(Bytes octets);

    std::size_t checked() const { return checked_; }  // signatures that were really checked
    std::size_t reused() const { return reused_; }

  private:
    struct State;
    std::unique_ptr<State> state_;
    std::size_t checked_ = 0;
    std::size_t reused_ = 0;
};

}  // namespace tlsonar::trust
