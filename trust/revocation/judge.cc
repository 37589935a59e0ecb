#include "trust/name/distinguished.h"
#include "trust/oid_table.h"
#include "trust/revocation/fetch.h"
#include "trust/revocation/fetch_private.h"
#include "trust/revocation/judge_private.h"
#include "trust/revocation/reading_private.h"

#include <algorithm>
#include <cstdio>

namespace tlsonar::trust {
namespace {

// RFC 6960 section 4.2.2.2.1: said of responders, which are for nothing else. On the certificate of
// a server it means nothing.
bool is_revocation_exempt(const CertificateSummary& summary) {
    const auto& usages = summary.extended_key_usage;
    return !usages.empty() &&
           std::all_of(usages.begin(), usages.end(),
                       [](const ObjectId& usage) { return usage.dotted() == kOcspSigning; }) &&
           std::any_of(summary.extensions.begin(), summary.extensions.end(),
                       [](const CertificateExtension& e) { return e.type.dotted() == kNoCheck; });
}

}  // namespace

RevocationJudge::RevocationJudge(RevocationMaterial material, RevocationOptions options,
                                 RevocationFetcher* fetcher)
    : state_(std::make_unique<RevocationState>()) {
    state_->options = options;
    state_->fetcher = fetcher;
    state_->certificates = std::move(material.certificates);
    for (CrlPtr& crl : material.crls)
        add(std::move(crl));
    for (OcspMaterial& response : material.responses)
        add(std::move(response.response), response.stapled);
}

RevocationJudge::~RevocationJudge() = default;

void RevocationJudge::add(CrlPtr crl) {
    if (crl) state_->add(std::move(crl));
}

void RevocationJudge::add(OcspResponsePtr response, bool stapled) {
    if (response) state_->add(OcspMaterial{std::move(response), stapled});
}

void RevocationJudge::add(CertificatePtr certificate) {
    state_->certificates.add(std::move(certificate));
}

RevocationAnswer RevocationJudge::check(const RevocationQuery& query) {
    RevocationStatus status = examine(query);
    return {status.status, std::move(status.findings)};
}

RevocationStatus RevocationJudge::examine(const RevocationQuery& query) {
    RevocationStatus status;
    const CertificateSummary& summary = query.certificate().summary;
    if (state_->depth == 0) {
        state_->signer_paths = 0;
        state_->limit_met = false;
    }
    RevocationCase judged(*this, *state_, query, status);
    const auto look = [&] {
        if (state_->options.use_ocsp) judged.judge_by_ocsp();
        if (state_->options.use_crls && status.status != RevocationAnswer::Status::revoked)
            judged.judge_by_crls();
    };
    look();
    const bool exempt = is_revocation_exempt(summary) ||
                        (state_->options.exempt_short_lived && query.profile == Profile::webpki &&
                         !summary.is_ca() && is_short_lived(summary));
    // OCSP first: it is small.
    for (const auto bring : {fetch_ocsp, fetch_crls})
        if (!judged.settled() && !exempt && state_->fetcher != nullptr &&
            bring(*state_->fetcher, query, *state_, status.findings))
            look();
    if (judged.settled()) {
        // Other lists of the issuer are of no interest any more.
        std::erase_if(status.findings, [](const Finding& finding) {
            return finding.kind == kind("revocation.crl-scope-mismatch");
        });
    } else {
        if (exempt)
            status.status = RevocationAnswer::Status::not_applicable;
        else if (status.findings.empty())
            judged.note(kind("revocation.no-information"));
    }
    if (state_->results.size() >= RevocationState::kMaxResults) state_->results.clear();
    state_->results[query.certificate().sha256] = status;
    return status;
}

const RevocationStatus* RevocationJudge::found(const Certificate& certificate) const {
    const auto at = state_->results.find(certificate.sha256);
    return at == state_->results.end() ? nullptr : &at->second;
}

void RevocationState::add(CrlPtr crl) {
    auto& list = (crl->is_delta() ? deltas : complete)[name_key(crl->bytes(crl->issuer.der))];
    if (std::any_of(list.begin(), list.end(),
                    [&crl](const CrlPtr& known) { return known->der == crl->der; }))
        return;
    // Newest first. What cannot be read has no time and goes last.
    const auto place = std::find_if(list.begin(), list.end(), [&crl](const CrlPtr& known) {
        return known->this_update < crl->this_update;
    });
    list.insert(place, std::move(crl));
}

void RevocationState::add(OcspMaterial material) {
    for (const OcspSingle& single : material.response->singles) {
        auto& places = answers[std::string(as_text(shortest_integer(as_bytes(single.serial))))];
        if (places.empty() || places.back() != responses.size()) places.push_back(responses.size());
    }
    responses.push_back(std::move(material));
}

SignatureCheck RevocationState::check(const void* what, Bytes algorithm, const Sha256& key_hash,
                                      Bytes key, Bytes message, Bytes signature) {
    const auto [at, is_new] = signatures.try_emplace({what, key_hash}, SignatureCheck::unsupported);
    if (is_new) at->second = check_signature(algorithm, key, message, signature);
    return at->second;
}

void RevocationCase::note(const FindingKind* what, std::string found, std::string expected) {
    for (const Finding& known : out_.findings)
        if (known.kind == what && known.found == found) return;
    out_.findings.push_back({what, Finding::kNoCertificate, std::move(found), std::move(expected)});
}

void RevocationCase::revoked(RevocationSource source, CrlReason reason,
                             std::optional<std::int64_t> at,
                             std::optional<std::int64_t> this_update,
                             std::optional<std::int64_t> next_update) {
    out_.status = RevocationAnswer::Status::revoked;
    out_.source = source;
    out_.reason = reason;
    out_.revoked_at = at;
    out_.this_update = this_update;
    out_.next_update = next_update;
    std::string found(crl_reason_name(reason));
    if (at) found += " since " + time_text(*at);
    note(reason == CrlReason::certificate_hold ? kind("revocation.on-hold")
                                               : kind("revocation.revoked"),
         std::move(found));
}

bool has_unknown_critical(const CertificateSummary& certificate) {
    // What path validation and this folder know how to treat.
    static constexpr std::string_view kKnown[] = {
        "2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.18",         "2.5.29.19", "2.5.29.31",
        "2.5.29.32", "2.5.29.35", "2.5.29.37", "1.3.6.1.5.5.7.1.1", kNoCheck,
    };
    return std::any_of(certificate.extensions.begin(), certificate.extensions.end(),
                       [](const CertificateExtension& e) {
                           return e.critical && std::find(std::begin(kKnown), std::end(kKnown),
                                                          e.type.dotted()) == std::end(kKnown);
                       });
}

bool is_forgeable(const SignatureAlgorithm& signature) {
    return signature.hash == "MD2" || signature.hash == "MD4" || signature.hash == "MD5" ||
           signature.hash == "RIPEMD-160";
}

// The civil date of a day since 1970, in years that begin in March.
std::string time_text(std::int64_t time) {
    const std::int64_t days = time >= 0 ? time / 86400 : (time - 86399) / 86400;
    const std::int64_t seconds = time - days * 86400;
    const std::int64_t z = days + 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const std::int64_t day_of_era = z - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t mp = (5 * day_of_year + 2) / 153;
    const std::int64_t month = mp < 10 ? mp + 3 : mp - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    const std::int64_t day = day_of_year - (153 * mp + 2) / 5 + 1;
    char text[160];
    std::snprintf(text, sizeof text, "%04lld-%02lld-%02lldT%02lld:%02lld:%02lldZ",
                  static_cast<long long>(year), static_cast<long long>(month),
                  static_cast<long long>(day), static_cast<long long>(seconds / 3600),
                  static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
    return text;
}

std::string_view revocation_status_name(RevocationAnswer::Status status) {
    switch (status) {
        case RevocationAnswer::Status::good:
            return "good";
        case RevocationAnswer::Status::revoked:
            return "revoked";
        case RevocationAnswer::Status::not_applicable:
            return "not applicable";
        case RevocationAnswer::Status::unknown:
            break;
    }
    return "unknown";
}

std::string_view revocation_source_name(RevocationSource source) {
    switch (source) {
        case RevocationSource::crl:
            return "crl";
        case RevocationSource::ocsp:
            return "ocsp";
        case RevocationSource::staple:
            return "staple";
        case RevocationSource::none:
            break;
    }
    return "none";
}

}  // namespace tlsonar::trust
