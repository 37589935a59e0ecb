// What the key may be used for: keyUsage, extKeyUsage, basicConstraints.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

std::string usage_text(const LintSubject& x) {
    std::string text;
    for (const std::string_view name : x.summary.key_usage_names()) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text.empty() ? "none" : text;
}
std::string purposes_text(const LintSubject& x) {
    std::string text;
    for (const ObjectId& purpose : x.summary.extended_key_usage) {
        if (!text.empty()) text += ", ";
        text += purpose.label();
    }
    return text.empty() ? "none" : text;
}

// No bit beyond `allowed`.
LintOutcome only(const LintSubject& x, unsigned allowed, std::string_view expected) {
    const unsigned usage = x.summary.key_usage.value_or(0);
    return lint_check((usage & ~allowed) == 0, usage_text(x), expected);
}

LintOutcome ec_usage(const LintSubject& x) {
    if (!x.has(oid::key_usage)) return lint_holds();
    if (!x.key_usage(key_usage_digital_signature))
        return lint_broken(usage_text(x), "digitalSignature");
    return only(x, key_usage_digital_signature | key_usage_key_agreement,
                "digitalSignature and at most keyAgreement");
}

LintOutcome rsa_usage(const LintSubject& x) {
    return only(x,
                key_usage_digital_signature | key_usage_non_repudiation |
                    key_usage_key_encipherment | key_usage_data_encipherment,
                "digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment at most");
}

// What RFC 5280 section 4.2.1.12 calls consistent with each purpose.
struct Purpose {
    std::string_view purpose;
    unsigned usage;
};
constexpr Purpose kPurposes[] = {
    {oid::server_auth,
     key_usage_digital_signature | key_usage_key_encipherment | key_usage_key_agreement},
    {oid::client_auth, key_usage_digital_signature | key_usage_key_agreement},
    {oid::code_signing, key_usage_digital_signature},
    {oid::email_protection, key_usage_digital_signature | key_usage_non_repudiation |
                                key_usage_key_encipherment | key_usage_key_agreement},
    {oid::time_stamping, key_usage_digital_signature | key_usage_non_repudiation},
    {oid::ocsp_signing, key_usage_digital_signature | key_usage_non_repudiation},
};

LintOutcome consistent(const LintSubject& x) {
    unsigned allowed = 0;
    std::size_t known = 0;
    for (const Purpose& one : kPurposes) {
        if (!x.has_usage(one.purpose)) continue;
        allowed |= one.usage;
        ++known;
    }
    if (x.has_usage(oid::any_usage) || known == 0) return lint_holds();
    const unsigned usage = x.summary.key_usage.value_or(0);
    // A single purpose has either encipherment or agreement, not both.
    const unsigned both = key_usage_key_encipherment | key_usage_key_agreement;
    const bool good =
        usage != 0 && (usage & ~allowed) == 0 && (known > 1 || (usage & both) != both);
    return lint_check(good, usage_text(x), "what fits " + purposes_text(x));
}

LintOutcome server_purpose(const LintSubject& x) {
    constexpr std::string_view kExpected = "serverAuth, and clientAuth at most";
    for (const std::string_view forbidden :
         {oid::any_usage, oid::code_signing, oid::time_stamping, oid::ocsp_signing,
          oid::email_protection, oid::precertificate_signing})
        if (x.has_usage(forbidden)) return lint_broken(purposes_text(x), std::string(kExpected));
    if (!x.has_usage(oid::server_auth)) return lint_broken(purposes_text(x), "serverAuth");
    for (const ObjectId& purpose : x.summary.extended_key_usage)
        if (purpose.dotted() != oid::server_auth && purpose.dotted() != oid::client_auth)
            return lint_bent(LintLevel::should, purposes_text(x), std::string(kExpected));
    return lint_holds();
}

LintOutcome some_tls_purpose(const LintSubject& x) {
    const bool good = x.has_usage(oid::server_auth) || x.has_usage(oid::client_auth);
    return lint_check(good, purposes_text(x), "serverAuth");
}

LintOutcome only_tls_purposes(const LintSubject& x) {
    for (const ObjectId& purpose : x.summary.extended_key_usage)
        if (purpose.dotted() != oid::server_auth && purpose.dotted() != oid::client_auth &&
            purpose.dotted() != oid::email_protection)
            return lint_broken(purposes_text(x), "serverAuth, clientAuth, emailProtection");
    return lint_holds();
}

