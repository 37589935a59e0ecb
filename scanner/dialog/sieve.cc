// ManageSieve (RFC 5804): the greeting is the list of capabilities.
//
//     S: "IMPLEMENTATION" "Example"
//     S: "STARTTLS"
//     S: OK "ready"
//     C: STARTTLS
//     S: OK "begin"
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

namespace tlsonar::scanner {
namespace {

class Sieve final : public LineDialog {
  public:
    Sieve() : LineDialog({"ManageSieve", "its greeting"}, true) {}

  private:
    State on_line(std::string_view line, Octets& out) override {
        std::string_view rest = line;
        const std::string_view word = take_word(rest);
        const bool ok = same_word(word, "OK");
        if (same_word(word, "BYE")) return refuse_for_now("said goodbye", as_bytes(line));
        if (same_word(word, "NO")) {
            return refuse(asked_ ? "refused STARTTLS" : "refused the connection", as_bytes(line));
        }
        if (asked_) return ok ? State::ready : refuse_stranger(as_bytes(line));
        if (!ok) return capability(word, line);
        if (!offered_) return refuse("offered no STARTTLS", as_bytes(list_.append(line)));
        asked_ = true;
        say(out, "STARTTLS\r\n");
        return await("its answer to STARTTLS");
    }

    State capability(std::string_view word, std::string_view line) {
        if (!line.starts_with('"') && !line.starts_with('{'))
            return refuse_stranger(as_bytes(line));
        offered_ = offered_ || same_word(word, "\"STARTTLS\"");
        list_.append(line) += '\n';
        return State::talking;
    }

    bool offered_ = false;
    bool asked_ = false;
    std::string list_;
};

}  // namespace

constexpr DialogKind kSieve{"sieve", "ManageSieve (RFC 5804)", 4190, make_dialog<Sieve>};

}  // namespace tlsonar::scanner
