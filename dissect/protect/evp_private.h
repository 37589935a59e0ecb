// What we use of OpenSSL's EVP, with owners. Private to this folder.
#pragma once

#include "core/bytes.h"
#include "dissect/registry/cipher_suite.h"

#include <cstdint>
#include <memory>
#include <span>

#include <openssl/evp.h>

namespace tlsonar::dissect::evp {

struct Free {
    void operator()(EVP_CIPHER* p) const { EVP_CIPHER_free(p); }
    void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(EVP_MAC_CTX* p) const { EVP_MAC_CTX_free(p); }
};
using CipherOwner = std::unique_ptr<EVP_CIPHER, Free>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free>;

// Null when the library has none. Fetched once for the process and never freed: immutable.
const EVP_MD* digest(Hash hash);

// HMAC with one key, many messages.
class Hmac {
  public:
    Hmac() = default;
    // False when the library refuses.
    bool set_key(Hash hash, Bytes key);
    bool compute(std::span<const Bytes> parts, std::span<std::uint8_t> out);

  private:
    MacContext context_;
};

// Hash(parts…), at most out.size() octets of it.
bool hash(Hash hash, std::span<const Bytes> parts, std::span<std::uint8_t> out);

// Null when the library, with its legacy provider where that is installed, has no such cipher.
CipherOwner fetch_cipher(const char* name);

// A length as EVP wants it; records are far below the limit.
inline int length(std::size_t n) { return static_cast<int>(n); }

}  // namespace tlsonar::dissect::evp
