// POP3 (RFC 2595, RFC 2449):
//
//     S: +OK ready
//     C: CAPA
//     S: +OK
//     S: STLS
//     S: .
//     C: STLS
//     S: +OK begin
//
// A server that does not know CAPA may know STLS: it is asked.
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

namespace tlsonar::scanner {
namespace {

class Pop3 final : public LineDialog {
  public:
    Pop3() : LineDialog({"POP3", "its greeting"}) {}

  private:
    State on_line(std::string_view line, Octets& out) override {
        if (step_ == Step::list) return listed(line, out);
        std::string_view rest = line;
        const std::string_view word = take_word(rest);
        const bool ok = same_word(word, "+OK");
        if (!ok && !same_word(word, "-ERR")) return refuse_stranger(as_bytes(line));
        switch (step_) {
            case Step::greeting:
                if (!ok) return refuse_for_now("refused the connection", as_bytes(line));
                step_ = Step::capa;
                say(out, "CAPA\r\n");
                return await("its answer to CAPA");
            case Step::capa:
                if (!ok) return ask(out);
                step_ = Step::list;
                return await("the end of its answer to CAPA");
            default:
                return ok ? State::ready : refuse("refused STLS", as_bytes(line));
        }
    }

    State listed(std::string_view line, Octets& out) {
        if (line == ".") {
            if (offered_) return ask(out);
            return refuse("offered no STLS", as_bytes(list_));
        }
        std::string_view rest = line;
        offered_ = offered_ || same_word(take_word(rest), "STLS");
        list_.append(line) += '\n';
        return State::talking;
    }

    State ask(Octets& out) {
        step_ = Step::stls;
        say(out, "STLS\r\n");
        return await("its answer to STLS");
    }

    enum class Step : std::uint8_t { greeting, capa, list, stls };
    Step step_ = Step::greeting;
    bool offered_ = false;
    std::string list_;
};

}  // namespace

constexpr DialogKind kPop3{"pop3", "POP3 (RFC 2595)", 110, make_dialog<Pop3>};

}  // namespace tlsonar::scanner
