// Key identifiers, constraints, and other extensions.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

template <const std::string_view& Extension>
LintOutcome only_in_ca(const LintSubject& x) {
    return lint_check(x.ca, "in a certificate that is no CA's", "absent");
}

// A SEQUENCE with something in it.
template <const std::string_view& Extension>
LintOutcome not_empty(const LintSubject& x) {
    const auto item = x.value(Extension);
    if (!item) return lint_unclear("the extension cannot be read");
    return lint_check(!item->content.empty(), "empty", "not empty");
}

LintOutcome key_id_there(const LintSubject& x) {
    return lint_check(x.summary.authority_key_id.has_value() || x.root(), "no keyIdentifier",
                      "keyIdentifier");
}

// AuthorityKeyIdentifier ::= SEQUENCE { [0] keyIdentifier, [1] issuer, [2] serialNumber }.
LintOutcome key_id_alone(const LintSubject& x) {
    const auto item = x.value(oid::authority_key_id);
    if (!item || !item->is(tag::sequence)) return lint_unclear("the extension cannot be read");
    bool key = false;
    bool issuer = false;
    for (const DerItem& part : der_children(*item)) {
        key = key || (part.tag.number == 0 && !part.content.empty());
        issuer = issuer || (part.tag.number == 1 && !part.content.empty());
    }
    return lint_check(!key || !issuer, "keyIdentifier, issuer and serial number",
                      "keyIdentifier alone");
}

// IssuerAltName's GeneralNames are read as any others.
// GeneralSubtree ::= SEQUENCE { base, [0] minimum DEFAULT 0, [1] maximum OPTIONAL }.
LintOutcome bases_only(const LintSubject& x) {
    const auto item = x.value(oid::name_constraints);
    if (!item || !item->is(tag::sequence)) return lint_unclear("the extension cannot be read");
    for (const DerItem& list : der_children(*item))
        for (const DerItem& subtree : der_children(list, CertificateSummary::kMaxGeneralNames))
            if (der_children(subtree).size() > 1)
                return lint_broken("minimum or maximum written", "base alone");
    return lint_holds();
}

LintOutcome ca_key_id(const LintSubject& x) {
    return lint_check(x.summary.subject_key_id.has_value(), "absent", "present");
}

