#include "trust/name/host_syntax.h"
#include "trust/path/rules.h"

#include <algorithm>

#include <arpa/inet.h>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;

void judge_basic(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    const bool signs = (summary.key_usage.value_or(0) & key_usage_key_cert_sign) != 0;
    if (context.is_webpki()) {
        if (summary.version != 3)
            context.fail(PathKind::version, std::to_string(summary.version), "3");
        if (summary.is_ca()) context.fail(PathKind::ca_as_leaf);
    }
    if (signs && !summary.is_ca()) context.fail(PathKind::leaf_signs_certificates);
    if (context.facts.has(PathExtension::name_constraints) && !summary.is_ca())
        context.fail(PathKind::name_constraints_in_leaf);
}

// Baseline Requirements sections 7.1.2.7.6 and 7.1.2.7.10; RFC 5280 section 4.2.1.12 is content
// with none, and with any.
void judge_leaf_purpose(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (context.options.purpose == Purpose::any) return;
    const std::string wanted(purpose_text(context.options.purpose));
    if (!context.facts.has(PathExtension::extended_key_usage)) {
        if (context.is_webpki()) context.fail(PathKind::extended_key_usage_missing, {}, wanted);
        return;
    }
    if (!has_purpose(summary, context.options.purpose))
        context.fail(PathKind::extended_key_usage_wrong, usages_text(summary), wanted);
    if (!context.is_webpki()) return;
    const auto& usages = summary.extended_key_usage;
    if (std::any_of(usages.begin(), usages.end(),
                    [](const ObjectId& usage) { return usage.dotted() == "2.5.29.37.0"; }))
        context.fail(PathKind::extended_key_usage_any, usages_text(summary), wanted);
    if (context.facts.is_critical(PathExtension::extended_key_usage))
        context.fail(PathKind::extended_key_usage_critical);
}

void judge_leaf_key_usage(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (!summary.key_usage) return;
    static constexpr std::uint16_t kTls =
        key_usage_digital_signature | key_usage_key_encipherment | key_usage_key_agreement;
    std::string found;
    for (const std::string_view name : summary.key_usage_names())
        found += (found.empty() ? "" : ", ") + std::string(name);
    const std::uint16_t wanted = context.options.required_key_usage;
    if ((*summary.key_usage & wanted) != wanted)
        context.fail(PathKind::key_usage_missing, std::move(found), "the bits asked for");
    else if (context.is_webpki() && context.options.purpose != Purpose::any &&
             (*summary.key_usage & kTls) == 0)
        context.fail(PathKind::key_usage_missing, std::move(found),
                     "digitalSignature, keyEncipherment or keyAgreement");
}

void judge_alt_names(const RuleContext& context) {
    const PathFacts& facts = context.facts;
    const bool has = facts.has(PathExtension::alt_name);
    const bool nameless = facts.subject.empty();
    const bool server = context.is_webpki() && context.options.purpose == Purpose::server;
    if (!has && (nameless || server)) return context.fail(PathKind::alt_name_missing);
    if (!has) return;
    const bool critical = facts.is_critical(PathExtension::alt_name);
    if (nameless && !critical)
        context.fail(PathKind::alt_name_criticality, "not critical", "critical");
    if (!nameless && critical && context.is_webpki())
        context.fail(PathKind::alt_name_criticality, "critical", "not critical");
    for (const GeneralName& name : context.summary().subject_alt_names)
        if (context.is_webpki() && name.kind == Kind::dns && has_numeric_end(name.octets))
            return context.fail(PathKind::alt_name_malformed, name.octets);
}

bool is_alt_name(const CertificateSummary& summary, std::string_view text) {
    return std::any_of(summary.subject_alt_names.begin(), summary.subject_alt_names.end(),
                       [text](const GeneralName& name) {
                           return (name.kind == Kind::dns || name.kind == Kind::ip) &&
                                  name.text() == text;
                       });
}

// The text of an address as programs write it today, of any writing that some program reads
// ("0xC0A80101", "192.168.001.001", "2001:DB8::1"); empty when it is no address.
std::string plain_address(const std::string& text) {
    GeneralName name;
    name.kind = Kind::ip;
    if (const auto address = PeerName::ip(text)) {
        name.octets = address->value;
        return name.text();
    }
    in_addr old{};
    if (text.find('\0') != std::string::npos || inet_aton(text.c_str(), &old) == 0) return {};
    name.octets.assign(reinterpret_cast<const char*>(&old.s_addr), sizeof old.s_addr);
    return name.text();
}

std::string_view parent_of(std::string_view host) {
    const std::size_t dot = host.find('.');
    return dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
}

// A common name that is not one of the names misleads when it is one of them in another writing,
// stands beside one of them, or is an address in an odd writing. No client looks at it; but people
// do. (What it is else, a domain of its own or a title, promises nothing about these names.)
bool is_common_name_misleading(const CertificateSummary& summary, const std::string& text) {
    if (const std::string address = plain_address(text); !address.empty()) return address != text;
    const auto host = to_ascii_host(text);
    if (!host) return !is_ascii(text) && text.find('.') != std::string::npos;
    const std::string_view parent = parent_of(*host);
    const auto& names = summary.subject_alt_names;
    return std::any_of(names.begin(), names.end(), [&](const GeneralName& name) {
        return name.kind == Kind::dns &&
               (equal_ignoring_case(name.octets, *host) ||
                (!parent.empty() && equal_ignoring_case(parent_of(name.octets), parent)));
    });
}

// Baseline Requirements section 7.1.4.3. Only where there are names of servers to compare with.
void judge_common_name(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    const auto& names = summary.subject_alt_names;
    if (!context.is_webpki() || context.options.purpose != Purpose::server ||
        std::none_of(names.begin(), names.end(), [](const GeneralName& name) {
            return name.kind == Kind::dns || name.kind == Kind::ip;
        }))
        return;
    for (const NameAttribute& attribute : summary.subject.attributes) {
        if (attribute.type.short_name() != "CN") continue;
        const std::string text = attribute.text();
        if (is_alt_name(summary, text)) continue;
        if (is_common_name_misleading(summary, text))
            return context.fail(PathKind::common_name_not_in_alt_names, text);
        context.note(PathKind::common_name_not_in_alt_names, text);
    }
}

std::string some_names(const CertificateSummary& summary) {
    static constexpr std::size_t kShown = 10;
    std::string out;
    std::size_t shown = 0;
    for (const GeneralName& name : summary.subject_alt_names) {
        if (shown++ == kShown) return out + ", …";
        out += (out.empty() ? "" : ", ") + name.text();
    }
    return out;
}

void judge_peer_names(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    for (const PeerName& wanted : context.options.names) {
        const NameMatch match = match_names(summary.subject_alt_names, wanted);
        if (match == NameMatch::public_suffix)
            context.fail(PathKind::name_wildcard_public_suffix, some_names(summary), wanted.text);
        else if (match != NameMatch::yes)
            context.fail(PathKind::name_mismatch, some_names(summary), wanted.text);
    }
}

}  // namespace

void judge_as_leaf(const RuleContext& context) {
    judge_basic(context);
    judge_leaf_purpose(context);
    judge_leaf_key_usage(context);
    judge_alt_names(context);
    judge_common_name(context);
    judge_peer_names(context);
}

}  // namespace tlsonar::trust
