// MessageDialog: what all dialogs share. The server's octets are taken one by one and handed on as
// whole messages, so that no dialog can depend on how they were cut up on their way; how much is
// listened to is bounded; and servers of quite another kind are recognised.
#pragma once

#include "scanner/dialog/dialog.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::scanner {

// What a server may say before TLS, in all. (The longest capability lists that are really seen
// have 2 KiB; telnet's and FTP's banners may be longer.)
inline constexpr std::size_t kMaxPreamble = 16UL * 1024;
// Of what the server said, in a sentence.
inline constexpr std::size_t kMaxQuote = 200;

using Octets = std::vector<std::uint8_t>;

inline void say(Octets& out, std::string_view text) {
    out.insert(out.end(), text.begin(), text.end());
}

// A server's words as a part of a sentence: line ends become " / ", no more than kMaxQuote octets.
std::string quote(Bytes said);

// A name without what could end a line or a word of a protocol.
std::string plain_name(std::string_view name);

class MessageDialog : public Dialog {
  public:
    State start(Octets& out) final { return state_ = begin(out); }
    State received(Bytes& octets, Octets& out) final;
    std::string trouble() const final { return trouble_; }
    bool temporary() const final { return temporary_; }
    std::string_view awaited() const final { return awaited_; }

  protected:
    struct Words {
        std::string_view protocol;        // "SMTP"
        std::string_view awaited;         // at first
        std::string_view who = "server";  // or "proxy"
        // A foreign protocol that is not looked for: HTTP where HTTP is spoken, SSH where 'S' is an
        // answer.
        std::string_view familiar = {};
    };
    explicit MessageDialog(const Words& words) : words_(words), awaited_(words.awaited) {}

    // What is sent first.
    virtual State begin(Octets& /*out*/) { return State::talking; }
    // How many octets the message has that begins with `held`; 0 when that cannot be told yet.
    // Called after every octet.
    virtual std::size_t length(Bytes held) = 0;
    virtual State on_message(Bytes message, Octets& out) = 0;

    // From now on the server owes this.
    State await(std::string_view what) {
        awaited_ = what;
        return State::talking;
    }
    // "the server " + `what` + ": " + what it said.
    State refuse(std::string_view what, Bytes said = {});
    State refuse_for_now(std::string_view what, Bytes said = {});
    // "the server does not speak SMTP: …".
    State refuse_stranger(Bytes said);

  private:
    State hear(Octets& out);
    // True when `held_` is, or may yet become, the beginning of another protocol; state_ is refused
    // when it is known.
    bool foreign();
    bool foreign_text();
    bool foreign_tls();

    Words words_;
    std::string_view awaited_;
    State state_ = State::talking;
    Octets held_;            // the beginning of a message
    std::size_t heard_ = 0;  // octets in all
    bool known_ = false;     // the first octets were looked at: they are of no other protocol
    bool temporary_ = false;
    std::string trouble_;
};

}  // namespace tlsonar::scanner
