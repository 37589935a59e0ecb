// Prometheus' text format, for node_exporter's textfile collector: gauges without times, each with
// few labels. Serial numbers and fingerprints are no labels: they would make a new series with each
// renewal.
#include "reports/format.h"
#include "reports/formats/failures.h"
#include "reports/formats/unique_names.h"
#include "reports/formats/versions.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tlsonar::reports::writers {
namespace {

using audit::Assessed;
using audit::Subject;

constexpr std::size_t kMostOfLabel = 200;

std::string escaped_label(std::string_view shown) {
    std::string out;
    for (const char c : shown) {
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    return out;
}

std::string label(std::string_view value) { return escaped_label(visible(value, kMostOfLabel)); }

// Series must be unique: of two subjects that read the same the second gets a number.
class Targets {
  public:
    explicit Targets(const audit::Report& report) {
        UniqueNames names;
        for (const Assessed& assessed : report.subjects) {
            const std::string name = names.of(visible(assessed.subject.id, kMostOfLabel));
            labels_.push_back("{target=\"" + escaped_label(name) + '"');
        }
    }
    // `{target="…"`, to go on with other labels.
    const std::string& of(std::size_t subject) const { return labels_[subject]; }

  private:
    std::vector<std::string> labels_;
};

void head(std::string& out, std::string_view name, std::string_view help) {
    out += "# HELP ";
    out += name;
    out += ' ';
    out += help;
    out += "\n# TYPE ";
    out += name;
    out += " gauge\n";
}

// A metric with one sample a subject at most.
template <class Value>
void metric(std::string& out, const audit::Report& report, const Targets& targets,
            std::string_view name, std::string_view help, Value value) {
    head(out, name, help);
    for (std::size_t i = 0; i < report.subjects.size(); ++i) {
        const std::optional<std::int64_t> told = value(report.subjects[i].subject);
        if (!told) continue;
        out += name;
        out += targets.of(i) + "} " + std::to_string(*told) + '\n';
    }
}

std::optional<std::int64_t> leaf_expiry(const Subject& subject) {
    std::optional<std::int64_t> earliest;
    for (const audit::ChainView& chain : subject.chains) {
        if (chain.sent.empty() || !chain.sent.front()->not_after) continue;
        const std::int64_t end = *chain.sent.front()->not_after;
        earliest = earliest ? std::min(*earliest, end) : end;
    }
    return earliest;
}

std::optional<std::int64_t> chain_expiry(const Subject& subject) {
    std::optional<std::int64_t> earliest;
    for (const audit::ChainView& chain : subject.chains)
        for (const audit::CertificatePtr& certificate : chain.sent)
            if (certificate->not_after)
                earliest = earliest ? std::min(*earliest, *certificate->not_after)
                                    : *certificate->not_after;
    return earliest;
}

// Null when none is known to be spoken.
const audit::VersionView* best_version(const Subject& subject) {
    const audit::VersionView* best = nullptr;
    for (const audit::VersionView& version : subject.versions)
        if (version.supported == "yes" &&
            (best == nullptr || version_rank(version.version) > version_rank(best->version)))
            best = &version;
    return best;
}

std::string first_item(const std::vector<audit::ListView>& lists, std::string_view version) {
    for (const audit::ListView& list : lists)
        if (list_is_of(list.version, version) && !list.items.empty())
            return list.items.front().name.text();
    return {};
}

// The best version with the first suite and group of its lists: what a modern client gets.
void write_info(std::string& out, const audit::Report& report, const Targets& targets) {
    head(out, "tls_endpoint_info", "Best version of the endpoint, its first suite and group.");
    for (std::size_t i = 0; i < report.subjects.size(); ++i) {
        const Subject& subject = report.subjects[i].subject;
        const audit::VersionView* best = best_version(subject);
        if (best == nullptr) continue;
        out += "tls_endpoint_info" + targets.of(i) + ",version=\"" + label(best->version) +
               "\",suite=\"" + label(first_item(subject.suites, best->version)) + "\",group=\"" +
               label(first_item(subject.groups, best->version)) + "\"} 1\n";
    }
}

void write_failures(std::string& out, const audit::Report& report, const Targets& targets) {
    constexpr std::string_view kName = "tls_audit_rule_failures";
    head(out, kName, "Rules that fail and are neither waived nor known.");
    for (std::size_t i = 0; i < report.subjects.size(); ++i) {
        const Assessed& assessed = report.subjects[i];
        for (std::size_t p = 0; p < assessed.judgements.size(); ++p) {
            std::array<std::uint64_t, 5> counts{};
            for (const audit::RuleResult& result : assessed.judgements[p].results)
                if (result.status == audit::RuleStatus::fail && !result.excused())
                    ++counts[static_cast<std::size_t>(result.rule->severity)];
            for (std::size_t s = 0; s < counts.size(); ++s) {
                // A series for each severity of each policy would be many, and nearly all zero.
                if (counts[s] == 0) continue;
                out += kName;
                out += targets.of(i) + ",policy=\"" + label(report.policies[p]->id) +
                       "\",severity=\"" +
                       std::string(trust::severity_name(static_cast<trust::Severity>(s))) + "\"} " +
                       std::to_string(counts[s]) + '\n';
            }
        }
    }
}

// All verdicts of a policy, so that an alert can tell "incomplete" from "pass".
void write_verdicts(std::string& out, const audit::Report& report, const Targets& targets) {
    head(out, "tls_audit_verdict", "The policy's verdict of the endpoint.");
    for (std::size_t i = 0; i < report.subjects.size(); ++i)
        for (std::size_t p = 0; p < report.subjects[i].judgements.size(); ++p)
            out += "tls_audit_verdict" + targets.of(i) + ",policy=\"" +
                   label(report.policies[p]->id) + "\",verdict=\"" +
                   std::string(audit::name_of(report.subjects[i].judgements[p].verdict)) +
                   "\"} 1\n";
}

// blackbox_exporter's name, for dashboards that are there.
void write_versions(std::string& out, const audit::Report& report, const Targets& targets) {
    head(out, "probe_tls_version_info", "Best version of the endpoint.");
    for (std::size_t i = 0; i < report.subjects.size(); ++i)
        if (const audit::VersionView* best = best_version(report.subjects[i].subject))
            out += "probe_tls_version_info" + targets.of(i) + ",version=\"" + label(best->version) +
                   "\"} 1\n";
}

}  // namespace

std::string prometheus(const audit::Report& report, const FormatOptions& /*options*/) {
    const Targets targets(report);
    std::string out;
    metric(out, report, targets, "probe_ssl_earliest_cert_expiry",
           "Earliest end of a certificate that was sent, as Unix time.", chain_expiry);
    write_versions(out, report, targets);
    write_failures(out, report, targets);
    write_verdicts(out, report, targets);
    metric(out, report, targets, "tls_cert_not_after_seconds",
           "End of the endpoint's own certificate, as Unix time.", leaf_expiry);
    write_info(out, report, targets);
    metric(out, report, targets, "tls_scan_success", "Whether TLS was spoken with the endpoint.",
           [](const Subject& s) { return std::optional<std::int64_t>(s.reached() ? 1 : 0); });
    metric(out, report, targets, "tls_scan_timestamp_seconds", "When the endpoint was looked at.",
           [](const Subject& s) {
               return s.seen_at == 0 ? std::nullopt
                                     : std::optional<std::int64_t>(s.seen_at / 1'000'000'000);
           });
    return out;
}

}  // namespace tlsonar::reports::writers
