// A captured handshake: drawn as a ladder, as a table, and walked through in words.
#include "reports/format.h"
#include "reports/html/message_words.h"
#include "reports/html/sections.h"

#include <algorithm>

namespace tlsonar::reports::html {
namespace {

using audit::HandshakeView;
using audit::MessageView;

constexpr std::size_t kMostMessages = 60;
constexpr std::size_t kStepHeight = 40;
constexpr std::size_t kTopOfSteps = 56;
// Where the lanes stand in a picture of 720.
constexpr std::string_view kLeft = "90";
constexpr std::string_view kRight = "590";

bool encrypted(const MessageView& message) { return !message.protection.empty(); }

bool is_tls13(const HandshakeView& handshake) { return handshake.version.ends_with("1.3"); }

std::string time_of(double seconds) {
    constexpr double kNanosecond = 1e9;
    constexpr double kDayLong = 86400;
    if (!(seconds > 0)) return "0";
    return "+" + duration(static_cast<Time>(std::min(seconds, kDayLong) * kNanosecond));
}

// What catches the eye: "HelloRetryRequest", "resumes by PSK", "0-RTT", "alert".
std::string flag_of(const HandshakeView& handshake, const MessageView& message) {
    const bool resumed = !handshake.resumption.empty() && handshake.resumption != "none";
    if (message.name == "hello_retry_request") return "retry";
    if (message.name == "server_hello" && resumed) return "resumes by " + handshake.resumption;
    if (message.name == "end_of_early_data") return "0-RTT";
    if (message.name == "client_hello" && message.detail.find("early data") != std::string::npos)
        return "0-RTT";
    if (message.name == "hello_request") return "renegotiation";
    return {};
}

std::string_view kind_of(const MessageView& message) {
    if (message.name == "alert") return "alert";
    return !encrypted(message) ? "clear" : message.protection == "opened" ? "opened" : "closed";
}

// At a whole character.
std::string cut(std::string_view title, std::size_t most) {
    if (title.size() <= most) return std::string(title);
    while (most > 0 && (static_cast<unsigned char>(title[most]) & 0xC0U) == 0x80U)
        --most;
    return std::string(title.substr(0, most)) + "…";
}

void write_arrow(HtmlWriter& w, const HandshakeView& handshake, std::size_t index) {
    constexpr std::size_t kLongestTitle = 40;
    const MessageView& message = handshake.messages[index];
    const std::size_t y = kTopOfSteps + index * kStepHeight;
    const auto number = [](std::size_t n) { return std::to_string(n); };
    const auto group = w.in("g", {{"class", "message " + std::string(kind_of(message))}});
    if (encrypted(message))
        w.element("rect",
                  {{"class", "veil"},
                   {"x", kLeft},
                   {"y", number(y - 22)},
                   {"width", "500"},
                   {"height", number(kStepHeight)}},
                  "");
    w.element("line",
              {{"class", "arrow"},
               {"x1", "96"},
               {"x2", "584"},
               {"y1", number(y + 6)},
               {"y2", number(y + 6)}},
              "");
    const std::string tip =
        message.from_client
            ? "584," + number(y + 6) + " 574," + number(y + 1) + " 574," + number(y + 11)
            : "96," + number(y + 6) + " 106," + number(y + 1) + " 106," + number(y + 11);
    w.element("polygon", {{"class", "tip"}, {"points", tip}}, "");
    std::string title = title_of_message(cut(message.name, kLongestTitle));
    if (const std::string flag = flag_of(handshake, message); !flag.empty())
        title += " · " + cut(flag, kLongestTitle);
    w.element("text",
              {{"class", "name"}, {"x", "340"}, {"y", number(y)}, {"text-anchor", "middle"}},
              title);
    w.element("text",
              {{"class", "when"}, {"x", "78"}, {"y", number(y + 10)}, {"text-anchor", "end"}},
              time_of(message.at));
    w.element("text", {{"class", "when"}, {"x", "602"}, {"y", number(y + 10)}},
              size(message.octets) + (!encrypted(message)              ? ""
                                      : message.protection == "opened" ? " · opened"
                                                                       : " · encrypted"));
}

void write_lane(HtmlWriter& w, std::string_view x, std::string_view title, std::size_t height) {
    w.element(
        "line",
        {{"class", "lane"}, {"x1", x}, {"x2", x}, {"y1", "26"}, {"y2", std::to_string(height - 8)}},
        "");
    w.element("text", {{"class", "lane-title"}, {"x", x}, {"y", "18"}, {"text-anchor", "middle"}},
              title);
}

void write_ladder(HtmlWriter& w, const HandshakeView& handshake) {
    const std::size_t steps = std::min(handshake.messages.size(), kMostMessages);
    const std::size_t height = kTopOfSteps + steps * kStepHeight;
    const auto region = scroller(w, "Ladder of handshake " + std::to_string(handshake.number));
    const auto svg = w.in("svg", {{"class", "ladder"},
                                  {"viewBox", "0 0 720 " + std::to_string(height)},
                                  {"role", "img"},
                                  {"aria-label",
                                   "Messages between client and server, in order of "
                                   "time; the table below tells the same"}});
    for (std::size_t i = 0; i < steps; ++i)
        write_arrow(w, handshake, i);
    write_lane(w, kLeft, "Client", height);
    write_lane(w, kRight, "Server", height);
}

void write_step(HtmlWriter& w, const HandshakeView& handshake, const MessageView& message) {
    const auto row = w.in("tr");
    w.element("td", {{"class", "number"}}, time_of(message.at));
    w.element("td", message.from_client ? "client" : "server");
    {
        const auto name = w.in("th", {{"scope", "row"}});
        w.text(title_of_message(message.name));
        if (const std::string flag = flag_of(handshake, message); !flag.empty())
            w.element("span", {{"class", "mark"}}, flag);
    }
    w.element("td", {{"class", "number"}}, size(message.octets));
    w.element("td", {{"class", "protection"}},
              !encrypted(message)              ? "in the clear"
              : message.protection == "opened" ? "encrypted, opened"
                                               : "encrypted");
    const auto cell = w.in("td", {{"class", "words"}});
    w.text(words_of(message, is_tls13(handshake)));
    if (!message.detail.empty()) w.element("span", {{"class", "note"}}, message.detail);
}

void write_walk(HtmlWriter& w, const HandshakeView& handshake) {
    const auto region = scroller(w, "Handshake " + std::to_string(handshake.number) + " in words");
    const auto table = w.in("table", {{"class", "walk"}});
    w.element("caption", "Step by step");
    {
        const auto head = w.shared("thead");
        const auto row = w.in("tr");
        for (const std::string_view title :
             {"When", "From", "Message", "Size", "Protection", "What it does"})
            w.element("th", {{"scope", "col"}}, title);
    }
    const auto body = w.in("tbody");
    for (std::size_t i = 0; i < std::min(handshake.messages.size(), kMostMessages); ++i)
        write_step(w, handshake, handshake.messages[i]);
}

void write_summary(HtmlWriter& w, const HandshakeView& handshake) {
    const auto list = w.in("dl", {{"class", "facts"}});
    write_pair(w, "Client", handshake.client);
    write_pair(w, "Outcome", handshake.outcome);
    write_pair(w, "Version", version_title(handshake.version));
    write_pair(w, "Suite", handshake.suite);
    write_pair(w, "Group", handshake.group);
    // Without a ServerHello nobody chose a key exchange.
    if (!handshake.version.empty())
        write_pair(w, "Post-quantum", handshake.post_quantum ? "yes" : "no");
    write_pair(w, "Name asked for", handshake.sni);
    write_pair(w, "ALPN", handshake.alpn);
    write_pair(w, "Resumption", handshake.resumption);
    write_pair(w, "Decrypted", handshake.decrypted ? "yes" : "no");
}

void write_handshake(HtmlWriter& w, const HandshakeView& handshake) {
    const auto box = w.in("div", {{"class", "handshake"}});
    w.element("h4", "Handshake " + std::to_string(handshake.number));
    write_summary(w, handshake);
    if (!handshake.anomalies.empty()) {
        const auto list = w.in("ul", {{"class", "notices"}, {"aria-label", "Anomalies"}});
        for (const std::string& anomaly : handshake.anomalies) {
            const auto item = w.in("li");
            w.element("span", {{"class", "mark bad"}}, "anomaly");
            w.text(" " + anomaly);
        }
    }
    if (handshake.messages.empty()) return;
    write_ladder(w, handshake);
    write_walk(w, handshake);
    if (handshake.messages.size() > kMostMessages)
        w.element("p", {{"class", "note"}},
                  "and " + count(handshake.messages.size() - kMostMessages) + " more messages");
}

}  // namespace

void write_handshakes(HtmlWriter& w, const audit::Subject& subject) {
    if (subject.handshakes.empty()) return;
    w.element("h3", subject.handshakes.size() == 1 ? "A handshake" : "Handshakes");
    for (const HandshakeView& handshake : subject.handshakes)
        write_handshake(w, handshake);
}

}  // namespace tlsonar::reports::html
