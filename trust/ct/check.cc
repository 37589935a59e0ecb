#include "trust/ct/check.h"

#include "core/text.h"
#include "trust/ct/ct_kinds_private.h"

#include <algorithm>
#include <set>

namespace tlsonar::trust {
namespace {

using ct_kinds::kind;

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kTwoOrThreeSince = 1'649'980'800;  // 2022-04-15: notBefore
constexpr std::int64_t kAnyApiSince = 1'776'211'200;      // 2026-04-15: time of the check
// Chrome wants SCTs of what was issued since 2018-05-01 (others followed); before, of EV alone.
constexpr std::int64_t kWantedSince = 1'525'132'800;

// SEQUENCE { ecdsa-with-SHA256 } and SEQUENCE { sha256WithRSAEncryption, NULL }.
constexpr std::uint8_t kEcdsaSha256[] = {0x30, 10, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2};
constexpr std::uint8_t kRsaSha256[] = {0x30, 13,   6,    9,    0x2A, 0x86, 0x48, 0x86,
                                       0xF7, 0x0D, 0x01, 0x01, 0x0B, 5,    0};

bool is_current(CtLogState state) {
    return state == CtLogState::qualified || state == CtLogState::usable ||
           state == CtLogState::read_only;
}

// How many logs must vouch for embedded SCTs. Before 2022-04-15 it went by months, of which a
// browser counts whole ones; 30.44 days are near enough for limits at 15, 27 and 39.
std::size_t wanted_scts(const CertificateSummary& summary) {
    const std::int64_t begin = summary.not_before.value_or(0);
    const std::int64_t life = summary.not_after.value_or(begin) - begin;
    if (begin >= kTwoOrThreeSince) return life <= 180 * kDay ? 2 : 3;
    const std::int64_t months = life / (kDay * 3044 / 100);
    return months < 15 ? 2 : months <= 27 ? 3 : months <= 39 ? 4 : 5;
}

class CtCheck {
  public:
    CtCheck(const CtInput& input, const CtLogList& logs, const CtOptions& options)
        : input_(input), logs_(logs), options_(options) {}

    CtReport run();

  private:
    // What a set of SCTs would come to.
    struct Count {
        std::set<LogId> logs;
        std::set<std::string> operators;
        bool current = false;
        bool rfc6962 = false;
        void add(const SctReport& report);
        bool enough(std::size_t wanted, bool any_api) const {
            return logs.size() >= wanted && operators.size() >= 2 && current &&
                   (rfc6962 || any_api);
        }
    };
    void take(const SctList& list, SctOrigin origin);
    void judge(SctReport& report);
    bool judge_log(SctReport& report);
    bool judge_signature(SctReport& report);
    bool judge_time(const SctReport& report);
    bool is_wanted() const {
        return input_.publicly_trusted &&
               input_.certificate->summary.not_before.value_or(kWantedSince) >= kWantedSince;
    }
    void conclude();
    void conclude_short(bool hope, const Count& count, bool any_api);
    void explain(const Count& count, bool any_api);
    void note(const FindingKind* what, std::string found = {}, std::string expected = {});

