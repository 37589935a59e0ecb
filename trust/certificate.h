// Certificate (RFC 5280 section 4.1) as a value: what an octet string that claims to be one says.
//
// An observer's reading: nothing is refused that can be understood, every deviation found on the
// way is a problem with its place, and of a truncated or broken certificate everything up to the
// fault is there. Nothing here says whether a certificate is good: that is for lints and
// validation.
#pragma once

#include "core/bytes.h"
#include "trust/oid.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// Where something stands in the DER that was parsed. The caller keeps the octets.
struct Range {
    std::size_t offset = 0;
    std::size_t size = 0;
    bool empty() const { return size == 0; }
    Bytes of(Bytes der) const {
        return offset <= der.size() && size <= der.size() - offset ? der.subspan(offset, size)
                                                                   : Bytes();
    }
};

struct CertificateProblem {
    std::string_view what;  // a literal
    std::size_t offset = 0;
};

// AttributeTypeAndValue.
struct NameAttribute {
    ObjectId type;
    std::uint8_t tag = 0;  // of the value: 0x0C UTF8String, 0x13 PrintableString, 0x1E BMPString …
    bool joins_previous = false;  // of the same (multi-valued) RDN as the one before
    std::string octets;           // the value as it stands there

    // As UTF-8 (T61String is taken for ISO 8859-1, as everyone does). Octets that are not what the
    // tag says stay as they are: escape before showing.
    std::string text() const;
};

struct Name {
    Range der;                              // the whole SEQUENCE
    std::vector<NameAttribute> attributes;  // in the order of the encoding

    bool empty() const { return attributes.empty(); }
    // The last (most specific) attribute with that short name ("CN", "O"); null when none.
    const NameAttribute* find(std::string_view short_name) const;
    // RFC 4514: the most specific first, escaped.
    std::string rfc4514() const;
};

// A Name by itself, in DER: the issuers that a CertificateRequest names, for one. Empty when it is
// none.
Name parse_name(Bytes der);

struct GeneralName {
    // The tag numbers of RFC 5280 section 4.2.1.6.
    enum class Kind : std::uint8_t {
        other_name = 0,
        rfc822 = 1,
        dns = 2,
        x400 = 3,
        directory = 4,
        edi_party = 5,
        uri = 6,
        ip = 7,
        registered_id = 8,
    };
    Kind kind{};
    std::string octets;  // the content as it stands there
    // dns, rfc822 and uri as they are; ip in the usual notation (in name constraints with /mask),
    // directory as RFC 4514, registered_id dotted, others as hex.
    std::string text() const;
};

struct PublicKey {
    KeyKind kind = KeyKind::unknown;
    ObjectId algorithm;
    // RSA modulus, DSA and DH prime, size of the EC field; for the others the size of the public
    // key is a matter of the parameter set and this is 0.
    std::uint32_t bits = 0;
    // "secp256r1" (TLS's and SEC 2's name), or the dotted identifier; empty when not EC.
    std::string curve;
    bool explicit_curve = false;  // parameters spelled out, forbidden by RFC 5480 section 2.1.1
    // "ML-DSA-65", "SLH-DSA-SHA2-128s" …; empty for others.
    std::string_view parameter_set;
    std::uint64_t rsa_exponent = 0;  // 0 when it needs more than 64 bits
    Range info;                      // SubjectPublicKeyInfo, for pins and key identifiers
    Range key;                       // content of subjectPublicKey, without the unused-bits octet
    Range rsa_modulus;               // content of the INTEGER
};

struct SignatureAlgorithm {
    ObjectId algorithm;
    // The hash: "SHA-256"; from the parameters with RSASSA-PSS; empty when inherent (Ed25519).
    std::string_view hash;
    KeyKind key = KeyKind::unknown;  // what kind of key makes such signatures
    std::uint32_t pss_salt = 0;      // octets; RSASSA-PSS only
    Range der;
    // For people: "sha256WithRSAEncryption", "RSASSA-PSS with SHA-256", "ecdsa-with-SHA384".
    std::string text() const;
};

