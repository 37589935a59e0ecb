// DnsClient: asks name servers, one after the other until one gives an answer, and never waits in a
// call. (c-ares does datagrams, repetition, TCP for truncated answers and EDNS; one channel for
// each server, so that it can be said which one did what.)
#pragma once

#include "core/ip_address.h"
#include "core/moment.h"
#include "scanner/net/loop.h"
#include "scanner/resolve/dns_message.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tlsonar::scanner {

struct DnsReply {
    enum class State : std::uint8_t {
        answered,  // `octets`: a message that says "no error" or "no such name"
        silent,    // nobody answered in time
        failed,    // somebody did, with an error (SERVFAIL, REFUSED, nonsense), or nobody listens
    };
    State state = State::silent;
    std::vector<std::uint8_t> octets;
    std::string trouble;  // "the name server 192.0.2.53 did not answer within 5 s"
};

class DnsClient {
  public:
    static constexpr std::size_t kMaxServers = 8;

    // Without servers the system's (resolv.conf, read here) are asked. `timeout` is for a question
    // as a whole.
    DnsClient(Loop& loop, std::vector<Endpoint> servers, Time timeout);
    // Questions that are open are not answered any more.
    ~DnsClient();
    DnsClient(const DnsClient&) = delete;
    DnsClient& operator=(const DnsClient&) = delete;

    // `done` runs once, from the loop, never from here.
    void ask(const std::string& name, DnsType type, std::function<void(DnsReply)> done);

    // Of the system, or those that were given.
    const std::vector<Endpoint>& servers() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace tlsonar::scanner
