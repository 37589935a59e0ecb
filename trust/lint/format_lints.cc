// What RFC 5280 and its companions want of the contents of extensions and names: forms of general
// names, texts of policies, usages by the kind of key, encodings.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;

constexpr std::size_t kMostText = 200;

// local@domain, without <> or comments.
bool is_mailbox(std::string_view text) {
    const std::size_t at = text.rfind('@');
    return at != std::string_view::npos && at != 0 && at + 1 < text.size() && is_ia5(text) &&
           text.find_first_of(" <>()") == std::string_view::npos;
}

// scheme ":" something (RFC 3986 section 3).
bool is_absolute_uri(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return is_letter(text[0]) &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                       [&](char c) {
                           return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
                                  c == '.';
                       });
}

template <Kind Wanted, bool (*Good)(std::string_view)>
LintOutcome each_name(const LintSubject& x, std::string_view expected) {
    for (const GeneralName& name : x.summary.subject_alt_names)
        if (name.kind == Wanted && !Good(name.octets))
            return lint_broken(name.text(), std::string(expected));
    return lint_holds();
}
template <Kind Wanted>
bool san_has(const LintSubject& x) {
    return x.names_of(Wanted) != 0;
}
bool is_no_space(std::string_view text) { return text != " "; }

// The issuerAltName's names, by tag.
LintOutcome issuer_names(const LintSubject& x) {
    const auto list = x.value(oid::issuer_alt_name);
    if (!list || !list->is(tag::sequence)) return lint_unclear("the extension cannot be read");
    for (const DerItem& name : der_children(*list)) {
        const std::string_view text = as_text(name.content);
        const bool good = name.is(tag::context(1))   ? is_mailbox(text)
                          : name.is(tag::context(2)) ? is_ia5(text) && text.size() > 1
                          : name.is(tag::context(6)) ? is_ia5(text) && is_absolute_uri(text)
                                                     : !text.empty();
        if (!good) return lint_broken(std::string(text), "a name in the form of its kind");
    }
    return lint_holds();
}

// ---- policies ----

bool has_notice(const LintSubject& x) {
    const auto all = policy_qualifiers(x);
    return std::any_of(all.begin(), all.end(), [](const PolicyQualifier& one) {
        return one.type == oid::notice_qualifier;
    });
}

// UserNotice ::= SEQUENCE { noticeRef SEQUENCE OPTIONAL, explicitText DisplayText OPTIONAL }.
template <bool (*Good)(const DerItem&)>
LintOutcome each_notice(const LintSubject& x, std::string_view found, std::string_view expected) {
    for (const PolicyQualifier& one : policy_qualifiers(x)) {
        if (one.type != oid::notice_qualifier) continue;
        for (const DerItem& part : der_children(one.value))
            if (!Good(part)) return lint_broken(std::string(found), std::string(expected));
    }
    return lint_holds();
}
bool is_no_reference(const DerItem& part) { return !part.is(tag::sequence); }
bool is_no_ia5(const DerItem& part) { return !part.is(tag::ia5_string); }
bool is_short(const DerItem& part) {
    if (part.is(tag::sequence)) return true;
    const auto is_continuation = [](std::uint8_t c) { return (c & 0xC0U) == 0x80U; };
    const std::size_t octets = part.content.size();
    if (part.is(tag::bmp_string)) return octets / 2 <= kMostText;
    const auto inner = static_cast<std::size_t>(
        std::count_if(part.content.begin(), part.content.end(), is_continuation));
    return (part.is(tag::utf8_string) ? octets - inner : octets) <= kMostText;
}

LintOutcome any_policy_qualifiers(const LintSubject& x) {
    for (const PolicyQualifier& one : policy_qualifiers(x))
        if (one.of_any_policy && one.type != oid::cps_qualifier &&
            one.type != oid::notice_qualifier)
            return lint_broken(one.type, "id-qt-cps or id-qt-unotice");
    return lint_holds();
}

// ---- keys and usages ----

bool is_rsa_ca_with_usage(const LintSubject& x) {
    return x.ca && x.summary.public_key.kind == KeyKind::rsa && x.has(oid::key_usage);
}
LintOutcome rsa_ca_usage(const LintSubject& x) {
    const unsigned forbidden =
        key_usage_key_agreement | key_usage_encipher_only | key_usage_decipher_only;
    return lint_check(!x.key_usage(forbidden), "keyAgreement, encipherOnly or decipherOnly",
                      "signatures and encipherment at most");
}
bool is_ec_with_usage(const LintSubject& x) {
    return x.summary.public_key.kind == KeyKind::ec && x.has(oid::key_usage);
}
LintOutcome ec_enciphers_nothing(const LintSubject& x) {
    return lint_check(!x.key_usage(key_usage_key_encipherment | key_usage_data_encipherment),
                      "keyEncipherment or dataEncipherment", "without them");
}
LintOutcome usage_of_nine_bits(const LintSubject& x) {
    const auto bits = x.value(oid::key_usage);
    if (!bits || !bits->is(tag::bit_string) || bits->content.empty())
        return lint_unclear("the extension cannot be read");
    const std::size_t octets = bits->content.size() - 1;
    const std::size_t count = octets * 8 - std::min<std::size_t>(bits->content[0], octets * 8);
    return lint_check(count <= 9, std::to_string(count) + " bits", "at most 9");
}

