// What the files of OpenSslTalk share: libssl's side of the conversation.
#pragma once

#include "scanner/talk/openssl_talk.h"

#include <memory>
#include <string>

#include <openssl/ssl.h>

namespace tlsonar::scanner {

struct Free {
    void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
    void operator()(SSL* p) const { SSL_free(p); }
    void operator()(SSL_SESSION* p) const { SSL_SESSION_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct ClientIdentity::Loaded {
    Owned<X509> certificate;
    std::vector<Owned<X509>> chain;
    Owned<EVP_PKEY> key;
};

// The last reason in libssl's queue, in words; empties the queue.
std::string openssl_reason();

// Puts the options into a fresh SSL. The error is a sentence; empty when all went well.
std::string configure(SSL* ssl, const OpenSslOptions& options);
// The session to resume as libssl's own; null when it can't be read.
Owned<SSL_SESSION> restore(const SavedSession& saved);
SavedSession save(SSL_SESSION* session, std::uint16_t version);

// Octets in, octets out; libssl in between. Writes what it learns into the talk's result.
class OpenSslTalk::Client {
  public:
    Client(OpenSslTalk& talk, const OpenSslOptions& options);

    // As far as the ClientHello.
    void begin();
    // Goes on as far as what was fed allows. True: it is over.
    bool step();
    void feed(Bytes octets);
    // What is to be sent.
    Octets drain();

  private:
    enum class Stage : std::uint8_t { early, handshake, open, over };
    static constexpr std::size_t kMostLooks = 512;

    bool set_up();
    bool step_early();
    bool step_handshake();
    bool step_open();
    void on_completed();
    void on_application(std::string_view octets);
    void begin_open();
    void settle_renegotiation(bool closed);
    bool waits_for_more();
    void good_bye();
    bool fail(const char* what);
    bool give_up(std::string sentence);

    void on_message(bool sent, int content, Bytes octets);
    void on_alert(Bytes octets);
    void on_session(SSL_SESSION* session);

    static OpenSslTalk::Client& of(const SSL* ssl);
    static void key_log_line(const SSL* ssl, const char* line);
    static void message_seen(int sent, int version, int content, const void* octets, std::size_t n,
                             SSL* ssl, void* self);
    static void event_seen(const SSL* ssl, int where, int value);
    static int new_session(SSL* ssl, SSL_SESSION* session);

    OpenSslTalk& talk_;
    OpenSslResult& result_;
    OpenSslOptions options_;
    Owned<SSL_CTX> context_;
    Owned<SSL> ssl_;
    BIO* in_ = nullptr;   // ssl_'s
    BIO* out_ = nullptr;  // ssl_'s
    Stage stage_ = Stage::handshake;
    std::uint32_t handshakes_ = 0;  // completed ones
    std::uint32_t age_add_ = 0;     // of the last ticket
    std::size_t looks_ = 0;
    bool said_good_bye_ = false;
};

}  // namespace tlsonar::scanner
