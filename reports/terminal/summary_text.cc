#include "reports/terminal/summary_text.h"

#include "core/text.h"
#include "reports/format.h"

#include <algorithm>
#include <vector>

namespace tlsonar::reports {
namespace {

constexpr std::size_t kSummaryLabel = 12;

// "label   item, item, item", wrapped under the first item.
void append_line(std::string& out, std::string_view label, const std::vector<std::string>& items,
                 const Style& style) {
    if (items.empty()) return;
    const std::size_t columns = std::clamp<std::size_t>(style.columns, 60, 140);
    out += style.paint(Tone::faint, cell(label, kSummaryLabel));
    std::size_t at = kSummaryLabel;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string item =
            fit(items[i], columns - kSummaryLabel - 1) + (i + 1 < items.size() ? "," : "");
        const std::size_t width = display_width(item);
        if (i > 0 && at + 1 + width > columns) {
            out += "\n" + std::string(kSummaryLabel, ' ');
            at = kSummaryLabel;
        } else if (i > 0) {
            out += ' ';
            ++at;
        }
        out += item;
        at += width;
    }
    out += '\n';
}

std::vector<std::string> by_count(const Tallies& tallies) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(tallies.begin(), tallies.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> items;
    items.reserve(sorted.size());
    for (const auto& [name, n] : sorted)
        items.push_back(printable(name) + " " + count(n));
    return items;
}

void append_counts(std::string& out, std::string_view label, const std::vector<NamedCount>& counts,
                   const Style& style) {
    std::vector<std::string> items;
    items.reserve(counts.size());
    for (const NamedCount& entry : counts)
        items.push_back(printable(entry.name) + " " + count(entry.n));
    append_line(out, label, items, style);
}

void append_if(std::vector<std::string>& items, std::uint64_t n, std::string_view what) {
    if (n > 0) items.push_back(count(n) + " " + std::string(what));
}

}  // namespace

std::string summary_text(const Summary& s, const Style& style) {
    std::string out;
    std::vector<std::string> handshakes = {plural(s.handshakes, "handshake")};
    append_if(handshakes, s.completed, "completed");
    append_if(handshakes, s.failed, "failed");
    append_if(handshakes, s.unfinished, "unfinished");
    append_if(handshakes, s.resumed, "resumed");
    append_if(handshakes, s.post_quantum, "post-quantum");
    append_if(handshakes, s.decrypted, "decrypted");
    append_line(out, "seen", handshakes, style);
    append_line(out, "versions", by_count(s.versions), style);
    append_line(out, "suites", by_count(s.suites), style);
    append_line(out, "groups", by_count(s.groups), style);
    append_line(out, "inside", by_count(s.dialects), style);
    append_line(out, "alerts", by_count(s.alerts), style);
    append_line(out, "anomalies", by_count(s.anomalies), style);
    append_line(out, "chains", by_count(s.chains), style);
    append_line(out, "on chains", by_count(s.chain_findings), style);
    std::vector<std::string> flows = {plural(s.packets, "packet") + " (" + size(s.octets) + ")",
                                      plural(s.flows, "TCP connection")};
    append_if(flows, s.flows_without_tls, "without TLS");
    append_if(flows, s.flows_joined_late, "joined after the handshake");
    append_if(flows, s.evicted, "forgotten to stay within --max-memory");
    append_if(flows, s.bad_checksums, "segments with a wrong checksum");
    append_if(flows, s.cut_short, "packets captured in part");
    append_line(out, "read", flows, style);
    append_counts(out, "not TCP", s.other, style);
    append_counts(out, "not read", s.unread, style);
    if (s.secrets + s.malformed_secrets > 0) {
        std::vector<std::string> secrets = {plural(s.secrets, "secret")};
        append_if(secrets, s.malformed_secrets, "malformed lines in key logs");
        append_line(out, "keys", secrets, style);
    }
    for (const FileSummary& file : s.files) {
        for (const std::string& note : file.notes)
            out += style.paint(Tone::warn, printable(note)) + "\n";
        if (!file.fault.empty()) out += style.paint(Tone::bad, printable(file.fault)) + "\n";
    }
    return out;
}

}  // namespace tlsonar::reports
