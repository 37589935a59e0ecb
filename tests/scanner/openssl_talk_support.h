// A TLS server in memory, made of libssl, and a conversation with it: no sockets, no time.
#pragma once

#include "scanner/talk/openssl_talk.h"

#include <functional>
#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace tlsonar::scanner {

// One key and self-signed certificate, as PEM text.
struct TestIdentity {
    std::string certificate, key;
    static const TestIdentity& get();
};

class MemoryServer {
  public:
    using Setup = std::function<void(SSL_CTX*)>;
    explicit MemoryServer(const Setup& setup = {});
    ~MemoryServer();
    MemoryServer(const MemoryServer&) = delete;
    MemoryServer& operator=(const MemoryServer&) = delete;

    // Talks until one of both has enough. `piece`: octets that the client gets at once.
    void serve(Conversation& talk, std::size_t piece = 100000);

    std::string answer;         // sent for what the client asks
    bool early = false;         // takes early data
    std::string heard;          // application data of the client in the last conversation
    std::size_t cut_after = 0;  // closes after so many octets of the server's; 0: never
    bool refuses_renegotiation_silently = false;

  private:
    bool step(SSL* ssl);
    void read_early(SSL* ssl);

    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    bool answered_ = false;
    bool early_done_ = false;
};

// The tools of a talk, owned.
struct TestTools {
    KeyAgreement keys;
    Draw draw{7};
    profile::CertificateCache certificates;
    TalkTools tools{&keys, &draw, &certificates};
};

}  // namespace tlsonar::scanner
