#include "openssl_talk_support.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace tlsonar::scanner {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string text_of(BIO* bio) {
    std::string out(BIO_ctrl_pending(bio), '\0');
    BIO_read(bio, out.data(), static_cast<int>(out.size()));
    return out;
}

TestIdentity make_identity() {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const Certificate certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const unsigned char text[] = "lab.example";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const Memory pem(BIO_new(BIO_s_mem()), BIO_free);
    TestIdentity out;
    PEM_write_bio_X509(pem.get(), certificate.get());
    out.certificate = text_of(pem.get());
    PEM_write_bio_PrivateKey(pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    out.key = text_of(pem.get());
    return out;
}

void use_identity(SSL_CTX* context, const TestIdentity& identity) {
    const auto size = [](const std::string& text) { return static_cast<int>(text.size()); };
    const Memory certificate(
        BIO_new_mem_buf(identity.certificate.data(), size(identity.certificate)), BIO_free);
    const Memory key(BIO_new_mem_buf(identity.key.data(), size(identity.key)), BIO_free);
    const Certificate own(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr),
                          X509_free);
    const Key secret(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    SSL_CTX_use_certificate(context, own.get());
    SSL_CTX_use_PrivateKey(context, secret.get());
}

}  // namespace

const TestIdentity& TestIdentity::get() {
    static const TestIdentity identity = make_identity();
    return identity;
}

MemoryServer::MemoryServer(const Setup& setup)
    : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
    SSL_CTX* context = context_.get();
    use_identity(context, TestIdentity::get());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    const unsigned char id[] = "test";
    SSL_CTX_set_session_id_context(context, id, sizeof id);
    if (setup) setup(context);
}

MemoryServer::~MemoryServer() = default;

void MemoryServer::read_early(SSL* ssl) {
    while (early && !early_done_) {
        char buffer[512];
        std::size_t n = 0;
        const int state = SSL_read_early_data(ssl, buffer, sizeof buffer, &n);
        heard.append(buffer, n);
        if (state == SSL_READ_EARLY_DATA_FINISH) early_done_ = true;
        if (state == SSL_READ_EARLY_DATA_ERROR) return;
    }
}

// False when the server has left.
bool MemoryServer::step(SSL* ssl) {
    ERR_clear_error();
    read_early(ssl);
    if (early && !early_done_) return true;
    char buffer[1024];
    for (;;) {
        const int n = SSL_read(ssl, buffer, sizeof buffer);
        if (n <= 0) {
            const int error = SSL_get_error(ssl, n);
            if (error == SSL_ERROR_ZERO_RETURN) SSL_shutdown(ssl);
            return error == SSL_ERROR_WANT_READ;
        }
        heard.append(buffer, static_cast<std::size_t>(n));
        if (!answered_ && !answer.empty()) {
            SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
            answered_ = true;
        }
    }
}

void MemoryServer::serve(Conversation& talk, std::size_t piece) {
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    SSL_set_accept_state(ssl.get());
    heard.clear();
    answered_ = early_done_ = false;
    std::vector<std::uint8_t> to_server;
    std::uint64_t ordinal = 0;
    std::size_t said = 0;
    talk.start(to_server, {0, ++ordinal});
    bool enough = false, there = true;
    while (!enough) {
        BIO_write(in, to_server.data(), static_cast<int>(to_server.size()));
        to_server.clear();
        there = there && step(ssl.get());
        const std::string text = text_of(out);
        if (text.empty()) break;
        for (std::size_t at = 0; at < text.size() && !enough; at += piece) {
            if (cut_after != 0 && said + piece > cut_after) return talk.ended(End::eof, {0, 0});
            said += std::min(piece, text.size() - at);
            enough = talk.received(as_bytes(std::string_view(text).substr(at, piece)), to_server,
                                   {0, ++ordinal});
        }
        if (!there && to_server.empty()) break;
    }
    if (!to_server.empty()) BIO_write(in, to_server.data(), static_cast<int>(to_server.size()));
    if (there) there = step(ssl.get());
    talk.ended(enough ? End::done : there ? End::timeout : End::eof, {0, ++ordinal});
}

}  // namespace tlsonar::scanner