template <unsigned Bit>
LintOutcome bit_set(const LintSubject& x) {
    return lint_check(x.key_usage(Bit), usage_text(x), "with it");
}
template <unsigned Bit>
LintOutcome bit_not_set(const LintSubject& x) {
    return lint_check(!x.key_usage(Bit), usage_text(x), "without it");
}

bool claims_no_signing(const LintSubject& x) {
    return x.has(oid::key_usage) && !x.key_usage(key_usage_key_cert_sign) &&
           x.summary.basic_constraints.has_value();
}
bool signs_certificates(const LintSubject& x) {
    return x.has(oid::key_usage) && x.key_usage(key_usage_key_cert_sign);
}
bool leaf_with_usage(const LintSubject& x) { return !x.ca && x.has(oid::key_usage); }
bool has_path_length(const LintSubject& x) {
    return x.summary.basic_constraints && x.summary.basic_constraints->path_length;
}

constexpr std::string_view kProfile = "Have the certificate reissued with the CA's server profile.";

constexpr Lint kUsageLints[] = {
    {.kind = {"lint.eku-missing", Severity::medium, "No extended key usage",
              "A server certificate says serverAuth, so that it cannot be used to sign code or "
              "mail. Browsers want it.",
              kProfile, "CA/B TLS BR 7.1.2.7.6"},
     .peer = "e_sub_cert_eku_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_not_ca,
     .holds = is_there<oid::extended_key_usage>},
    {.kind = {"lint.eku-not-server", Severity::medium,
              "The extended key usage is not that of a TLS server",
              "serverAuth must be there, clientAuth may be, other purposes are forbidden or not "
              "recommended: each purpose makes the key worth more to a thief.",
              kProfile, "CA/B TLS BR 7.1.2.7.10, from 2023-09-15"},
     .peer = "e_sub_cert_eku_check",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::extended_key_usage>,
     .holds = server_purpose},
    {.kind = {"lint.eku-no-tls-purpose", Severity::medium,
              "Neither serverAuth nor clientAuth among the extended key usages",
              "TLS clients refuse a server certificate without serverAuth.", kProfile,
              "CA/B BR 7.1.2.3 (f)"},
     .peer = "e_sub_cert_eku_server_auth_client_auth_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = [](const LintSubject& x) { return !x.ca && x.has(oid::extended_key_usage); },
     .holds = some_tls_purpose},
    {.kind = {"lint.eku-extra", Severity::low, "Further extended key usages",
              "Purposes other than serverAuth, clientAuth and emailProtection should not be in a "
              "server certificate.",
              kProfile, "CA/B BR 7.1.2.3 (f)"},
     .peer = "w_sub_cert_eku_extra_values",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .applies = [](const LintSubject& x) { return !x.ca && x.has(oid::extended_key_usage); },
     .holds = only_tls_purposes},
    {.kind = {"lint.eku-client-auth", Severity::medium, "clientAuth in a server certificate",
              "Chrome's programme wants server certificates issued from 2027-03-15 on to be for "
              "servers only. Where such a certificate also identifies a client (mutual TLS, mail "
              "relays), that use ends.",
              "Use a certificate of a private CA for client authentication.",
              "Chrome Root Program Policy 1.8, section 1.3.2, from 2027-03-15"},
     .peer = "e_client_auth_not_allowed",
     .rules = LintRules::chrome,
     .since = since::sc_081_second,
     .applies = [](const LintSubject& x) { return x.server && x.subscriber(); },
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.has_usage(oid::client_auth), purposes_text(x), "serverAuth only");
         }},
    {.kind = {"lint.eku-critical", Severity::low, "The extended key usage is critical",
              "CAs must not mark it so; some software refuses the certificate.", kReissue,
              "CA/B TLS BR 7.1.2.7.6, from 2023-09-15"},
     .peer = "e_eku_critical",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::extended_key_usage>,
     .holds = is_not_critical<oid::extended_key_usage>},
    {.kind = {"lint.eku-any-critical", Severity::low, "anyExtendedKeyUsage in a critical extension",
              "Any purpose, and critical: that says nothing, urgently. The extension should then "
              "not be critical.",
              kReissue, "RFC 5280 section 4.2.1.12"},
     .peer = "w_eku_critical_improperly",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc3280,
     .applies = with<oid::extended_key_usage>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.has_usage(oid::any_usage) || !x.critical(oid::extended_key_usage),
                               "critical with anyExtendedKeyUsage", "not critical");
         }},
    {.kind = {"lint.leaf-is-ca", Severity::critical, "A certificate that is no CA's says it is one",
              "cA is TRUE, yet the key may not sign certificates: either a server has a CA's "
              "certificate, or a CA's certificate is damaged.",
              kReissue, "CA/B TLS BR 7.1.2.7.8"},
     .peer = "e_sub_cert_not_is_ca",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = claims_no_signing,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.ca, "cA TRUE without keyCertSign", "cA FALSE");
         }},
    {.kind = {"lint.basic-constraints-not-critical", Severity::low,
              "basicConstraints is not critical",
              "When a server certificate has the extension it must be critical.", kReissue,
              "CA/B TLS BR 7.1.2.7.6, from 2023-09-15"},
     .peer = "e_sub_cert_basic_constraints_not_critical",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::basic_constraints>,
     .holds = is_critical<oid::basic_constraints>},
    {.kind = {"lint.leaf-signs-certificates", Severity::high,
              "A server certificate may sign certificates",
              "keyCertSign in a certificate that is no CA's: careless software would accept "
              "certificates made with this key.",
              kProfile, "CA/B TLS BR 7.1.2.7.11"},
     .peer = "e_sub_cert_key_usage_cert_sign_bit_set",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = leaf_with_usage,
     .holds = bit_not_set<key_usage_key_cert_sign>},
    {.kind = {"lint.leaf-signs-crls", Severity::medium, "A server certificate may sign CRLs",
              "cRLSign in a certificate that is no CA's.", kProfile, "CA/B TLS BR 7.1.2.7.11"},
     .peer = "e_sub_cert_key_usage_crl_sign_bit_set",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = leaf_with_usage,
     .holds = bit_not_set<key_usage_crl_sign>},
    {.kind = {"lint.ec-key-usage", Severity::medium,
              "The key usage does not fit an elliptic curve key",
              "Such a key signs; it cannot encipher. digitalSignature must be there, keyAgreement "
              "may be, nothing else: strict TLS clients refuse the handshake otherwise.",
              kProfile, "CA/B TLS BR 7.1.2.7.11, from 2023-09-15"},
     .peer = "e_cabf_ecc_allowed_key_usages",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = [](const LintSubject& x) { return x.subscriber() && is_ec(x); },
     .holds = ec_usage},
    {.kind = {"lint.rsa-key-usage", Severity::medium, "The key usage does not fit an RSA key",
              "An RSA key signs and enciphers; it agrees on nothing, and a server's signs no "
              "certificates.",
              kProfile, "RFC 3279 section 2.3.1"},
     .peer = "e_rsa_allowed_ku_ee",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies =
         [](const LintSubject& x) { return is_rsa(x) && x.has(oid::key_usage) && x.subscriber(); },
     .holds = rsa_usage},
    {.kind = {"lint.key-usage-against-eku", Severity::medium,
              "Key usage and extended key usage contradict each other",
              "A certificate may be used only as both say. What one allows and the other does not "
              "is refused by strict software.",
              kProfile, "RFC 5280 section 4.2.1.12"},
     .peer = "e_key_usage_and_extended_key_usage_inconsistent",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies =
         [](const LintSubject& x) {
             return x.subscriber() && x.has(oid::extended_key_usage) && x.has(oid::key_usage);
         },
     .holds = consistent},
    {.kind = {"lint.key-usage-not-critical", Severity::info, "keyUsage is not critical",
              "It should be, so that nobody may ignore it.", kReissue, "RFC 5280 section 4.2.1.3"},
     .peer = "w_ext_key_usage_not_critical",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc2459,
     .applies = with<oid::key_usage>,
     .holds = is_critical<oid::key_usage>},
    {.kind = {"lint.key-usage-empty", Severity::medium, "keyUsage has no bit set",
              "The key may be used for nothing.", kReissue, "RFC 5280 section 4.2.1.3"},
     .peer = "e_ext_key_usage_without_bits",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = with<oid::key_usage>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.summary.key_usage.value_or(0) != 0, "none", "at least one");
         }},
    {.kind = {"lint.signing-without-ca", Severity::high, "keyCertSign without cA",
              "The key may sign certificates, but the certificate is no CA's.", kReissue,
              "RFC 5280 section 4.2.1.9"},
     .peer = "e_ext_key_usage_cert_sign_without_ca",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = with<oid::key_usage>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.key_usage(key_usage_key_cert_sign) || x.ca, "keyCertSign",
                               "cA TRUE, or no keyCertSign");
         }},
    {.kind = {"lint.signer-is-no-ca", Severity::high,
              "A certificate's signer is not marked as a CA",
              "keyCertSign is set and basicConstraints does not say cA: clients refuse what it "
              "signed.",
              kReissue, "CA/B TLS BR 7.1.2.10"},
     .peer = "e_ca_is_ca",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = signs_certificates,
     .holds =
         [](const LintSubject& x) { return lint_check(x.ca, "cA FALSE or absent", "cA TRUE"); }},
    {.kind = {"lint.ca-without-key-usage", Severity::medium, "A CA's certificate has no keyUsage",
              "CAs must say that their key signs certificates.", kReissue,
              "RFC 5280 section 4.2.1.3; CA/B TLS BR 7.1.2.10"},
     .peer = "e_ca_key_usage_missing",
     .rules = LintRules::baseline,
     .since = since::rfc3280,
     .applies = is_ca,
     .holds = is_there<oid::key_usage>},
    {.kind = {"lint.ca-key-usage-not-critical", Severity::medium, "A CA's keyUsage is not critical",
              "It must be.", kReissue, "CA/B TLS BR 7.1.2.10.7"},
     .peer = "e_ca_key_usage_not_critical",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = ca_with<oid::key_usage>,
     .holds = is_critical<oid::key_usage>},
    {.kind = {"lint.ca-cannot-sign-certificates", Severity::high,
              "A CA's key may not sign certificates",
              "keyCertSign is missing; clients refuse every certificate below it.", kReissue,
              "CA/B TLS BR 7.1.2.10.7"},
     .peer = "e_ca_key_cert_sign_not_set",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = ca_with<oid::key_usage>,
     .holds = bit_set<key_usage_key_cert_sign>},
    {.kind = {"lint.ca-cannot-sign-crls", Severity::medium, "A CA's key may not sign CRLs",
              "cRLSign is missing: it cannot revoke what it issues.", kReissue,
              "CA/B TLS BR 7.1.2.10.7"},
     .peer = "e_ca_crl_sign_not_set",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = ca_with<oid::key_usage>,
     .holds = bit_set<key_usage_crl_sign>},
    {.kind = {"lint.ca-basic-constraints-not-critical", Severity::medium,
              "A CA's basicConstraints is not critical",
              "It must be, so that nobody takes the certificate for a server's.", kReissue,
              "RFC 5280 section 4.2.1.9"},
     .peer = "e_basic_constraints_not_critical",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = ca_with<oid::basic_constraints>,
     .holds = is_critical<oid::basic_constraints>},
    {.kind = {"lint.path-length-without-ca", Severity::medium,
              "A path length in a certificate that is no CA's",
              "pathLenConstraint has a meaning beside cA TRUE and keyCertSign only.", kReissue,
              "RFC 5280 section 4.2.1.9"},
     .peer = "e_path_len_constraint_improperly_included",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = has_path_length,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.ca && x.key_usage(key_usage_key_cert_sign), "pathLenConstraint",
                               "cA TRUE and keyCertSign, or no path length");
         }},
    {.kind = {"lint.root-with-eku", Severity::low, "A root has an extended key usage",
              "Root certificates must have none: their purposes are for the stores to say.",
              kReissue, "CA/B TLS BR 7.1.2.1.2"},
     .peer = "e_root_ca_extended_key_usage_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_root,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.has(oid::extended_key_usage), purposes_text(x), "absent");
         }},
    {.kind = {"lint.root-with-path-length", Severity::info, "A root has a path length",
              "Root certificates should have none.", kReissue, "CA/B TLS BR 7.1.2.1.4"},
     .peer = "w_root_ca_basic_constraints_path_len_constraint_field_present",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .applies = [](const LintSubject& x) { return x.root() && x.has(oid::basic_constraints); },
     .holds =
         [](const LintSubject& x) {
             return lint_check(!has_path_length(x), "pathLenConstraint", "absent");
         }},
    {.kind = {"lint.subordinate-without-eku", Severity::info,
              "An intermediate has no extended key usage",
              "Then it may issue for every purpose; since 2019 CAs separate purposes by "
              "intermediate.",
              "none needed on the server",
              "CA/B TLS BR 7.1.2.6.1; Mozilla Root Store Policy 5.3.1"},
     .peer = "n_sub_ca_eku_missing",
     .rules = LintRules::baseline,
     .level = LintLevel::note,
     .since = lint_date(2013, 8, 1),
     .pedantic = true,
     .applies = is_subordinate,
     .holds = is_there<oid::extended_key_usage>},
};

}  // namespace

std::span<const Lint> usage_lints() { return kUsageLints; }

}  // namespace tlsonar::trust
