// Telnet's START_TLS option (draft-altman-telnet-starttls-02):
//
//     C: IAC WILL START_TLS
//     S: IAC DO START_TLS                  or IAC DONT START_TLS
//     C: IAC SB START_TLS FOLLOWS IAC SE
//     S: IAC SB START_TLS FOLLOWS IAC SE
//
// All other options are refused; the server's text is passed by.
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

namespace tlsonar::scanner {
namespace {

constexpr std::uint8_t kIac = 0xff;
constexpr std::uint8_t kDont = 0xfe;
constexpr std::uint8_t kDo = 0xfd;
constexpr std::uint8_t kWont = 0xfc;
constexpr std::uint8_t kWill = 0xfb;
constexpr std::uint8_t kSb = 0xfa;
constexpr std::uint8_t kSe = 0xf0;
constexpr std::uint8_t kStartTls = 46;
constexpr std::uint8_t kFollows = 1;

class Telnet final : public MessageDialog {
  public:
    Telnet() : MessageDialog({"Telnet", "its answer to the START_TLS option"}) {}

  private:
    State begin(Octets& out) override {
        out.insert(out.end(), {kIac, kWill, kStartTls});
        return State::talking;
    }

    std::size_t length(Bytes held) override {
        if (held[0] != kIac) return 1;
        if (held.size() < 2) return 0;
        if (held[1] >= kWill) return held[1] == kIac ? 2 : 3;
        if (held[1] != kSb) return 2;
        // To IAC SE; IAC IAC is an octet ff of the value.
        if (held.size() < 4 || held.back() != kSe) return 0;
        std::size_t run = 0;
        while (run + 3 < held.size() && held[held.size() - 2 - run] == kIac)
            ++run;
        return run % 2 == 1 ? held.size() : 0;
    }

    State on_message(Bytes message, Octets& out) override {
        if (message.size() < 3) return State::talking;
        const std::uint8_t command = message[1];
        const std::uint8_t option = message[2];
        if (command == kSb) return follows(message);
        if (option == kStartTls) {
            if (command == kDont) return refuse("offered no TLS (DONT START_TLS)");
            if (command != kDo || asked_) return State::talking;
            asked_ = true;
            out.insert(out.end(), {kIac, kSb, kStartTls, kFollows, kIac, kSe});
            return await("its START_TLS FOLLOWS");
        }
        if (command == kDo) out.insert(out.end(), {kIac, kWont, option});
        if (command == kWill) out.insert(out.end(), {kIac, kDont, option});
        return State::talking;
    }

    State follows(Bytes message) const {
        const bool tls = message.size() >= 6 && message[2] == kStartTls && message[3] == kFollows;
        return asked_ && tls ? State::ready : State::talking;
    }

    bool asked_ = false;
};

}  // namespace

constexpr DialogKind kTelnet{"telnet", "Telnet START_TLS", 23, make_dialog<Telnet>};

}  // namespace tlsonar::scanner
