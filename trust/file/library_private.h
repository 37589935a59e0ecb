// OpenSSL as the readers of encrypted things need it. Private to this folder.
#pragma once

#include "trust/file/object_reader_private.h"

#include <memory>
#include <string>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/provider.h>

namespace tlsonar::trust {

// A context of our own: old files need algorithms (RC2, DES) that a program should not have at hand
// everywhere, and that may be missing: then such files are told as unsupported.
struct ObjectReader::Library {
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    OSSL_PROVIDER* usual = OSSL_PROVIDER_load(context, "default");
    OSSL_PROVIDER* old = OSSL_PROVIDER_try_load(context, "legacy", 1);

    Library() = default;
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() {
        if (old != nullptr) OSSL_PROVIDER_unload(old);
        if (usual != nullptr) OSSL_PROVIDER_unload(usual);
        OSSL_LIB_CTX_free(context);
    }
};

// A password as OpenSSL takes it. PKCS #12 knows two empty ones: none, and no characters.
struct Password {
    const char* text = nullptr;
    int size = 0;
};

// The empty ones, then those given.
std::vector<Password> candidate_passwords(const ReadOptions& options);
// A problem: no password at all was given, or none fits.
void tell_password(ObjectReader& reader, const ObjectPlace& place);
// An EncryptedPrivateKeyInfo by one of these passwords.
void read_encrypted_key(ObjectReader& reader, Bytes der, const ObjectPlace& place,
                        const std::vector<Password>& passwords, std::string friendly_name);

template <auto Function>
struct Free {
    template <typename T>
    void operator()(T* thing) const {
        Function(thing);
    }
};
template <typename T, auto Function>
using Owned = std::unique_ptr<T, Free<Function>>;

// Errors of the library that are answered here do not stay in the thread's queue.
class QuietErrors {
  public:
    QuietErrors();
    ~QuietErrors();
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;
};

}  // namespace tlsonar::trust
