// A network with one server behind it: a function from a ClientHello to octets. For tests of
// probes, without sockets.
#pragma once

#include "core/bytes.h"
#include "dissect/message/hello.h"
#include "scanner/net/link.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tlsonar::scanner::test {

using Octets = std::vector<std::uint8_t>;

// A hello as the server sees it.
struct SeenHello {
    Octets message;  // owns what `hello` borrows
    dissect::ClientHello hello;
    std::size_t octets = 0;            // of the message with its header
    std::vector<std::size_t> records;  // octets in each

    std::vector<std::uint16_t> suites() const;
    bool offers(std::uint16_t suite) const;
    std::vector<std::uint16_t> extensions() const;
    bool has(std::uint16_t extension) const;
    // The list of 16-bit codes in an extension, with a length of 1 or 2 octets.
    std::vector<std::uint16_t> codes(std::uint16_t extension, std::size_t length_octets) const;
};

// What the server does.
struct Deed {
    enum class What : std::uint8_t { say, close, reset, nothing };
    What what = What::say;
    Octets octets;
};
Deed close_it();
Deed reset_it();
Deed keep_silent();
Deed alert(std::uint8_t description);
// A ServerHello alone, or a HelloRetryRequest for that group.
Deed server_hello(std::uint16_t version, std::uint16_t suite, bool sentinel = false);
// A whole flight below TLS 1.3, of a suite without a certificate: ServerHello, ServerHelloDone.
Deed server_flight(std::uint16_t version, std::uint16_t suite, Bytes extensions = {});
Deed hello_retry(std::uint16_t suite, std::uint16_t group);

using Answering = std::function<Deed(const SeenHello&)>;

// Counts the connections. Every answer comes from the loop, after all octets of the hello.
class HelloNetwork final : public Network {
  public:
    HelloNetwork(Loop& loop, Answering answering) : loop_(loop), answering_(std::move(answering)) {}
    std::unique_ptr<Link> open(const Endpoint& endpoint, bool udp, LinkHandler& handler) override;
    std::size_t opened() const { return opened_; }

  private:
    class HelloLink;
    Loop& loop_;
    Answering answering_;
    std::size_t opened_ = 0;
};

// The hello in these records; nothing while it is not whole.
std::optional<SeenHello> read_hello(Bytes records);

}  // namespace tlsonar::scanner::test
