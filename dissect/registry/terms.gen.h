// Written by tools/registry/generate.py from the tables in dissect/registry/data. Do not edit.
#pragma once

#include <cstdint>
#include <string_view>

namespace tlsonar::dissect {

enum class KeyExchange : std::uint8_t {
    none,       // no key exchange: signals and TLS_NULL_WITH_NULL_NULL
    any,        // negotiated apart from the suite (TLS 1.3)
    rsa,        // key transport under the certificate's RSA key
    dh,         // static Diffie-Hellman
    dhe,        // ephemeral Diffie-Hellman
    dh_anon,    // ephemeral Diffie-Hellman without authentication
    ecdh,       // static elliptic-curve Diffie-Hellman
    ecdhe,      // ephemeral elliptic-curve Diffie-Hellman
    ecdh_anon,  // ephemeral elliptic-curve Diffie-Hellman without authentication
    psk,        // a pre-shared key alone (RFC 4279)
    dhe_psk,    // pre-shared key and ephemeral Diffie-Hellman
    ecdhe_psk,  // pre-shared key and ECDHE (RFC 5489)
    rsa_psk,    // pre-shared key and RSA key transport
    krb5,       // Kerberos ticket (RFC 2712)
    srp,        // secure remote password (RFC 5054)
    eccpwd,     // dragonfly on an elliptic curve (RFC 8492)
    gost,       // VKO or key transport of GOST R 34.10 (RFC 9189)
    fortezza,   // KEA of the Fortezza token (RFC 6101)
    cecpq1,     // X25519 with New Hope (Google 2016)
    sm2,        // key transport under the certificate's SM2 key (GB/T 38636)
    sm2dh,      // SM2 key agreement with ephemeral keys (GB/T 38636)
    ibc,        // key transport under an identity-based key (GB/T 38636)
    ibsdh,      // identity-based key agreement (GB/T 38636)
};
std::string_view name_of(KeyExchange value);

enum class Authentication : std::uint8_t {
    none,       // nothing to authenticate
    any,        // negotiated apart from the suite (TLS 1.3)
    anonymous,  // none: open to a man in the middle
    rsa,        // certificate with or signed by RSA
    dss,        // certificate with or signed by DSA
    ecdsa,      // certificate with or signed by ECDSA or EdDSA
    psk,        // knowledge of the pre-shared key
    krb5,       // Kerberos
    srp,        // knowledge of the password's verifier
    password,   // knowledge of the password
    gost94,     // GOST R 34.10-94 certificate
    gost2001,   // GOST R 34.10-2001 certificate
    gost2012,   // GOST R 34.10-2012 certificate
    sm2,        // SM2 certificate
    ibs,        // identity-based signature
};
std::string_view name_of(Authentication value);

enum class Cipher : std::uint8_t {
    null,        // no encryption
    rc2,         // RC2
    rc4,         // RC4
    des,         // DES
    triple_des,  // 3DES-EDE
    idea,        // IDEA
    seed,        // SEED
    skipjack,    // Skipjack
    aes,         // AES
    camellia,    // Camellia
    aria,        // ARIA
    chacha20,    // ChaCha20
    salsa20,     // Salsa20
    salsa20_12,  // Salsa20/12
    sm1,         // SM1
    sm4,         // SM4
    gost28147,   // GOST 28147-89
    magma,       // Magma
    kuznyechik,  // Kuznyechik
    aegis128l,   // AEGIS-128L
    aegis256,    // AEGIS-256
    ascon128,    // Ascon-AEAD128
};
std::string_view name_of(Cipher value);

enum class Mode : std::uint8_t {
    none,      // no encryption
    stream,    // stream cipher
    cbc,       // cipher block chaining
    gcm,       // Galois/counter
    ccm,       // counter with CBC-MAC
    ccm_8,     // counter with CBC-MAC and a tag of 8 octets
    poly1305,  // with Poly1305
    ctr,       // counter
    cnt,       // counter mode of GOST 28147-89
    mgm,       // multilinear Galois
    aead,      // the cipher is an AEAD by itself
};
std::string_view name_of(Mode value);

enum class Mac : std::uint8_t {
    none,             // no integrity
    aead,             // the mode authenticates
    md5,              // HMAC-MD5
    sha1,             // HMAC-SHA-1
    sha256,           // HMAC-SHA-256
    sha384,           // HMAC-SHA-384
    ripemd160,        // HMAC-RIPEMD-160
    sm3,              // HMAC-SM3
    gostr341194,      // HMAC-GOST R 34.11-94
    gostr341112_256,  // HMAC-GOST R 34.11-2012
    imit,             // GOST 28147-89 in MAC mode
    omac,             // CMAC of the cipher
};
std::string_view name_of(Mac value);

enum class Hash : std::uint8_t {
    none,             // no hash
    intrinsic,        // part of the signature algorithm
    md5,              // MD5
    sha1,             // SHA-1
    sha224,           // SHA-224
    sha256,           // SHA-256
    sha384,           // SHA-384
    sha512,           // SHA-512
    sm3,              // SM3
    gostr341194,      // GOST R 34.11-94
    gostr341112_256,  // GOST R 34.11-2012 with 256 bits
    gostr341112_512,  // GOST R 34.11-2012 with 512 bits
    asconhash256,     // Ascon-Hash256
};
std::string_view name_of(Hash value);

enum class Recommended : std::uint8_t {
    yes,             // Y: recommended
    no,              // N: not recommended for general use
    discouraged,     // D: should or must not be used (RFC 9847)
    not_registered,  // the registry does not know it
};
std::string_view name_of(Recommended value);

enum class GroupKind : std::uint8_t {
    ecdh,            // elliptic curve
    ffdh,            // finite field (RFC 7919)
    mlkem,           // ML-KEM or its predecessor alone
    hybrid,          // a classical and a post-quantum part
    explicit_curve,  // marker of RFC 8422 for curves sent in full
};
std::string_view name_of(GroupKind value);

enum class SignatureAlgorithm : std::uint8_t {
    rsa_pkcs1,     // RSASSA-PKCS1-v1_5
    rsa_pss_rsae,  // RSASSA-PSS with an rsaEncryption key
    rsa_pss_pss,   // RSASSA-PSS with an RSASSA-PSS key
    dsa,           // DSA
    ecdsa,         // ECDSA
    eddsa,         // EdDSA
    sm2,           // SM2
    gost2001,      // GOST R 34.10-2001
    gost2012,      // GOST R 34.10-2012
    ibs,           // identity-based signature
    mldsa,         // ML-DSA
    slhdsa,        // SLH-DSA
};
std::string_view name_of(SignatureAlgorithm value);

}  // namespace tlsonar::dissect
