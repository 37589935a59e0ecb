#include "tests/dissect/live_tls.h"

#include <cstring>

#include <openssl/x509.h>

namespace tlsonar::dissect::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, FreeSsl>;
using Certificate = std::unique_ptr<X509, FreeSsl>;

Key make_dsa() {
    EVP_PKEY_CTX* c = EVP_PKEY_CTX_new_from_name(nullptr, "DSA", nullptr);
    EVP_PKEY* parameters = nullptr;
    EVP_PKEY* key = nullptr;
    EVP_PKEY_paramgen_init(c);
    EVP_PKEY_CTX_set_dsa_paramgen_bits(c, 512);
    EVP_PKEY_paramgen(c, &parameters);
    EVP_PKEY_CTX_free(c);
    if (parameters == nullptr) return nullptr;
    c = EVP_PKEY_CTX_new(parameters, nullptr);
    EVP_PKEY_keygen_init(c);
    EVP_PKEY_keygen(c, &key);
    EVP_PKEY_CTX_free(c);
    EVP_PKEY_free(parameters);
    return Key(key);
}

Certificate self_signed(EVP_PKEY* key) {
    Certificate x509(X509_new());
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3600);
    X509_set_pubkey(x509.get(), key);
    X509_sign(x509.get(), key, EVP_sha256());
    return x509;
}

unsigned psk_client(SSL*, const char*, char* identity, unsigned, unsigned char* psk, unsigned) {
    std::strcpy(identity, "test");
    std::memset(psk, 7, 16);
    return 16;
}
unsigned psk_server(SSL*, const char*, unsigned char* psk, unsigned) {
    std::memset(psk, 7, 16);
    return 16;
}

void on_key_log(const SSL* ssl, const char* line) {
    static_cast<SecretStore*>(SSL_get_app_data(ssl))->add_line(line);
}

// One end with its memory.
class End {
  public:
    End(SSL_CTX* context, bool server, SecretStore* secrets) : ssl_(SSL_new(context)) {
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_app_data(ssl_.get(), secrets);
        if (server)
            SSL_set_accept_state(ssl_.get());
        else
            SSL_set_connect_state(ssl_.get());
    }
    SSL* get() const { return ssl_.get(); }

    // Hands over what is ready to be sent, and keeps it.
    bool pass_to(const End& other, std::vector<std::uint8_t>& wire) const {
        std::array<std::uint8_t, 4096> buffer;
        bool any = false;
        for (int n; (n = BIO_read(SSL_get_wbio(ssl_.get()), buffer.data(), 4096)) > 0; any = true) {
            wire.insert(wire.end(), buffer.begin(), buffer.begin() + n);
            BIO_write(SSL_get_rbio(other.get()), buffer.data(), n);
        }
        return any;
    }
    void drain() const {
        std::array<std::uint8_t, 4096> buffer;
        while (SSL_read(ssl_.get(), buffer.data(), 4096) > 0) {
        }
    }

  private:
    std::unique_ptr<SSL, FreeSsl> ssl_;
};

void exchange(const End& client, const End& server, LiveConnection& out) {
    for (std::size_t n : {std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{1000},
                          std::size_t{16384}}) {
        for (int side = 0; side < 2; ++side) {
            const End& from = side == 0 ? client : server;
            const End& to = side == 0 ? server : client;
            const std::vector<std::uint8_t> data(n, static_cast<std::uint8_t>(n + 3));
            if (SSL_write(from.get(), data.data(), static_cast<int>(n)) <= 0) continue;
            out.sent[static_cast<std::size_t>(side)].insert(
                out.sent[static_cast<std::size_t>(side)].end(), data.begin(), data.end());
            from.pass_to(to, out.wire[static_cast<std::size_t>(side)]);
            to.drain();
            to.pass_to(from, out.wire[static_cast<std::size_t>(1 - side)]);
            from.drain();
        }
    }
}

}  // namespace

