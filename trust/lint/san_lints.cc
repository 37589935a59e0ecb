// The subjectAltName extension: that it is there, and what kinds of names it has.
#include "trust/lint/catalogue.h"
#include "trust/lint/dns.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;

// No name of that kind.
template <Kind Forbidden>
LintOutcome san_without(const LintSubject& x) {
    for (const GeneralName& name : x.summary.subject_alt_names)
        if (name.kind == Forbidden) return lint_broken(name.text(), "only dNSName and iPAddress");
    return lint_holds();
}

LintOutcome no_reserved_address(const LintSubject& x) {
    for (const GeneralName& name : x.summary.subject_alt_names)
        if (name.kind == Kind::ip && is_reserved_address(as_bytes(name.octets)))
            return lint_broken(name.text(), "an address of the public Internet");
    return lint_holds();
}

LintOutcome no_reserved_cn(const LintSubject& x) {
    for (const std::string& cn : x.common_names) {
        const std::string octets = address_octets(cn);
        if (!octets.empty() && is_reserved_address(as_bytes(octets)))
            return lint_broken(cn, "an address of the public Internet");
    }
    return lint_holds();
}

// Since 2015-11-01 no certificate for such names may be valid any more, whenever it was issued.
bool valid_after_2015_10(const LintSubject& x) {
    return x.summary.not_after && *x.summary.not_after > lint_date(2015, 11, 1);
}

bool in_san(const LintSubject& x, const std::string& cn) {
    for (const GeneralName& name : x.summary.subject_alt_names) {
        if (name.kind == Kind::dns && name.octets == cn) return true;
        if (name.kind == Kind::ip && name.text() == cn) return true;
    }
    return false;
}

LintOutcome cn_from_san(const LintSubject& x) {
    for (const std::string& cn : x.common_names)
        if (!in_san(x, cn))
            return lint_broken("CN " + cn, "a character-for-character copy of a name in the SAN");
    return lint_holds();
}

// Before 2021-08-25 letter case did not matter.
LintOutcome cn_from_san_any_case(const LintSubject& x) {
    for (const std::string& cn : x.common_names) {
        const std::string lowered = lower_ascii(cn);
        const bool found =
            std::any_of(x.dns_names.begin(), x.dns_names.end(),
                        [&](std::string_view name) { return lower_ascii(name) == lowered; });
        if (!found && !in_san(x, cn)) return lint_broken("CN " + cn, "a name of the SAN");
    }
    return lint_holds();
}

bool has_cn(const LintSubject& x) { return !x.ca && !x.common_names.empty(); }

LintOutcome some_name(const LintSubject& x) {
    const auto item = x.value(oid::subject_alt_name);
    return lint_check(item && !item->content.empty(), "an empty list", "at least one name");
}

LintOutcome no_empty_name(const LintSubject& x) {
    const auto& names = x.summary.subject_alt_names;
    const bool empty = std::any_of(names.begin(), names.end(), [](const GeneralName& name) {
        return name.octets.empty() && name.kind != Kind::directory;
    });
    return lint_check(!empty, "an empty name", "a name");
}

template <Kind Of>
LintOutcome ia5(const LintSubject& x) {
    for (const GeneralName& name : x.summary.subject_alt_names)
        if (name.kind == Of && !is_ia5(name.octets))
            return lint_broken(name.text(), "ASCII (IA5String)");
    return lint_holds();
}

constexpr std::string_view kKindMeaning =
    "A TLS server certificate of a public CA may name hosts and addresses only: other kinds of "
    "names were not validated for that purpose.";
constexpr std::string_view kKindFix =
    "Have the certificate reissued with dNSName and iPAddress entries only.";

