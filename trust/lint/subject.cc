#include "trust/lint/subject.h"

#include "trust/lint/make.h"
#include "trust/signature.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// Names the same issuer and subject, and the key in it verifies it. Where nobody here can verify
// (ML-DSA …) equal key identifiers decide.
bool is_self_signed(const Certificate& certificate) {
    const CertificateSummary& summary = certificate.summary;
    if (!summary.self_issued) return false;
    const SignatureCheck check = check_signature(
        certificate.bytes(summary.signature.der), certificate.bytes(summary.public_key.info),
        certificate.bytes(summary.tbs), certificate.bytes(summary.signature_value));
    if (check != SignatureCheck::unsupported) return check == SignatureCheck::valid;
    return !summary.authority_key_id || summary.authority_key_id == summary.subject_key_id;
}

bool is_server(const LintSubject& x) {
    const auto& usages = x.summary.extended_key_usage;
    if (usages.empty() || x.has_usage(oid::any_usage) || x.has_usage(oid::server_auth)) return true;
    for (const std::string_view policy :
         {oid::policy_dv, oid::policy_ov, oid::policy_iv, oid::policy_ev})
        if (x.has_policy(policy)) return true;
    return false;
}

}  // namespace

std::int64_t add_months(std::int64_t seconds, int months) {
    // The civil date of a day, years counted from March: the inverse of lint_date.
    const std::int64_t day = (seconds - (((seconds % kDay) + kDay) % kDay)) / kDay + 719468;
    const std::int64_t era = (day >= 0 ? day : day - 146096) / 146097;
    const std::int64_t day_of_era = day - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t day_of_month = day_of_year - (153 * from_march + 2) / 5;  // from 0
    // Months since March of year 0; then the first of the new month, and the days on top.
    const std::int64_t all = (year_of_era + era * 400) * 12 + from_march + months;
    const auto year = static_cast<int>(all / 12);
    const auto month = static_cast<int>(all % 12);
    const std::int64_t first =
        lint_date(month < 10 ? year : year + 1, month < 10 ? month + 3 : month - 9, 1);
    return first + day_of_month * kDay + (((seconds % kDay) + kDay) % kDay);
}

std::vector<PolicyQualifier> policy_qualifiers(const LintSubject& x) {
    std::vector<PolicyQualifier> all;
    const auto list = x.value(oid::policies);
    if (!list || !list->is(tag::sequence)) return all;
    for (const DerItem& information : der_children(*list)) {
        const auto parts = der_children(information);
        if (parts.size() < 2 || !parts[0].is(tag::object_identifier)) continue;
        const bool any = dotted_oid(parts[0].content) == oid::any_policy;
        for (const DerItem& qualifier : der_children(parts[1])) {
            const auto fields = der_children(qualifier);
            if (fields.size() == 2 && fields[0].is(tag::object_identifier))
                all.push_back({any, dotted_oid(fields[0].content), fields[1]});
        }
    }
    return all;
}

LintSubject::LintSubject(const Certificate& certificate_, const LintContext& context_)
    : certificate(certificate_),
      summary(certificate_.summary),
      context(context_),
      raw(read_raw_certificate(certificate_.der)) {
    ca = summary.is_ca();
    self_signed = is_self_signed(certificate);
    server = is_server(*this);
    read_names();
}

void LintSubject::read_names() {
    for (const GeneralName& name : summary.subject_alt_names)
        if (name.kind == GeneralName::Kind::dns) dns_names.emplace_back(name.octets);
    for (const NameAttribute& attribute : summary.subject.attributes)
        if (attribute.type.dotted() == "2.5.4.3") common_names.push_back(attribute.text());
}

const RawExtension* LintSubject::extension(std::string_view dotted) const {
    for (const RawExtension& one : raw.extensions)
        if (one.type.dotted() == dotted) return &one;
    return nullptr;
}

bool LintSubject::critical(std::string_view dotted) const {
    const RawExtension* found = extension(dotted);
    return found != nullptr && found->critical;
}

std::optional<DerItem> LintSubject::value(std::string_view dotted) const {
    const RawExtension* found = extension(dotted);
    DerItem item;
    if (found == nullptr || !der_single(found->value, item)) return std::nullopt;
    return item;
}

bool LintSubject::has_usage(std::string_view purpose) const {
    return std::any_of(summary.extended_key_usage.begin(), summary.extended_key_usage.end(),
                       [&](const ObjectId& id) { return id.dotted() == purpose; });
}

bool LintSubject::has_policy(std::string_view policy) const {
    return std::any_of(summary.policies.begin(), summary.policies.end(),
                       [&](const ObjectId& id) { return id.dotted() == policy; });
}

std::size_t LintSubject::count(std::string_view attribute) const {
    const auto& all = summary.subject.attributes;
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(),
                      [&](const NameAttribute& one) { return one.type.dotted() == attribute; }));
}

std::size_t LintSubject::names_of(GeneralName::Kind kind) const {
    const auto& all = summary.subject_alt_names;
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const GeneralName& one) { return one.kind == kind; }));
}

std::int64_t LintSubject::lifetime() const {
    if (!summary.not_before || !summary.not_after) return 0;
    return *summary.not_after - *summary.not_before + 1;
}

}  // namespace tlsonar::trust
