// SMTP (RFC 3207) and LMTP (RFC 2033), which differ in one word:
//
//     S: 220 mail.example.org ESMTP
//     C: EHLO client.example.org          (LHLO)
//     S: 250-mail.example.org
//     S: 250 STARTTLS
//     C: STARTTLS
//     S: 220 Ready to start TLS
//
// HELO is not tried where EHLO is refused: its answer lists no extensions.
#include "scanner/dialog/kinds.h"
#include "scanner/dialog/line_dialog.h"

namespace tlsonar::scanner {
namespace {

// A name of RFC 2606, for those who have none: many servers want one with a dot.
constexpr std::string_view kOwnName = "tlsonar.invalid";

class MailDialog : public ReplyDialog {
  protected:
    MailDialog(std::string_view protocol, std::string_view hello, const DialogOptions& options)
        : ReplyDialog({protocol, "its greeting"}, Lines::all_coded),
          hello_(hello),
          own_name_(plain_name(options.own_name)) {
        if (own_name_.empty()) own_name_ = kOwnName;
    }

  private:
    State on_reply(const Reply& reply, Octets& out) final {
        switch (step_) {
            case Step::greeting:
                return greeted(reply, out);
            case Step::hello:
                return answered(reply, out);
            case Step::starttls:
                break;
        }
        if (reply.code == 220) return State::ready;
        return refuse_reply("refused STARTTLS", reply);
    }

    State greeted(const Reply& reply, Octets& out) {
        if (reply.code != 220) return refuse_reply("refused the connection", reply);
        step_ = Step::hello;
        say(out, std::string(hello_) + " " + own_name_ + "\r\n");
        return await(hello_ == "EHLO" ? "its answer to EHLO" : "its answer to LHLO");
    }

    State answered(const Reply& reply, Octets& out) {
        if (reply.code != 250) return refuse_reply("refused " + std::string(hello_), reply);
        if (!offers_starttls(reply.lines)) return refuse_reply("offered no STARTTLS", reply);
        step_ = Step::starttls;
        say(out, "STARTTLS\r\n");
        return await("its answer to STARTTLS");
    }

    // In the lines after the first, which is the server's name.
    static bool offers_starttls(std::string_view lines) {
        for (lines.remove_prefix(lines.find('\n') + 1); lines.size() > 4;) {
            const std::size_t end = lines.find('\n');
            std::string_view line = lines.substr(4, end < 4 ? 0 : end - 4);
            if (same_word(take_word(line), "STARTTLS")) return true;
            lines.remove_prefix(end + 1);
        }
        return false;
    }

    enum class Step : std::uint8_t { greeting, hello, starttls };
    Step step_ = Step::greeting;
    std::string_view hello_;
    std::string own_name_;
};

class Smtp final : public MailDialog {
  public:
    explicit Smtp(const DialogOptions& options) : MailDialog("SMTP", "EHLO", options) {}
};

class Lmtp final : public MailDialog {
  public:
    explicit Lmtp(const DialogOptions& options) : MailDialog("LMTP", "LHLO", options) {}
};

}  // namespace

constexpr DialogKind kSmtp{"smtp", "SMTP (RFC 3207)", 25, make_dialog<Smtp>};
constexpr DialogKind kLmtp{"lmtp", "LMTP (RFC 2033, RFC 3207)", 24, make_dialog<Lmtp>};

}  // namespace tlsonar::scanner
