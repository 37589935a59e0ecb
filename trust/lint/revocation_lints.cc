// Where to ask about revocation and for the issuer: authorityInfoAccess, cRLDistributionPoints;
// and the certificate policies.
#include "core/text.h"
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// AccessDescription ::= SEQUENCE { accessMethod, accessLocation GeneralName }.
struct Access {
    std::string method;  // dotted
    DerItem location;
};

std::vector<Access> accesses(const LintSubject& x) {
    std::vector<Access> all;
    const auto list = x.value(oid::authority_info);
    if (!list || !list->is(tag::sequence)) return all;
    for (const DerItem& description : der_children(*list)) {
        const auto parts = der_children(description);
        if (parts.size() == 2 && parts[0].is(tag::object_identifier))
            all.push_back({dotted_oid(parts[0].content), parts[1]});
    }
    return all;
}

LintOutcome known_methods(const LintSubject& x) {
    for (const Access& access : accesses(x)) {
        if (!access.location.is(tag::context(6)))
            return lint_broken("a location that is no URI (tag " +
                                   std::to_string(access.location.tag.number) + ")",
                               "uniformResourceIdentifier");
        if (access.method != oid::ad_ocsp && access.method != oid::ad_ca_issuers)
            return lint_broken("method " + access.method, "OCSP or CA issuers");
    }
    return lint_holds();
}

template <const std::string_view& Method>
LintOutcome http_only(const LintSubject& x) {
    for (const Access& access : accesses(x))
        if (access.method == Method && !as_text(access.location.content).starts_with("http://"))
            return lint_broken(std::string(as_text(access.location.content)), "http://…");
    return lint_holds();
}

LintOutcome unique_locations(const LintSubject& x) {
    std::vector<std::string> all;
    for (const Access& access : accesses(x))
        all.push_back(access.method + " " + std::string(as_text(access.location.whole())));
    std::sort(all.begin(), all.end());
    const auto twice = std::adjacent_find(all.begin(), all.end());
    return lint_check(twice == all.end(), "a location twice", "each once");
}

bool any_http(const std::vector<std::string>& urls) {
    return std::any_of(urls.begin(), urls.end(),
                       [](const std::string& url) { return url.starts_with("http://"); });
}

LintOutcome issuer_url(const LintSubject& x) {
    return lint_check(any_http(x.summary.ca_issuer_urls), "none", "http://… of the issuer");
}
LintOutcome ocsp_url(const LintSubject& x) {
    return lint_check(any_http(x.summary.ocsp_urls), "none", "http://… of the OCSP responder");
}

// CA/B TLS BR 1.6.1: ten days, seven for those issued from 2026-03-15.
bool short_lived(const LintSubject& x) {
    const bool later = x.summary.not_before && *x.summary.not_before >= since::sc_081_first;
    return x.lifetime() <= (later ? 7 : 10) * kDay;
}

LintOutcome crl_or_ocsp(const LintSubject& x) {
    return lint_check(!x.summary.crl_urls.empty() || !x.summary.ocsp_urls.empty(),
                      "neither CRL nor OCSP", "a CRL distribution point");
}

LintOutcome crl_by_http(const LintSubject& x) {
    for (const std::string& url : x.summary.crl_urls)
        if (!url.starts_with("http:")) return lint_broken(url, "http://…");
    return lint_holds();
}

// DistributionPoint ::= SEQUENCE { [0] name, [1] reasons, [2] cRLIssuer }, all optional.
template <bool (*Good)(const std::vector<DerItem>&)>
LintOutcome each_point(const LintSubject& x, std::string_view found, std::string_view expected) {
    const auto list = x.value(oid::crl_points);
    if (!list || !list->is(tag::sequence)) return lint_unclear("the extension cannot be read");
    for (const DerItem& point : der_children(*list))
        if (!Good(der_children(point)))
            return lint_broken(std::string(found), std::string(expected));
    return lint_holds();
}
bool has_part(const std::vector<DerItem>& parts, unsigned number) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const DerItem& part) { return part.tag.number == number; });
}
bool complete_point(const std::vector<DerItem>& parts) {
    return !(parts.size() == 1 && has_part(parts, 1));
}
bool without_crl_issuer(const std::vector<DerItem>& parts) { return !has_part(parts, 2); }

LintOutcome some_policy(const LintSubject& x) {
    return lint_check(!x.summary.policies.empty(), "none", "a policy identifier");
}

LintOutcome policies_once(const LintSubject& x) {
    std::vector<std::string_view> all;
    all.reserve(x.summary.policies.size());
    for (const ObjectId& policy : x.summary.policies)
        all.push_back(policy.dotted());
    std::sort(all.begin(), all.end());
    const auto twice = std::adjacent_find(all.begin(), all.end());
    return twice == all.end() ? lint_holds() : lint_broken(std::string(*twice), "each once");
}

bool states_policy(const LintSubject& x) { return !x.ca && x.has(oid::policies); }

