// Attempt: one connection from connecting to leaving. Goes through the dialogs before TLS (proxy,
// STARTTLS), carries the conversation, and keeps every deadline.
#pragma once

#include "core/ip_address.h"
#include "core/stream.h"
#include "scanner/dialog/dialog.h"
#include "scanner/net/link.h"
#include "scanner/talk/conversation.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tlsonar::scanner {

inline constexpr Time kSecond = 1'000'000'000;

// How to get to where TLS begins.
struct Route {
    Endpoint endpoint;  // of the server, or of the proxy
    bool udp = false;
    // In order. Made anew for every connection.
    std::vector<std::function<std::unique_ptr<Dialog>()>> dialogs;
};

struct Deadlines {
    Time connect = 5'000'000'000;
    Time silence = 5'000'000'000;  // the server says nothing for so long
    Time total = 20'000'000'000;   // of the whole connection
};

// What was sent and received, for evidence.
struct WireOctets {
    Time at = 0;  // of the wall
    Sender from = Sender::initiator;
    std::vector<std::uint8_t> octets;
};

struct Outcome {
    End end = End::done;
    std::string sentence;  // what the operating system or the dialog said
    Endpoint local;
    bool opened = false;
    bool talked = false;       // the conversation began: all before it was done
    bool temporary = false;    // the dialog's refusal is one that may pass
    std::uint32_t number = 0;  // of the connection, in the scan of the endpoint
    Time begin = 0;            // of the wall
    Time duration = 0;
    std::uint64_t sent = 0, received = 0;
    std::vector<WireOctets> wire;  // when asked for
};

class Attempt final : private LinkHandler {
  public:
    using Done = std::function<void(Outcome&&)>;

    // `conversation` is borrowed; `done` runs from the loop once, never from within start(), and
    // not at all when the attempt dies before.
    Attempt(Loop& loop, Network& network, const Route& route, const Deadlines& deadlines,
            Conversation& conversation, bool keep_wire, Done done);
    ~Attempt() override;
    void start();

  private:
    void on_open(const Endpoint& local) override;
    void on_octets(Bytes octets) override;
    void on_end(End end, const std::string& sentence) override;

    void begin_next();
    void after_dialog(Dialog::State state, Bytes rest, const std::vector<std::uint8_t>& out);
    void talk(Bytes octets);
    void send(Bytes octets);
    void send_tls(const std::vector<std::uint8_t>& octets);
    void keep(Sender from, Bytes octets);
    void watch(Time limit);
    void set_wake();
    void finish(End end, std::string sentence);
    void refused_by_dialog();
    Moment moment();

    Loop& loop_;
    Network& network_;
    const Route& route_;
    Deadlines deadlines_;
    Conversation& conversation_;
    bool keep_wire_;
    Done done_;
    std::unique_ptr<Link> link_;
    std::unique_ptr<Dialog> dialog_;  // the current one, or one that wraps TLS
    std::size_t next_dialog_ = 0;
    bool tls_ = false;
    bool over_ = false;
    std::uint64_t ordinal_ = 0;
    Time began_ = 0;
    Loop::Timer silence_;
    Loop::Timer total_;
    Loop::Timer wake_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Outcome outcome_;
};

}  // namespace tlsonar::scanner
