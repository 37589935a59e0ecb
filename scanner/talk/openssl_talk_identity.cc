// A client's certificate, chain and key from PEM files.
#include "scanner/talk/openssl_talk_private.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace tlsonar::scanner {
namespace {

using Text = std::string;

// libcrypto would ask on the terminal.
int no_passphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

Text trouble_of(const std::string& file, const char* what) {
    return "the " + Text(what) + " in " + file + " can't be read: " + openssl_reason();
}

Text read_certificates(const std::string& file, ClientIdentity::Loaded& out) {
    const Owned<BIO> in(BIO_new_file(file.c_str(), "r"));
    if (!in) return "can't open " + file + ": " + openssl_reason();
    out.certificate.reset(PEM_read_bio_X509_AUX(in.get(), nullptr, nullptr, nullptr));
    if (!out.certificate) return trouble_of(file, "client certificate");
    constexpr std::size_t kMostIssuers = 32;
    while (out.chain.size() < kMostIssuers) {
        Owned<X509> issuer(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
        if (!issuer) break;
        out.chain.push_back(std::move(issuer));
    }
    ERR_clear_error();  // the end of the file is one, for libcrypto
    return {};
}

Text read_key(const std::string& file, ClientIdentity::Loaded& out) {
    const Owned<BIO> in(BIO_new_file(file.c_str(), "r"));
    if (!in) return "can't open " + file + ": " + openssl_reason();
    bool asked = false;
    out.key.reset(PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, &asked));
    if (asked)
        return "the key in " + file +
               " is protected by a passphrase; write it without one to a file of its own";
    if (!out.key) return trouble_of(file, "key");
    if (X509_check_private_key(out.certificate.get(), out.key.get()) == 1) return {};
    ERR_clear_error();
    return "the key in " + file + " is not that of the client certificate";
}

}  // namespace

Result<ClientIdentity, std::string> ClientIdentity::load(const std::string& certificate_file,
                                                         const std::string& key_file) {
    ERR_clear_error();
    auto loaded = std::make_shared<Loaded>();
    Text trouble = read_certificates(certificate_file, *loaded);
    if (trouble.empty()) trouble = read_key(key_file, *loaded);
    if (!trouble.empty()) return trouble;
    return ClientIdentity(std::move(loaded));
}

}  // namespace tlsonar::scanner
