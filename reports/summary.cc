#include "reports/summary.h"

#include "reports/chain_notes.h"
#include "reports/format.h"
#include "reports/json_writer.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

// Names that are there already, which nearly all are, cost no string.
void add_one(Tallies& tallies, std::string_view name) {
    const auto found = tallies.find(name);
    if (found != tallies.end())
        ++found->second;
    else
        tallies.emplace(name, 1);
}

void add_one(Tallies& tallies, const profile::Code& code, int digits = 4) {
    if (!code.name.empty() && !code.grease) return add_one(tallies, code.name);
    add_one(tallies, text(code, digits));
}

void merge(Tallies& into, const Tallies& from) {
    for (const auto& [name, n] : from)
        into[name] += n;
}

void merge(std::vector<NamedCount>& into, const std::vector<NamedCount>& from) {
    for (const NamedCount& entry : from) {
        const auto same = std::find_if(into.begin(), into.end(),
                                       [&](const NamedCount& e) { return e.name == entry.name; });
        if (same == into.end())
            into.push_back(entry);
        else
            same->n += entry.n;
    }
}

void write_counts(JsonWriter& json, std::string_view name, const std::vector<NamedCount>& counts) {
    json.begin_array(name);
    for (const NamedCount& entry : counts) {
        json.begin_object();
        json.string("name", entry.name);
        json.number("count", entry.n);
        json.end_object();
    }
    json.end_array();
}

void write_files(JsonWriter& json, const std::vector<FileSummary>& files) {
    json.begin_array("files");
    for (const FileSummary& file : files) {
        json.begin_object();
        json.string("name", file.name);
        json.number("packets", file.packets);
        json.number("octets", file.octets);
        if (!file.fault.empty()) json.string("fault", file.fault);
        if (!file.notes.empty()) {
            json.begin_array("notes");
            for (const std::string& note : file.notes)
                json.string(note);
            json.end_array();
        }
        json.end_object();
    }
    json.end_array();
}

}  // namespace

void write_tallies(JsonWriter& json, std::string_view name, const Tallies& tallies) {
    json.begin_array(name);
    for (const auto& [value, n] : tallies) {
        json.begin_object();
        json.string("name", value);
        json.number("count", n);
        json.end_object();
    }
    json.end_array();
}

void Summary::add(const profile::Record& record) {
    ++handshakes;
    switch (record.outcome) {
        case profile::Outcome::completed:
            ++completed;
            break;
        case profile::Outcome::failed:
            ++failed;
            break;
        case profile::Outcome::unfinished:
            ++unfinished;
            break;
    }
    if (record.resumption.value_or(profile::Resumption::none) != profile::Resumption::none)
        ++resumed;
    if (record.decrypted) ++decrypted;
    if (record.post_quantum.value_or(false)) ++post_quantum;
    if (record.version.value != 0 && record.server.seen) add_one(versions, record.version);
    if (record.server.seen && !record.server.partial && record.version.value != 0x0002)
        add_one(suites, record.server.suite);
    if (record.server.group) add_one(groups, *record.server.group);
    if (!record.dialect.empty()) add_one(dialects, record.dialect);
    for (const profile::AlertSeen& alert : record.alerts)
        add_one(alerts, alert.description, 2);
    for (const dissect::Anomaly& anomaly : record.anomalies)
        add_one(anomalies, anomaly.kind->id);
    for (const trust::ChainVerdictPtr& chain : {record.server_chain, record.client_chain}) {
        if (!chain) continue;
        const bool refused =
            chain->verdict == trust::Verdict::invalid && !chain->path_findings.empty();
        add_one(chains, refused ? chain->path_findings.front().kind->id
                                : trust::verdict_name(chain->verdict));
        for_chain_notes(*chain, trust::Severity::medium,
                        [&](const trust::Finding& f) { add_one(chain_findings, f.kind->id); });
    }
}

Summary& Summary::operator+=(const Summary& more) {
    for (auto field :
         {&Summary::handshakes, &Summary::completed, &Summary::failed, &Summary::unfinished,
          &Summary::resumed, &Summary::decrypted, &Summary::post_quantum, &Summary::packets,
          &Summary::octets, &Summary::segments, &Summary::flows, &Summary::flows_without_tls,
          &Summary::flows_joined_late, &Summary::evicted, &Summary::bad_checksums,
          &Summary::cut_short, &Summary::secrets, &Summary::malformed_secrets})
        this->*field += more.*field;
    for (auto field :
         {&Summary::versions, &Summary::suites, &Summary::groups, &Summary::dialects,
          &Summary::alerts, &Summary::anomalies, &Summary::chains, &Summary::chain_findings})
        merge(this->*field, more.*field);
    merge(other, more.other);
    merge(unread, more.unread);
    files.insert(files.end(), more.files.begin(), more.files.end());
    return *this;
}

bool Summary::incomplete() const {
    return std::any_of(files.begin(), files.end(),
                       [](const FileSummary& file) { return !file.fault.empty(); });
}

void append_summary_json(std::string& out, const Summary& summary) {
    JsonWriter json(out);
    json.begin_object();
    json.boolean("complete", !summary.incomplete());
    write_files(json, summary.files);
    json.number("packets", summary.packets);
    json.number("octets", summary.octets);
    json.number("tcp_segments", summary.segments);
    json.number("flows", summary.flows);
    json.number("flows_without_tls", summary.flows_without_tls);
    json.number("flows_joined_late", summary.flows_joined_late);
    json.number("flows_evicted", summary.evicted);
    json.number("bad_checksums", summary.bad_checksums);
    json.number("packets_cut_short", summary.cut_short);
    write_counts(json, "packets_other", summary.other);
    write_counts(json, "packets_not_understood", summary.unread);
    json.number("secrets", summary.secrets);
    json.number("secrets_malformed", summary.malformed_secrets);
    json.number("handshakes", summary.handshakes);
    json.number("completed", summary.completed);
    json.number("failed", summary.failed);
    json.number("unfinished", summary.unfinished);
    json.number("resumed", summary.resumed);
    json.number("decrypted", summary.decrypted);
    json.number("post_quantum", summary.post_quantum);
    write_tallies(json, "versions", summary.versions);
    write_tallies(json, "suites", summary.suites);
    write_tallies(json, "groups", summary.groups);
    write_tallies(json, "dialects", summary.dialects);
    write_tallies(json, "alerts", summary.alerts);
    write_tallies(json, "anomalies", summary.anomalies);
    write_tallies(json, "chains", summary.chains);
    write_tallies(json, "chain_findings", summary.chain_findings);
    json.end_object();
}

}  // namespace tlsonar::reports
