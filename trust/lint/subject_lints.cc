// The subject's and the issuer's distinguished names.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// Attributes, dotted.
namespace at {
constexpr std::string_view cn = "2.5.4.3";
constexpr std::string_view surname = "2.5.4.4";
constexpr std::string_view country = "2.5.4.6";
constexpr std::string_view locality = "2.5.4.7";
constexpr std::string_view province = "2.5.4.8";
constexpr std::string_view street = "2.5.4.9";
constexpr std::string_view organization = "2.5.4.10";
constexpr std::string_view unit = "2.5.4.11";
constexpr std::string_view postal_code = "2.5.4.17";
constexpr std::string_view given_name = "2.5.4.42";
constexpr std::string_view serial = "2.5.4.5";
constexpr std::string_view qualifier = "2.5.4.46";
}  // namespace at

template <const std::string_view& Policy>
bool subscriber_under(const LintSubject& x) {
    return !x.ca && x.has_policy(Policy);
}

template <const std::string_view& Attribute>
LintOutcome without_attribute(const LintSubject& x) {
    return lint_check(!x.in_subject(Attribute), x.summary.subject.rfc4514(), "without it");
}

LintOutcome place(const LintSubject& x) {
    return lint_check(x.in_subject(at::locality) || x.in_subject(at::province),
                      x.summary.subject.rfc4514(), "localityName or stateOrProvinceName");
}

LintOutcome dv_only(const LintSubject& x) {
    for (const NameAttribute& attribute : x.summary.subject.attributes)
        if (attribute.type.dotted() != at::cn && attribute.type.dotted() != at::country)
            return lint_broken(std::string(attribute.type.label()), "C and CN at most");
    return lint_holds();
}

LintOutcome person_or_organization(const LintSubject& x) {
    const bool good = x.in_subject(at::organization) ||
                      (x.in_subject(at::given_name) && x.in_subject(at::surname));
    return lint_check(good, x.summary.subject.rfc4514(), "a name, or an organization");
}

bool has_owner(const LintSubject& x) {
    return x.in_subject(at::organization) || x.in_subject(at::given_name) ||
           x.in_subject(at::surname);
}
template <const std::string_view& Attribute>
LintOutcome needs_owner(const LintSubject& x) {
    return lint_check(!x.in_subject(Attribute) || has_owner(x), x.summary.subject.rfc4514(),
                      "organizationName or a person's name beside it");
}

// Upper bounds of RFC 5280 appendix A.1, in characters.
struct Bound {
    std::string_view attribute;
    std::size_t most;
};
constexpr Bound kBounds[] = {{at::cn, 64},
                             {at::organization, 64},
                             {at::unit, 64},
                             {at::locality, 128},
                             {at::province, 128},
                             {at::serial, 64},
                             {"1.2.840.113549.1.9.1", 255}};

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

LintOutcome within_bounds(const LintSubject& x) {
    for (const NameAttribute& attribute : x.summary.subject.attributes)
        for (const Bound& bound : kBounds)
            if (attribute.type.dotted() == bound.attribute &&
                characters(attribute.text()) > bound.most)
                return lint_broken(std::string(attribute.type.label()) + " of " +
                                       std::to_string(characters(attribute.text())) + " characters",
                                   "at most " + std::to_string(bound.most));
    return lint_holds();
}

bool is_informative(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

// Every attribute of the subject must be `good`.
LintOutcome each(const Name& name, bool (*good)(const NameAttribute&), std::string_view expected) {
    for (const NameAttribute& attribute : name.attributes)
        if (!good(attribute))
            return lint_broken(std::string(attribute.type.label()) + "=" + attribute.text(),
                               std::string(expected));
    return lint_holds();
}

bool informative(const NameAttribute& attribute) { return is_informative(attribute.text()); }
bool no_leading_space(const NameAttribute& attribute) { return !attribute.octets.starts_with(' '); }
bool no_trailing_space(const NameAttribute& attribute) { return !attribute.octets.ends_with(' '); }
bool alone(const NameAttribute& attribute) { return !attribute.joins_previous; }
bool not_empty(const NameAttribute& attribute) { return !attribute.octets.empty(); }
// X.680 section 41.4.
bool printable(const NameAttribute& attribute) {
    if (attribute.tag != tag::printable_string) return true;
    return std::all_of(attribute.octets.begin(), attribute.octets.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
    });
}
bool printable_where_wanted(const NameAttribute& attribute) {
    const std::string_view type = attribute.type.dotted();
    return (type != at::country && type != at::serial && type != at::qualifier) ||
           attribute.tag == tag::printable_string;
}
bool country_of_two(const NameAttribute& attribute) {
    return attribute.type.dotted() != at::country ||
           (attribute.octets.size() == 2 &&
            std::all_of(attribute.octets.begin(), attribute.octets.end(),
                        [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }));
}
bool country_in_capitals(const NameAttribute& attribute) {
    return attribute.type.dotted() != at::country ||
           std::none_of(attribute.octets.begin(), attribute.octets.end(),
                        [](char c) { return c >= 'a' && c <= 'z'; });
}

