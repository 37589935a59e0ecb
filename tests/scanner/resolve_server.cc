#include "resolve_server.h"

#include "core/writer.h"
#include "scanner/resolve/dns_message.h"

#include <algorithm>
#include <cstdlib>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tlsonar::scanner {
namespace {

constexpr std::size_t kHeader = 12;

sockaddr_in loopback_address(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

bool bind_to(int socket, std::uint16_t port) {
    const sockaddr_in address = loopback_address(port);
    return bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

Octets dns_name(std::string_view name) {
    Octets out;
    while (!name.empty()) {
        const std::size_t dot = std::min(name.find('.'), name.size());
        out.push_back(static_cast<std::uint8_t>(dot));
        out.insert(out.end(), name.begin(), name.begin() + static_cast<std::ptrdiff_t>(dot));
        name.remove_prefix(std::min(dot + 1, name.size()));
    }
    out.push_back(0);
    return out;
}

Octets join(std::initializer_list<Octets> parts) {
    Octets out;
    for (const Octets& part : parts)
        out.insert(out.end(), part.begin(), part.end());
    return out;
}

DnsAnswerBuilder::DnsAnswerBuilder(const DnsRequest& request, std::uint8_t rcode) {
    const std::size_t question = dns_name(request.name).size() + 4;
    out_.assign(request.message.begin(),
                request.message.begin() + static_cast<std::ptrdiff_t>(kHeader + question));
    out_[2] = 0x81;
    out_[3] = static_cast<std::uint8_t>(0x80 | rcode);
    std::fill(out_.begin() + 6, out_.begin() + kHeader, std::uint8_t{0});
}

DnsAnswerBuilder& DnsAnswerBuilder::record(std::string_view owner, std::uint16_t type,
                                           const Octets& rdata) {
    Writer writer;
    writer.bytes(dns_name(owner));
    writer.u16(type);
    writer.u16(1);
    writer.u32(60);
    writer.vector16(rdata);
    const Octets octets = writer.release();
    out_.insert(out_.end(), octets.begin(), octets.end());
    const std::uint16_t count = static_cast<std::uint16_t>(load_be16(&out_[6]) + 1);
    out_[6] = static_cast<std::uint8_t>(count >> 8);
    out_[7] = static_cast<std::uint8_t>(count);
    return *this;
}

DnsAnswerBuilder& DnsAnswerBuilder::address(std::string_view owner, std::string_view text) {
    const auto address = parse_ip_address(text);
    const std::size_t size = address->v6 ? 16 : 4;
    return record(owner, address->v6 ? 28 : 1,
                  Octets(address->octets.begin(),
                         address->octets.begin() + static_cast<std::ptrdiff_t>(size)));
}

DnsAnswerBuilder& DnsAnswerBuilder::alias(std::string_view owner, std::string_view target) {
    return record(owner, 5, dns_name(target));
}

DnsAnswerBuilder& DnsAnswerBuilder::truncated() {
    out_[2] |= 0x02;
    return *this;
}

DnsServer::DnsServer(Handler handler) : handler_(std::move(handler)) {
    // A port that is free for both.
    for (int attempt = 0; attempt < 50; ++attempt) {
        udp_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        tcp_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        socklen_t size = sizeof address;
        if (bind_to(udp_, 0) &&
            getsockname(udp_, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
            port_ = ntohs(address.sin_port);
            if (bind_to(tcp_, port_) && listen(tcp_, 16) == 0) break;
        }
        close(udp_);
        close(tcp_);
        udp_ = tcp_ = -1;
    }
    if (udp_ < 0) std::abort();
    thread_ = std::thread([this] { serve(); });
}

DnsServer::~DnsServer() {
    stop_ = true;
    thread_.join();
    close(udp_);
    close(tcp_);
}

Endpoint DnsServer::endpoint() const { return {*parse_ip_address("127.0.0.1"), port_}; }

std::map<std::string, int> DnsServer::asked() {
    const std::lock_guard guard(lock_);
    return asked_;
}

std::optional<Octets> DnsServer::handle(const std::uint8_t* data, std::size_t size, bool tcp) {
    DnsRequest request;
    request.message.assign(data, data + size);
    request.tcp = tcp;
    std::size_t at = kHeader;
    auto name = read_dns_name(request.message, at);
    if (!name || size < at + 4) return std::nullopt;
    request.name = *name;
    request.type = load_be16(data + at);
    request.edns = load_be16(data + 10) == 1;
    {
        const std::lock_guard guard(lock_);
        ++asked_[request.name + " " + std::to_string(request.type)];
    }
    return handler_(request);
}

void DnsServer::serve() {
    std::uint8_t buffer[4096];
    while (!stop_) {
        pollfd watched[2] = {{udp_, POLLIN, 0}, {tcp_, POLLIN, 0}};
        if (poll(watched, 2, 10) <= 0) continue;
        if ((watched[0].revents & POLLIN) != 0) {
            sockaddr_in from{};
            socklen_t size = sizeof from;
            const auto got =
                recvfrom(udp_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
            if (got > static_cast<ssize_t>(kHeader)) {
                if (const auto answer = handle(buffer, static_cast<std::size_t>(got), false))
                    (void)sendto(udp_, answer->data(), answer->size(), 0,
                                 reinterpret_cast<sockaddr*>(&from), size);
            }
        }
        if ((watched[1].revents & POLLIN) != 0) {
            const int client = accept(tcp_, nullptr, nullptr);
            std::uint8_t length[2];
            if (recv(client, length, 2, MSG_WAITALL) == 2) {
                const std::size_t size = std::min<std::size_t>(load_be16(length), sizeof buffer);
                if (recv(client, buffer, size, MSG_WAITALL) == static_cast<ssize_t>(size)) {
                    if (const auto answer = handle(buffer, size, true)) {
                        Writer writer;
                        writer.vector16(*answer);
                        (void)send(client, writer.written().data(), writer.written().size(),
                                   MSG_NOSIGNAL);
                    }
                }
            }
            close(client);
        }
    }
}

}  // namespace tlsonar::scanner
