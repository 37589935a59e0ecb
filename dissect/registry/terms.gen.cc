// Written by tools/registry/generate.py from the tables in dissect/registry/data. Do not edit.
#include "dissect/registry/terms.gen.h"

#include <array>

namespace tlsonar::dissect {

std::string_view name_of(KeyExchange value) {
    static constexpr std::array<std::string_view, 23> kNames = {"none", "any", "rsa", "dh", "dhe", "dh_anon", "ecdh", "ecdhe", "ecdh_anon", "psk", "dhe_psk", "ecdhe_psk", "rsa_psk", "krb5", "srp", "eccpwd", "gost", "fortezza", "cecpq1", "sm2", "sm2dh", "ibc", "ibsdh"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(Authentication value) {
    static constexpr std::array<std::string_view, 15> kNames = {"none", "any", "anonymous", "rsa", "dss", "ecdsa", "psk", "krb5", "srp", "password", "gost94", "gost2001", "gost2012", "sm2", "ibs"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(Cipher value) {
    static constexpr std::array<std::string_view, 22> kNames = {"null", "rc2", "rc4", "des", "triple_des", "idea", "seed", "skipjack", "aes", "camellia", "aria", "chacha20", "salsa20", "salsa20_12", "sm1", "sm4", "gost28147", "magma", "kuznyechik", "aegis128l", "aegis256", "ascon128"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(Mode value) {
    static constexpr std::array<std::string_view, 11> kNames = {"none", "stream", "cbc", "gcm", "ccm", "ccm_8", "poly1305", "ctr", "cnt", "mgm", "aead"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(Mac value) {
    static constexpr std::array<std::string_view, 12> kNames = {"none", "aead", "md5", "sha1", "sha256", "sha384", "ripemd160", "sm3", "gostr341194", "gostr341112_256", "imit", "omac"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(Hash value) {
    static constexpr std::array<std::string_view, 13> kNames = {"none", "intrinsic", "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3", "gostr341194", "gostr341112_256", "gostr341112_512", "asconhash256"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(Recommended value) {
    static constexpr std::array<std::string_view, 4> kNames = {"yes", "no", "discouraged", "not_registered"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(GroupKind value) {
    static constexpr std::array<std::string_view, 5> kNames = {"ecdh", "ffdh", "mlkem", "hybrid", "explicit_curve"};
    return kNames[static_cast<std::size_t>(value)];
}

std::string_view name_of(SignatureAlgorithm value) {
    static constexpr std::array<std::string_view, 12> kNames = {"rsa_pkcs1", "rsa_pss_rsae", "rsa_pss_pss", "dsa", "ecdsa", "eddsa", "sm2", "gost2001", "gost2012", "ibs", "mldsa", "slhdsa"};
    return kNames[static_cast<std::size_t>(value)];
}

}  // namespace tlsonar::dissect