struct BasicConstraints {
    bool ca = false;
    std::optional<std::uint32_t> path_length;
};

// Bits of RFC 5280 section 4.2.1.3: (1 << n) for bit n.
enum KeyUsageBit : std::uint16_t {
    key_usage_digital_signature = 1U << 0,
    key_usage_non_repudiation = 1U << 1,
    key_usage_key_encipherment = 1U << 2,
    key_usage_data_encipherment = 1U << 3,
    key_usage_key_agreement = 1U << 4,
    key_usage_key_cert_sign = 1U << 5,
    key_usage_crl_sign = 1U << 6,
    key_usage_encipher_only = 1U << 7,
    key_usage_decipher_only = 1U << 8,
};

struct CertificateExtension {
    ObjectId type;
    bool critical = false;
    Range value;  // content of extnValue
};

struct CertificateSummary {
    // The limits of this reader; beyond them items are left out, and that is a problem.
    static constexpr std::size_t kMaxAttributes = 256;
    static constexpr std::size_t kMaxGeneralNames = 10'000;
    static constexpr std::size_t kMaxExtensions = 256;
    static constexpr std::size_t kMaxItems = 256;  // policies, URLs, EKUs
    static constexpr std::size_t kMaxProblems = 32;

    bool complete = false;  // the whole structure was there and was walked to its end
    std::vector<CertificateProblem> problems;
    std::size_t size = 0;  // octets of the outer SEQUENCE with its header, as it claims

    int version = 0;      // 1, 2, 3; 0 when not reached
    std::string serial;   // hex as people write it: no sign octet; "-" before negative ones
    Range serial_octets;  // content of the INTEGER
    Name issuer;
    Name subject;
    std::optional<std::int64_t> not_before;  // seconds since 1970; nothing when unparsed
    std::optional<std::int64_t> not_after;
    std::string not_before_text;  // as it stands there
    std::string not_after_text;
    PublicKey public_key;
    SignatureAlgorithm signature;     // the outer signatureAlgorithm, else the one in the TBS
    bool signature_mismatch = false;  // the two differ
    bool self_issued = false;         // issuer and subject are the same octets, and not empty

    std::vector<CertificateExtension> extensions;
    std::vector<GeneralName> subject_alt_names;
    bool has_subject_alt_name = false;
    std::optional<BasicConstraints> basic_constraints;
    std::optional<std::uint16_t> key_usage;  // KeyUsageBit
    std::vector<ObjectId> extended_key_usage;
    std::optional<std::string> subject_key_id;    // octets
    std::optional<std::string> authority_key_id;  // octets of keyIdentifier
    std::vector<ObjectId> policies;
    std::vector<std::string> ocsp_urls;
    std::vector<std::string> ca_issuer_urls;
    std::vector<std::string> crl_urls;
    bool must_staple = false;  // RFC 7633 with status_request (5)
    bool has_sct_list = false;
    std::size_t sct_count = 0;
    bool ct_poison = false;  // RFC 6962 section 3.1: a precertificate

    Range tbs;              // TBSCertificate with its header: what is signed
    Range signature_value;  // content of the BIT STRING without the unused-bits octet

    bool is_ca() const { return basic_constraints && basic_constraints->ca; }
    // Subject's CN, else empty.
    std::string common_name() const;
    // Names of the key usage bits that are set, in order.
    std::vector<std::string_view> key_usage_names() const;
};

// Octets of a peer; at most `der.size()` of them are read. Never fails: what cannot be read is
// missing, `complete` is false and `problems` says why.
CertificateSummary parse_certificate(Bytes der);

// Fingerprints of octets. (Owns hash contexts: one per thread.)
class CertificateHasher {
  public:
    CertificateHasher();
    CertificateHasher(CertificateHasher&& other) noexcept;
    CertificateHasher& operator=(CertificateHasher&& other) noexcept;
    ~CertificateHasher();
    std::array<std::uint8_t, 32> sha256(Bytes octets);
    std::array<std::uint8_t, 20> sha1(Bytes octets);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::trust
