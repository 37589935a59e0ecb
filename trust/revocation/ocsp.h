// OCSP responses (RFC 6960) as values, and the making of requests.
#pragma once

#include "core/bytes.h"
#include "trust/certificate_ptr.h"
#include "trust/revocation/crl.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// OCSPResponseStatus. Open.
enum class OcspResponseStatus : std::uint8_t {
    successful = 0,
    malformed_request = 1,
    internal_error = 2,
    try_later = 3,
    sig_required = 5,
    unauthorized = 6,
    unread = 255,
};
std::string_view ocsp_response_status_name(OcspResponseStatus status);

enum class OcspCertStatus : std::uint8_t { good, revoked, unknown };

// SingleResponse.
struct OcspSingle {
    std::string_view hash;  // of the CertID: "SHA-1", "SHA-256" …; empty when unknown
    std::string name_hash;
    std::string key_hash;
    std::string serial;  // content of the INTEGER

    OcspCertStatus status = OcspCertStatus::unknown;
    std::optional<std::int64_t> revoked_at;
    std::optional<CrlReason> reason;
    std::optional<std::int64_t> this_update;
    std::optional<std::int64_t> next_update;
    bool next_update_malformed = false;
    std::optional<std::int64_t> archive_cutoff;
    // SignedCertificateTimestampList in TLS's notation (RFC 6962 section 3.3).
    std::string sct_list;
    std::string unknown_critical;  // dotted; empty when none
};

// Immutable once made; its Ranges lie in `der`.
struct OcspResponse {
    static constexpr std::size_t kMaxSingles = 4096;
    static constexpr std::size_t kMaxCertificates = 32;

    std::vector<std::uint8_t> der;
    bool complete = false;
    std::vector<CertificateProblem> problems;

    OcspResponseStatus status = OcspResponseStatus::unread;
    bool basic = false;  // responseType is id-pkix-ocsp-basic, and the rest was read

    int version = 0;
    std::string responder_name;      // DER of a Name; empty when by key
    std::string responder_key_hash;  // SHA-1 of the key's BIT STRING; empty when by name
    std::optional<std::int64_t> produced_at;
    std::vector<OcspSingle> singles;
    std::string nonce;
    std::string unknown_critical;  // of responseExtensions; dotted
    Range tbs;                     // ResponseData
    SignatureAlgorithm signature;
    Range signature_value;
    std::vector<CertificatePtr> certificates;

    Bytes bytes(Range range) const { return range.of(der); }
};
using OcspResponsePtr = std::shared_ptr<const OcspResponse>;

// OCSPResponse, as CertificateStatus and responders carry it. Never null.
OcspResponsePtr parse_ocsp_response(Bytes der);
bool looks_like_ocsp_response(Bytes der);

// OCSPRequest for one certificate: CertID by SHA-1 (RFC 5019, RFC 9654), no nonce.
std::vector<std::uint8_t> make_ocsp_request(const Certificate& certificate, Bytes issuer_public_key,
                                            CertificateHasher& hasher);

}  // namespace tlsonar::trust
