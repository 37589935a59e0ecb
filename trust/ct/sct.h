// Signed Certificate Timestamps (RFC 6962 section 3.2) as values.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsonar::trust {

using LogId = std::array<std::uint8_t, 32>;  // SHA-256 of the log's SubjectPublicKeyInfo

// How it reached us, which decides what was signed.
enum class SctOrigin : std::uint8_t {
    certificate,  // embedded: the log saw a precertificate
    handshake,    // signed_certificate_timestamp extension
    ocsp,         // in a SingleResponse
};
std::string_view sct_origin_name(SctOrigin origin);

struct Sct {
    bool complete = false;  // version 1, and every field was there
    std::uint8_t version = 0;
    LogId log_id{};
    std::uint64_t timestamp = 0;  // milliseconds since 1970
    std::string extensions;
    std::uint8_t hash_algorithm = 0;       // TLS 1.2's numbers: 4 is SHA-256
    std::uint8_t signature_algorithm = 0;  // 1 RSA, 3 ECDSA
    std::string signature;
    // Static CT API: the leaf_index extension.
    std::optional<std::uint64_t> leaf_index;
};

struct SctList {
    static constexpr std::size_t kMaxScts = 64;
    std::vector<Sct> scts;
    bool malformed = false;  // what came before the fault is there
};

// SignedCertificateTimestampList in TLS's notation.
SctList parse_sct_list(Bytes octets);
// The list embedded in a certificate; empty when it has none.
SctList embedded_scts(const CertificateSummary& certificate, Bytes der);

}  // namespace tlsonar::trust
