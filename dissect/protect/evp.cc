#include "dissect/protect/evp_private.h"

#include <algorithm>
#include <cstring>

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/provider.h>

namespace tlsonar::dissect::evp {
namespace {

const char* digest_name(Hash hash) {
    switch (hash) {
        case Hash::md5:
            return "MD5";
        case Hash::sha1:
            return "SHA1";
        case Hash::sha256:
            return "SHA2-256";
        case Hash::sha384:
            return "SHA2-384";
        case Hash::sha512:
            return "SHA2-512";
        case Hash::sm3:
            return "SM3";
        default:
            return nullptr;
    }
}

// RC4, DES, SEED, IDEA and RC2 live in the legacy provider. It is loaded into a context of our own,
// so that nobody else in the process is offered weak ciphers.
OSSL_LIB_CTX* legacy_context() {
    static OSSL_LIB_CTX* const context = [] {
        OSSL_LIB_CTX* made = OSSL_LIB_CTX_new();
        if (made != nullptr) (void)OSSL_PROVIDER_load(made, "legacy");
        return made;
    }();
    return context;
}

EVP_MAC* hmac_algorithm() {
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return algorithm;
}

}  // namespace

const EVP_MD* digest(Hash hash) {
    static const auto fetch = [](Hash of) {
        const char* name = digest_name(of);
        return name ? EVP_MD_fetch(nullptr, name, nullptr) : nullptr;
    };
    static const EVP_MD* const md5 = fetch(Hash::md5);
    static const EVP_MD* const sha1 = fetch(Hash::sha1);
    static const EVP_MD* const sha256 = fetch(Hash::sha256);
    static const EVP_MD* const sha384 = fetch(Hash::sha384);
    static const EVP_MD* const sha512 = fetch(Hash::sha512);
    static const EVP_MD* const sm3 = fetch(Hash::sm3);
    switch (hash) {
        case Hash::md5:
            return md5;
        case Hash::sha1:
            return sha1;
        case Hash::sha256:
            return sha256;
        case Hash::sha384:
            return sha384;
        case Hash::sha512:
            return sha512;
        case Hash::sm3:
            return sm3;
        default:
            return nullptr;
    }
}

bool Hmac::set_key(Hash hash, Bytes key) {
    if (digest(hash) == nullptr || hmac_algorithm() == nullptr) return false;
    context_.reset(EVP_MAC_CTX_new(hmac_algorithm()));
    char name[16];
    std::strncpy(name, digest_name(hash), sizeof name - 1);
    name[sizeof name - 1] = '\0';
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
        OSSL_PARAM_construct_end()};
    // An empty key is a key, but a null pointer means "the one you have".
    static constexpr std::uint8_t kNothing = 0;
    const std::uint8_t* data = key.empty() ? &kNothing : key.data();
    return context_ && EVP_MAC_init(context_.get(), data, key.size(), parameters) == 1;
}

bool Hmac::compute(std::span<const Bytes> parts, std::span<std::uint8_t> out) {
    std::uint8_t mac[EVP_MAX_MD_SIZE];
    std::size_t size = 0;
    if (!context_ || EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1) return false;
    for (const Bytes part : parts)
        if (EVP_MAC_update(context_.get(), part.data(), part.size()) != 1) return false;
    if (EVP_MAC_final(context_.get(), mac, &size, sizeof mac) != 1 || size < out.size())
        return false;
    std::copy_n(mac, out.size(), out.begin());
    return true;
}

bool hash(Hash hash, std::span<const Bytes> parts, std::span<std::uint8_t> out) {
    std::uint8_t octets[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    const EVP_MD* type = digest(hash);
    const DigestContext context(EVP_MD_CTX_new());
    if (type == nullptr || !context || EVP_DigestInit_ex2(context.get(), type, nullptr) != 1)
        return false;
    for (const Bytes part : parts)
        if (EVP_DigestUpdate(context.get(), part.data(), part.size()) != 1) return false;
    if (EVP_DigestFinal_ex(context.get(), octets, &size) != 1 || size < out.size()) return false;
    std::copy_n(octets, out.size(), out.begin());
    return true;
}

CipherOwner fetch_cipher(const char* name) {
    CipherOwner cipher(EVP_CIPHER_fetch(nullptr, name, nullptr));
    if (!cipher && legacy_context() != nullptr)
        cipher.reset(EVP_CIPHER_fetch(legacy_context(), name, nullptr));
    return cipher;
}

}  // namespace tlsonar::dissect::evp
