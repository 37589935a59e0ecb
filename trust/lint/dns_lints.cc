// Host names in subjectAltName and commonName.
#include "trust/lint/catalogue.h"
#include "trust/lint/dns.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxName = 253;

// No host name may be as `Bad` says.
template <bool (*Bad)(std::string_view)>
LintOutcome no_host(const LintSubject& x, std::string_view expected) {
    std::string bad = first_host(x, Bad);
    return bad.empty() ? lint_holds() : lint_broken(std::move(bad), std::string(expected));
}
// The same for the SAN alone.
template <bool (*Bad)(std::string_view)>
LintOutcome no_san(const LintSubject& x, std::string_view expected) {
    for (const std::string_view name : x.dns_names)
        if (Bad(name)) return lint_broken(std::string(name), std::string(expected));
    return lint_holds();
}

bool any_label(std::string_view name, bool (*bad)(std::string_view)) {
    const auto labels = labels_of(name);
    return std::any_of(labels.begin(), labels.end(), bad);
}

bool has_bad_character(std::string_view name) {
    // "?" was how certificates for Certificate Transparency hid a label.
    while (name.starts_with("?."))
        name.remove_prefix(2);
    return std::any_of(name.begin(), name.end(), [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '-' || c == '_' || c == '*' || c == '.');
    });
}
bool has_empty_label(std::string_view name) {
    return any_label(name, [](std::string_view label) { return label.empty(); });
}
bool has_long_label(std::string_view name) {
    return any_label(name, [](std::string_view label) { return label.size() > kMaxLabel; });
}
bool is_long(std::string_view name) { return name.size() > kMaxName; }
bool has_odd_wildcard(std::string_view name) {
    const std::string_view left = labels_of(name).front();
    return left.find('*') != std::string_view::npos && left != "*";
}
bool has_inner_wildcard(std::string_view name) {
    const std::size_t dot = name.find('.');
    return dot != std::string_view::npos && name.find('*', dot) != std::string_view::npos;
}
bool is_wildcard_on_suffix(std::string_view name) {
    return name.starts_with("*.") && is_registry_suffix(name.substr(2));
}
bool is_bare_suffix(std::string_view name) {
    return name.find('.') != std::string_view::npos && is_registry_suffix(name);
}
bool is_bare_tld(std::string_view name) {
    return name.find('.') == std::string_view::npos && is_registry_suffix(name);
}
bool has_underscore(std::string_view name) { return name.find('_') != std::string_view::npos; }
bool has_null(std::string_view name) { return name.find('\0') != std::string_view::npos; }
bool starts_with_dot(std::string_view name) { return name.starts_with('.'); }
bool is_bare_wildcard(std::string_view name) { return name == "*"; }
bool is_reverse_zone(std::string_view name) {
    const std::string lowered = lower_ascii(name);
    return lowered.ends_with(".in-addr.arpa") || lowered.ends_with(".ip6.arpa");
}
bool is_bad_a_label(std::string_view label) {
    return starts_with_xn(label) && !is_valid_a_label(label);
}
bool has_bad_a_label(std::string_view name) { return any_label(name, is_bad_a_label); }
bool is_reserved_label(std::string_view label) {
    return label.size() >= 4 && label.substr(2, 2) == "--" && !starts_with_xn(label);
}
bool has_reserved_label(std::string_view name) { return any_label(name, is_reserved_label); }
bool has_edge_hyphen(std::string_view name) {
    const auto labels = labels_of(name);
    if (labels.size() < 2) return false;
    const std::string_view domain = labels[labels.size() - 2];
    return domain.starts_with('-') || domain.ends_with('-');
}

LintOutcome public_tld(const LintSubject& x) {
    for (std::string& name : host_names(x))
        if (!has_public_tld(name, *x.summary.not_before))
            return lint_broken(std::move(name), "a name under a top-level domain of the root zone");
    return lint_holds();
}

LintOutcome no_name_twice(const LintSubject& x) {
    std::vector<std::string> names;
    names.reserve(x.dns_names.size());
    for (const std::string_view name : x.dns_names)
        names.push_back(lower_ascii(name));
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end());
    return twice == names.end() ? lint_holds() : lint_broken(*twice, "every name once");
}

constexpr std::string_view kHostFix =
    "Have the certificate reissued with names that exist in public DNS and are written as host "
    "names.";

