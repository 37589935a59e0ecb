// The question that path validation asks of whoever knows about revocation (CRLs, OCSP).
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/finding/finding.h"
#include "trust/path/anchor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tlsonar::trust {

class ValidationCache;
enum class Profile : std::uint8_t;

// One certificate of a path whose signatures and constraints have been checked already.
struct RevocationQuery {
    std::span<const CertificatePtr> path;  // leaf first; the anchor is not part of it
    std::size_t index = 0;                 // the certificate in question: path[index]
    const TrustAnchor* anchor = nullptr;   // never null
    // The one who issued path[index]: path[index + 1], or the anchor's certificate, which may be
    // null.
    const Certificate* issuer = nullptr;
    Bytes issuer_name;        // DER of the Name
    Bytes issuer_public_key;  // DER of SubjectPublicKeyInfo, with inherited parameters put in
    std::int64_t time = 0;
    Profile profile{};
    // For checks of signatures and for paths of CRL issuers. Never null.
    ValidationCache* cache = nullptr;

    const Certificate& certificate() const { return *path[index]; }
};

struct RevocationAnswer {
    enum class Status : std::uint8_t {
        good,            // somebody who may say so says: not revoked
        revoked,         // … revoked (on hold counts)
        unknown,         // nothing usable says anything
        not_applicable,  // no answer is expected: short-lived, id-pkix-ocsp-nocheck …
    };
    Status status = Status::unknown;
    // Why, and what was wrong with the material. `certificate` is set by the validator.
    std::vector<Finding> findings;
};

class RevocationChecker {
  public:
    virtual ~RevocationChecker() = default;
    virtual RevocationAnswer check(const RevocationQuery& query) = 0;
};

}  // namespace tlsonar::trust
