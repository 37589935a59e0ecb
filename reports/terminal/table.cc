#include "reports/terminal/table.h"

#include "core/text.h"
#include "profile/short_text.h"
#include "reports/chain_notes.h"
#include "reports/format.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tlsonar::reports {
namespace {

using profile::Outcome;
using profile::Record;
using profile::Resumption;

// A column's least width, and its share of what is left of a wide terminal (0: does not grow).
struct Column {
    std::string_view title;
    std::size_t width;
    std::size_t grows;
    bool right;
    std::string (*text)(const Record& record);
    Tone (*tone)(const Record& record);
};

Tone plain(const Record&) { return Tone::plain; }
Tone faint(const Record&) { return Tone::faint; }
Tone strong(const Record&) { return Tone::strong; }

bool is_old(const Record& record) {
    constexpr std::uint32_t kTlcp = 0x0101;
    constexpr std::uint32_t kDtls10 = 0xFEFF;  // DTLS counts downwards
    const std::uint32_t version = record.version.value;
    return version == kDtls10 || (version != 0 && version != kTlcp && version < 0x0303);
}

Tone version_tone(const Record& record) { return is_old(record) ? Tone::bad : Tone::plain; }

Tone key_exchange_tone(const Record& record) {
    if (record.post_quantum.value_or(false)) return Tone::good;
    return record.forward_secrecy.value_or(true) ? Tone::plain : Tone::warn;
}

std::string number_text(const Record& record) { return std::to_string(record.number); }
std::string suite_text(const Record& record) {
    return record.server.seen && !record.server.partial && record.version.value != 0x0002
               ? text(record.server.suite)
               : std::string();
}
std::string client_text(const Record& record) {
    return printable(peer_text(record.provenance.client));
}
std::string alpn_text(const Record& record) {
    return record.server.alpn ? printable(*record.server.alpn) : std::string();
}
std::string time_text(const Record& record) {
    std::string out;
    append_time(out, record.first.at);
    const std::size_t clock = out.find('T') + 1;
    out = out.substr(clock, 12);
    if (out.back() == 'Z') out.pop_back();
    if (out.size() == 8) out += '.';
    return out.append(12 - std::min<std::size_t>(12, out.size()), '0');
}
std::string latency_text(const Record& record) {
    return record.handshake_time ? duration(*record.handshake_time) : std::string();
}

bool is_refused(const trust::ChainVerdictPtr& chain) {
    return chain && chain->verdict == trust::Verdict::invalid;
}

// The first finding of the chain that was refused.
std::string_view why_chain_refused(const Record& record) {
    for (const trust::ChainVerdictPtr& chain : {record.server_chain, record.client_chain})
        if (is_refused(chain) && !chain->path_findings.empty())
            return chain->path_findings.front().kind->id;
    return {};
}

std::string notes_text(const Record& record) {
    std::string out;
    const auto add = [&out](std::string_view note) {
        if (!out.empty()) out += ", ";
        out += note;
    };
    if (!record.dialect.empty()) add(record.dialect);
    if (record.hello_retry) add("HRR");
    if (record.early_data_accepted.value_or(false))
        add("0-RTT");
    else if (record.client.early_data)
        add("0-RTT offered");
    if (record.client_authenticated.value_or(false)) add("client cert");
    if (record.renegotiation) add("renegotiation");
    if (record.client.ech == "outer") add("ECH");
    if (const std::string_view why = why_chain_refused(record); !why.empty()) add(why);
    for (const trust::ChainVerdictPtr& chain : {record.server_chain, record.client_chain})
        if (chain)
            for_chain_notes(*chain, trust::Severity::high, [&](const trust::Finding& finding) {
                if (out.size() < 100 && out.find(finding.kind->id) == std::string::npos)
                    add(finding.kind->id);
            });
    for (const auto& anomaly : record.anomalies) {
        if (out.find(anomaly.kind->id) == std::string::npos) add(anomaly.kind->id);
        if (out.size() > 100) break;
    }
    return out;
}
Tone notes_tone(const Record& record) {
    return record.anomalies.empty() && !chain_refused(record) ? Tone::faint : Tone::warn;
}

std::string short_result(const Record& record) {
    const std::string whole = result_text(record);
    return whole.rfind("alert", 0) == 0 ? "alert" : whole;
}

constexpr Column kNumber = {"#", 5, 0, true, number_text, faint};
constexpr Column kServer = {"server", 24, 3, false, server_text, strong};
constexpr Column kVersion = {
    "version", 7, 0, false, [](const Record& r) { return version_text(r.version); }, version_tone};
constexpr Column kCipher = {"cipher", 17, 0, false, profile::cipher_text, plain};
constexpr Column kExchange = {"key exchange",   14, 0, false, profile::key_exchange_text,
                              key_exchange_tone};
constexpr Column kResult = {"result", 8, 0, false, short_result, result_tone};
constexpr Column kTime = {"time (UTC)", 12, 0, false, time_text, faint};
constexpr Column kClient = {"client", 21, 1, false, client_text, plain};
constexpr Column kSuite = {"suite", 39, 0, false, suite_text, plain};
constexpr Column kAlpn = {"ALPN", 8, 0, false, alpn_text, plain};
constexpr Column kLatency = {"took", 7, 0, true, latency_text, faint};
constexpr Column kLongResult = {"result", 24, 0, false, result_text, result_tone};
constexpr Column kNotes = {"notes", 16, 2, false, notes_text, notes_tone};

constexpr std::array kNarrowTable = {kNumber, kServer, kVersion, kCipher, kExchange, kResult};
constexpr std::array kMiddle = {kNumber, kServer,  kVersion, kCipher, kExchange,
                                kAlpn,   kLatency, kResult,  kNotes};
constexpr std::array kWideTable = {kNumber,   kTime, kClient,  kServer,     kVersion, kSuite,
                                   kExchange, kAlpn, kLatency, kLongResult, kNotes};

// Below the usual 80 columns.
constexpr std::array kSlim = {kNumber, kServer, kVersion, kResult};
constexpr std::array kSlimmest = {kServer, kResult};

struct Columns {
    const Column* first;
    std::size_t n;
};

Columns columns_for(std::size_t width) {
    if (width >= 190) return {kWideTable.data(), kWideTable.size()};
    if (width >= 116) return {kMiddle.data(), kMiddle.size()};
    if (width >= 80) return {kNarrowTable.data(), kNarrowTable.size()};
    if (width >= 40) return {kSlim.data(), kSlim.size()};
    return {kSlimmest.data(), kSlimmest.size()};
}

// Calls `each` with every column and its width on this terminal.
template <class Each>
void lay_out(std::size_t terminal, Each&& each) {
    const Columns columns = columns_for(terminal);
    std::size_t used = columns.n - 1;
    std::size_t shares = 0;
    for (std::size_t i = 0; i < columns.n; ++i) {
        used += columns.first[i].width;
        shares += columns.first[i].grows;
    }
    const std::size_t spare = terminal > used ? terminal - used : 0;
    const std::size_t lacking = used > terminal ? used - terminal : 0;
    for (std::size_t i = 0; i < columns.n; ++i) {
        const Column& column = columns.first[i];
        const std::size_t more = shares == 0 ? 0 : spare * column.grows / shares;
        const std::size_t less = column.text == server_text ? std::min(lacking, column.width) : 0;
        each(column, column.width + more - less, i + 1 == columns.n);
    }
}

}  // namespace