constexpr std::string_view kDvMeaning =
    "The certificate says that only the domain was validated (2.23.140.1.2.1), yet it names more: "
    "what stands there has been checked by nobody.";

constexpr Lint kSubjectLints[] = {
    {.kind = {"lint.subject-unit", Severity::low, "The subject has an organizationalUnitName",
              "Nobody could ever validate what stands there, so CAs have not been allowed to write "
              "it since September 2022.",
              kReissue, "CA/B BR 7.1.4.2.2 (i) (ballot SC-047), from 2022-09-01"},
     .peer = "e_organizational_unit_name_prohibited",
     .rules = LintRules::baseline,
     .since = lint_date(2022, 9, 1),
     .applies = is_not_ca,
     .holds = without_attribute<at::unit>},
    {.kind = {"lint.dv-with-organization", Severity::medium,
              "Domain-validated, yet the subject names an organization", kDvMeaning, kReissue,
              "CA/B TLS BR 7.1.2.7.2 (before 2.0: 7.1.6.1)"},
     .peer = "e_cab_dv_conflicts_with_org",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_dv>,
     .holds = without_attribute<at::organization>},
    {.kind = {"lint.dv-with-locality", Severity::low,
              "Domain-validated, yet the subject names a locality", kDvMeaning, kReissue,
              "CA/B TLS BR 7.1.2.7.2 (before 2.0: 7.1.6.1)"},
     .peer = "e_cab_dv_conflicts_with_locality",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_dv>,
     .holds = without_attribute<at::locality>},
    {.kind = {"lint.dv-with-postal-code", Severity::low,
              "Domain-validated, yet the subject names a postal code", kDvMeaning, kReissue,
              "CA/B TLS BR 7.1.2.7.2 (before 2.0: 7.1.6.1)"},
     .peer = "e_cab_dv_conflicts_with_postal",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_dv>,
     .holds = without_attribute<at::postal_code>},
    {.kind = {"lint.dv-with-province", Severity::low,
              "Domain-validated, yet the subject names a state or province", kDvMeaning, kReissue,
              "CA/B TLS BR 7.1.2.7.2 (before 2.0: 7.1.6.1)"},
     .peer = "e_cab_dv_conflicts_with_province",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_dv>,
     .holds = without_attribute<at::province>},
    {.kind = {"lint.dv-with-street", Severity::low,
              "Domain-validated, yet the subject names a street", kDvMeaning, kReissue,
              "CA/B TLS BR 7.1.2.7.2 (before 2.0: 7.1.6.1)"},
     .peer = "e_cab_dv_conflicts_with_street",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_dv>,
     .holds = without_attribute<at::street>},
    {.kind = {"lint.dv-subject-attribute", Severity::low,
              "Domain-validated, yet the subject has further attributes", kDvMeaning, kReissue,
              "CA/B TLS BR 7.1.2.7.2, from 2023-09-15"},
     .peer = "e_cab_dv_subject_invalid_values",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = [](const LintSubject& x) { return x.subscriber() && x.has_policy(oid::policy_dv); },
     .holds = dv_only},
    {.kind = {"lint.ov-without-organization", Severity::medium,
              "Organization-validated, yet no organization is named",
              "The policy 2.23.140.1.2.2 promises an organization's validated name.", kReissue,
              "CA/B TLS BR 7.1.2.7.4"},
     .peer = "e_cab_ov_requires_org",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_ov>,
     .holds = with_attribute<at::organization>},
    {.kind = {"lint.ov-without-country", Severity::low,
              "Organization-validated, yet no country is named",
              "The policy 2.23.140.1.2.2 promises the organization's country.", kReissue,
              "CA/B TLS BR 7.1.2.7.4"},
     .peer = "e_cert_policy_ov_requires_country",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_ov>,
     .holds = with_attribute<at::country>},
    {.kind = {"lint.ov-without-place", Severity::low,
              "Organization-validated, yet no place is named",
              "The policy 2.23.140.1.2.2 promises a locality, a state or a province.", kReissue,
              "CA/B TLS BR 7.1.2.7.4"},
     .peer = "e_cert_policy_ov_requires_province_or_locality",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_under<oid::policy_ov>,
     .holds = place},
    {.kind = {"lint.iv-without-person", Severity::medium,
              "Individual-validated, yet nobody is named",
              "The policy 2.23.140.1.2.3 promises a person's validated name.", kReissue,
              "CA/B TLS BR 7.1.2.7.3"},
     .peer = "e_cab_iv_requires_personal_name",
     .rules = LintRules::baseline,
     .since = lint_date(2012, 7, 1),
     .applies = subscriber_under<oid::policy_iv>,
     .holds = person_or_organization},
    {.kind = {"lint.iv-without-country", Severity::low,
              "Individual-validated, yet no country is named",
              "The policy 2.23.140.1.2.3 promises the person's country.", kReissue,
              "CA/B TLS BR 7.1.2.7.3"},
     .peer = "e_cert_policy_iv_requires_country",
     .rules = LintRules::baseline,
     .since = lint_date(2013, 2, 21),
     .applies = subscriber_under<oid::policy_iv>,
     .holds = with_attribute<at::country>},
    {.kind = {"lint.iv-without-place", Severity::low, "Individual-validated, yet no place is named",
              "The policy 2.23.140.1.2.3 promises a locality, a state or a province.", kReissue,
              "CA/B TLS BR 7.1.2.7.3"},
     .peer = "e_cert_policy_iv_requires_province_or_locality",
     .rules = LintRules::baseline,
     .since = lint_date(2013, 2, 21),
     .applies = subscriber_under<oid::policy_iv>,
     .holds = place},
    {.kind = {"lint.street-without-owner", Severity::low,
              "A street, but neither organization nor person",
              "Address fields may stand only beside the name of the one who lives there.", kReissue,
              "CA/B BR 7.1.4.2.2"},
     .peer = "e_sub_cert_street_address_should_not_exist",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 9, 7),
     .applies = is_subscriber,
     .holds = needs_owner<at::street>},
    {.kind = {"lint.locality-without-owner", Severity::low,
              "A locality, but neither organization nor person",
              "Address fields may stand only beside the name of the one who lives there.", kReissue,
              "CA/B BR 7.1.4.2.2"},
     .peer = "e_sub_cert_locality_name_must_not_appear",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 9, 7),
     .applies = is_subscriber,
     .holds = needs_owner<at::locality>},
    {.kind = {"lint.province-without-owner", Severity::low,
              "A state or province, but neither organization nor person",
              "Address fields may stand only beside the name of the one who lives there.", kReissue,
              "CA/B BR 7.1.4.2.2"},
     .peer = "e_sub_cert_province_must_not_appear",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 9, 7),
     .applies = is_subscriber,
     .holds = needs_owner<at::province>},
    {.kind = {"lint.postal-code-without-owner", Severity::low,
              "A postal code, but neither organization nor person",
              "Address fields may stand only beside the name of the one who lives there.", kReissue,
              "CA/B BR 7.1.4.2.2"},
     .peer = "e_sub_cert_postal_code_must_not_appear",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 9, 7),
     .applies = is_subscriber,
     .holds = needs_owner<at::postal_code>},
    {.kind = {"lint.subject-placeholder", Severity::low,
              "A field of the subject holds a placeholder",
              "Dots, dashes and spaces stand for missing information; fields must be left out "
              "instead.",
              kReissue, "CA/B TLS BR 7.1.4.2"},
     .peer = "e_subject_contains_noninformational_value",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, informative, "information, or no field");
         }},
    {.kind = {"lint.subject-field-too-long", Severity::low,
              "A field of the subject is longer than allowed",
              "Software may reserve no more than the upper bounds of X.520.", kReissue,
              "RFC 5280 appendix A.1"},
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds = within_bounds},
    {.kind = {"lint.subject-leading-space", Severity::info,
              "A field of the subject begins with a space", "Names that look the same differ then.",
              kReissue, "none; common sense"},
     .peer = "w_subject_dn_leading_whitespace",
     .rules = LintRules::community,
     .level = LintLevel::should,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, no_leading_space, "no space first");
         }},
    {.kind = {"lint.subject-trailing-space", Severity::info,
              "A field of the subject ends with a space", "Names that look the same differ then.",
              kReissue, "none; common sense"},
     .peer = "w_subject_dn_trailing_whitespace",
     .rules = LintRules::community,
     .level = LintLevel::should,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, no_trailing_space, "no space last");
         }},
    {.kind = {"lint.issuer-leading-space", Severity::info,
              "A field of the issuer begins with a space", "Names that look the same differ then.",
              kReissue, "none; common sense"},
     .peer = "w_issuer_dn_leading_whitespace",
     .rules = LintRules::community,
     .level = LintLevel::should,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.issuer, no_leading_space, "no space first");
         }},
    {.kind = {"lint.issuer-trailing-space", Severity::info,
              "A field of the issuer ends with a space", "Names that look the same differ then.",
              kReissue, "none; common sense"},
     .peer = "w_issuer_dn_trailing_whitespace",
     .rules = LintRules::community,
     .level = LintLevel::should,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.issuer, no_trailing_space, "no space last");
         }},
    {.kind = {"lint.subject-joined-fields", Severity::info,
              "Two fields of the subject are joined in one RDN",
              "Multi-valued RDNs are compared wrongly by some software.", kReissue,
              "CA/B TLS BR 7.1.4.1"},
     .peer = "n_multiple_subject_rdn",
     .rules = LintRules::community,
     .level = LintLevel::note,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, alone, "one attribute a RDN");
         }},
    {.kind = {"lint.subject-empty-field", Severity::low, "A field of the subject is empty",
              "Attributes have at least one character.", kReissue, "RFC 5280 appendix A.1"},
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, not_empty, "a character, or no field");
         }},
    {.kind = {"lint.subject-bad-printable", Severity::low,
              "A PrintableString of the subject has characters that it cannot have",
              "Such as * @ & _: strict parsers refuse the certificate.", kReissue,
              "RFC 5280 appendix B; X.680 section 41.4"},
     .peer = "e_subject_printable_string_badalpha",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, printable, "letters, digits, space, '()+,-./:=?");
         }},
    {.kind = {"lint.subject-not-printable-string", Severity::low,
              "A field of the subject must be a PrintableString and is not",
              "countryName, serialNumber and dnQualifier have that type only.", kReissue,
              "RFC 5280 appendix A.1"},
     .peer = "e_subject_dn_country_not_printable_string",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, printable_where_wanted, "PrintableString");
         }},
    {.kind = {"lint.subject-country-not-code", Severity::low,
              "The subject's country is no code of two letters",
              "countryName holds a code of ISO 3166-1.", kReissue,
              "CA/B TLS BR 7.1.4.2; RFC 5280 appendix A.1"},
     .peer = "e_subject_country_not_iso",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, country_of_two, "two letters");
         }},
    {.kind = {"lint.subject-country-in-small-letters", Severity::info,
              "The subject's country is not in capital letters",
              "Codes of ISO 3166-1 are written in capitals.", kReissue, "ISO 3166-1"},
     .peer = "e_subject_country_not_uppercase",
     .rules = LintRules::community,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return each(x.summary.subject, country_in_capitals, "capital letters");
         }},
    {.kind = {"lint.issuer-empty", Severity::high, "The issuer has no name",
              "Nobody can find the CA of this certificate.", kReissue, "RFC 5280 section 4.1.2.4"},
     .peer = "e_issuer_field_empty",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.summary.issuer.empty(), "empty", "a distinguished name");
         }},
    {.kind = {"lint.ca-subject-empty", Severity::high, "A CA has no name",
              "Certificates below it cannot name their issuer.", kReissue,
              "RFC 5280 section 4.1.2.6"},
     .peer = "e_ca_subject_field_empty",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = is_ca,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.summary.subject.empty(), "empty", "a distinguished name");
         }},
    {.kind = {"lint.ca-without-country", Severity::low, "A CA names no country",
              "CAs of the Web PKI must.", kReissue, "CA/B TLS BR 7.1.2.10.2"},
     .peer = "e_ca_country_name_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_ca,
     .holds = with_attribute<at::country>},
    {.kind = {"lint.ca-without-organization", Severity::low, "A CA names no organization",
              "CAs of the Web PKI must.", kReissue, "CA/B TLS BR 7.1.2.10.2"},
     .peer = "e_ca_organization_name_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_ca,
     .holds = with_attribute<at::organization>},
    {.kind = {"lint.ca-without-common-name", Severity::low, "A CA has no common name",
              "CAs of the Web PKI must have one.", kReissue, "CA/B TLS BR 7.1.2.10.2"},
     .peer = "e_ca_common_name_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_4_8,
     .applies = is_ca,
     .holds = with_attribute<at::cn>},
};

}  // namespace

std::span<const Lint> subject_lints() { return kSubjectLints; }

}  // namespace tlsonar::trust