LintOutcome ca_default_left_out(const LintSubject& x) {
    const auto sequence = x.value(oid::basic_constraints);
    if (!sequence || !sequence->is(tag::sequence))
        return lint_unclear("the extension cannot be read");
    for (const DerItem& part : der_children(*sequence))
        if (part.is(tag::boolean) && part.content.size() == 1 && part.content[0] != 0xFF)
            return lint_broken("cA written as " + std::to_string(part.content[0]),
                               "TRUE as FF, FALSE left out");
    return lint_holds();
}

// ---- name constraints, distribution points, names ----

template <bool (*Good)(const DerItem&)>
LintOutcome each_base(const LintSubject& x, std::string_view found, std::string_view expected) {
    const auto item = x.value(oid::name_constraints);
    if (!item || !item->is(tag::sequence)) return lint_unclear("the extension cannot be read");
    for (const DerItem& list : der_children(*item))
        for (const DerItem& subtree : der_children(list, CertificateSummary::kMaxGeneralNames)) {
            const auto parts = der_children(subtree);
            if (!parts.empty() && !Good(parts[0]))
                return lint_broken(std::string(found), std::string(expected));
        }
    return lint_holds();
}
bool has_no_leading_dot(const DerItem& base) {
    return !base.is(tag::context(2)) || !as_text(base.content).starts_with(".");
}
bool is_usual_base(const DerItem& base) {
    return base.tag.number != 3 && base.tag.number != 5 && base.tag.number != 8;
}

LintOutcome some_url(const LintSubject& x) {
    return lint_check(std::any_of(x.summary.crl_urls.begin(), x.summary.crl_urls.end(),
                                  [](const std::string& url) {
                                      return url.starts_with("http://") ||
                                             url.starts_with("ldap://");
                                  }),
                      "none", "http://… or ldap://…");
}

