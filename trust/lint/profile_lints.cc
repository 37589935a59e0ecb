// The certificate profiles of the Baseline Requirements since version 2.0: the order and number of
// attributes, policies and their qualifiers, distribution points, what a CA may be for.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kDomainComponent = "0.9.2342.19200300.100.1.25";
constexpr std::string_view kStreet = "2.5.4.9";
constexpr std::string_view kUnit = "2.5.4.11";
constexpr std::string_view kGivenName = "2.5.4.42";
constexpr std::string_view kSurname = "2.5.4.4";

// Section 7.1.4.2: DC, C, ST, L, postalCode, street, O, SN, GN, OU, CN.
constexpr std::string_view kOrder[] = {
    kDomainComponent, "2.5.4.6", "2.5.4.8",  "2.5.4.7", "2.5.4.17", kStreet,
    "2.5.4.10",       kSurname,  kGivenName, kUnit,     "2.5.4.3",
};

LintOutcome in_order(const LintSubject& x) {
    std::size_t last = 0;
    for (const NameAttribute& attribute : x.summary.subject.attributes) {
        const auto* at = std::find(std::begin(kOrder), std::end(kOrder), attribute.type.dotted());
        if (at == std::end(kOrder)) continue;  // others may stand anywhere
        const auto place = static_cast<std::size_t>(at - std::begin(kOrder));
        if (place < last)
            return lint_broken(x.summary.subject.rfc4514(),
                               "DC, C, ST, L, postalCode, street, O, SN, GN, OU, CN");
        last = place;
    }
    return lint_holds();
}

LintOutcome attributes_once(const LintSubject& x) {
    for (const NameAttribute& attribute : x.summary.subject.attributes) {
        const std::string_view type = attribute.type.dotted();
        if (type != kDomainComponent && type != kStreet && x.count(type) > 1)
            return lint_broken(std::string(attribute.type.label()) + " " +
                                   std::to_string(x.count(type)) + " times",
                               "once");
    }
    return lint_holds();
}

bool has_person(const LintSubject& x) {
    return x.subscriber() && (x.in_subject(kGivenName) || x.in_subject(kSurname));
}

bool is_reserved(std::string_view policy) {
    return policy == oid::policy_dv || policy == oid::policy_ov || policy == oid::policy_iv ||
           policy == oid::policy_ev;
}

std::size_t reserved_policies(const LintSubject& x) {
    const auto& all = x.summary.policies;
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [](const ObjectId& one) { return is_reserved(one.dotted()); }));
}

LintOutcome one_reserved(const LintSubject& x) {
    return lint_check(reserved_policies(x) == 1, std::to_string(reserved_policies(x)), "1");
}

bool has_qualifier(const LintSubject& x) { return !policy_qualifiers(x).empty(); }

LintOutcome cps_alone(const LintSubject& x) {
    for (const PolicyQualifier& one : policy_qualifiers(x))
        if (one.type != oid::cps_qualifier)
            return lint_broken("qualifier " + one.type, "id-qt-cps alone");
    return lint_holds();
}

LintOutcome cps_by_http(const LintSubject& x) {
    for (const PolicyQualifier& one : policy_qualifiers(x)) {
        if (one.type != oid::cps_qualifier) continue;
        const std::string_view url = as_text(one.value.content);
        if (!url.starts_with("http://") && !url.starts_with("https://"))
            return lint_broken(std::string(url), "http://… or https://…");
    }
    return lint_holds();
}

// DistributionPoint ::= SEQUENCE { [0] name, [1] reasons, [2] cRLIssuer }, all optional.
template <bool (*Good)(const std::vector<DerItem>&)>
LintOutcome each_point(const LintSubject& x) {
    const auto list = x.value(oid::crl_points);
    if (!list || !list->is(tag::sequence)) return lint_unclear("the extension cannot be read");
    for (const DerItem& point : der_children(*list))
        if (!Good(der_children(point)))
            return lint_broken("a point without it, or with more", "distributionPoint alone");
    return lint_holds();
}
bool has_no_reasons(const std::vector<DerItem>& parts) {
    return std::none_of(parts.begin(), parts.end(),
                        [](const DerItem& part) { return part.tag.number == 1; });
}
bool has_full_name(const std::vector<DerItem>& parts) {
    if (parts.empty() || !parts[0].is(tag::constructed(0))) return false;
    const auto name = der_children(parts[0]);
    return name.size() == 1 && name[0].is(tag::constructed(0));
}

