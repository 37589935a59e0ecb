// A key with its certificate and request in all forms that files have, made with OpenSSL.
#pragma once

#include "tests/trust/key_makers.h"

#include <string>

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

namespace tlsonar::trust::test {

template <typename Write>
std::string written(const Write& write) {
    BIO* bio = BIO_new(BIO_s_mem());
    write(bio);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string out(data, static_cast<std::size_t>(size));
    BIO_free(bio);
    return out;
}
inline Octets octets_of(const std::string& text) { return {text.begin(), text.end()}; }

// The blocks of a PEM text with blanks before each line, and CRLF behind.
inline std::string indented(const std::string& text) {
    std::string out = "  ";
    for (const char c : text)
        out += c == '\n' ? std::string("\r\n  ") : std::string(1, c);
    return out + "\r\n";
}

inline EVP_PKEY* fixed_p256_key(Octets& secret) {
    // A number that nobody uses, and its point.
    secret = noise("secret", 32);
    secret[0] = 0x11;
    const Octets head = {0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                         0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
                         0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20};
    const Octets pkcs8 = joined({head, secret});
    const unsigned char* at = pkcs8.data();
    return d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(pkcs8.size()));
}

struct RequestWish {
    std::string common_name = "host.tlsonar.org";
    std::string names;  // "DNS:a,IP:1.2.3.4"; empty: no subjectAltName
    std::string basic_constraints;
    std::string extended_key_usage;
    std::string challenge_password;
    const EVP_MD* hash = EVP_sha256();
};

inline Octets request_der(EVP_PKEY* key, const RequestWish& wish) {
    X509_REQ* request = X509_REQ_new();
    X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1,
                               -1, 0);
    X509_REQ_set_pubkey(request, key);
    STACK_OF(X509_EXTENSION)* extensions = sk_X509_EXTENSION_new_null();
    const auto add = [&](int nid, const std::string& value) {
        if (value.empty()) return;
        sk_X509_EXTENSION_push(extensions,
                               X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
    };
    add(NID_subject_alt_name, wish.names);
    add(NID_basic_constraints, wish.basic_constraints);
    add(NID_ext_key_usage, wish.extended_key_usage);
    if (sk_X509_EXTENSION_num(extensions) > 0) X509_REQ_add_extensions(request, extensions);
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    if (!wish.challenge_password.empty())
        X509_REQ_add1_attr_by_NID(
            request, NID_pkcs9_challengePassword, MBSTRING_ASC,
            reinterpret_cast<const unsigned char*>(wish.challenge_password.c_str()), -1);
    X509_REQ_sign(request, key, wish.hash);
    Octets out = octets_of(written([&](BIO* bio) { i2d_X509_REQ_bio(bio, request); }));
    X509_REQ_free(request);
    return out;
}

struct Made {
    std::string certificate_pem, key_pem, request_pem, pkcs7_pem, pkcs8_encrypted_pem, rfc1421_pem;
    Octets certificate_der, key_der, public_key_der, pkcs7_der, pkcs12, secret;

    Made() {
        EVP_PKEY* key = fixed_p256_key(secret);
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 77);
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        write_plain(key, certificate);
        write_encrypted(key, certificate);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

  private:
    void write_plain(EVP_PKEY* key, X509* certificate) {
        certificate_pem = written([&](BIO* bio) { PEM_write_bio_X509(bio, certificate); });
        certificate_der = octets_of(written([&](BIO* bio) { i2d_X509_bio(bio, certificate); }));
        key_pem = written([&](BIO* bio) {
            PEM_write_bio_PKCS8PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
        });
        key_der = octets_of(written([&](BIO* bio) { i2d_PrivateKey_bio(bio, key); }));
        public_key_der = octets_of(written([&](BIO* bio) { i2d_PUBKEY_bio(bio, key); }));
        const Octets request = request_der(key, {});
        request_pem = written([&](BIO* bio) {
            PEM_write_bio(bio, "CERTIFICATE REQUEST", "", request.data(),
                          static_cast<long>(request.size()));
        });
        PKCS7* bundle = PKCS7_new();
        PKCS7_set_type(bundle, NID_pkcs7_signed);
        PKCS7_content_new(bundle, NID_pkcs7_data);
        PKCS7_add_certificate(bundle, certificate);
        pkcs7_pem = written([&](BIO* bio) { PEM_write_bio_PKCS7(bio, bundle); });
        pkcs7_der = octets_of(written([&](BIO* bio) { i2d_PKCS7_bio(bio, bundle); }));
        PKCS7_free(bundle);
    }

    void write_encrypted(EVP_PKEY* key, X509* certificate) {
        char password[] = "secret";
        pkcs8_encrypted_pem = written([&](BIO* bio) {
            PEM_write_bio_PKCS8PrivateKey(bio, key, EVP_aes_128_cbc(), password, 6, nullptr,
                                          nullptr);
        });
        rfc1421_pem = written([&](BIO* bio) {
            PEM_write_bio_PrivateKey_traditional(bio, key, EVP_aes_128_cbc(),
                                                 reinterpret_cast<unsigned char*>(password), 6,
                                                 nullptr, nullptr);
        });
        PKCS12* store = PKCS12_create(password, "name", key, certificate, nullptr, 0, 0, 0, 0, 0);
        pkcs12 = octets_of(written([&](BIO* bio) { i2d_PKCS12_bio(bio, store); }));
        PKCS12_free(store);
    }
};

}  // namespace tlsonar::trust::test
