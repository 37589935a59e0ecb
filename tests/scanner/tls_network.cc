#include "tls_network.h"

#include "openssl_talk_support.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace tlsonar::scanner {
namespace {

std::string key_of(const Endpoint& endpoint) {
    return to_text(endpoint.address) + " " + std::to_string(endpoint.port);
}

void use_test_identity(SSL_CTX* context) {
    const TestIdentity& identity = TestIdentity::get();
    const auto bio = [](const std::string& text) {
        return BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
    };
    BIO* certificate = bio(identity.certificate);
    BIO* key = bio(identity.key);
    X509* own = PEM_read_bio_X509(certificate, nullptr, nullptr, nullptr);
    EVP_PKEY* secret = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
    SSL_CTX_use_certificate(context, own);
    SSL_CTX_use_PrivateKey(context, secret);
    X509_free(own);
    EVP_PKEY_free(secret);
    BIO_free(certificate);
    BIO_free(key);
}

}  // namespace

class TlsNetwork::TlsLink final : public Link {
  public:
    TlsLink(Loop& loop, SSL_CTX* context, LinkHandler& handler) : loop_(loop), handler_(handler) {
        if (context == nullptr) {
            soon([this] { handler_.on_end(End::refused, "Connection refused"); });
            return;
        }
        ssl_ = SSL_new(context);
        in_ = BIO_new(BIO_s_mem());
        out_ = BIO_new(BIO_s_mem());
        SSL_set_bio(ssl_, in_, out_);
        SSL_set_accept_state(ssl_);
        soon([this] { handler_.on_open({}); });
    }
    ~TlsLink() override { SSL_free(ssl_); }
    TlsLink(const TlsLink&) = delete;
    TlsLink& operator=(const TlsLink&) = delete;

    void send(Bytes octets) override {
        if (over_) return;
        BIO_write(in_, octets.data(), static_cast<int>(octets.size()));
        ERR_clear_error();
        char buffer[4096];
        int n = 0;
        while ((n = SSL_read(ssl_, buffer, sizeof buffer)) > 0) {
        }
        const int error = SSL_get_error(ssl_, n);
        over_ = error != SSL_ERROR_WANT_READ;
        if (error == SSL_ERROR_ZERO_RETURN) SSL_shutdown(ssl_);
        soon([this] { deliver(); });
    }

  private:
    // Not when the link is gone by then.
    void soon(std::function<void()> work) {
        loop_.post([alive = std::weak_ptr(alive_), work = std::move(work)] {
            if (alive.lock()) work();
        });
    }
    void deliver() {
        std::vector<std::uint8_t> octets(BIO_ctrl_pending(out_));
        if (!octets.empty()) BIO_read(out_, octets.data(), static_cast<int>(octets.size()));
        const std::weak_ptr<bool> alive = alive_;
        if (over_) soon([this] { handler_.on_end(End::eof, ""); });
        if (!octets.empty()) handler_.on_octets(octets);
    }

    Loop& loop_;
    LinkHandler& handler_;
    SSL* ssl_ = nullptr;
    BIO *in_ = nullptr, *out_ = nullptr;
    bool over_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

TlsNetwork::~TlsNetwork() {
    for (const auto& [where, context] : servers_)
        SSL_CTX_free(context);
}

SSL_CTX* TlsNetwork::serve(std::string_view address, std::uint16_t port) {
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    use_test_identity(context);
    const unsigned char id[] = "test";
    SSL_CTX_set_session_id_context(context, id, sizeof id);
    servers_[key_of({*parse_ip_address(address), port})] = context;
    return context;
}

std::unique_ptr<Link> TlsNetwork::open(const Endpoint& endpoint, bool /*udp*/,
                                       LinkHandler& handler) {
    ++opened_;
    const auto at = servers_.find(key_of(endpoint));
    return std::make_unique<TlsLink>(loop_, at == servers_.end() ? nullptr : at->second, handler);
}

void answer_extension(SSL_CTX* context, unsigned type, unsigned where, const std::string& body) {
    const auto add = [](SSL*, unsigned, unsigned, const unsigned char** out, std::size_t* size,
                        X509*, std::size_t place, int*, void* argument) {
        const auto* text = static_cast<const std::string*>(argument);
        if (place != 0) return 0;  // the leaf alone
        *out = reinterpret_cast<const unsigned char*>(text->data());
        *size = text->size();
        return 1;
    };
    const auto parse = [](SSL*, unsigned, unsigned, const unsigned char*, std::size_t, X509*,
                          std::size_t, int*, void*) { return 1; };
    SSL_CTX_add_custom_ext(context, type, SSL_EXT_CLIENT_HELLO | where, add, nullptr,
                           const_cast<std::string*>(&body), parse, nullptr);
}

}  // namespace tlsonar::scanner
