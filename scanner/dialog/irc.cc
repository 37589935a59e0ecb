// IRC (IRCv3 "tls" capability and STARTTLS):
//
//     C: CAP LS 302
//     S: :irc.example.org CAP * LS * :multi-prefix …     ("*": more lines to come)
//     S: :irc.example.org CAP * LS :tls
//     C: STARTTLS
//     S: :irc.example.org 670 * :STARTTLS successful
//
// Notices come at any time. A server that does not know CAP may know STARTTLS: it is asked.
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

class Irc final : public LineDialog {
  public:
    Irc() : LineDialog({"IRC", "its answer to CAP LS"}) {}

  private:
    State begin(Octets& out) override {
        say(out, "CAP LS 302\r\n");
        return State::talking;
    }

    State on_line(std::string_view line, Octets& out) override {
        std::string_view rest = line;
        if (rest.starts_with('@')) take_word(rest);  // tags
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        if (rest.starts_with(':')) take_word(rest);  // who says it
        const std::string_view word = take_word(rest);
        if (same_word(word, "PING")) {
            say(out, "PONG" + std::string(rest.substr(0, kMaxQuote)) + "\r\n");
            return State::talking;
        }
        if (same_word(word, "ERROR")) return refuse_for_now("closed the link", as_bytes(line));
        if (same_word(word, "NOTICE") || line.empty()) return State::talking;
        if (asked_) return answered(word, line);
        if (same_word(word, "CAP")) return listed(rest, line, out);
        // 421 unknown command, 451 not registered.
        if (word == "421" || word == "451") return ask(out);
        return is_numeric(word) ? State::talking : refuse_stranger(as_bytes(line));
    }

    //  * LS * :first capabilities      * LS :last capabilities
    State listed(std::string_view rest, std::string_view line, Octets& out) {
        take_word(rest);
        if (!same_word(take_word(rest), "LS")) return State::talking;
        list_.append(line) += '\n';
        std::string_view after = rest;
        const bool more = take_word(after) == "*";
        if (more) rest = after;
        rest.remove_prefix(std::min(rest.find_first_not_of(" :"), rest.size()));
        while (!rest.empty()) {
            const std::string_view name = take_word(rest);
            offered_ = offered_ || name == "tls" || name.starts_with("tls=");
        }
        if (more) return State::talking;
        return offered_ ? ask(out) : refuse("offered no STARTTLS", as_bytes(list_));
    }

    State ask(Octets& out) {
        asked_ = true;
        say(out, "STARTTLS\r\n");
        return await("its answer to STARTTLS");
    }

    State answered(std::string_view word, std::string_view line) {
        if (word == "670") return State::ready;
        if (word == "691" || word == "421" || word == "451")
            return refuse("refused STARTTLS", as_bytes(line));
        return State::talking;
    }

    static bool is_numeric(std::string_view word) {
        return word.size() == 3 && word.find_first_not_of("0123456789") == std::string_view::npos;
    }

    bool asked_ = false;
    bool offered_ = false;
    std::string list_;
};

}  // namespace

constexpr DialogKind kIrc{"irc", "IRC (IRCv3 STARTTLS)", 6667, make_dialog<Irc>};

}  // namespace tlsonar::scanner