constexpr Lint kSanLints[] = {
    {.kind = {"lint.san-missing", Severity::high, "No subjectAltName",
              "Clients look for the host's name in subjectAltName and nowhere else; without it the "
              "certificate matches no host.",
              "Have the certificate reissued with its host names as dNSName entries.",
              "CA/B TLS BR 7.1.2.7.12; RFC 9525 section 2"},
     .peer = "e_ext_san_missing",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = is_not_ca,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.has(oid::subject_alt_name), "no subjectAltName", "subjectAltName");
         }},
    {.kind =
         {"lint.cn-not-in-san", Severity::medium,
          "The common name is not a copy of a name in subjectAltName",
          "CN is a relic; when it is there it must repeat one of the validated names, character "
          "for character.",
          "Leave CN out, or let it repeat the first host name exactly.",
          "CA/B TLS BR 7.1.4.3 (before 2.0: 7.1.4.2.2), from 2021-08-25"},
     .peer = "e_subject_common_name_not_exactly_from_san",
     .rules = LintRules::baseline,
     .since = since::br_1_8_0,
     .applies = has_cn,
     .holds = cn_from_san},
    {.kind = {"lint.cn-not-in-san-before-2021", Severity::medium,
              "The common name is not among the names in subjectAltName",
              "CN must repeat one of the validated names.",
              "Leave CN out, or let it repeat the first host name.",
              "CA/B BR 7.1.4.2.2, until 2021-08-25"},
     .peer = "e_subject_common_name_not_from_san",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .until = since::br_1_8_0,
     .applies = has_cn,
     .holds = cn_from_san_any_case},
    {.kind = {"lint.cn-several", Severity::low, "Several common names",
              "CN, when present, holds a single host name or address; software that still reads it "
              "picks the first, or the last.",
              "Have the certificate reissued with one CN at most.", "CA/B TLS BR 7.1.4.3"},
     .peer = "w_extra_subject_common_names",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .applies = is_subscriber,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.common_names.size() <= 1,
                               std::to_string(x.common_names.size()) + " CNs", "at most one");
         }},
    {.kind =
         {"lint.cn-present", Severity::info, "The subject has a common name",
          "NOT RECOMMENDED since September 2023, because names belong into subjectAltName; most "
          "CAs still write it.",
          "Ask the CA for a profile without CN.", "CA/B TLS BR 7.1.2.7.2, from 2023-09-15"},
     .peer = "w_subject_common_name_included",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_2_0_0,
     .pedantic = true,
     .applies = is_subscriber,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.common_names.empty(), "CN " + x.common_name(), "no CN");
         }},
    {.kind = {"lint.san-reserved-address", Severity::high,
              "subjectAltName has an address that nobody owns",
              "Private, documentation and other special addresses exist in every network. A public "
              "certificate for one would be valid in all of them.",
              "Use a public address or a host name; for private networks a private CA.",
              "CA/B TLS BR 4.2.2, 7.1.2.7.12; IANA special-purpose address registries"},
     .peer = "e_ext_san_contains_reserved_ip",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = valid_after_2015_10,
     .holds = no_reserved_address},
    {.kind = {"lint.cn-reserved-address", Severity::high,
              "The common name is an address that nobody owns",
              "Private, documentation and other special addresses exist in every network. A public "
              "certificate for one would be valid in all of them.",
              "Use a public address or a host name; for private networks a private CA.",
              "CA/B TLS BR 4.2.2; IANA special-purpose address registries"},
     .peer = "e_subject_contains_reserved_ip",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = valid_after_2015_10,
     .holds = no_reserved_cn},
    {.kind = {"lint.san-uri", Severity::medium, "subjectAltName has a URI", kKindMeaning, kKindFix,
              "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_ext_san_uniform_resource_identifier_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = with<oid::subject_alt_name>,
     .holds = san_without<Kind::uri>},
    {.kind = {"lint.san-email", Severity::medium, "subjectAltName has an e-mail address",
              kKindMeaning, kKindFix, "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_ext_san_rfc822_name_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = with<oid::subject_alt_name>,
     .holds = san_without<Kind::rfc822>},
    {.kind = {"lint.san-other-name", Severity::medium, "subjectAltName has an otherName",
              kKindMeaning, kKindFix, "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_ext_san_other_name_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = with<oid::subject_alt_name>,
     .holds = san_without<Kind::other_name>},
    {.kind = {"lint.san-directory-name", Severity::medium, "subjectAltName has a directoryName",
              kKindMeaning, kKindFix, "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_ext_san_directory_name_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = with<oid::subject_alt_name>,
     .holds = san_without<Kind::directory>},
    {.kind = {"lint.san-registered-id", Severity::medium, "subjectAltName has a registeredID",
              kKindMeaning, kKindFix, "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_ext_san_registered_id_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = with<oid::subject_alt_name>,
     .holds = san_without<Kind::registered_id>},
    {.kind = {"lint.san-edi-party", Severity::medium, "subjectAltName has an ediPartyName",
              kKindMeaning, kKindFix, "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_ext_san_edi_party_name_present",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = with<oid::subject_alt_name>,
     .holds = san_without<Kind::edi_party>},
    {.kind = {"lint.san-not-critical-without-subject", Severity::medium,
              "Empty subject, yet subjectAltName is not critical",
              "When the subject is empty, subjectAltName is the only name, and must be critical so "
              "that nobody ignores it.",
              "Have the certificate reissued with a critical subjectAltName.",
              "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_not_critical_without_subject",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::subject_alt_name>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(x.critical(oid::subject_alt_name) || !x.summary.subject.empty(),
                               "not critical", "critical");
         }},
    {.kind = {"lint.san-critical-with-subject", Severity::info,
              "subjectAltName is critical beside a subject",
              "It should be critical only when the subject is empty. Some old software refuses the "
              "certificate.",
              "Have the certificate reissued with a subjectAltName that is not critical.",
              "RFC 5280 section 4.2.1.6; CA/B TLS BR 7.1.2.7.12"},
     .peer = "w_ext_san_critical_with_subject_dn",
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::rfc5280,
     .applies = with<oid::subject_alt_name>,
     .holds =
         [](const LintSubject& x) {
             return lint_check(!x.critical(oid::subject_alt_name) || x.summary.subject.empty(),
                               "critical", "not critical");
         }},
    {.kind = {"lint.san-empty", Severity::high, "subjectAltName has no names",
              "The extension must have a name at least; an empty one matches no host.",
              "Have the certificate reissued with its host names.", "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_no_entries",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::subject_alt_name>,
     .holds = some_name},
    {.kind = {"lint.san-empty-name", Severity::medium, "subjectAltName has an empty name",
              "An empty name stands for nothing, and software treats it in different ways.",
              "Have the certificate reissued without it.", "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_empty_name",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::subject_alt_name>,
     .holds = no_empty_name},
    {.kind = {"lint.san-dns-not-ascii", Severity::medium, "A dNSName is not ASCII",
              "International names must be written as A-labels (xn--…).",
              "Have the name converted to A-labels.", "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_dns_not_ia5_string",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::subject_alt_name>,
     .holds = ia5<Kind::dns>},
    {.kind = {"lint.san-uri-not-ascii", Severity::low, "A URI is not ASCII",
              "International URIs must be mapped to ASCII.", "Have the URI mapped after RFC 3987.",
              "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_uri_not_ia5",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = with<oid::subject_alt_name>,
     .holds = ia5<Kind::uri>},
};

}  // namespace

std::span<const Lint> san_lints() { return kSanLints; }

}  // namespace tlsonar::trust
