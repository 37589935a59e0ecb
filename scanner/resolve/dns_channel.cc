#include "scanner/resolve/dns_channel_private.h"

#include <algorithm>
#include <cstring>
#include <string>

#include <netinet/in.h>
#include <sys/time.h>

namespace tlsonar::scanner {
namespace {

constexpr int kTries = 3;
constexpr int kDatagram = 1232;  // what passes everywhere without fragments (DNS flag day 2020)

// c-ares waits t, 2t, 4t, each shortened by up to 7/16 at random: t so that all together last at
// least `share`. Whoever asks looks at the clock.
int first_wait(Time share) {
    constexpr Time kMillisecond = 1'000'000;
    return static_cast<int>(std::max<Time>(share / kMillisecond * 16 / (Time{9} * 7), 1) + 1);
}

}  // namespace

DnsChannel::~DnsChannel() {
    timer_.cancel();
    // Calls what is open with ARES_EDESTRUCTION, and on_socket() for what closes.
    if (channel_ != nullptr) ares_destroy(channel_);
}

bool DnsChannel::open(const Endpoint& server) {
    ares_options options{};
    options.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS;
    options.timeout = first_wait(share_);
    options.tries = kTries;
    options.ednspsz = kDatagram;
    options.sock_state_cb = &DnsChannel::on_socket;
    options.sock_state_cb_data = this;
    const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_EDNSPSZ |
                     ARES_OPT_SOCK_STATE_CB;
    if (ares_init_options(&channel_, &options, mask) != ARES_SUCCESS) {
        channel_ = nullptr;
        return false;
    }
    ares_addr_port_node node{};
    node.family = server.address.v6 ? AF_INET6 : AF_INET;
    std::memcpy(&node.addr, server.address.octets.data(), server.address.v6 ? 16 : 4);
    node.udp_port = node.tcp_port = server.port;
    return ares_set_servers_ports(channel_, &node) == ARES_SUCCESS;
}

void DnsChannel::ask(const std::string& name, int type, ares_callback done, void* argument) {
    constexpr int kClassInternet = 1;
    if (name.find('.') == name.npos)
        ares_search(channel_, name.c_str(), kClassInternet, type, done, argument);
    else
        ares_query(channel_, name.c_str(), kClassInternet, type, done, argument);
    arm_timer();
}

void DnsChannel::cancel() {
    ares_cancel(channel_);
    timer_.cancel();
}

void DnsChannel::on_socket(void* self, ares_socket_t socket, int readable, int writable) {
    auto& channel = *static_cast<DnsChannel*>(self);
    const auto found = channel.watches_.find(socket);
    if (readable == 0 && writable == 0) {
        if (found == channel.watches_.end()) return;
        found->second->gone = true;
        found->second->descriptor.release();  // c-ares closes it
        channel.watches_.erase(found);
        return;
    }
    std::shared_ptr<Watch> watched;
    if (found != channel.watches_.end()) {
        watched = found->second;
    } else {
        watched = std::make_shared<Watch>(channel.loop_.impl().context);
        asio::error_code error;
        watched->descriptor.assign(socket, error);
        if (error) return;  // then nothing is heard from it, and the clock decides
        channel.watches_.emplace(socket, watched);
    }
    watched->wants_read = readable != 0;
    watched->wants_write = writable != 0;
    channel.watch(watched);
}

void DnsChannel::watch(const std::shared_ptr<Watch>& watched) {
    using Descriptor = asio::posix::stream_descriptor;
    const auto wait = [&](bool Watch::*wants, bool Watch::*waiting, Descriptor::wait_type what) {
        if (!(*watched.*wants) || *watched.*waiting) return;
        *watched.*waiting = true;
        watched->descriptor.async_wait(what, [weak = weak_from_this(), watched, wants, waiting,
                                              what](const asio::error_code& error) {
            *watched.*waiting = false;
            const auto self = weak.lock();
            if (error || watched->gone || !self) return;
            const ares_socket_t socket = watched->descriptor.native_handle();
            if (*watched.*wants)
                self->process(what == Descriptor::wait_read ? socket : ARES_SOCKET_BAD,
                              what == Descriptor::wait_write ? socket : ARES_SOCKET_BAD);
            if (!watched->gone) self->watch(watched);
        });
    };
    wait(&Watch::wants_read, &Watch::reading, Descriptor::wait_read);
    wait(&Watch::wants_write, &Watch::writing, Descriptor::wait_write);
}

void DnsChannel::process(ares_socket_t readable, ares_socket_t writable) {
    ares_process_fd(channel_, readable, writable);
    arm_timer();
}

void DnsChannel::arm_timer() {
    timeval wait{};
    if (ares_timeout(channel_, nullptr, &wait) == nullptr) {
        timer_.cancel();
        return;
    }
    constexpr Time kOneSecond = 1'000'000'000;
    constexpr Time kMicrosecond = 1'000;
    constexpr Time kMillisecond = 1'000'000;  // rather late than twice
    const Time time = wait.tv_sec * kOneSecond + wait.tv_usec * kMicrosecond + kMillisecond;
    timer_ = loop_.after(time, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    });
}

std::vector<Endpoint> DnsChannel::system_servers() {
    std::vector<Endpoint> servers;
    ares_channel channel = nullptr;
    if (ares_init(&channel) != ARES_SUCCESS) return servers;
    ares_addr_port_node* nodes = nullptr;
    if (ares_get_servers_ports(channel, &nodes) == ARES_SUCCESS) {
        for (const ares_addr_port_node* node = nodes; node != nullptr; node = node->next) {
            Endpoint server;
            server.address.v6 = node->family == AF_INET6;
            std::memcpy(server.address.octets.data(), &node->addr, server.address.v6 ? 16 : 4);
            server.port = static_cast<std::uint16_t>(node->udp_port != 0 ? node->udp_port : 53);
            servers.push_back(server);
        }
        if (nodes != nullptr) ares_free_data(nodes);
    }
    ares_destroy(channel);
    return servers;
}

}  // namespace tlsonar::scanner
