// AMQP 1.0 (part 5, section 5.2.1): the header of protocol 2 asks for TLS, and is returned by who
// agrees. Others return the header they would have liked, and close.
//
//     "AMQP"  protocol(1): 0 AMQP, 2 TLS, 3 SASL  major(1)  minor(1)  revision(1)
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/message_dialog.h"

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kAmqpHeader = 8;
constexpr std::string_view kTls("AMQP\x02\x01\x00\x00", kAmqpHeader);

class Amqp final : public MessageDialog {
  public:
    Amqp() : MessageDialog({"AMQP", "its answer to the TLS header"}) {}

  private:
    State begin(Octets& out) override {
        say(out, kTls);
        return State::talking;
    }

    std::size_t length(Bytes /*held*/) override { return kAmqpHeader; }

    State on_message(Bytes message, Octets& /*out*/) override {
        if (as_text(message) == kTls) return State::ready;
        if (!starts_with(message, "AMQP")) return refuse_stranger(message);
        // 0-9-1 says 00 00 09 01, 0-8 and 0-9 say 01 01 major minor.
        std::string version;
        for (const std::uint8_t octet : message.subspan(4))
            version += (version.empty() ? "" : "-") + std::to_string(octet);
        return refuse("offered no TLS, it wants protocol " + version + " of AMQP");
    }
};

}  // namespace

constexpr DialogKind kAmqp{"amqp", "AMQP 1.0", 5672, make_dialog<Amqp>};

}  // namespace tlsonar::scanner
