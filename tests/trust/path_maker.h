// Certificates made while the test runs.
#pragma once

#include "trust/certificate_ptr.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace tlsonar::trust::test {

struct KeyFree {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyFree>;
inline Key new_key() { return Key(EVP_EC_gen("P-256")); }

struct Recipe {
    std::string subject;
    std::string issuer;
    EVP_PKEY* key = nullptr;
    EVP_PKEY* signer = nullptr;
    bool ca = false;
    long from = 1'700'000'000;
    long until = 1'900'000'000;
    std::string host = "www.example.com";
    std::vector<std::pair<int, std::string>> more = {};  // NID and value of further extensions
};

inline void add_extension(X509* certificate, X509V3_CTX* context, int nid,
                          const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

inline void set_name(X509_NAME* name, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
}

inline CertificatePtr make(const Recipe& recipe) {
    static long serial = 1;
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    set_name(X509_get_subject_name(certificate), recipe.subject);
    set_name(X509_get_issuer_name(certificate), recipe.issuer);
    ASN1_TIME_set(X509_getm_notBefore(certificate), recipe.from);
    ASN1_TIME_set(X509_getm_notAfter(certificate), recipe.until);
    X509_set_pubkey(certificate, recipe.key);
    // The signer's key identifier, by way of a certificate that has its key.
    X509* issuer = X509_new();
    X509_set_pubkey(issuer, recipe.signer);
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, issuer, nullptr, nullptr, 0);
    add_extension(issuer, &context, NID_subject_key_identifier, "hash");
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    add_extension(certificate, &context, NID_subject_key_identifier, "hash");
    add_extension(certificate, &context, NID_authority_key_identifier, "keyid:always");
    if (recipe.ca) {
        add_extension(certificate, &context, NID_basic_constraints, "critical,CA:TRUE");
        add_extension(certificate, &context, NID_key_usage, "critical,keyCertSign,cRLSign");
    } else {
        add_extension(certificate, &context, NID_ext_key_usage, "serverAuth");
        add_extension(certificate, &context, NID_subject_alt_name, "DNS:" + recipe.host);
    }
    for (const auto& [nid, value] : recipe.more)
        add_extension(certificate, &context, nid, value);
    X509_sign(certificate, recipe.signer, EVP_sha256());
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    CertificatePtr made = make_certificate(Bytes(der, static_cast<std::size_t>(size)));
    OPENSSL_free(der);
    X509_free(certificate);
    X509_free(issuer);
    return made;
}

}  // namespace tlsonar::trust::test