std::string HandshakeTable::header() const {
    std::string out;
    lay_out(style_.columns, [&](const Column& column, std::size_t width, bool last) {
        const std::string title = last           ? fit(column.title, width)
                                  : column.right ? right_cell(column.title, width)
                                                 : cell(column.title, width);
        out += style_.paint(Tone::faint, title);
        out += last ? '\n' : ' ';
    });
    return out;
}

std::string HandshakeTable::line(const Record& record) const {
    std::string out;
    lay_out(style_.columns, [&](const Column& column, std::size_t width, bool last) {
        const std::string value = column.text(record);
        const std::string padded = last           ? fit(value, width)
                                   : column.right ? right_cell(value, width)
                                                  : cell(value, width);
        out += style_.paint(column.tone(record), padded);
        out += last ? '\n' : ' ';
    });
    // Nothing after the last word: lines pipe and copy well.
    const std::size_t end = out.find_last_not_of(" \n");
    if (end != std::string::npos) out.replace(end + 1, out.size() - end - 1, "\n");
    return out;
}

bool chain_refused(const Record& record) {
    return is_refused(record.server_chain) || is_refused(record.client_chain);
}

std::string result_text(const Record& record) {
    if (record.outcome == Outcome::failed) {
        for (auto alert = record.alerts.rbegin(); alert != record.alerts.rend(); ++alert)
            if (alert->description.value != 0) return "alert: " + text(alert->description, 2);
        return "alert";
    }
    if (record.outcome == Outcome::completed) {
        if (record.resumption.value_or(Resumption::none) != Resumption::none) return "resumed";
        if (chain_refused(record)) return "ok ✗";
        const bool lost = record.provenance.missing[0] + record.provenance.missing[1] > 0;
        return lost && !record.missing.empty() ? "ok, gaps" : "ok";
    }
    if (!record.client.seen || !record.server.seen || record.client.partial) return "partial";
    return "unfinished";
}

Tone result_tone(const Record& record) {
    switch (record.outcome) {
        case Outcome::completed:
            return chain_refused(record) ? Tone::warn : Tone::good;
        case Outcome::failed:
            return Tone::bad;
        case Outcome::unfinished:
            return Tone::warn;
    }
    return Tone::plain;
}

std::string server_text(const Record& record) {
    const std::string port = record.provenance.server.port == 443
                                 ? std::string()
                                 : ":" + std::to_string(record.provenance.server.port);
    if (record.client.sni && !record.client.sni->empty())
        return printable(*record.client.sni) + port;
    return printable(peer_text(record.provenance.server));
}

}  // namespace tlsonar::reports
