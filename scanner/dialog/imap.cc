// IMAP (RFC 9051 section 6.2.1):
//
//     S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
//     C: a1 CAPABILITY                    (unless the greeting has told)
//     S: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED
//     S: a1 OK done
//     C: a2 STARTTLS
//     S: a2 OK begin
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

namespace tlsonar::scanner {
namespace {

class Imap final : public LineDialog {
  public:
    Imap() : LineDialog({"IMAP", "its greeting"}, true) {}

  private:
    State on_line(std::string_view line, Octets& out) override {
        std::string_view rest = line;
        const std::string_view tag = take_word(rest);
        const std::string_view word = take_word(rest);
        if (tag == "*") {
            if (same_word(word, "BYE")) return refuse_for_now("said goodbye", as_bytes(line));
            return step_ == Step::greeting ? greeted(word, line, out) : told(word, line);
        }
        if (step_ == Step::greeting) return refuse_stranger(as_bytes(line));
        if (step_ == Step::capability && tag == "a1") return listed(word, line, out);
        if (step_ == Step::starttls && tag == "a2") {
            if (same_word(word, "OK")) return State::ready;
            return refuse("refused STARTTLS", as_bytes(line));
        }
        return State::talking;
    }

    State greeted(std::string_view word, std::string_view line, Octets& out) {
        // RFC 9051 section 7.1.4: then STARTTLS is no longer allowed.
        if (same_word(word, "PREAUTH"))
            return refuse("needs no login, so STARTTLS comes too late", as_bytes(line));
        if (!same_word(word, "OK")) return refuse_stranger(as_bytes(line));
        const std::size_t open = line.find('[');
        const std::size_t close = line.find(']');
        if (open != std::string_view::npos && close != std::string_view::npos && open < close &&
            has_word(line.substr(open + 1, close - open - 1), "STARTTLS"))
            return ask(out);
        step_ = Step::capability;
        say(out, "a1 CAPABILITY\r\n");
        return await("its answer to CAPABILITY");
    }

    State told(std::string_view word, std::string_view line) {
        if (step_ != Step::capability || !same_word(word, "CAPABILITY")) return State::talking;
        capabilities_ = line;
        return State::talking;
    }

    State listed(std::string_view word, std::string_view line, Octets& out) {
        if (!same_word(word, "OK")) return refuse("refused CAPABILITY", as_bytes(line));
        if (has_word(capabilities_, "STARTTLS")) return ask(out);
        return refuse("offered no STARTTLS",
                      capabilities_.empty() ? as_bytes(line) : as_bytes(capabilities_));
    }

    State ask(Octets& out) {
        step_ = Step::starttls;
        say(out, "a2 STARTTLS\r\n");
        return await("its answer to STARTTLS");
    }

    enum class Step : std::uint8_t { greeting, capability, starttls };
    Step step_ = Step::greeting;
    std::string capabilities_;
};

}  // namespace

constexpr DialogKind kImap{"imap", "IMAP (RFC 9051)", 143, make_dialog<Imap>};

}  // namespace tlsonar::scanner