constexpr Lint kRevocationLints[] = {
    {.kind =
         {"lint.aia-missing", Severity::low, "No authorityInfoAccess",
          "The extension says where the issuer's certificate can be fetched. Without it clients "
          "cannot repair an incomplete chain.",
          "Have the certificate reissued, and see that the server sends the whole chain.",
          "CA/B TLS BR 7.1.2.7.7"},
     .peer = "e_sub_cert_aia_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_not_ca,
     .holds = is_there<oid::authority_info>},
    {.kind = {"lint.aia-without-issuer", Severity::info,
              "authorityInfoAccess does not name the issuer's certificate",
              "It should hold an HTTP URL of it, so that clients can repair an incomplete chain.",
              "See that the server sends the whole chain.", "CA/B TLS BR 7.1.2.7.7"},
     .peer = "w_sub_cert_aia_does_not_contain_issuing_ca_url",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .applies = is_not_ca,
     .holds = issuer_url},
    {.kind = {"lint.aia-without-ocsp", Severity::low, "authorityInfoAccess names no OCSP responder",
              "Until 2023 every server certificate had to. Today a CRL is enough.", kReissue,
              "CA/B BR 7.1.2.3 (c), until 2023-09-15"},
     .peer = "e_sub_cert_aia_does_not_contain_ocsp_url",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .until = since::br_2_0_0,
     .applies = is_not_ca,
     .holds = ocsp_url},
    {.kind = {"lint.aia-critical", Severity::low, "authorityInfoAccess is critical",
              "It must not be.", kReissue, "RFC 5280 section 4.2.2.1"},
     .peer = "e_ext_aia_marked_critical",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::authority_info>,
     .holds = is_not_critical<oid::authority_info>},
    {.kind = {"lint.aia-method-not-allowed", Severity::low,
              "authorityInfoAccess has an entry that does not belong there",
              "Only OCSP responders and issuers' certificates may be named, and by URI.", kReissue,
              "CA/B TLS BR 7.1.2.7.7, from 2023-09-15"},
     .peer = "e_aia_must_contain_permitted_access_method",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::authority_info>,
     .holds = known_methods},
    {.kind = {"lint.aia-issuer-not-http", Severity::low,
              "The issuer's certificate is not named by an HTTP URL",
              "Clients fetch it by plain HTTP: over HTTPS they would need the very chain that they "
              "are building.",
              kReissue, "CA/B TLS BR 7.1.2.7.7, from 2023-09-15"},
     .peer = "e_aia_ca_issuers_must_have_http_only",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::authority_info>,
     .holds = http_only<oid::ad_ca_issuers>},
    {.kind = {"lint.aia-ocsp-not-http", Severity::low,
              "The OCSP responder is not named by an HTTP URL",
              "Clients ask it by plain HTTP; its answers are signed.", kReissue,
              "CA/B TLS BR 7.1.2.7.7, from 2023-09-15"},
     .peer = "e_aia_ocsp_must_have_http_only",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::authority_info>,
     .holds = http_only<oid::ad_ocsp>},
    {.kind = {"lint.aia-location-twice", Severity::info,
              "authorityInfoAccess names a location twice", "Each location must be unique.",
              kReissue, "CA/B TLS BR 7.1.2.7.7, from 2023-09-15"},
     .peer = "e_aia_unique_access_locations",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = subscriber_with<oid::authority_info>,
     .holds = unique_locations},
    {.kind = {"lint.revocation-not-possible", Severity::medium, "Neither CRL nor OCSP is named",
              "Nobody can find out whether this certificate has been revoked. Only certificates of "
              "a few days may do without.",
              kReissue, "CA/B TLS BR 7.1.2.11.2 (ballot SC-063), from 2024-03-15"},
     .peer = "e_missing_crl_distrib_point",
     .rules = LintRules::baseline,
     .since = since::sc_063,
     .applies = [](const LintSubject& x) { return x.subscriber() && !short_lived(x); },
     .holds = crl_or_ocsp},
    {.kind = {"lint.crl-not-http", Severity::low, "A CRL is not named by an HTTP URL",
              "Clients fetch CRLs by plain HTTP; LDAP and HTTPS are out.", kReissue,
              "CA/B TLS BR 7.1.2.11.2, from 2023-09-15"},
     .peer = "e_crl_distrib_points_not_http",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = [](const LintSubject& x) { return !x.summary.crl_urls.empty(); },
     .holds = crl_by_http},
    {.kind = {"lint.crl-points-critical", Severity::info, "cRLDistributionPoints is critical",
              "It should not be.", kReissue, "RFC 5280 section 4.2.1.13"},
     .peer = "w_ext_crl_distribution_marked_critical",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc2459,
     .applies = with<oid::crl_points>,
     .holds = is_not_critical<oid::crl_points>},
    {.kind = {"lint.leaf-crl-points-critical", Severity::low,
              "A server certificate's cRLDistributionPoints is critical", "It must not be.",
              kReissue, "CA/B TLS BR 7.1.2.7.6"},
     .peer = "e_sub_cert_crl_distribution_points_marked_critical",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = [](const LintSubject& x) { return !x.ca && x.has(oid::crl_points); },
     .holds = is_not_critical<oid::crl_points>},
    {.kind = {"lint.crl-point-incomplete", Severity::low,
              "A CRL distribution point has reasons only",
              "It must name a place or an issuer of CRLs.", kReissue, "RFC 5280 section 4.2.1.13"},
     .peer = "e_distribution_point_incomplete",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = with<oid::crl_points>,
     .holds =
         [](const LintSubject& x) {
             return each_point<complete_point>(x, "reasons only", "a name or a CRL issuer");
         }},
    {.kind = {"lint.crl-issuer-named", Severity::low,
              "A CRL distribution point names another issuer of CRLs",
              "In the Web PKI a CA signs its own CRLs; cRLIssuer must not be there.", kReissue,
              "CA/B TLS BR 7.1.2.11.2, from 2023-09-15"},
     .peer = "e_crlissuer_must_not_be_present_in_cdp",
     .rules = LintRules::baseline,
     .since = since::br_2_0_0,
     .applies = with<oid::crl_points>,
     .holds =
         [](const LintSubject& x) {
             return each_point<without_crl_issuer>(x, "cRLIssuer", "absent");
         }},
    {.kind = {"lint.freshest-crl-critical", Severity::low, "freshestCRL is critical",
              "It must not be.", kReissue, "RFC 5280 section 4.2.1.15"},
     .peer = "e_ext_freshest_crl_marked_critical",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = with<oid::freshest_crl>,
     .holds = is_not_critical<oid::freshest_crl>},
    {.kind = {"lint.policies-missing", Severity::medium, "No certificate policies",
              "The extension says how the CA validated the names (domain, organization, extended); "
              "server certificates of public CAs must have it.",
              kReissue, "CA/B TLS BR 7.1.2.7.9"},
     .peer = "e_sub_cert_certificate_policies_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_not_ca,
     .holds = is_there<oid::policies>},
    {.kind = {"lint.policies-empty", Severity::medium, "No policy identifier",
              "At least one identifier must say under which policy the certificate was issued.",
              kReissue, "CA/B TLS BR 7.1.2.7.9"},
     .peer = "e_sub_cert_cert_policy_empty",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_not_ca,
     .holds = some_policy},
    {.kind = {"lint.policies-critical", Severity::info, "certificatePolicies is critical",
              "It should not be.", kReissue, "CA/B TLS BR 7.1.2.7.6"},
     .peer = "w_sub_cert_certificate_policies_marked_critical",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .applies = states_policy,
     .holds = is_not_critical<oid::policies>},
    {.kind = {"lint.policy-twice", Severity::low, "A policy appears twice",
              "A policy must not appear more than once.", kReissue, "RFC 5280 section 4.2.1.4"},
     .peer = "e_ext_cert_policy_duplicate",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = with<oid::policies>,
     .holds = policies_once},
    {.kind = {"lint.root-with-policies", Severity::info, "A root has certificate policies",
              "Root certificates should have none.", kReissue, "CA/B TLS BR 7.1.2.1.2"},
     .peer = "w_root_ca_contains_cert_policy",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .pedantic = true,
     .applies = is_root,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.has(oid::policies), "present", "absent");
         }},
    {.kind = {"lint.subordinate-without-policies", Severity::low,
              "An intermediate has no certificate policies",
              "Intermediates must say under which policies they issue.", kReissue,
              "CA/B TLS BR 7.1.2.10.5"},
     .peer = "e_sub_ca_certificate_policies_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_subordinate,
     .holds = is_there<oid::policies>},
    {.kind = {"lint.subordinate-without-crl", Severity::medium, "An intermediate names no CRL",
              "Nobody can find out whether the intermediate has been revoked.", kReissue,
              "CA/B TLS BR 7.1.2.11.2"},
     .peer = "e_sub_ca_crl_distribution_points_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_subordinate,
     .holds = is_there<oid::crl_points>},
    {.kind = {"lint.subordinate-crl-points-critical", Severity::low,
              "An intermediate's cRLDistributionPoints is critical", "It must not be.", kReissue,
              "CA/B TLS BR 7.1.2.11.2"},
     .peer = "e_sub_ca_crl_distribution_points_marked_critical",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subordinate_with<oid::crl_points>,
     .holds = is_not_critical<oid::crl_points>},
    {.kind = {"lint.subordinate-crl-not-http", Severity::low,
              "An intermediate's CRL is not named by an HTTP URL",
              "Clients fetch CRLs by plain HTTP.", kReissue, "CA/B TLS BR 7.1.2.11.2"},
     .peer = "e_sub_ca_crl_distribution_points_does_not_contain_url",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subordinate_with<oid::crl_points>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(any_http(x.summary.crl_urls), "none", "http://…");
         }},
};

}  // namespace

std::span<const Lint> revocation_lints() { return kRevocationLints; }

}  // namespace tlsonar::trust
