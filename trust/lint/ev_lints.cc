// Extended validation: what the EV Guidelines want of a subscriber's certificate
// under 2.23.140.1.1.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kOrganization = "2.5.4.10";
constexpr std::string_view kCountry = "2.5.4.6";
constexpr std::string_view kSerial = "2.5.4.5";
constexpr std::string_view kCategory = "2.5.4.15";
constexpr std::string_view kJurisdictionCountry = "1.3.6.1.4.1.311.60.2.1.3";

bool is_ev(const LintSubject& x) { return x.subscriber() && x.has_policy(oid::policy_ev); }

LintOutcome known_category(const LintSubject& x) {
    static constexpr std::string_view kKnown[] = {"Private Organization", "Government Entity",
                                                  "Business Entity", "Non-Commercial Entity"};
    for (const NameAttribute& attribute : x.summary.subject.attributes) {
        if (attribute.type.dotted() != kCategory) continue;
        const std::string text = attribute.text();
        if (std::find(std::begin(kKnown), std::end(kKnown), text) == std::end(kKnown))
            return lint_broken(text,
                               "Private Organization, Government Entity, Business Entity or "
                               "Non-Commercial Entity");
    }
    return lint_holds();
}

// Section 9.2: these and no others. (OU has a lint of its own.)
LintOutcome known_attributes(const LintSubject& x) {
    static constexpr std::string_view kKnown[] = {"1.3.6.1.4.1.311.60.2.1.1",
                                                  "1.3.6.1.4.1.311.60.2.1.2",
                                                  kJurisdictionCountry,
                                                  "2.5.4.3",
                                                  kSerial,
                                                  kCountry,
                                                  "2.5.4.7",
                                                  "2.5.4.8",
                                                  "2.5.4.9",
                                                  kOrganization,
                                                  "2.5.4.11",
                                                  kCategory,
                                                  "2.5.4.17",
                                                  "2.5.4.97"};
    for (const NameAttribute& attribute : x.summary.subject.attributes)
        if (std::find(std::begin(kKnown), std::end(kKnown), attribute.type.dotted()) ==
            std::end(kKnown))
            return lint_broken(std::string(attribute.type.label()), "the attributes of EVG 9.2");
    return lint_holds();
}

LintOutcome no_wildcard(const LintSubject& x) {
    for (const std::string_view name : x.dns_names)
        // Wildcards below .onion are the exception (EVG appendix F).
        if (name.starts_with("*.") && !name.ends_with(".onion"))
            return lint_broken(std::string(name), "names without wildcard");
    return lint_holds();
}

LintOutcome within_27_months(const LintSubject& x) {
    if (!x.summary.not_before || !x.summary.not_after) return lint_unclear("no times");
    return lint_check(*x.summary.not_after <= add_months(*x.summary.not_before, 27),
                      std::to_string(x.lifetime() / kDay) + " days", "27 months at most");
}

constexpr Lint kEvLints[] = {
    {.kind = {"lint.ev-without-organization", Severity::medium, "EV without organizationName",
              "Extended validation is about an organization; its name must be there.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.1 (before 2.0: 9.2.1)"},
     .peer = "e_ev_organization_name_missing",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = with_attribute<kOrganization>},
    {.kind = {"lint.ev-without-country", Severity::medium, "EV without countryName",
              "The place of business must be there, with its country.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.6 (before 2.0: 9.2.6)"},
     .peer = "e_ev_country_name_missing",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = with_attribute<kCountry>},
    {.kind = {"lint.ev-without-category", Severity::medium, "EV without businessCategory",
              "It says what kind of organization was validated.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.3 (before 2.0: 9.2.3)"},
     .peer = "e_ev_business_category_missing",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = with_attribute<kCategory>},
    {.kind = {"lint.ev-category-unknown", Severity::medium, "EV with an unknown businessCategory",
              "There are four, to be written as in the Guidelines.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.3 (before 2.0: 9.2.3)"},
     .peer = "e_ev_invalid_business_category",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = known_category},
    {.kind = {"lint.ev-without-serial-number", Severity::medium, "EV without serialNumber",
              "The subject's registration number must be there (or the date of its creation).",
              kReissue, "CA/B EV Guidelines 7.1.4.2.5 (before 2.0: 9.2.5)"},
     .peer = "e_ev_serial_number_missing",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = with_attribute<kSerial>},
    {.kind = {"lint.ev-without-jurisdiction", Severity::medium, "EV without jurisdictionCountry",
              "The country of incorporation or registration must be there.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.4 (before 2.0: 9.2.4)"},
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = with_attribute<kJurisdictionCountry>},
    {.kind = {"lint.ev-wildcard", Severity::medium, "EV with a wildcard",
              "Extended validation covers names one by one.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.1 (before 2.0: 9.2.2, 9.8.1)"},
     .peer = "e_ev_not_wildcard",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds = no_wildcard},
    {.kind = {"lint.ev-address", Severity::medium, "EV with an IP address",
              "subjectAltName may hold domain names only.", kReissue,
              "CA/B EV Guidelines 7.1.2.2 (before 2.0: 9.8.1)"},
     .peer = "e_ev_san_ip_address_present",
     .rules = LintRules::extended_validation,
     .applies = is_ev,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.names_of(GeneralName::Kind::ip) == 0, "iPAddress", "dNSName");
         }},
    {.kind = {"lint.ev-extra-attribute", Severity::low, "EV with an attribute that is not provided",
              "The subject may have the attributes of the Guidelines and no others.", kReissue,
              "CA/B EV Guidelines 7.1.4.2.9 (ballot SC-016), from 2019-04-16"},
     .peer = "e_ev_extra_subject_attribs",
     .rules = LintRules::extended_validation,
     .since = lint_date(2019, 4, 16),
     .applies = is_ev,
     .holds = known_attributes},
    {.kind =
         {"lint.ev-lifetime-over-27-months", Severity::low, "EV for more than 27 months",
          "Until March 2018 that was the most; since then the limits for all certificates hold.",
          kReissue, "CA/B EV Guidelines 9.4, until 2018-03-01"},
     .peer = "e_ev_valid_time_too_long",
     .rules = LintRules::extended_validation,
     .until = lint_date(2018, 3, 2),
     .applies = is_ev,
     .holds = within_27_months},
};

}  // namespace

std::span<const Lint> ev_lints() { return kEvLints; }

}  // namespace tlsonar::trust
