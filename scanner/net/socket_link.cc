#include "scanner/net/link.h"
#include "scanner/net/loop_private.h"

#include <array>
#include <cstring>
#include <vector>

#include <asio/ip/tcp.hpp>
#include <asio/ip/udp.hpp>

namespace tlsonar::scanner {
namespace {

using asio::error_code;

asio::ip::address to_asio(const IpAddress& address) {
    if (!address.v6) {
        asio::ip::address_v4::bytes_type octets;
        std::memcpy(octets.data(), address.octets.data(), octets.size());
        return asio::ip::address_v4(octets);
    }
    asio::ip::address_v6::bytes_type octets;
    std::memcpy(octets.data(), address.octets.data(), octets.size());
    return asio::ip::address_v6(octets, address.scope);
}

IpAddress from_asio(const asio::ip::address& address) {
    IpAddress out;
    out.v6 = address.is_v6();
    if (out.v6) {
        const auto octets = address.to_v6().to_bytes();
        std::memcpy(out.octets.data(), octets.data(), octets.size());
        out.scope = static_cast<std::uint32_t>(address.to_v6().scope_id());
    } else {
        const auto octets = address.to_v4().to_bytes();
        std::memcpy(out.octets.data(), octets.data(), octets.size());
    }
    return out;
}

End end_of(const error_code& error) {
    namespace e = asio::error;
    if (error == e::eof) return End::eof;
    if (error == e::connection_reset || error == e::broken_pipe || error == e::connection_aborted)
        return End::reset;
    if (error == e::connection_refused) return End::refused;
    if (error == e::timed_out) return End::timeout;
    if (error == e::no_descriptors || error == e::no_buffer_space || error == e::no_memory ||
        error.value() == EADDRNOTAVAIL || error.value() == ENFILE)
        return End::local;
    return End::unreachable;
}

// Read buffer of all links of a network: they live on one thread, and lend it for one call.
using Buffer = std::array<std::uint8_t, 65536>;

template <class Protocol>
class SocketLink final : public Link {
  public:
    using Socket = typename Protocol::socket;

    SocketLink(asio::io_context& context, const Endpoint& endpoint, LinkHandler& handler,
               Buffer& buffer)
        : socket_(std::make_shared<State>(context, handler, buffer)) {
        socket_->connect(endpoint);
    }
    ~SocketLink() override { socket_->close(); }
    SocketLink(const SocketLink&) = delete;
    SocketLink& operator=(const SocketLink&) = delete;

    void send(Bytes octets) override { socket_->send(octets); }

  private:
    // asio's handlers hold it; after close() they do nothing.
    struct State : std::enable_shared_from_this<State> {
        State(asio::io_context& context, LinkHandler& h, Buffer& b)
            : socket(context), handler(&h), buffer(b) {}

        void connect(const Endpoint& endpoint) {
            const typename Protocol::endpoint to(to_asio(endpoint.address), endpoint.port);
            error_code error;
            socket.open(to.protocol(), error);
            if (!error) socket.non_blocking(true, error);
            if (error) return fail_later(error);
            if constexpr (std::is_same_v<Protocol, asio::ip::tcp>) {
                error_code ignored;
                socket.set_option(asio::ip::tcp::no_delay(true), ignored);
                // A scan leaves with RST: thousands of ports in TIME_WAIT would end it early.
                socket.set_option(asio::socket_base::linger(true, 0), ignored);
            }
            socket.async_connect(to, [self = this->shared_from_this()](const error_code& e) {
                if (self->handler != nullptr) self->on_connect(e);
            });
        }
        void fail_later(const error_code& error) {
            asio::post(socket.get_executor(), [self = this->shared_from_this(), error] {
                if (self->handler != nullptr) self->end(error);
            });
        }
        void on_connect(const error_code& error) {
            if (error) return end(error);
            error_code ignored;
            const auto local = socket.local_endpoint(ignored);
            wait_readable();
            handler->on_open({from_asio(local.address()), local.port()});
        }

        void wait_readable() {
            socket.async_wait(Socket::wait_read,
                              [self = this->shared_from_this()](const error_code& e) {
                                  if (self->handler != nullptr) self->on_readable(e);
                              });
        }
        void on_readable(error_code error) {
            if (error) return end(error);
            const std::size_t n = receive(error);
            if (error == asio::error::would_block || error == asio::error::try_again)
                return wait_readable();
            if (error) return end(error);
            wait_readable();
            handler->on_octets(Bytes(buffer.data(), n));
        }
        std::size_t receive(error_code& error) {
            if constexpr (std::is_same_v<Protocol, asio::ip::tcp>)
                return socket.read_some(asio::buffer(buffer), error);
            else
                return socket.receive(asio::buffer(buffer), 0, error);
        }

        void send(Bytes octets) {
            if (!unsent.empty()) {
                unsent.insert(unsent.end(), octets.begin(), octets.end());
                return;
            }
            error_code error;
            const std::size_t n = socket.send(asio::buffer(octets.data(), octets.size()), 0, error);
            const bool blocked =
                error == asio::error::would_block || error == asio::error::try_again;
            if (error && !blocked) return;  // reading tells what happened
            if (n == octets.size()) return;
            unsent.assign(octets.begin() + static_cast<std::ptrdiff_t>(n), octets.end());
            wait_writable();
        }
        void wait_writable() {
            socket.async_wait(Socket::wait_write,
                              [self = this->shared_from_this()](const error_code& e) {
                                  if (self->handler == nullptr || e) return;
                                  const std::vector<std::uint8_t> rest = std::move(self->unsent);
                                  self->unsent.clear();
                                  self->send(rest);
                              });
        }

        void end(const error_code& error) {
            LinkHandler* told = std::exchange(handler, nullptr);
            told->on_end(end_of(error), error == asio::error::eof ? "" : error.message());
        }
        void close() {
            handler = nullptr;
            error_code ignored;
            socket.close(ignored);
        }

        Socket socket;
        LinkHandler* handler;  // null once closed or over
        Buffer& buffer;
        std::vector<std::uint8_t> unsent;
    };

    std::shared_ptr<State> socket_;
};

class SocketNetwork final : public Network {
  public:
    explicit SocketNetwork(Loop& loop) : loop_(loop) {}
    std::unique_ptr<Link> open(const Endpoint& endpoint, bool udp, LinkHandler& handler) override {
        asio::io_context& context = loop_.impl().context;
        if (udp)
            return std::make_unique<SocketLink<asio::ip::udp>>(context, endpoint, handler,
                                                               *buffer_);
        return std::make_unique<SocketLink<asio::ip::tcp>>(context, endpoint, handler, *buffer_);
    }

  private:
    Loop& loop_;
    std::unique_ptr<Buffer> buffer_ = std::make_unique<Buffer>();
};

}  // namespace

std::unique_ptr<Network> make_network(Loop& loop) { return std::make_unique<SocketNetwork>(loop); }

}  // namespace tlsonar::scanner
