// DnsChannel: c-ares' talk with one name server, driven by our loop.
#pragma once

#include "core/ip_address.h"
#include "core/moment.h"
#include "scanner/net/loop_private.h"

#include <map>
#include <memory>
#include <vector>

#include <ares.h>
#include <asio/posix/stream_descriptor.hpp>

namespace tlsonar::scanner {

class DnsChannel : public std::enable_shared_from_this<DnsChannel> {
  public:
    // `share`: how long the server has for a question, repetitions included.
    DnsChannel(Loop& loop, Time share) : loop_(loop), share_(share) {}
    ~DnsChannel();
    DnsChannel(const DnsChannel&) = delete;
    DnsChannel& operator=(const DnsChannel&) = delete;

    // Not when c-ares cannot begin.
    bool open(const Endpoint& server);
    // `done` may run from within: see ares_query(3). Names without a dot go through the system's
    // search list.
    void ask(const std::string& name, int type, ares_callback done, void* argument);

    // Forgets all questions.
    void cancel();

    // Of the system.
    static std::vector<Endpoint> system_servers();

  private:
    struct Watch {
        explicit Watch(asio::io_context& context) : descriptor(context) {}
        asio::posix::stream_descriptor descriptor;
        bool wants_read = false, wants_write = false;
        bool reading = false, writing = false;  // a wait is under way
        bool gone = false;
    };
    static void on_socket(void* self, ares_socket_t socket, int readable, int writable);
    void watch(const std::shared_ptr<Watch>& watched);
    void process(ares_socket_t readable, ares_socket_t writable);
    void arm_timer();

    Loop& loop_;
    Time share_;
    ares_channel channel_ = nullptr;
    std::map<ares_socket_t, std::shared_ptr<Watch>> watches_;
    Loop::Timer timer_;
};

}  // namespace tlsonar::scanner
