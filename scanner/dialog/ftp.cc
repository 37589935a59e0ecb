// FTP (RFC 4217):
//
//     S: 220 ready
//     C: AUTH TLS
//     S: 234 proceed
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

namespace tlsonar::scanner {
namespace {

class Ftp final : public ReplyDialog {
  public:
    Ftp() : ReplyDialog({"FTP", "its greeting"}, Lines::first_last) {}

  private:
    State on_reply(const Reply& reply, Octets& out) override {
        // "120 Service ready in nnn minutes": the greeting is to come.
        if (!asked_ && reply.code == 120) return State::talking;
        if (asked_) {
            if (reply.code == 234) return State::ready;
            return refuse_reply("refused AUTH TLS", reply);
        }
        if (reply.code != 220) return refuse_reply("refused the connection", reply);
        asked_ = true;
        say(out, "AUTH TLS\r\n");
        return await("its answer to AUTH TLS");
    }

    bool asked_ = false;
};

}  // namespace

constexpr DialogKind kFtp{"ftp", "FTP (RFC 4217)", 21, make_dialog<Ftp>};

}  // namespace tlsonar::scanner
