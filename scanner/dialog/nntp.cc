// NNTP (RFC 4642, RFC 3977):
//
//     S: 200 ready
//     C: CAPABILITIES
//     S: 101 list follows
//     S: STARTTLS
//     S: .
//     C: STARTTLS
//     S: 382 continue
//
// A server that does not know CAPABILITIES (RFC 977) may know STARTTLS: it is asked.
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

namespace tlsonar::scanner {
namespace {

class Nntp final : public LineDialog {
  public:
    Nntp() : LineDialog({"NNTP", "its greeting"}) {}

  private:
    State on_line(std::string_view line, Octets& out) override {
        if (step_ == Step::list) return listed(line, out);
        std::string_view rest = line;
        const std::string_view code = take_word(rest);
        if (code.size() != 3 || code.find_first_not_of("0123456789") != std::string_view::npos)
            return refuse_stranger(as_bytes(line));
        switch (step_) {
            case Step::greeting:
                return greeted(code, line, out);
            case Step::capabilities:
                if (code != "101") return ask(out);
                step_ = Step::list;
                return await("the end of its answer to CAPABILITIES");
            default:
                return code == "382" ? State::ready : refuse("refused STARTTLS", as_bytes(line));
        }
    }

    State greeted(std::string_view code, std::string_view line, Octets& out) {
        if (code[0] == '4') return refuse_for_now("refused the connection", as_bytes(line));
        if (code[0] != '2') return refuse("refused the connection", as_bytes(line));
        step_ = Step::capabilities;
        say(out, "CAPABILITIES\r\n");
        return await("its answer to CAPABILITIES");
    }

    State listed(std::string_view line, Octets& out) {
        if (line == ".") {
            if (offered_) return ask(out);
            return refuse("offered no STARTTLS", as_bytes(list_));
        }
        std::string_view rest = line;
        offered_ = offered_ || same_word(take_word(rest), "STARTTLS");
        list_.append(line) += '\n';
        return State::talking;
    }

    State ask(Octets& out) {
        step_ = Step::starttls;
        say(out, "STARTTLS\r\n");
        return await("its answer to STARTTLS");
    }

    enum class Step : std::uint8_t { greeting, capabilities, list, starttls };
    Step step_ = Step::greeting;
    bool offered_ = false;
    std::string list_;
};

}  // namespace

constexpr DialogKind kNntp{"nntp", "NNTP (RFC 4642)", 119, make_dialog<Nntp>};

}  // namespace tlsonar::scanner
