// Conversation: what is said on one connection once TLS may begin. Sans-I/O: it is fed what the
// server sent, and says what to send and when it has heard enough.
#pragma once

#include "core/bytes.h"
#include "core/moment.h"
#include "scanner/talk/reply.h"

#include <memory>
#include <string>
#include <vector>

namespace tlsonar::scanner {

class Conversation {
  public:
    virtual ~Conversation() = default;

    // Appends to `out` what to send first.
    virtual void start(std::vector<std::uint8_t>& out, Moment now) = 0;
    // Takes what the server sent; appends to `out` what to send. True: enough was heard.
    virtual bool received(Bytes octets, std::vector<std::uint8_t>& out, Moment now) = 0;
    // The connection is over. Called once, also after received() returned true.
    virtual void ended(End end, Moment now) = 0;

    // Datagrams get lost. When to call woken() if nothing comes before, in nanoseconds since the
    // last call of any function above (or of woken()); 0: not at all.
    virtual Time wake_after() const { return 0; }
    // Appends to `out` what to send again. True: it was silent for long enough, and is given up.
    virtual bool woken(std::vector<std::uint8_t>& out, Moment now) {
        static_cast<void>(out);
        static_cast<void>(now);
        return false;
    }

    // NSS key-log lines of the secrets it knows; for evidence.
    virtual std::string key_log() const { return {}; }
};

// A conversation of which one reply is left.
class ReplyTalk : public Conversation {
  public:
    // Complete after ended().
    virtual Reply& reply() = 0;
};

}  // namespace tlsonar::scanner