LintOutcome no_control_characters(const LintSubject& x) {
    for (const NameAttribute& attribute : x.summary.subject.attributes) {
        const std::string text = attribute.text();
        if (std::any_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
            return lint_broken(std::string(attribute.type.label()), "characters that print");
    }
    return lint_holds();
}

LintOutcome issuer_country_printable(const LintSubject& x) {
    for (const NameAttribute& attribute : x.summary.issuer.attributes)
        if (attribute.type.dotted() == "2.5.4.6" && attribute.tag != tag::printable_string)
            return lint_broken("tag " + std::to_string(attribute.tag), "PrintableString");
    return lint_holds();
}

constexpr Lint kFormatLints[] = {
    {.kind = {"lint.san-email-form", Severity::low, "An e-mail name is no address",
              "rfc822Name is local-part@domain, without a phrase, comment or angle brackets.",
              kReissue, "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_rfc822_format_invalid",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = san_has<Kind::rfc822>,
     .holds =
         [](const LintSubject& x) {
             return each_name<Kind::rfc822, is_mailbox>(x, "local-part@domain");
         }},
    {.kind = {"lint.san-uri-form", Severity::low, "A URI name is relative, or none",
              "It must have a scheme and something after it.", kReissue,
              "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_uri_format_invalid",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = san_has<Kind::uri>,
     .holds =
         [](const LintSubject& x) { return each_name<Kind::uri, is_absolute_uri>(x, "scheme:…"); }},
    {.kind = {"lint.san-dns-space", Severity::low, "A DNS name is a single space",
              "The name \" \" was once put where there is none; it must not be used.", kReissue,
              "RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_space_dns_name",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = san_has<Kind::dns>,
     .holds =
         [](const LintSubject& x) { return each_name<Kind::dns, is_no_space>(x, "a host name"); }},
    {.kind = {"lint.issuer-alt-name-form", Severity::low,
              "A name of the issuer is not in the form of its kind",
              "issuerAltName follows the rules of subjectAltName: addresses, host names in ASCII, "
              "absolute URIs.",
              kReissue, "RFC 5280 section 4.2.1.7"},
     .peer = "e_ext_ian_uri_format_invalid",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = with<oid::issuer_alt_name>,
     .holds = issuer_names},
    {.kind = {"lint.policy-text-ia5", Severity::low, "A policy's text is an IA5String",
              "explicitText must not be encoded so since RFC 6818; UTF8String is the right type.",
              kReissue, "RFC 6818 section 3"},
     .peer = "e_ext_cert_policy_explicit_text_ia5_string",
     .rules = LintRules::rfc,
     .since = since::rfc6818,
     .applies = has_notice,
     .holds =
         [](const LintSubject& x) { return each_notice<is_no_ia5>(x, "IA5String", "UTF8String"); }},
    {.kind = {"lint.policy-text-too-long", Severity::low, "A policy's text is too long",
              "explicitText has at most 200 characters.", kReissue, "RFC 5280 section 4.2.1.4"},
     .peer = "e_ext_cert_policy_explicit_text_too_long",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = has_notice,
     .holds =
         [](const LintSubject& x) {
             return each_notice<is_short>(x, "more", "200 characters at most");
         }},
    {.kind = {"lint.policy-notice-reference", Severity::info,
              "A policy refers to a notice elsewhere",
              "noticeRef should not be used: nobody follows it.", kReissue,
              "RFC 5280 section 4.2.1.4"},
     .peer = "w_ext_cert_policy_contains_noticeref",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc5280,
     .applies = has_notice,
     .holds =
         [](const LintSubject& x) {
             return each_notice<is_no_reference>(x, "noticeRef", "explicitText");
         }},
    {.kind = {"lint.any-policy-qualifier", Severity::low, "anyPolicy has a qualifier of its own",
              "Only a CPS pointer or a user notice may qualify it.", kReissue,
              "RFC 5280 section 4.2.1.4"},
     .peer = "e_ext_cert_policy_disallowed_any_policy_qualifier",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = with<oid::policies>,
     .holds = any_policy_qualifiers},
    {.kind = {"lint.rsa-ca-key-usage", Severity::low, "An RSA CA's keyUsage asks for key agreement",
              "RSA keys cannot agree on keys.", kReissue, "RFC 3279 section 2.3.1"},
     .peer = "e_rsa_allowed_ku_ca",
     .rules = LintRules::rfc,
     .since = since::rfc3280,
     .applies = is_rsa_ca_with_usage,
     .holds = rsa_ca_usage},
    {.kind = {"lint.ec-key-encipherment", Severity::low, "An EC key is said to encipher",
              "EC keys sign and agree; keyEncipherment and dataEncipherment must not be set.",
              kReissue, "RFC 8813 section 3, from August 2020"},
     .peer = "e_ecdsa_allowed_ku",
     .rules = LintRules::rfc,
     .since = lint_date(2020, 8, 1),
     .applies = is_ec_with_usage,
     .holds = ec_enciphers_nothing},
    {.kind = {"lint.key-usage-too-long", Severity::low, "keyUsage has more than nine bits",
              "Bits beyond decipherOnly mean nothing.", kReissue, "RFC 5280 section 4.2.1.3"},
     .peer = "e_key_usage_incorrect_length",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = with<oid::key_usage>,
     .holds = usage_of_nine_bits},
    {.kind = {"lint.basic-constraints-not-der", Severity::low,
              "cA is written where DER leaves it out",
              "FALSE is the default and not written; TRUE is FF.", kReissue,
              "RFC 5280 section 4.2.1.9; X.690 section 11.5"},
     .peer = "e_basic_constr_invalid_der",
     .rules = LintRules::rfc,
     .since = since::rfc2459,
     .applies = with<oid::basic_constraints>,
     .holds = ca_default_left_out},
    {.kind = {"lint.name-constraints-leading-dot", Severity::medium,
              "A constraint on DNS names begins with a period",
              "That form is for URIs and mail. On DNS names readers disagree what it means; "
              "strict ones refuse the CA.",
              kReissue, "RFC 5280 section 4.2.1.10"},
     .peer = "e_dns_name_constraint_incorrect_dot_prefix",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = ca_with<oid::name_constraints>,
     .holds =
         [](const LintSubject& x) {
             return each_base<has_no_leading_dot>(x, "a leading period", "a domain");
         }},
    {.kind = {"lint.name-constraints-odd-kind", Severity::info,
              "A constraint on names that nobody compares",
              "CAs should not constrain x400Address, ediPartyName or registeredID: software "
              "refuses what it cannot compare.",
              kReissue, "RFC 5280 section 4.2.1.10"},
     .peer = "w_name_constraint_on_x400",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc5280,
     .applies = ca_with<oid::name_constraints>,
     .holds =
         [](const LintSubject& x) {
             return each_base<is_usual_base>(x, "x400Address, ediPartyName or registeredID",
                                             "other kinds");
         }},
    {.kind = {"lint.crl-points-without-url", Severity::info, "No CRL distribution point has a URL",
              "When the extension is there it should say where the CRL is, by HTTP or LDAP.",
              kReissue, "RFC 5280 section 4.2.1.13"},
     .peer = "w_distribution_point_missing_ldap_or_uri",
     .rules = LintRules::rfc,
     .level = LintLevel::should,
     .since = since::rfc5280,
     .applies = with<oid::crl_points>,
     .holds = some_url},
    {.kind = {"lint.subject-control-character", Severity::low,
              "The subject has a character that does not print",
              "Control characters hide what is written, or break what shows it.", kReissue,
              "RFC 5280 appendix A.1; X.520"},
     .peer = "e_subject_dn_not_printable_characters",
     .rules = LintRules::rfc,
     .applies = any_certificate,
     .holds = no_control_characters},
    {.kind = {"lint.issuer-country-not-printable", Severity::low,
              "The issuer's country is no PrintableString",
              "The standard knows no other type for countryName.", kReissue,
              "RFC 5280 appendix A.1"},
     .peer = "e_issuer_dn_country_not_printable_string",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = any_certificate,
     .holds = issuer_country_printable},
};

}  // namespace

std::span<const Lint> format_lints() { return kFormatLints; }

}  // namespace tlsonar::trust
