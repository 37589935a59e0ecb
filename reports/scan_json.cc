#include "reports/scan_json.h"

#include "core/text.h"
#include "reports/certificate_json.h"
#include "reports/finding_json.h"
#include "reports/format.h"
#include "reports/scan_json_private.h"
#include "reports/verdict_json.h"

#include <utility>

namespace tlsonar::reports {
namespace {

using profile::EndpointProfile;
using profile::ServerChain;

std::string_view case_name(std::string_view asked) {
    if (asked == "no name") return "no SNI";
    if (asked == "unknown name") return "unknown SNI";
    return "default";
}

// "RSA", "ECDSA", "ML-DSA-65": the kind alone, as configurations call it.
std::string key_name(const trust::PublicKey& key) {
    if (key.kind == trust::KeyKind::ec) return "ECDSA";
    trust::PublicKey bare = key;
    bare.bits = 0;
    return key_text(bare);
}

// EdDSA's sizes are no property of the key, and yet people compare them.
std::uint32_t key_bits(const trust::PublicKey& key) {
    if (key.kind == trust::KeyKind::ed25519) return 256;
    if (key.kind == trust::KeyKind::ed448) return 456;
    return key.bits;
}

void write_target(JsonWriter& json, const EndpointProfile& profile) {
    json.string("target", profile.target);
    if (!profile.name.empty()) json.string("name", profile.name);
    // A name that did not resolve has no address.
    if (profile.address != IpAddress{}) json.string("address", to_text(profile.address));
    json.number("port", profile.port);
    json.plain("transport", profile.udp ? "udp" : "tcp");
    if (!profile.dialog.empty()) json.plain("dialog", profile.dialog);
    if (!profile.sni.empty()) json.string("sni", profile.sni);
    if (!profile.labels.empty()) {
        json.begin_array("labels");
        for (const auto& [name, value] : profile.labels) {
            json.begin_object();
            json.string("name", name);
            json.string("value", value);
            json.end_object();
        }
        json.end_array();
    }
    if (!profile.origin.empty()) json.string("origin", profile.origin);
    if (!profile.file.empty()) json.string("file", profile.file);
    if (profile.line != 0) json.number("line", profile.line);
    if (profile.column != 0) {
        json.number("column", profile.column);
        json.number("end_column", profile.end_column);
    }
    if (!profile.depth.empty()) json.string("depth", profile.depth);
}

void write_course(JsonWriter& json, const EndpointProfile& profile) {
    json.plain("state", name_of(profile.state));
    if (!profile.trouble.empty()) json.string("trouble", profile.trouble);
    std::string started;
    append_time(started, profile.started);
    json.plain("started", started);
    write_seconds(json, "seconds", profile.duration);
    json.number("connections", profile.connections);
    json.number("retries", profile.retries);
    json.number("octets_sent", profile.octets_sent);
    json.number("octets_received", profile.octets_received);
    if (profile.remarks.empty()) return;
    json.begin_array("remarks");
    for (const std::string& remark : profile.remarks)
        json.string(remark);
    json.end_array();
}

// Ids; what they mean stands among the weaknesses.
void write_key_weaknesses(JsonWriter& json, const profile::KeyFindingsPtr& findings) {
    if (findings == nullptr) return;
    json.begin_array("key_weaknesses");
    for (const trust::Finding& finding : *findings)
        json.plain(finding.kind->id);
    json.end_array();
}

void write_weaknesses(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("weaknesses");
    for (const profile::Weakness& weakness : profile.weaknesses) {
        json.begin_object();
        write_finding_members(json, weakness.finding);
        write_evidence(json, weakness.evidence);
        json.end_object();
    }
    json.end_array();
}

void write_unknowns(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("unknown");
    for (const profile::Unknown& unknown : profile.unknowns) {
        json.begin_object();
        json.string("fact", unknown.fact);
        json.string("cause", unknown.cause);
        json.end_object();
    }
    json.end_array();
}

void write_notes(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("connections_log");
    for (const profile::ConnectionNote& note : profile.notes) {
        json.begin_object();
        json.number("number", note.number);
        json.plain("probe", note.probe);
        json.string("outcome", note.outcome);
        write_seconds(json, "begin", note.begin);
        write_seconds(json, "seconds", note.duration);
        json.end_object();
    }
    json.end_array();
}

void write_summary(JsonWriter& json, const ScanSummary& summary) {
    json.begin_object("summary");
    json.number("endpoints", summary.endpoints);
    json.number("complete", summary.complete);
    json.number("incomplete", summary.incomplete);
    json.number("failed", summary.failed);
    json.number("post_quantum", summary.post_quantum);
    json.number("trusted", summary.trusted);
    json.number("not_trusted", summary.not_trusted);
    json.number("weak", summary.weak);
    json.number("expired", summary.expired);
    json.number("expiring", summary.expiring);
    json.number("connections", summary.connections);
    write_tallies(json, "versions", summary.versions);
    json.begin_array("weaknesses");
    for (const auto& [id, tally] : summary.weaknesses) {
        json.begin_object();
        json.string("id", id);
        json.plain("severity", trust::severity_name(tally.kind->severity));
        json.number("count", tally.endpoints);
        json.end_object();
    }
    json.end_array();
    write_tallies(json, "troubles", summary.troubles);
    json.end_object();
}

}  // namespace

struct ScanJson::State {
    explicit State(const ScanJsonOptions& wanted) : options(wanted), certificates(wanted.der) {}