LintOutcome one_point(const LintSubject& x) {
    const auto list = x.value(oid::crl_points);
    const std::size_t points = list ? der_children(*list).size() : 0;
    return lint_check(points <= 1, std::to_string(points) + " points", "1");
}

bool serves_tls(const LintSubject& x) {
    return x.subordinate() && (x.has_usage(oid::server_auth) || x.has_usage(oid::any_usage));
}

LintOutcome purposes_apart(const LintSubject& x) {
    if (x.has_usage(oid::any_usage))
        return lint_check(x.summary.extended_key_usage.size() == 1, "any purpose and others",
                          "any purpose alone");
    for (const std::string_view other :
         {oid::email_protection, oid::code_signing, oid::time_stamping, oid::ocsp_signing})
        if (x.has_usage(other))
            return lint_broken("serverAuth and " + std::string(other), "serverAuth, clientAuth");
    return lint_holds();
}

constexpr Lint kProfileLints[] = {
    {.kind = {"lint.subject-order", Severity::low, "The subject's attributes are in another order",
              "Since September 2023 the attributes stand from the widest to the narrowest: DC, C, "
              "ST, L, postalCode, street, O, SN, GN, OU, CN.",
              kReissue, "CA/B TLS BR 7.1.4.2, from 2023-09-15"},
     .peer = "e_invalid_subject_rdn_order",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = is_subscriber,
     .holds = in_order},
    {.kind = {"lint.subject-attribute-twice", Severity::low,
              "An attribute stands in the subject more than once",
              "Only domainComponent and streetAddress may be repeated.", kReissue,
              "CA/B TLS BR 7.1.4.1, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = is_subscriber,
     .holds = attributes_once},
    {.kind = {"lint.person-without-policy", Severity::low,
              "A person's name under a policy for others",
              "givenName and surname may stand only in certificates for individuals "
              "(2.23.140.1.2.3), whose names have been validated.",
              kReissue, "CA/B TLS BR 7.1.2.7 (before 2.0: 7.1.4.2.2 (c)), from 2016-09-07"},
     .peer = "e_sub_cert_given_name_surname_contains_correct_policy",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 9, 7),
     .applies = has_person,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.has_policy(oid::policy_iv), "another policy", "2.23.140.1.2.3");
         }},
    {.kind =
         {"lint.policies-not-one-reserved", Severity::low,
          "Not exactly one of the CA/B policy identifiers",
          "Exactly one of 2.23.140.1.1, .2.1, .2.2, .2.3 says how the subscriber was validated.",
          kReissue, "CA/B TLS BR 7.1.2.7.9, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::policies>,
     .holds = one_reserved},
    {.kind = {"lint.leaf-with-any-policy", Severity::low, "A server certificate asserts any policy",
              "anyPolicy is for CAs; a subscriber was validated under one policy.", kReissue,
              "CA/B TLS BR 7.1.2.7.9, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::policies>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.has_policy(oid::any_policy), "anyPolicy", "without it");
         }},
    {.kind = {"lint.ca-policies-several-reserved", Severity::low,
              "An intermediate asserts several CA/B policy identifiers",
              "One that is restricted to policies issues under exactly one of them.", kReissue,
              "CA/B TLS BR 7.1.2.10.5, from 2023-09-15"},
     .peer = "e_ca_multiple_reserved_policy_oids",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies =
         [](const LintSubject& x) {
             return x.subordinate() && x.has(oid::policies) && !x.has_policy(oid::any_policy);
         },
     .holds =
         [](const LintSubject& x) {
             return lint_check(reserved_policies(x) <= 1, std::to_string(reserved_policies(x)),
                               "1");
         }},
    {.kind = {"lint.policy-reserved-not-first", Severity::info,
              "The CA/B policy identifier is not the first one",
              "It is RECOMMENDED to stand first, for clients that read no further.", "none needed",
              "CA/B TLS BR 7.1.2.7.9, from 2023-09-15"},
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_2_0_0,
     .pedantic = true,
     .applies = [](const LintSubject& x) { return x.subscriber() && reserved_policies(x) != 0; },
     .holds =
         [](const LintSubject& x) {
             const std::string_view first = x.summary.policies.front().dotted();
             return lint_check(is_reserved(first), first, "2.23.140.1.…");
         }},
    {.kind = {"lint.policy-qualifier-not-cps", Severity::low,
              "A policy has a qualifier that is no CPS pointer",
              "User notices and other qualifiers are not allowed any more: nobody shows them, and "
              "they cost octets in each handshake.",
              kReissue, "CA/B TLS BR 7.1.2.7.9, 7.1.2.10.5, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = has_qualifier,
     .holds = cps_alone},
    {.kind = {"lint.policy-cps-not-http", Severity::low, "The CPS pointer is no HTTP URL",
              "A certification practice statement is published on the Web.", kReissue,
              "CA/B TLS BR 7.1.2.7.9, 7.1.2.10.5, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = has_qualifier,
     .holds = cps_by_http},
    {.kind = {"lint.crl-point-with-reasons", Severity::low,
              "A CRL distribution point is for some reasons only",
              "A public CA's CRL covers all reasons for revocation.", kReissue,
              "CA/B TLS BR 7.1.2.11.2, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = with<oid::crl_points>,
     .holds = each_point<has_no_reasons>},
    {.kind = {"lint.crl-point-without-full-name", Severity::low,
              "A CRL distribution point has no full name",
              "Each must have a distributionPoint with a fullName, so that the CRL can be fetched.",
              kReissue, "CA/B TLS BR 7.1.2.11.2, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = with<oid::crl_points>,
     .holds = each_point<has_full_name>},
    {.kind = {"lint.crl-points-several", Severity::info, "More than one CRL distribution point",
              "NOT RECOMMENDED since September 2023: one is enough.", "none needed",
              "CA/B TLS BR 7.1.2.11.2, from 2023-09-15"},
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_2_0_0,
     .pedantic = true,
     .applies = with<oid::crl_points>,
     .holds = one_point},
    {.kind = {"lint.sct-list-critical", Severity::low, "The list of SCTs is critical",
              "Clients that know nothing of Certificate Transparency would refuse the certificate.",
              kReissue, "CA/B TLS BR 7.1.2.11.3; RFC 6962 section 3.3"},
     .rules = LintRules::rfc,
     .since = since::rfc6962,
     .applies = with<oid::sct_list>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.critical(oid::sct_list), "critical", "not critical");
         }},
    {.kind = {"lint.ca-subject-unit", Severity::low, "A CA's name has an organizationalUnitName",
              "Nobody validates what stands there; roots and TLS intermediates must not have it "
              "since September 2023.",
              kReissue, "CA/B TLS BR 7.1.2.10.2, from 2023-09-15"},
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = is_ca,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.in_subject(kUnit), x.summary.subject.rfc4514(), "without OU");
         }},
    {.kind = {"lint.ca-purposes-mixed", Severity::medium,
              "An intermediate for TLS is for other purposes, too",
              "What serves TLS must not serve mail, code or time stamps: a fault in one business "
              "would endanger the other.",
              kReissue, "CA/B TLS BR 7.1.2.10.6, from 2020-08-20"},
     .peer = "e_ca_invalid_eku",
     .rules = LintRules::baseline,
     .since = since::br_1_7_1,
     .applies = serves_tls,
     .holds = purposes_apart},
    {.kind = {"lint.ca-purpose-any", Severity::medium, "An intermediate is for any purpose",
              "Mozilla wants intermediates issued since 2019 to name their purposes, and not mail "
              "beside TLS.",
              kReissue, "Mozilla Root Store Policy 5.3, from 2019-01-01"},
     .peer = "e_mp_allowed_eku",
     .rules = LintRules::mozilla,
     .since = lint_date(2019, 1, 1),
     .applies = serves_tls,
     .holds =
         [](const LintSubject& x) {
             return lint_check(
                 !x.has_usage(oid::any_usage) &&
                     !(x.has_usage(oid::server_auth) && x.has_usage(oid::email_protection)),
                 "any purpose, or mail beside TLS", "serverAuth");
         }},
    {.kind =
         {"lint.subordinate-without-aia", Severity::info,
          "An intermediate does not say where its issuer is",
          "authorityInfoAccess should be there, so that clients can find the certificate above.",
          "none needed on the server", "CA/B TLS BR 7.1.2.10.3, from 2020-08-20"},
     .peer = "w_sub_ca_aia_missing",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_7_1,
     .applies = is_subordinate,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.has(oid::authority_info), "absent", "present");
         }},
};

}  // namespace

std::span<const Lint> profile_lints() { return kProfileLints; }

}  // namespace tlsonar::trust