    const CtInput& input_;
    const CtLogList& logs_;
    const CtOptions& options_;
    CertificateHasher hasher_;
    CtReport out_;
    std::vector<bool> undecided_;  // like out_.scts: might count, if more were known
};

void CtCheck::note(const FindingKind* what, std::string found, std::string expected) {
    for (const Finding& known : out_.findings)
        if (known.kind == what && known.found == found) return;
    out_.findings.push_back({what, 0, std::move(found), std::move(expected)});
}

void CtCheck::Count::add(const SctReport& report) {
    logs.insert(report.sct.log_id);
    if (report.log == nullptr) return;
    operators.insert(report.log->operator_name);
    current = current || is_current(report.state);
    rfc6962 = rfc6962 || report.log->format == CtLogFormat::rfc6962;
}

CtReport CtCheck::run() {
    const Certificate& certificate = *input_.certificate;
    out_.wanted = wanted_scts(certificate.summary);
    if (certificate.summary.has_sct_list)
        take(embedded_scts(certificate.summary, certificate.der), SctOrigin::certificate);
    if (!input_.handshake_list.empty())
        take(parse_sct_list(input_.handshake_list), SctOrigin::handshake);
    for (const Bytes list : input_.ocsp_lists)
        if (!list.empty()) take(parse_sct_list(list), SctOrigin::ocsp);
    conclude();
    return std::move(out_);
}

void CtCheck::take(const SctList& list, SctOrigin origin) {
    if (list.malformed) note(kind("ct.list-malformed"), std::string(sct_origin_name(origin)));
    for (const Sct& sct : list.scts) {
        SctReport& report = out_.scts.emplace_back();
        report.sct = sct;
        report.origin = origin;
        undecided_.push_back(false);
        judge(report);
    }
}

void CtCheck::judge(SctReport& report) {
    if (report.sct.version != 0)
        return note(kind("ct.version-unknown"), std::to_string(report.sct.version + 1), "1");
    if (!report.sct.complete) return;
    report.log = logs_.find(report.sct.log_id);
    if (report.log == nullptr) {
        undecided_.back() = true;
        return note(kind("ct.log-unknown"), hex(report.sct.log_id));
    }
    const bool signed_well = judge_signature(report);
    const bool log_counts = judge_log(report);
    const bool in_time = judge_time(report);
    report.counts = signed_well && log_counts && in_time;
    // Undecided when nothing that is known speaks against it.
    undecided_.back() = !report.counts && in_time && report.signature != SignatureCheck::wrong &&
                        !report.log->test && (log_counts || report.state == CtLogState::unknown);
}

bool CtCheck::judge_signature(SctReport& report) {
    const Sct& sct = report.sct;
    const bool ecdsa = sct.hash_algorithm == 4 && sct.signature_algorithm == 3;
    const bool rsa = sct.hash_algorithm == 4 && sct.signature_algorithm == 1;
    const std::string& log = report.log->description;
    if (report.origin == SctOrigin::certificate && input_.issuer_public_key.empty()) {
        note(kind("ct.issuer-unknown"));
        return false;
    }
    const std::string message =
        sct_signed_data(sct, report.origin, *input_.certificate, input_.issuer_public_key, hasher_);
    if ((ecdsa || rsa) && !message.empty())
        report.signature =
            check_signature(ecdsa ? Bytes(kEcdsaSha256) : Bytes(kRsaSha256),
                            as_bytes(report.log->key), as_bytes(message), as_bytes(sct.signature));
    if (report.signature == SignatureCheck::wrong) note(kind("ct.signature-wrong"), log);
    if (report.signature == SignatureCheck::unsupported)
        note(kind("ct.signature-unsupported"), log);
    return report.signature == SignatureCheck::valid;
}

bool CtCheck::judge_log(SctReport& report) {
    const CtLog& log = *report.log;
    report.state = log.state_at(options_.time);
    if (log.test) {
        note(kind("ct.log-test"), log.description);
        return false;
    }
    const auto expiry = input_.certificate->summary.not_after;
    if (expiry && ((log.interval_start && *expiry < *log.interval_start) ||
                   (log.interval_end && *expiry >= *log.interval_end))) {
        note(kind("ct.outside-interval"), log.description);
        return false;
    }
    switch (report.state) {
        case CtLogState::qualified:
        case CtLogState::usable:
        case CtLogState::read_only:
            return true;
        case CtLogState::retired:
            note(kind("ct.log-retired"), log.description);
            return report.origin == SctOrigin::certificate && log.state_since &&
                   report.sct.timestamp / 1000 < static_cast<std::uint64_t>(*log.state_since);
        case CtLogState::pending:
            note(kind("ct.log-pending"), log.description);
            return false;
        case CtLogState::rejected:
            note(kind("ct.log-rejected"), log.description);
            return false;
        case CtLogState::unknown:
            break;
    }
    note(kind("ct.log-state-unknown"), log.description);
    return false;
}

bool CtCheck::judge_time(const SctReport& report) {
    const CertificateSummary& summary = input_.certificate->summary;
    const std::string& log = report.log->description;
    const std::uint64_t seconds = report.sct.timestamp / 1000;  // fits: below 2^54
    const auto made = static_cast<std::int64_t>(seconds);
    if (made > options_.time + options_.skew) {
        note(kind("ct.timestamp-future"), log);
        return false;
    }
    if (summary.not_after && made > *summary.not_after) {
        note(kind("ct.timestamp-after-expiry"), log);
        return false;
    }
    if (summary.not_before && made < *summary.not_before - 2 * kDay)
        note(kind("ct.timestamp-before-validity"), log);
    return true;
}

// Embedded SCTs and those that came beside the certificate are two ways to comply; the second
// wants two logs that are accepted now.
void CtCheck::conclude() {
    if (out_.scts.empty()) {
        if (!is_wanted()) out_.compliance = CtCompliance::not_wanted;
        if (out_.findings.empty() && is_wanted() && input_.all_seen) note(kind("ct.no-scts"));
        return;
    }
    const bool any_api = options_.time >= kAnyApiSince;
    Count embedded;
    Count delivered;
    Count hoped_embedded;
    Count hoped_delivered;
    bool duplicate = false;
    for (std::size_t i = 0; i < out_.scts.size(); ++i) {
        const SctReport& report = out_.scts[i];
        const bool inside = report.origin == SctOrigin::certificate;
        Count& count = inside ? embedded : delivered;
        if (report.counts && !count.logs.contains(report.sct.log_id))
            count.add(report);
        else if (report.counts)
            duplicate = inside || duplicate;
        if (report.counts || undecided_[i])
            (inside ? hoped_embedded : hoped_delivered).logs.insert(report.sct.log_id);
    }
    if (duplicate) note(kind("ct.duplicate-log"));
    const bool by_embedded = embedded.enough(out_.wanted, any_api);
    const bool by_delivery = delivered.enough(2, any_api);
    // Which counts are shown: the way that succeeded, else the one that came further.
    const bool show_delivery =
        !by_embedded && (by_delivery || delivered.logs.size() > embedded.logs.size());
    const Count& shown = show_delivery ? delivered : embedded;
    if (show_delivery) out_.wanted = 2;
    out_.counted = shown.logs.size();
    out_.operators = shown.operators.size();
    if (by_embedded || by_delivery) {
        out_.compliance = CtCompliance::compliant;
        return;
    }
    const bool any_undecided =
        std::find(undecided_.begin(), undecided_.end(), true) != undecided_.end();
    const bool hope =
        any_undecided && (hoped_embedded.logs.size() >= wanted_scts(input_.certificate->summary) ||
                          hoped_delivered.logs.size() >= 2);
    conclude_short(hope, shown, any_api);
}

// What is there does not do: whether that matters, and can be told.
void CtCheck::conclude_short(bool hope, const Count& count, bool any_api) {
    if (!is_wanted()) {
        out_.compliance = CtCompliance::not_wanted;
    } else if (hope || !input_.all_seen) {
        out_.compliance = CtCompliance::inconclusive;
    } else {
        out_.compliance = CtCompliance::insufficient;
        explain(count, any_api);
    }
}

void CtCheck::explain(const Count& count, bool any_api) {
    if (count.logs.size() < out_.wanted)
        return note(kind("ct.too-few-scts"), std::to_string(count.logs.size()),
                    std::to_string(out_.wanted));
    if (count.operators.size() < 2) note(kind("ct.one-operator"), *count.operators.begin());
    if (!count.current) note(kind("ct.no-current-log"));
    if (!count.rfc6962 && !any_api) note(kind("ct.no-rfc6962-log"));
}

}  // namespace

CtReport check_ct(const CtInput& input, const CtLogList& logs, const CtOptions& options) {
    return CtCheck(input, logs, options).run();
}

std::vector<std::int64_t> ct_events(const CtReport& report, const CtOptions& options) {
    std::vector<std::int64_t> events = {kAnyApiSince};
    for (const SctReport& sct : report.scts) {
        events.push_back(static_cast<std::int64_t>(sct.sct.timestamp / 1000) - options.skew);
        if (sct.log != nullptr && sct.log->state_since) events.push_back(*sct.log->state_since);
    }
    return events;
}

std::string_view ct_compliance_name(CtCompliance compliance) {
    switch (compliance) {
        case CtCompliance::compliant:
            return "compliant";
        case CtCompliance::insufficient:
            return "insufficient";
        case CtCompliance::inconclusive:
            return "inconclusive";
        case CtCompliance::not_wanted:
            return "not wanted";
        case CtCompliance::none:
            break;
    }
    return "none";
}

}  // namespace tlsonar::trust
