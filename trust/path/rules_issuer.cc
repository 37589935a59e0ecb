#include "core/text.h"
#include "trust/path/rules.h"

namespace tlsonar::trust {
namespace {

// RFC 5280 section 6.1.4 (k). An anchor of version 1 cannot say that it is a CA: in a private PKI
// its being an anchor says so.
void judge_ca(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    const bool old_anchor = context.is_anchor() && !context.is_webpki() && summary.version < 3 &&
                            summary.extensions.empty();
    if (old_anchor) return context.note(PathKind::version, std::to_string(summary.version), "3");
    if (!summary.is_ca() || summary.version != 3)
        return context.fail(PathKind::issuer_not_ca,
                            summary.basic_constraints ? "cA is false" : "no basicConstraints",
                            "cA is true");
    if (context.facts.is_critical(PathExtension::basic_constraints) || context.examined) return;
    // Section 6.1 does not ask; the profile of section 4.2.1.9 does.
    if (context.is_anchor() || context.is_webpki())
        context.fail(PathKind::basic_constraints_not_critical);
    else
        context.note(PathKind::basic_constraints_not_critical);
}

void judge_issuer_key_usage(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (!summary.key_usage || (*summary.key_usage & key_usage_key_cert_sign) != 0) return;
    std::string found;
    for (const std::string_view name : summary.key_usage_names())
        found += (found.empty() ? "" : ", ") + std::string(name);
    context.fail(PathKind::cert_sign_not_allowed, std::move(found), "keyCertSign");
}

void judge_issuer_purpose(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (!context.facts.has(PathExtension::extended_key_usage)) return;
    if (context.is_anchor() && context.is_webpki() && !context.examined)
        context.fail(PathKind::extended_key_usage_on_root, usages_text(summary));
    if (!has_purpose(summary, context.options.purpose))
        context.fail(PathKind::extended_key_usage_wrong, usages_text(summary),
                     std::string(purpose_text(context.options.purpose)));
}

// Baseline Requirements section 7.1.2.1.3.
void judge_root_key_id(const RuleContext& context) {
    const CertificateSummary& summary = context.summary();
    if (!context.facts.has(PathExtension::authority_key_id) || !context.facts.self_issued) return;
    if (!summary.authority_key_id)
        return context.fail(PathKind::authority_key_id_form, "no keyIdentifier");
    if (context.facts.names_issuer_and_serial)
        context.fail(PathKind::authority_key_id_form,
                     "authorityCertIssuer or authorityCertSerialNumber");
    if (summary.subject_key_id && *summary.subject_key_id != *summary.authority_key_id)
        context.fail(PathKind::authority_key_id_form, hex(as_bytes(*summary.authority_key_id)),
                     hex(as_bytes(*summary.subject_key_id)));
}

void judge_constraints(const RuleContext& context) {
    if (!context.facts.has(PathExtension::name_constraints) ||
        context.facts.is_critical(PathExtension::name_constraints))
        return;
    // Baseline Requirements section 7.1.2.5.2 allows it, as an exception from RFC 5280.
    if (context.is_webpki())
        context.note(PathKind::name_constraints_not_critical);
    else
        context.fail(PathKind::name_constraints_not_critical);
}

}  // namespace

void judge_as_issuer(const RuleContext& context) {
    judge_ca(context);
    judge_issuer_key_usage(context);
    judge_issuer_purpose(context);
    judge_constraints(context);
    if (context.facts.subject.empty()) context.fail(PathKind::empty_subject);
    if (context.examined) return;
    if (context.summary().version == 3 && !context.summary().subject_key_id) {
        if (context.key_ids_matter())
            context.fail(PathKind::subject_key_id_missing);
        else
            context.note(PathKind::subject_key_id_missing);
    }
    if (context.is_anchor() && context.is_webpki()) judge_root_key_id(context);
}

}  // namespace tlsonar::trust
