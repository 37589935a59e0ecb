// A network of TLS servers made of libssl, without sockets: for tests of a whole scan.
#pragma once

#include "scanner/net/link.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace tlsonar::scanner {

class TlsNetwork final : public Network {
  public:
    explicit TlsNetwork(Loop& loop) : loop_(loop) {}
    ~TlsNetwork() override;

    // The server at an address and port, with the test's identity and, in TLS 1.2 and before, what
    // OpenSSL has by itself. All else is refused.
    SSL_CTX* serve(std::string_view address, std::uint16_t port);
    std::unique_ptr<Link> open(const Endpoint& endpoint, bool udp, LinkHandler& handler) override;
    std::size_t opened() const { return opened_; }

  private:
    class TlsLink;
    Loop& loop_;
    std::map<std::string, SSL_CTX*> servers_;
    std::size_t opened_ = 0;
};

// The server's answer to an extension of a hello: this body, in EncryptedExtensions or beside the
// leaf certificate. The octets must outlive the context.
void answer_extension(SSL_CTX* context, unsigned type, unsigned where, const std::string& body);

}  // namespace tlsonar::scanner