    void write_certificates(JsonWriter& json, const EndpointProfile& profile);

    ScanJsonOptions options;
    CertificateJson certificates;
    VerdictJson verdicts;
    bool first = true;
};

void ScanJson::State::write_certificates(JsonWriter& json, const EndpointProfile& profile) {
    json.begin_array("certificates");
    for (const ServerChain& chain : profile.chains) {
        json.begin_object();
        const trust::PublicKey none;
        const trust::PublicKey& key =
            chain.chain.empty() ? none : chain.chain.front()->summary.public_key;
        json.string("key", key_name(key));
        json.number("bits", key_bits(key));
        if (!key.curve.empty()) json.string("curve", key.curve);
        json.plain("for", case_name(chain.asked));
        json.string("version", profile::version_title(chain.version));
        certificates.append(json, "chain", true, chain.chain);
        verdicts.append(json, "validation", chain.verdict);
        write_key_weaknesses(json, chain.key_findings);
        json.number("staple_octets", chain.staple.size());
        json.number("scts", chain.scts.size());
        if (options.details && !chain.staple.empty()) json.hex("staple", as_bytes(chain.staple));
        if (options.details && !chain.scts.empty()) {
            json.begin_array("sct_octets");
            for (const std::string& sct : chain.scts)
                json.string(hex(as_bytes(sct)));
            json.end_array();
        }
        write_evidence(json, chain.evidence);
        json.end_object();
    }
    json.end_array();
}

ScanJson::ScanJson(const ScanJsonOptions& options) : state_(std::make_unique<State>(options)) {}
ScanJson::~ScanJson() = default;
ScanJson::ScanJson(ScanJson&&) noexcept = default;
ScanJson& ScanJson::operator=(ScanJson&&) noexcept = default;

void ScanJson::begin(std::string& out) {
    JsonWriter json(out);
    json.begin_object();
    json.plain("schema", "tlsonar.scan/1");
    json.begin_object("tool");
    json.plain("name", "tlsonar");
    json.string("version", state_->options.version);
    json.end_object();
    json.begin_array("endpoints");
    state_->first = true;
}

void ScanJson::endpoint(std::string& out, const EndpointProfile& profile) {
    out += std::exchange(state_->first, false) ? "\n" : ",\n";
    append(out, profile);
}

void ScanJson::end(std::string& out, const ScanSummary& summary,
                   std::span<const profile::LateWeakness> late,
                   std::span<const profile::EndpointTrial> trials) {
    const auto list = [&](std::string_view name, auto elements) {
        out.append("\n],\"").append(name).append("\":[");
        for (std::size_t i = 0; i < elements.size(); ++i) {
            out += i == 0 ? "\n" : ",\n";
            append(out, elements[i]);
        }
    };
    list("late_weaknesses", late);
    list("ticket_trials", trials);
    out += "],";
    {
        JsonWriter json(out);
        write_summary(json, summary);
    }
    out += "}\n";
}

void ScanJson::append(std::string& out, const profile::LateWeakness& late) {
    JsonWriter json(out);
    json.begin_object();
    json.plain("schema", "tlsonar.late-weakness/1");
    json.string("target", late.target);
    if (late.address != IpAddress{}) json.string("address", to_text(late.address));
    write_finding_members(json, late.weakness.finding);
    write_evidence(json, late.weakness.evidence);
    json.end_object();
}

void ScanJson::append(std::string& out, const profile::EndpointTrial& trial) {
    JsonWriter json(out);
    json.begin_object();
    json.plain("schema", "tlsonar.ticket-trial/1");
    json.string("target", trial.target);
    if (trial.address != IpAddress{}) json.string("address", to_text(trial.address));
    json.string("session_of", trial.trial.of);
    write_answer(json, "taken", trial.trial.taken);
    write_evidence(json, trial.trial.taken.evidence);
    json.end_object();
}

void ScanJson::append(std::string& out, const EndpointProfile& profile) {
    JsonWriter json(out);
    json.begin_object();
    json.plain("schema", "tlsonar.endpoint/1");
    write_target(json, profile);
    write_course(json, profile);
    write_scan_lists(json, profile, state_->options.codes);
    state_->write_certificates(json, profile);
    write_scan_modern(json, profile);
    write_scan_facts(json, profile);
    write_weaknesses(json, profile);
    write_unknowns(json, profile);
    if (state_->options.details) write_notes(json, profile);
    json.end_object();
}

}  // namespace tlsonar::reports
