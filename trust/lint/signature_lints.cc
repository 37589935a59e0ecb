// The signature on the certificate: which algorithm, and how it is written down.
#include "core/text.h"
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>
#include <iterator>

namespace tlsonar::trust {
namespace {

bool hash_is(const LintSubject& x, std::initializer_list<std::string_view> hashes) {
    return std::find(hashes.begin(), hashes.end(), x.summary.signature.hash) != hashes.end();
}

bool is_classic(const LintSubject& x) {
    const KeyKind key = x.summary.signature.key;
    return key == KeyKind::rsa || key == KeyKind::dsa || key == KeyKind::ec;
}

LintOutcome supported(const LintSubject& x) {
    constexpr std::string_view kExpected = "RSA or ECDSA with SHA-256, SHA-384 or SHA-512";
    if (is_classic(x) && hash_is(x, {"SHA-1", "SHA-256", "SHA-384", "SHA-512"}))
        return lint_holds();
    // Not forbidden, but not every client can verify it.
    if (x.summary.signature.key == KeyKind::rsa_pss &&
        hash_is(x, {"SHA-256", "SHA-384", "SHA-512"}))
        return lint_bent(LintLevel::should, x.summary.signature.text(), std::string(kExpected));
    return lint_broken(x.summary.signature.text(), std::string(kExpected));
}

LintOutcome not_sha1(const LintSubject& x) {
    return lint_check(!hash_is(x, {"SHA-1"}), x.summary.signature.text(), "SHA-256 or better");
}

std::string hex_of(const DerItem& item) {
    std::string out;
    append_hex(out, item.whole());
    return out;
}

LintOutcome same_algorithms(const LintSubject& x) {
    return lint_check(equal(x.raw.signature.whole(), x.raw.outer_signature.whole()),
                      hex_of(x.raw.signature) + " inside", hex_of(x.raw.outer_signature));
}

// PKCS #1 signatures have NULL as parameters, those of ECDSA none (RFC 3279, 4055, 5758).
LintOutcome rsa_null(const LintSubject& x) {
    const auto parts = der_children(x.raw.signature);
    return lint_check(parts.size() == 2 && parts[1].is(tag::null) && parts[1].content.empty(),
                      hex_of(x.raw.signature), "NULL parameters");
}
bool is_pkcs1(const LintSubject& x) { return x.summary.signature.key == KeyKind::rsa; }

// What Mozilla's policy spells out: SHA-256 for P-256, SHA-384 for P-384, SHA-512 for P-521.
// Which of them fits depends on the issuer's key.
LintOutcome ecdsa_octets(const LintSubject& x) {
    static constexpr std::string_view kAlgorithms[] = {
        std::string_view("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02", 12),
        std::string_view("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03", 12),
        std::string_view("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x04", 12)};
    static constexpr std::string_view kCurves[] = {"secp256r1", "secp384r1", "secp521r1"};
    const std::string_view found = as_text(x.raw.signature.whole());
    const auto at = std::find(std::begin(kAlgorithms), std::end(kAlgorithms), found);
    if (at == std::end(kAlgorithms))
        return lint_broken(hex_of(x.raw.signature), "ecdsa-with-SHA256, -SHA384 or -SHA512");
    if (x.context.issuer == nullptr) return lint_holds();
    const std::string& curve = x.context.issuer->summary.public_key.curve;
    const auto index = static_cast<std::size_t>(std::distance(std::begin(kAlgorithms), at));
    return lint_check(curve == kCurves[index], x.summary.signature.text() + " by " + curve,
                      "the hash that fits the curve");
}

constexpr std::string_view kReissueSigned =
    "Have the certificate reissued by a CA that signs as today.";

constexpr Lint kSignatureLints[] = {
    {.kind =
         {"lint.signature-sha1", Severity::high, "Signed with SHA-1",
          "Collisions of SHA-1 can be bought: a CA that still signs with it can be made to sign "
          "something else. Clients refuse such certificates.",
          kReissueSigned, "CA/B TLS BR 7.1.3.2, from 2016-01-01"},
     .peer = "e_sub_cert_or_sub_ca_using_sha1",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 1, 1),
     .applies = any_certificate,
     .holds = not_sha1},
    {.kind = {"lint.signature-algorithm-not-supported", Severity::high,
              "The signature algorithm is not among those of the Web PKI",
              "Clients verify RSA PKCS #1 and ECDSA with SHA-2. RSASSA-PSS is not forbidden in "
              "certificates, but not everywhere understood; MD5 and others are broken or unknown.",
              kReissueSigned, "CA/B TLS BR 7.1.3.2"},
     .peer = "e_signature_algorithm_not_supported",
     .rules = LintRules::baseline,
     .applies = any_certificate,
     .holds = supported},
    {.kind = {"lint.signature-algorithms-differ", Severity::high,
              "The two signature algorithms in the certificate differ",
              "The algorithm stands inside, where it is signed, and outside. They must be the same "
              "octets; otherwise somebody changed it, or the CA's software is broken.",
              "Have the certificate reissued.", "RFC 5280 section 4.1.1.2"},
     .peer = "e_cert_sig_alg_not_match_tbs_sig_alg",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = any_certificate,
     .holds = same_algorithms},
    {.kind = {"lint.signature-parameters-not-null", Severity::low,
              "The RSA signature algorithm lacks its NULL",
              "The parameters of sha…WithRSAEncryption must be an explicit NULL. Strict parsers "
              "refuse the certificate otherwise.",
              "Have the certificate reissued.", "RFC 4055 section 5"},
     .peer = "e_tbs_signature_rsa_encryption_parameter_not_null",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = is_pkcs1,
     .holds = rsa_null},
    {.kind = {"lint.ecdsa-signature-encoding", Severity::medium,
              "The ECDSA signature's algorithm is not written as Mozilla wants",
              "The identifier must be exactly the octets of ecdsa-with-SHA256 for an issuer with "
              "P-256, -SHA384 for P-384, -SHA512 for P-521.",
              "Have the certificate reissued.", "Mozilla Root Store Policy 5.1.2, from 2020-01-01"},
     .peer = "e_mp_ecdsa_signature_encoding_correct",
     .rules = LintRules::mozilla,
     .since = lint_date(2020, 1, 1),
     .applies = [](const LintSubject& x) { return x.summary.signature.key == KeyKind::ec; },
     .holds = ecdsa_octets},
};

}  // namespace

std::span<const Lint> signature_lints() { return kSignatureLints; }

}  // namespace tlsonar::trust
