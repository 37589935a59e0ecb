// Link: one connection to a server (TCP), or one socket that talks to it (UDP), on a Loop. The
// scanner's only door to the network; tests put a network of their own behind it.
#pragma once

#include "core/bytes.h"
#include "core/ip_address.h"
#include "scanner/net/loop.h"
#include "scanner/talk/reply.h"

#include <memory>
#include <string>

namespace tlsonar::scanner {

// Called from the loop. None is called after the Link is gone, and none from within open().
class LinkHandler {
  public:
    virtual ~LinkHandler() = default;
    // Octets may be sent now. `local` is our end.
    virtual void on_open(const Endpoint& local) = 0;
    // Octets of the server; one datagram of UDP. Lent for the call.
    virtual void on_octets(Bytes octets) = 0;
    // It is over: eof, reset, refused, unreachable, local. Not called after close(). The sentence
    // is the operating system's.
    virtual void on_end(End end, const std::string& sentence) = 0;
};

class Link {
  public:
    // Closes at once, with RST where TCP has something unread.
    virtual ~Link() = default;
    virtual void send(Bytes octets) = 0;
};

class Network {
  public:
    virtual ~Network() = default;
    virtual std::unique_ptr<Link> open(const Endpoint& endpoint, bool udp,
                                       LinkHandler& handler) = 0;
};

// The real one.
std::unique_ptr<Network> make_network(Loop& loop);

}  // namespace tlsonar::scanner
