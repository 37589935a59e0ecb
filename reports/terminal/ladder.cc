#include "reports/terminal/ladder.h"

#include "core/text.h"
#include "profile/short_text.h"
#include "reports/format.h"
#include "reports/terminal/remarks.h"
#include "reports/terminal/table.h"

#include <algorithm>

namespace tlsonar::reports {
namespace {

using profile::Record;
using profile::Step;

constexpr std::size_t kTimeWidth = 10;
constexpr std::size_t kSizeWidth = 9;
constexpr std::size_t kWidestLadder = 120;

// "client_hello" as the RFCs write it: ClientHello.
std::string camel(std::string_view snake) {
    std::string out;
    bool upper = true;
    for (const char c : snake) {
        if (c == '_') {
            upper = true;
        } else {
            out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
            upper = false;
        }
    }
    return out;
}

std::string step_title(const Step& step) {
    std::string out = camel(step.name);
    if (step.partial) out += " (partial)";
    return out;
}

std::string_view protection_text(const Step& step) {
    if (!step.encrypted) return {};
    return step.opened ? " opened" : " closed";
}

// The words of several cells wrapped to the ladder's width, each line indented.
void append_wrapped(std::string& out, const std::vector<std::string>& words, std::size_t columns,
                    const Style& style, Tone tone) {
    const std::string indent(kTimeWidth + 2, ' ');
    const std::size_t room = columns - indent.size();
    std::string line;
    const auto flush = [&] {
        if (!line.empty()) out += indent + style.paint(tone, line) + "\n";
        line.clear();
    };
    for (const std::string& word : words) {
        const std::string fitted = fit(word, room);
        const std::size_t joined = display_width(line) + 3 + display_width(fitted);
        if (!line.empty() && joined > room) flush();
        if (!line.empty()) line += " · ";
        line += fitted;
    }
    flush();
}

void append_arrow(std::string& out, const Step& step, const Record& record, const Style& style,
                  std::size_t columns) {
    const Time offset = step.last.at - record.first.at;
    out += style.paint(Tone::faint,
                       right_cell(offset == 0 ? "0" : "+" + duration(offset), kTimeWidth));
    out += "  ";
    const std::size_t room = columns - kTimeWidth - 2 - kSizeWidth - 1;
    const std::string title = fit(step_title(step), room - 12);
    const std::string protection(protection_text(step));
    const std::size_t taken = display_width(title) + display_width(protection) + 3;
    const std::size_t dashes = room > taken ? room - taken : 1;
    std::string line;
    for (std::size_t i = 0; i < dashes; ++i)
        line += step.encrypted ? "╌" : "─";
    const bool bad = step.name == "alert";
    const std::string name = style.paint(bad ? Tone::bad : Tone::strong, title) +
                             style.paint(step.opened ? Tone::good : Tone::warn, protection);
    if (step.sender == dissect::Role::client)
        out += name + " " + style.paint(Tone::accent, line + "▶") + " ";
    else
        out += style.paint(Tone::accent, "◀" + line) + " " + name + " ";
    out += style.paint(Tone::faint, right_cell(size(step.octets), kSizeWidth)) + "\n";
}

std::string title_line(const Record& record, const Style& style) {
    const profile::Provenance& p = record.provenance;
    std::string out =
        style.paint(Tone::strong, "handshake " + std::to_string(record.number)) + "  " +
        style.paint(Tone::strong, fit(server_text(record), style.columns - 20)) + "\n";
    const std::string client = printable(peer_text(p.client));
    const std::string server = printable(peer_text(p.server));
    // Two long IPv6 addresses take two lines.
    const bool both = display_width(client) + 3 + display_width(server) <= style.columns;
    out += client + (both ? " → " : "\n→ ") + server;
    if (record.handshake_of_connection > 1)
        out +=
            ", handshake " + std::to_string(record.handshake_of_connection) + " of the connection";
    return out + "\n";
}

std::vector<std::string> verdict(const Record& record) {
    std::vector<std::string> words;
    if (record.version.value != 0) words.push_back(version_text(record.version));
    if (record.server.seen && !record.server.partial && record.version.value != 0x0002)
        words.push_back(text(record.server.suite));
    if (const std::string exchange = profile::key_exchange_text(record); !exchange.empty())
        words.push_back(exchange);
    if (record.server.alpn) words.push_back("ALPN " + printable(*record.server.alpn));
    if (!record.dialect.empty()) words.push_back("inside " + std::string(record.dialect));
    if (record.forward_secrecy)
        words.push_back(*record.forward_secrecy ? "forward secrecy" : "no forward secrecy");
    if (record.post_quantum)
        words.push_back(*record.post_quantum ? "post-quantum" : "not post-quantum");
    if (record.hello_retry) words.push_back("HelloRetryRequest");
    if (record.early_data_accepted)
        words.push_back(*record.early_data_accepted ? "0-RTT accepted" : "0-RTT refused");
    if (record.client_authenticated.value_or(false)) words.push_back("client certificate");
    return words;
}

std::string outcome_line(const Record& record, const Style& style) {
    std::string out = style.paint(result_tone(record), result_text(record));
    if (record.handshake_time) out += "  handshake " + duration(*record.handshake_time);
    if (record.server_answer) out += "  first answer " + duration(*record.server_answer);
    if (record.tcp_handshake) out += "  TCP " + duration(*record.tcp_handshake);
    return out + "\n";
}

void append_findings(std::string& out, const Record& record, const Style& style,
                     std::size_t columns) {
    for (const profile::Missing& missing : record.missing)
        out += style.paint(Tone::warn, fit("not seen: " + std::string(missing.what) + " (" +
                                               std::string(missing.why) + ")",
                                           columns)) +
               "\n";
    for (const dissect::Anomaly& anomaly : record.anomalies)
        out += style.paint(Tone::warn, fit("anomaly: " + std::string(anomaly.kind->id) + ", " +
                                               std::string(name_of(anomaly.sender)) + " at octet " +
                                               std::to_string(anomaly.offset) + ": " +
                                               std::string(anomaly.kind->meaning),
                                           columns)) +
               "\n";
}

}  // namespace

std::string ladder(const Record& record, const Style& style) {
    const std::size_t columns = std::clamp<std::size_t>(style.columns, 60, kWidestLadder);
    std::string out = title_line(record, style);
    out += outcome_line(record, style);
    append_wrapped(out, verdict(record), columns, style, Tone::plain);
    out += '\n';
    const std::size_t room = columns - kTimeWidth - 2 - kSizeWidth - 1;
    out +=
        style.paint(Tone::faint, right_cell("time", kTimeWidth) + "  " + cell("client", room - 7) +
                                     "server " + right_cell("size", kSizeWidth)) +
        "\n";
    for (const Step& step : record.steps) {
        append_arrow(out, step, record, style, columns);
        append_wrapped(out, remarks(record, step), columns, style, Tone::faint);
    }
    if (!record.missing.empty() || !record.anomalies.empty()) out += '\n';
    append_findings(out, record, style, columns);
    return out;
}

}  // namespace tlsonar::reports