constexpr Lint kDnsLints[] = {
    {.kind = {"lint.dns-tld-unknown", Severity::high,
              "A host name does not end in a public top-level domain",
              "Public CAs certify names on the Internet only. A name under no delegated top-level "
              "domain is an internal name that anybody may use; clients of other networks would "
              "trust it, too.",
              "Use a name under a domain that you own; for internal names use a private CA.",
              "CA/B TLS BR 4.2.2, 7.1.2.7.12; IANA root zone (as of the public suffix list in "
              "use)"},
     .peer = "e_dnsname_not_valid_tld",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds = public_tld},
    {.kind = {"lint.dns-bad-character", Severity::medium,
              "A host name has characters that host names do not have",
              "Labels consist of letters, digits and hyphens. Spaces, slashes, whole URLs and "
              "non-ASCII text in a dNSName never match what a client asks for.",
              kHostFix, "CA/B TLS BR 7.1.2.7.12; RFC 5280 section 4.2.1.6; RFC 1034 section 3.5"},
     .peer = "e_dnsname_bad_character_in_label",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds =
         [](const LintSubject& x) {
             return no_host<has_bad_character>(x, "letters, digits, hyphens");
         }},
    {.kind = {"lint.dns-empty-label", Severity::medium, "A host name has an empty label",
              "Two dots in a row, or a dot at an end: such a name is no host name and clients "
              "compare it in different ways.",
              kHostFix, "RFC 1034 section 3.5; CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_dnsname_empty_label",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds = [](const LintSubject& x) { return no_host<has_empty_label>(x, "no empty label"); }},
    {.kind = {"lint.dns-label-too-long", Severity::medium,
              "A label of a host name is longer than 63 octets",
              "DNS cannot carry such a label, so nobody can reach a host of this name.", kHostFix,
              "RFC 1035 section 2.3.4"},
     .peer = "e_dnsname_label_too_long",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds =
         [](const LintSubject& x) {
             return no_host<has_long_label>(x, "at most 63 octets a label");
         }},
    {.kind = {"lint.wildcard-partial", Severity::medium, "A wildcard is only a part of its label",
              "The asterisk must be the whole leftmost label; names such as f*.example.com match "
              "nothing in today's clients.",
              "Use *.example.com or spell the names out.",
              "CA/B TLS BR 1.6.1 (Wildcard Domain Name); RFC 9525 section 6.3"},
     .peer = "e_dnsname_left_label_wildcard_correct",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return no_host<has_odd_wildcard>(x, "* as the whole leftmost label");
         }},
    {.kind = {"lint.wildcard-not-leftmost", Severity::medium,
              "A wildcard stands elsewhere than leftmost",
              "Only the leftmost label may be a wildcard; the others are taken literally by "
              "clients, or the name is refused.",
              "Use *.example.com or spell the names out.",
              "CA/B TLS BR 1.6.1 (Wildcard Domain Name); RFC 9525 section 6.3"},
     .peer = "e_dnsname_wildcard_only_in_left_label",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = any_certificate,
     .holds =
         [](const LintSubject& x) {
             return no_host<has_inner_wildcard>(x, "a wildcard in the leftmost label only");
         }},
    {.kind = {"lint.wildcard-on-public-suffix", Severity::medium,
              "A wildcard covers a whole public suffix",
              "*.co.uk would cover everybody's domain. CAs may issue it only to the owner of the "
              "whole suffix, and browsers refuse it.",
              "Ask for names below a domain that you own.", "CA/B TLS BR 3.2.2.6"},
     .peer = "n_dnsname_wildcard_left_of_public_suffix",
     .rules = LintRules::baseline,
     .level = LintLevel::note,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds =
         [](const LintSubject& x) {
             return no_host<is_wildcard_on_suffix>(x, "a label left of the public suffix");
         }},
    {.kind = {"lint.dns-bare-public-suffix", Severity::low, "A host name is a public suffix itself",
              "The name is one under which everybody registers. Rarely its registry asks for a "
              "certificate; mostly it is a mistake.",
              "Check the order: a label may be missing.", "CA/B TLS BR 3.2.2.6"},
     .rules = LintRules::baseline,
     .level = LintLevel::should,
     .since = since::br_1_0,
     .pedantic = true,
     .applies = subscriber_with_dns,
     .holds =
         [](const LintSubject& x) {
             return no_san<is_bare_suffix>(x, "a name below the public suffix");
         }},
    {.kind = {"lint.dns-bare-tld", Severity::high, "A host name is a top-level domain",
              "A certificate for a whole top-level domain: no host has that name.", kHostFix,
              "CA/B TLS BR 7.1.2.7.12"},
     .peer = "e_dnsname_contains_bare_iana_suffix",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds = [](const LintSubject& x) { return no_host<is_bare_tld>(x, "a name below it"); }},
    {.kind = {"lint.dns-underscore", Severity::medium, "A host name contains an underscore",
              "Host names have letters, digits and hyphens. CAs have not been allowed to "
              "certify underscores since April 2019.",
              "Rename the host; service labels such as _dmarc need no certificate.",
              "CA/B BR 7.1.4.2.1 (ballot SC-012), from 2019-04-01"},
     .peer = "e_underscore_not_permissible_in_dnsname",
     .rules = LintRules::baseline,
     .since = lint_date(2019, 4, 1),
     .applies = subscriber_with_dns,
     .holds = [](const LintSubject& x) { return no_san<has_underscore>(x, "no underscore"); }},
    {.kind = {"lint.dns-null-character", Severity::critical,
              "A host name contains a null character",
              "The oldest trick against certificate checks: software that ends strings at a null "
              "sees another name than the CA certified.",
              "Do not use this certificate; ask where it comes from.",
              "RFC 5280 section 4.2.1.6; CVE-2009-2408"},
     .peer = "e_san_dns_name_includes_null_char",
     .rules = LintRules::community,
     .applies = with<oid::subject_alt_name>,
     .holds = [](const LintSubject& x) { return no_san<has_null>(x, "no null character"); }},
    {.kind = {"lint.dns-too-long", Severity::medium, "A host name is longer than 253 octets",
              "DNS cannot carry such a name, so nobody can reach a host of this name.", kHostFix,
              "RFC 1035 section 2.3.4; RFC 5280 section 4.2.1.6"},
     .peer = "e_ext_san_dns_name_too_long",
     .rules = LintRules::rfc,
     .since = since::rfc5280,
     .applies = [](const LintSubject& x) { return !x.dns_names.empty(); },
     .holds = [](const LintSubject& x) { return no_san<is_long>(x, "at most 253 octets"); }},
    {.kind = {"lint.dns-starts-with-period", Severity::medium, "A host name starts with a period",
              "That form exists in name constraints only; as a name it matches nothing.", kHostFix,
              "RFC 5280 section 4.2.1.6"},
     .peer = "e_san_dns_name_starts_with_period",
     .rules = LintRules::community,
     .applies = with<oid::subject_alt_name>,
     .holds = [](const LintSubject& x) { return no_san<starts_with_dot>(x, "a label first"); }},
    {.kind = {"lint.wildcard-bare", Severity::high, "A host name is a single asterisk",
              "It would stand for every name; no client accepts it.", kHostFix,
              "CA/B TLS BR 1.6.1 (Wildcard Domain Name)"},
     .peer = "e_san_bare_wildcard",
     .rules = LintRules::community,
     .applies = with<oid::subject_alt_name>,
     .holds = [](const LintSubject& x) { return no_san<is_bare_wildcard>(x, "*.domain"); }},
    {.kind = {"lint.dns-a-label-invalid", Severity::medium,
              "An internationalized name does not decode",
              "A label that begins with xn-- is Punycode. This one decodes to nothing that Unicode "
              "has, so no user can type it or read it.",
              "Have the name converted by software that follows IDNA 2008.",
              "RFC 5280 section 7.2; RFC 3492; RFC 5891"},
     .peer = "e_international_dns_name_not_unicode",
     .rules = LintRules::rfc,
     .since = since::rfc3490,
     .applies = with<oid::subject_alt_name>,
     .holds =
         [](const LintSubject& x) {
             return no_san<has_bad_a_label>(x, "xn-- and valid Punycode");
         }},
    {.kind = {"lint.dns-reserved-label", Severity::medium,
              "A label has hyphens at its third and fourth place",
              "Such labels are reserved; only xn-- has a meaning. CAs may not certify others.",
              kHostFix,
              "CA/B BR 7.1.4.2.1 (ballot SC-048), from 2021-10-01; RFC 5890 section 2.3.1"},
     .peer = "e_dnsname_contains_prohibited_reserved_label",
     .rules = LintRules::baseline,
     .since = lint_date(2021, 10, 1),
     .applies = subscriber_with_dns,
     .holds =
         [](const LintSubject& x) {
             return no_san<has_reserved_label>(x, "no reserved label but xn--");
         }},
    {.kind = {"lint.dns-hyphen-at-edge", Severity::low,
              "A registered domain begins or ends with a hyphen",
              "DNS registries refuse such labels, so the name cannot exist.", kHostFix,
              "RFC 1034 section 3.5; RFC 5890 section 2.3.1"},
     .peer = "e_dnsname_hyphen_in_sld",
     .rules = LintRules::baseline,
     .since = since::br_1_0,
     .applies = subscriber_with_dns,
     .holds =
         [](const LintSubject& x) {
             return no_host<has_edge_hyphen>(x, "hyphens inside a label only");
         }},
    {.kind = {"lint.dns-reverse-zone", Severity::high,
              "A host name lies in a zone of reverse lookups",
              "Names below in-addr.arpa and ip6.arpa follow addresses, not owners. CAs have not "
              "been allowed to certify them since March 2026.",
              "Use a forward name, or an iPAddress.",
              "CA/B TLS BR 4.2.2 (ballot SC-086), from 2026-03-15"},
     .peer = "e_arpa_domain_not_allowed",
     .rules = LintRules::baseline,
     .since = since::sc_081_first,
     .applies = is_subscriber,
     .holds =
         [](const LintSubject& x) {
             return no_san<is_reverse_zone>(x, "no name below in-addr.arpa or ip6.arpa");
         }},
    {.kind = {"lint.san-name-twice", Severity::info, "A host name appears twice",
              "Harmless, but it makes every handshake longer.", "Remove the double from the order.",
              "none; common sense"},
     .peer = "n_san_dns_name_duplicate",
     .rules = LintRules::community,
     .level = LintLevel::note,
     .applies = with<oid::subject_alt_name>,
     .holds = no_name_twice},
};

}  // namespace

std::span<const Lint> dns_lints() { return kDnsLints; }

}  // namespace tlsonar::trust
