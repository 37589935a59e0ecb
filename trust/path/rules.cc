#include "trust/path/rules.h"

#include "trust/iso_time.h"
#include "trust/signature.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

void judge_time(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (!summary.not_before || !summary.not_after) {
        context.fail(PathKind::validity_unreadable,
                     summary.not_before_text + " - " + summary.not_after_text);
        return;
    }
    // Both ends belong to the period (RFC 5280 section 4.1.2.5).
    if (context.options.time > *summary.not_after)
        context.fail(PathKind::expired, "until " + iso_time(*summary.not_after),
                     "validity at " + iso_time(context.options.time));
    if (context.options.time < *summary.not_before)
        context.fail(PathKind::not_yet_valid, "from " + iso_time(*summary.not_before),
                     "validity at " + iso_time(context.options.time));
}

void judge_defects(const RuleContext& context) {
    for (const Defect& defect : context.facts.defects)
        context.out.add(defect.kind, defect.doubt ? Effect::doubt : Effect::fail, 0, defect.found);
}

void judge_serial(const RuleContext& context) {
    static constexpr std::size_t kMaxOctets = 20;
    const Bytes octets = context.certificate.bytes(context.summary().serial_octets);
    const bool negative = !octets.empty() && (octets[0] & 0x80U) != 0;
    const bool zero =
        std::all_of(octets.begin(), octets.end(), [](std::uint8_t octet) { return octet == 0; });
    if (negative || zero || octets.size() > kMaxOctets)
        context.fail(PathKind::serial_number, context.summary().serial,
                     "positive, at most 20 octets");
}

// RFC 5280 wants it critical, RFC 3280 left it open: in a private PKI a CA that does assert
// policies may have it either way (the NIST suite's do), one that asserts none has no use for it.
void judge_policy_constraints(const RuleContext& context) {
    const PathFacts& facts = context.facts;
    if (!facts.has(PathExtension::policy_constraints) ||
        facts.is_critical(PathExtension::policy_constraints))
        return;
    if (!context.is_webpki() && facts.has(PathExtension::policies))
        context.note(PathKind::policy_constraints_not_critical);
    else
        context.fail(PathKind::policy_constraints_not_critical);
}

// Extensions that conforming CAs never mark as critical.
void judge_criticality(const RuleContext& context) {
    const PathFacts& facts = context.facts;
    if (facts.is_critical(PathExtension::authority_key_id))
        context.fail(PathKind::authority_key_id_critical);
    if (facts.is_critical(PathExtension::subject_key_id))
        context.fail(PathKind::subject_key_id_critical);
    if (facts.is_critical(PathExtension::authority_info_access))
        context.fail(PathKind::authority_info_access_critical);
    judge_policy_constraints(context);
}

bool is_signed_by_own_key(const Certificate& certificate) {
    const CertificateSummary& summary = certificate.summary;
    return check_signature(certificate.bytes(summary.signature.der),
                           certificate.bytes(summary.public_key.info),
                           certificate.bytes(summary.tbs),
                           certificate.bytes(summary.signature_value)) == SignatureCheck::valid;
}

// RFC 5280 section 4.2.1.1: everyone but the self-signed. (Version 1 certificates cannot.)
void judge_authority_key_id(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (summary.version != 3 || context.facts.self_issued || summary.authority_key_id) return;
    // Whatever name an anchor gives its issuer: it is its own key that signed it.
    if (context.is_anchor() && is_signed_by_own_key(context.certificate)) return;
    if (context.key_ids_matter())
        context.fail(PathKind::authority_key_id_missing);
    else
        context.note(PathKind::authority_key_id_missing);
}

}  // namespace

void judge_form(const RuleContext& context) {
    judge_defects(context);
    judge_time(context);
    if (context.facts.issuer.empty()) context.fail(PathKind::empty_issuer);
    if (!context.is_anchor()) judge_serial(context);
    if (context.examined) return;
    judge_criticality(context);
    judge_authority_key_id(context);
}

bool has_purpose(const CertificateSummary& certificate, Purpose purpose) {
    const std::string_view wanted =
        purpose == Purpose::server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
    const auto& usages = certificate.extended_key_usage;
    return purpose == Purpose::any ||
           std::any_of(usages.begin(), usages.end(), [wanted](const ObjectId& usage) {
               return usage.dotted() == wanted || usage.dotted() == "2.5.29.37.0";
           });
}

std::string usages_text(const CertificateSummary& certificate) {
    std::string out;
    for (const ObjectId& usage : certificate.extended_key_usage) {
        if (!out.empty()) out += ", ";
        out += usage.label();
    }
    return out;
}

std::string_view purpose_text(Purpose purpose) {
    return purpose == Purpose::server ? "serverAuth" : "clientAuth";
}

Remarks judge_alone(const Certificate& certificate, const PathFacts& facts, Role role,
                    bool examined, const ValidationOptions& options) {
    Remarks out;
    const RuleContext context{certificate, facts, role, examined, options, out};
    judge_form(context);
    if (context.is_leaf())
        judge_as_leaf(context);
    else
        judge_as_issuer(context);
    judge_key(context);
    // How an anchor was signed does not matter: nobody relies on that signature.
    if (!context.is_anchor()) judge_signature_algorithm(context);
    return out;
}

}  // namespace tlsonar::trust