constexpr Lint kExtensionLints[] = {
    {.kind = {"lint.authority-key-id-missing", Severity::low, "No key identifier of the issuer",
              "Clients use it to pick the right one among the issuer's certificates; without it "
              "building the chain is guesswork.",
              kReissue, "RFC 5280 section 4.2.1.1"},
     .peer = "e_ext_authority_key_identifier_no_key_identifier",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds = key_id_there},
    {.kind = {"lint.authority-key-id-extension-missing", Severity::low, "No authorityKeyIdentifier",
              "All certificates but self-signed ones must have the extension.", kReissue,
              "RFC 5280 section 4.2.1.1"},
     .peer = "e_ext_authority_key_identifier_missing",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = [](const LintSubject& x) { return !x.root(); },
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.self_signed || x.has(oid::authority_key_id), "absent", "present");
         }},
    {.kind = {"lint.authority-key-id-critical", Severity::low, "authorityKeyIdentifier is critical",
              "It must not be.", kReissue, "RFC 5280 section 4.2.1.1"},
     .peer = "e_ext_authority_key_identifier_critical",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::authority_key_id>,
     .holds = is_not_critical<oid::authority_key_id>},
    {.kind = {"lint.authority-key-id-with-issuer", Severity::low,
              "authorityKeyIdentifier has the issuer's name and serial number, too",
              "That pins one certificate of the issuer: when the issuer is re-issued or "
              "cross-signed, clients fail to build the chain.",
              kReissue, "Mozilla Root Store Policy 5.2, from 2013-07-26"},
     .peer = "e_mp_authority_key_identifier_correct",
     .rules = LintRules::mozilla,
     .since = lint_date(2013, 7, 26),
     .applies = with<oid::authority_key_id>,
     .holds = key_id_alone},
    {.kind = {"lint.subject-key-id-critical", Severity::low, "subjectKeyIdentifier is critical",
              "It must not be.", kReissue, "RFC 5280 section 4.2.1.2"},
     .peer = "e_ext_subject_key_identifier_critical",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::subject_key_id>,
     .holds = is_not_critical<oid::subject_key_id>},
    {.kind = {"lint.ca-without-key-id", Severity::low, "A CA has no subjectKeyIdentifier",
              "CAs must have one, so that chains can be built by key.", kReissue,
              "RFC 5280 section 4.2.1.2"},
     .peer = "e_ext_subject_key_identifier_missing_ca",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = is_ca,
     .holds = ca_key_id},
    {.kind =
         {"lint.leaf-with-key-id", Severity::info,
          "A server certificate has a subjectKeyIdentifier",
          "NOT RECOMMENDED since September 2023, because nothing needs it; most CAs still write "
          "it.",
          "none needed", "CA/B TLS BR 7.1.2.7.6, from 2023-09-15"},
     .peer = "w_ext_subject_key_identifier_not_recommended_subscriber",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_2_0_0,
     .pedantic = true,
     .applies = is_subscriber,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.has(oid::subject_key_id), "present", "absent");
         }},
    {.kind = {"lint.leaf-with-name-constraints", Severity::medium,
              "Name constraints in a certificate that is no CA's",
              "They bind what a CA issues; here they mean nothing, and some software refuses the "
              "certificate.",
              kReissue, "RFC 5280 section 4.2.1.10"},
     .peer = "e_ext_name_constraints_not_in_ca",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::name_constraints>,
     .holds = only_in_ca<oid::name_constraints>},
    {.kind = {"lint.name-constraints-not-critical", Severity::low,
              "A CA's name constraints are not critical",
              "They must be, so that software which cannot check them refuses the chain; CA/B "
              "tolerates it.",
              kReissue, "RFC 5280 section 4.2.1.10"},
     .peer = "e_ext_name_constraints_not_critical",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = ca_with<oid::name_constraints>,
     .holds = is_critical<oid::name_constraints>},
    {.kind = {"lint.name-constraints-empty", Severity::medium, "A CA's name constraints are empty",
              "They must permit or exclude something.", kReissue, "RFC 5280 section 4.2.1.10"},
     .peer = "e_name_constraint_empty",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::name_constraints>,
     .holds = not_empty<oid::name_constraints>},
    {.kind = {"lint.name-constraints-with-bounds", Severity::low,
              "Name constraints with minimum or maximum",
              "Both fields are unused: minimum must be left out (0), maximum absent. Software "
              "refuses or ignores others.",
              kReissue, "RFC 5280 section 4.2.1.10"},
     .peer = "e_name_constraint_minimum_non_zero",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::name_constraints>,
     .holds = bases_only},
    {.kind = {"lint.policy-constraints-empty", Severity::low, "policyConstraints is empty",
              "It must hold a constraint.", kReissue, "RFC 5280 section 4.2.1.11"},
     .peer = "e_ext_policy_constraints_empty",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::policy_constraints>,
     .holds = not_empty<oid::policy_constraints>},
    {.kind = {"lint.policy-constraints-not-critical", Severity::low,
              "policyConstraints is not critical", "It must be.", kReissue,
              "RFC 5280 section 4.2.1.11"},
     .peer = "e_ext_policy_constraints_not_critical",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = with<oid::policy_constraints>,
     .holds = is_critical<oid::policy_constraints>},
    {.kind = {"lint.policy-mappings-not-critical", Severity::info, "policyMappings is not critical",
              "It should be.", kReissue, "RFC 5280 section 4.2.1.5"},
     .peer = "w_ext_policy_map_not_critical",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc5280,
     .applies = with<oid::policy_mappings>,
     .holds = is_critical<oid::policy_mappings>},
    {.kind = {"lint.inhibit-any-policy-not-critical", Severity::low,
              "inhibitAnyPolicy is not critical", "It must be.", kReissue,
              "RFC 5280 section 4.2.1.14"},
     .peer = "e_inhibit_any_policy_not_critical",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = with<oid::inhibit_any_policy>,
     .holds = is_critical<oid::inhibit_any_policy>},
    {.kind = {"lint.issuer-alt-name-critical", Severity::info, "issuerAltName is critical",
              "It should not be.", kReissue, "RFC 5280 section 4.2.1.7"},
     .peer = "w_ext_ian_critical",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc2459,
     .applies = with<oid::issuer_alt_name>,
     .holds = is_not_critical<oid::issuer_alt_name>},
    {.kind = {"lint.issuer-alt-name-empty", Severity::low, "issuerAltName has no names",
              "It must have a name at least.", kReissue, "RFC 5280 section 4.2.1.7"},
     .peer = "e_ext_ian_no_entries",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::issuer_alt_name>,
     .holds = not_empty<oid::issuer_alt_name>},
    {.kind = {"lint.subject-directory-attributes-critical", Severity::low,
              "subjectDirectoryAttributes is critical", "It must not be.", kReissue,
              "RFC 5280 section 4.2.1.8"},
     .peer = "e_subject_directory_attr_critical",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::subject_directory>,
     .holds = is_not_critical<oid::subject_directory>},
    {.kind = {"lint.subject-info-critical", Severity::low, "subjectInfoAccess is critical",
              "It must not be.", kReissue, "RFC 5280 section 4.2.2.2"},
     .peer = "e_subject_info_access_marked_critical",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = with<oid::subject_info>,
     .holds = is_not_critical<oid::subject_info>},
};

}  // namespace

std::span<const Lint> extension_lints() { return kExtensionLints; }

}  // namespace tlsonar::trust
