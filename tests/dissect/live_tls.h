// A TLS connection inside the test: two OpenSSL ends joined by memory, everything that passes kept.
#pragma once

#include "dissect/protect/secret_store.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <openssl/ssl.h>

namespace tlsonar::dissect::test {

struct FreeSsl {
    void operator()(SSL* p) const { SSL_free(p); }
    void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(X509* p) const { X509_free(p); }
};
using SslContext = std::unique_ptr<SSL_CTX, FreeSsl>;

struct LiveOptions {
    int version = TLS1_2_VERSION;
    std::string suite;  // OpenSSL's name; of TLS 1.3 when the version is
    bool encrypt_then_mac = true;
    bool key_update = false;
    std::uint64_t openssl_options = 0;  // SSL_OP_… of both ends
    std::size_t padding = 0;            // TLS 1.3 record padding to a multiple
};

struct LiveConnection {
    bool established = false;
    std::uint16_t suite = 0;
    std::array<std::vector<std::uint8_t>, 2> wire;  // from client, from server
    std::array<std::vector<std::uint8_t>, 2> sent;  // application data
    std::vector<std::uint8_t> client_random;
    std::vector<std::uint8_t> server_random;
    SecretStore secrets;
};

// Owns certificates of every kind that suites ask for.
class LiveServer {
  public:
    LiveServer();
    LiveConnection connect(const LiveOptions& options) const;
    // OpenSSL's names of all suites it would use for a version.
    std::vector<std::string> suites(int version) const;

  private:
    SslContext context(bool server, const LiveOptions& options) const;

    std::vector<std::pair<std::unique_ptr<EVP_PKEY, FreeSsl>, std::unique_ptr<X509, FreeSsl>>>
        identities_;
};

}  // namespace tlsonar::dissect::test