LiveServer::LiveServer() {
    Key keys[3] = {Key(EVP_RSA_gen(2048)), Key(EVP_EC_gen("P-256")), make_dsa()};
    for (Key& key : keys) {
        if (!key) continue;
        Certificate certificate = self_signed(key.get());
        identities_.emplace_back(std::move(key), std::move(certificate));
    }
}

SslContext LiveServer::context(bool server, const LiveOptions& options) const {
    SslContext made(SSL_CTX_new(TLS_method()));
    SSL_CTX* c = made.get();
    SSL_CTX_set_security_level(c, 0);
    SSL_CTX_set_min_proto_version(c, options.version);
    SSL_CTX_set_max_proto_version(c, options.version);
    if (!options.encrypt_then_mac) SSL_CTX_set_options(c, SSL_OP_NO_ENCRYPT_THEN_MAC);
    SSL_CTX_set_options(c, options.openssl_options);
    if (options.version == TLS1_3_VERSION)
        SSL_CTX_set_ciphersuites(c, options.suite.c_str());
    else
        SSL_CTX_set_cipher_list(c, (options.suite + ":@SECLEVEL=0").c_str());
    SSL_CTX_set1_sigalgs_list(c,
                              "RSA+SHA256:ECDSA+SHA256:DSA+SHA256:DSA+SHA1:RSA+SHA1:"
                              "RSA-PSS+SHA256");
    SSL_CTX_set_keylog_callback(c, on_key_log);
    if (options.padding != 0) SSL_CTX_set_block_padding(c, options.padding);
    if (options.version != TLS1_3_VERSION) {
        SSL_CTX_set_psk_client_callback(c, psk_client);
        SSL_CTX_set_psk_server_callback(c, psk_server);
    }
    if (!server) return made;
    SSL_CTX_set_dh_auto(c, 1);
    for (const auto& [key, certificate] : identities_) {
        SSL_CTX_use_certificate(c, certificate.get());
        SSL_CTX_use_PrivateKey(c, key.get());
    }
    return made;
}

std::vector<std::string> LiveServer::suites(int version) const {
    std::vector<std::string> names;
    LiveOptions options;
    options.version = version;
    options.suite = version == TLS1_3_VERSION
                        ? "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                          "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:"
                          "TLS_AES_128_CCM_8_SHA256"
                        : "ALL:COMPLEMENTOFALL:eNULL";
    const SslContext made = context(true, options);
    const STACK_OF(SSL_CIPHER)* list = SSL_CTX_get_ciphers(made.get());
    for (int i = 0; i < sk_SSL_CIPHER_num(list); ++i) {
        const SSL_CIPHER* cipher = sk_SSL_CIPHER_value(list, i);
        const bool tls13 = std::strcmp(SSL_CIPHER_get_version(cipher), "TLSv1.3") == 0;
        if (tls13 == (version == TLS1_3_VERSION)) names.push_back(SSL_CIPHER_get_name(cipher));
    }
    return names;
}

LiveConnection LiveServer::connect(const LiveOptions& options) const {
    LiveConnection out;
    const SslContext client_context = context(false, options);
    const SslContext server_context = context(true, options);
    const End client(client_context.get(), false, &out.secrets);
    const End server(server_context.get(), true, &out.secrets);
    for (int i = 0; i < 20; ++i) {
        SSL_do_handshake(client.get());
        const bool a = client.pass_to(server, out.wire[0]);
        SSL_do_handshake(server.get());
        const bool b = server.pass_to(client, out.wire[1]);
        if (!a && !b) break;
    }
    out.established = SSL_is_init_finished(client.get()) && SSL_is_init_finished(server.get());
    if (!out.established) return out;
    client.drain();
    out.client_random.resize(32);
    out.server_random.resize(32);
    SSL_get_client_random(client.get(), out.client_random.data(), 32);
    SSL_get_server_random(client.get(), out.server_random.data(), 32);
    out.suite = SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(client.get()));
    exchange(client, server, out);
    if (options.key_update) {
        SSL_key_update(client.get(), SSL_KEY_UPDATE_REQUESTED);
        exchange(client, server, out);
    }
    return out;
}

}  // namespace tlsonar::dissect::test
