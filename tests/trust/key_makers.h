// Keys for tests, made of numbers that are chosen: small generators, always the same.
#pragma once

#include "core/bytes.h"
#include "trust/finding/finding.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

namespace tlsonar::trust::test {

using Octets = std::vector<std::uint8_t>;

// A number of OpenSSL's with operators.
class Number {
  public:
    Number() : value_(BN_new()) {}
    explicit Number(unsigned long value) : Number() { BN_set_word(get(), value); }
    explicit Number(const Octets& octets)
        : value_(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr)) {}
    Number(const Number& other) : value_(BN_dup(other.get())) {}
    Number& operator=(const Number& other) {
        BN_copy(get(), other.get());
        return *this;
    }
    BIGNUM* get() const { return value_.get(); }
    Octets octets() const {
        Octets out(static_cast<std::size_t>(BN_num_bytes(get())));
        BN_bn2bin(get(), out.data());
        return out;
    }
    friend Number operator*(const Number& a, const Number& b) {
        return made([&](BIGNUM* r, BN_CTX* c) { BN_mul(r, a.get(), b.get(), c); });
    }
    friend Number operator+(const Number& a, const Number& b) {
        return made([&](BIGNUM* r, BN_CTX*) { BN_add(r, a.get(), b.get()); });
    }
    Number minus_one() const {
        return made([&](BIGNUM* r, BN_CTX*) { BN_sub(r, get(), BN_value_one()); });
    }
    Number inverse(const Number& modulus) const {
        return made([&](BIGNUM* r, BN_CTX* c) { BN_mod_inverse(r, get(), modulus.get(), c); });
    }
    Number power(unsigned long exponent, const Number& modulus) const {
        const Number e(exponent);
        return made([&](BIGNUM* r, BN_CTX* c) { BN_mod_exp(r, get(), e.get(), modulus.get(), c); });
    }
    bool divisible_by(unsigned long n) const { return BN_mod_word(get(), n) == 0; }
    bool prime() const { return BN_check_prime(get(), nullptr, nullptr) == 1; }

  private:
    struct Free {
        void operator()(BIGNUM* value) const { BN_free(value); }
    };
    template <typename Make>
    static Number made(const Make& make) {
        Number out;
        BN_CTX* context = BN_CTX_new();
        make(out.get(), context);
        BN_CTX_free(context);
        return out;
    }
    std::unique_ptr<BIGNUM, Free> value_;
};

// Octets that look random and are always the same for a seed; the first two bits are set.
inline Octets noise(const std::string& seed, std::size_t size) {
    Octets out;
    for (int block = 0; out.size() < size; ++block) {
        const std::string text = seed + "/" + std::to_string(block);
        Octets digest(SHA256_DIGEST_LENGTH);
        SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
        out.insert(out.end(), digest.begin(), digest.end());
    }
    out.resize(size);
    out[0] |= 0xC0;
    return out;
}

// The first odd prime at or after a number.
inline Number prime_from(Number number) {
    if (number.divisible_by(2)) number = number + Number(1);
    while (!number.prime())
        number = number + Number(2);
    return number;
}
// They take a while to find: each is looked for once.
inline const Number& prime(const std::string& seed, std::size_t bits = 512) {
    static std::map<std::string, Number> found;
    const auto [at, fresh] = found.try_emplace(seed + "/" + std::to_string(bits));
    if (fresh) at->second = prime_from(Number(noise(seed, bits / 8)));
    return at->second;
}

inline Octets der(std::uint8_t tag, const Octets& content) {
    Octets out = {tag};
    std::size_t length = content.size();
    if (length >= 0x100)
        out.insert(out.end(), {0x82, static_cast<std::uint8_t>(length >> 8)});
    else if (length >= 0x80)
        out.push_back(0x81);
    out.push_back(static_cast<std::uint8_t>(length));
    out.insert(out.end(), content.begin(), content.end());
    return out;
}
inline Octets integer(const Octets& magnitude) {
    Octets content = magnitude;
    if (content.empty() || (content[0] & 0x80U) != 0) content.insert(content.begin(), 0);
    return der(0x02, content);
}
inline Octets joined(std::initializer_list<Octets> parts) {
    Octets out;
    for (const Octets& part : parts)
        out.insert(out.end(), part.begin(), part.end());
    return out;
}
// SubjectPublicKeyInfo of an AlgorithmIdentifier's DER and the key's octets.
inline Octets spki(const Octets& algorithm, Octets key) {
    key.insert(key.begin(), 0);
    return der(0x30, joined({algorithm, der(0x03, key)}));
}
inline Octets rsa_spki(const Number& n, const Number& e = Number(65537)) {
    const Octets algorithm = {0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                              0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00};
    return spki(algorithm, der(0x30, joined({integer(n.octets()), integer(e.octets())})));
}
inline Octets ed25519_spki(const Octets& point) {
    return spki({0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70}, point);
}

inline std::vector<std::string> ids(const std::vector<Finding>& findings) {
    std::vector<std::string> out;
    for (const Finding& finding : findings)
        out.emplace_back(finding.kind->id);
    return out;
}
inline bool has(const std::vector<Finding>& findings, std::string_view id) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.kind->id == id; });
}

}  // namespace tlsonar::trust::test
