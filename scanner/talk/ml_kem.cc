#include "scanner/talk/ml_kem.h"

#include <algorithm>
#include <memory>

#include <openssl/evp.h>

namespace tlsonar::scanner {
namespace {

constexpr std::uint32_t kQ = 3329;
constexpr std::size_t kN = 256;
constexpr unsigned kEta2 = 2;
constexpr std::size_t kPolynomial = 384;  // octets of 256 coefficients of 12 bits

using Polynomial = std::array<std::uint16_t, kN>;  // coefficients below kQ
using Vector = std::vector<Polynomial>;
using Octets = MlKemOctets;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

// The hash of parts one after another, `n` octets of it.
Octets hash_of(const EVP_MD* digest, std::initializer_list<Bytes> parts, std::size_t n) {
    const Digest context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    Octets out(n);
    EVP_DigestInit_ex(context.get(), digest, nullptr);
    for (const Bytes part : parts)
        EVP_DigestUpdate(context.get(), part.data(), part.size());
    const bool extendable = (EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0;
    if (extendable)
        EVP_DigestFinalXOF(context.get(), out.data(), n);
    else
        EVP_DigestFinal_ex(context.get(), out.data(), nullptr);
    return out;
}

// Section 4.1.
Octets hash_h(Bytes input) { return hash_of(EVP_sha3_256(), {input}, 32); }
Octets hash_j(Bytes a, Bytes b) { return hash_of(EVP_shake256(), {a, b}, 32); }
Octets hash_g(Bytes a, Bytes b) { return hash_of(EVP_sha3_512(), {a, b}, 64); }
Octets prf(unsigned eta, Bytes seed, std::uint8_t counter) {
    return hash_of(EVP_shake256(), {seed, Bytes(&counter, 1)}, std::size_t{64} * eta);
}

std::uint16_t reduce(std::uint32_t value) { return static_cast<std::uint16_t>(value % kQ); }
std::uint16_t multiply(std::uint32_t a, std::uint32_t b) { return reduce(a * b); }

// 17 is a primitive 256th root of unity modulo q (section 4.3).
struct Zetas {
    std::array<std::uint16_t, 128> power;   // 17^BitRev7(i)
    std::array<std::uint16_t, 128> square;  // 17^(2 BitRev7(i) + 1)
};
constexpr Zetas make_zetas() {
    std::array<std::uint32_t, 256> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < 256; ++i)
        powers[i] = powers[i - 1] * 17 % kQ;
    Zetas out{};
    for (std::size_t i = 0; i < 128; ++i) {
        std::size_t reversed = 0;
        for (std::size_t bit = 0; bit < 7; ++bit)
            if ((i >> bit & 1) != 0) reversed |= std::size_t{1} << (6 - bit);
        out.power[i] = static_cast<std::uint16_t>(powers[reversed]);
        out.square[i] = static_cast<std::uint16_t>(powers[2 * reversed + 1]);
    }
    return out;
}
constexpr Zetas kZetas = make_zetas();

// Algorithm 9.
void ntt(Polynomial& f) {
    std::size_t i = 1;
    for (std::size_t length = 128; length >= 2; length /= 2)
        for (std::size_t start = 0; start < kN; start += 2 * length) {
            const std::uint32_t zeta = kZetas.power[i++];
            for (std::size_t j = start; j < start + length; ++j) {
                const std::uint32_t t = multiply(zeta, f[j + length]);
                f[j + length] = reduce(f[j] + kQ - t);
                f[j] = reduce(f[j] + t);
            }
        }
}

// Algorithm 10.
void inverse_ntt(Polynomial& f) {
    std::size_t i = 127;
    for (std::size_t length = 2; length <= 128; length *= 2)
        for (std::size_t start = 0; start < kN; start += 2 * length) {
            const std::uint32_t zeta = kZetas.power[i--];
            for (std::size_t j = start; j < start + length; ++j) {
                const std::uint32_t t = f[j];
                f[j] = reduce(t + f[j + length]);
                f[j + length] = multiply(zeta, f[j + length] + kQ - t);
            }
        }
    for (std::uint16_t& c : f)
        c = multiply(c, 3303);  // 128^-1
}

void add(Polynomial& to, const Polynomial& what) {
    for (std::size_t i = 0; i < kN; ++i)
        to[i] = reduce(std::uint32_t{to[i]} + what[i]);
}

// Adds the product in the transformed domain (Algorithms 11 and 12).
void add_product(Polynomial& to, const Polynomial& f, const Polynomial& g) {
    for (std::size_t i = 0; i < 128; ++i) {
        const std::uint32_t a0 = f[2 * i], a1 = f[2 * i + 1], b0 = g[2 * i], b1 = g[2 * i + 1];
        const std::uint32_t high = multiply(multiply(a1, b1), kZetas.square[i]);
        to[2 * i] = reduce(to[2 * i] + a0 * b0 % kQ + high);
        to[2 * i + 1] = reduce(to[2 * i + 1] + (a0 * b1 + a1 * b0) % kQ);
    }
}

Polynomial inner_product(const Vector& a, const Vector& b) {
    Polynomial sum{};
    for (std::size_t i = 0; i < a.size(); ++i)
        add_product(sum, a[i], b[i]);
    return sum;
}

// ByteEncode (Algorithm 5): coefficients of d bits, the lowest bit first.
void encode(const Polynomial& f, unsigned d, Octets& out) {
    std::uint32_t bits = 0;
    unsigned have = 0;
    for (const std::uint16_t c : f) {
        bits |= std::uint32_t{c} << have;
        for (have += d; have >= 8; have -= 8, bits >>= 8)
            out.push_back(static_cast<std::uint8_t>(bits));
    }
}

// ByteDecode (Algorithm 6), of 32 d octets. With d = 12 modulo q.
Polynomial decode(Bytes octets, unsigned d) {
    Polynomial f{};
    std::uint32_t bits = 0;
    unsigned have = 0;
    std::size_t at = 0;
    for (std::uint16_t& c : f) {
        for (; have < d; have += 8)
            bits |= std::uint32_t{octets[at++]} << have;
        const std::uint32_t value = bits & ((1U << d) - 1);
        c = d == 12 ? reduce(value) : static_cast<std::uint16_t>(value);
        bits >>= d;
        have -= d;
    }
    return f;
}

// Section 4.2.1.
void compress(Polynomial& f, unsigned d) {
    for (std::uint16_t& c : f)
        c = static_cast<std::uint16_t>((((std::uint32_t{c} << d) + kQ / 2) / kQ) & ((1U << d) - 1));
}
void decompress(Polynomial& f, unsigned d) {
    for (std::uint16_t& c : f)
        c = static_cast<std::uint16_t>((c * kQ + (1U << (d - 1))) >> d);
}

// SampleNTT (Algorithm 7). 672 octets are enough but for once in 2^40; then more are drawn.
Polynomial sample_uniform(Bytes rho, std::size_t j, std::size_t i) {
    const std::uint8_t place[] = {static_cast<std::uint8_t>(j), static_cast<std::uint8_t>(i)};
    Polynomial out{};
    for (std::size_t drawn = 672;; drawn *= 2) {
        const Octets stream = hash_of(EVP_shake128(), {rho, place}, drawn);
        std::size_t n = 0;
        for (std::size_t at = 0; at + 3 <= drawn && n < kN; at += 3) {
            const std::uint32_t low = stream[at] | (std::uint32_t{stream[at + 1]} & 15) << 8;
            const std::uint32_t high = stream[at + 1] >> 4 | std::uint32_t{stream[at + 2]} << 4;
            if (low < kQ) out[n++] = static_cast<std::uint16_t>(low);
            if (high < kQ && n < kN) out[n++] = static_cast<std::uint16_t>(high);
        }
        if (n == kN) return out;
    }
}

// SamplePolyCBD (Algorithm 8).
Polynomial sample_noise(unsigned eta, Bytes seed, std::uint8_t counter) {
    const Octets octets = prf(eta, seed, counter);
    const auto bit = [&](std::size_t n) { return std::uint32_t{octets[n / 8]} >> (n % 8) & 1; };
    Polynomial out{};
    for (std::size_t i = 0; i < kN; ++i) {
        std::uint32_t x = 0, y = 0;
        for (unsigned b = 0; b < eta; ++b) {
            x += bit(2 * i * eta + b);
            y += bit(2 * i * eta + eta + b);
        }
        out[i] = reduce(x + kQ - y);
    }
    return out;
}

Vector sample_vector(std::size_t k, unsigned eta, Bytes seed, std::uint8_t& counter) {
    Vector out;
    for (std::size_t i = 0; i < k; ++i)
        out.push_back(sample_noise(eta, seed, counter++));
    return out;
}

Octets encode_vector(const Vector& vector, unsigned d) {
    Octets out;
    for (const Polynomial& f : vector)
        encode(f, d, out);
    return out;
}
Vector decode_vector(Bytes octets, std::size_t k, unsigned d) {
    Vector out;
    for (std::size_t i = 0; i < k; ++i)
        out.push_back(decode(octets.subspan(std::size_t{32} * d * i, std::size_t{32} * d), d));
    return out;
}

void ntt(Vector& vector) {
    for (Polynomial& f : vector)
        ntt(f);
}

// K-PKE.Encrypt (Algorithm 14).
Octets encrypt(const MlKemParameters& p, Bytes public_key, Bytes message, Bytes random) {
    const Vector t = decode_vector(public_key, p.k, 12);
    const Bytes rho = public_key.last(32);
    std::uint8_t counter = 0;
    Vector y = sample_vector(p.k, p.eta1, random, counter);
    const Vector e1 = sample_vector(p.k, kEta2, random, counter);
    const Polynomial e2 = sample_noise(kEta2, random, counter);
    ntt(y);
    Octets out;
    for (std::size_t i = 0; i < p.k; ++i) {
        Polynomial u{};
        for (std::size_t j = 0; j < p.k; ++j)
            add_product(u, sample_uniform(rho, i, j), y[j]);  // of the transposed matrix
        inverse_ntt(u);
        add(u, e1[i]);
        compress(u, p.du);
        encode(u, p.du, out);
    }
    Polynomial v = inner_product(t, y);
    inverse_ntt(v);
    add(v, e2);
    Polynomial mu = decode(message, 1);
    decompress(mu, 1);
    add(v, mu);
    compress(v, p.dv);
    encode(v, p.dv, out);
    return out;
}

// K-PKE.Decrypt (Algorithm 15).
Octets decrypt(const MlKemParameters& p, Bytes secret_key, Bytes ciphertext) {
    const std::size_t split = std::size_t{32} * p.du * p.k;
    Vector u = decode_vector(ciphertext, p.k, p.du);
    for (Polynomial& f : u)
        decompress(f, p.du);
    Polynomial v = decode(ciphertext.subspan(split), p.dv);
    decompress(v, p.dv);
    ntt(u);
    Polynomial w = inner_product(decode_vector(secret_key, p.k, 12), u);
    inverse_ntt(w);
    for (std::size_t i = 0; i < kN; ++i)
        w[i] = reduce(v[i] + kQ - w[i]);
    compress(w, 1);
    Octets message;
    encode(w, 1, message);
    return message;
}

MlKemSecret secret_of(Bytes octets) {
    MlKemSecret out;
    std::copy_n(octets.begin(), out.size(), out.begin());
    return out;
}

}  // namespace

MlKemKey::MlKemKey(const MlKemParameters& parameters, MlKemOctets public_key,
                   MlKemOctets secret_key, Bytes z)
    : parameters_(&parameters),
      public_key_(std::move(public_key)),
      secret_key_(std::move(secret_key)),
      z_(secret_of(z)) {}

// K-PKE.KeyGen (Algorithm 13).
std::optional<MlKemKey> MlKemKey::make(const MlKemParameters& p, Bytes seed) {
    if (seed.size() != kSeed) return std::nullopt;
    const auto rank = static_cast<std::uint8_t>(p.k);
    const Octets expanded = hash_g(seed.first(32), Bytes(&rank, 1));
    const Bytes rho = Bytes(expanded).first(32), sigma = Bytes(expanded).last(32);
    std::uint8_t counter = 0;
    Vector s = sample_vector(p.k, p.eta1, sigma, counter);
    Vector t = sample_vector(p.k, p.eta1, sigma, counter);
    ntt(s);
    ntt(t);
    for (std::size_t i = 0; i < p.k; ++i)
        for (std::size_t j = 0; j < p.k; ++j)
            add_product(t[i], sample_uniform(rho, j, i), s[j]);
    Octets public_key = encode_vector(t, 12);
    public_key.insert(public_key.end(), rho.begin(), rho.end());
    return MlKemKey(p, std::move(public_key), encode_vector(s, 12), seed.last(32));
}

std::optional<MlKemSecret> MlKemKey::decapsulate(Bytes ciphertext) const {
    const MlKemParameters& p = *parameters_;
    if (ciphertext.size() != p.ciphertext) return std::nullopt;
    const Octets message = decrypt(p, secret_key_, ciphertext);
    const Octets expanded = hash_g(message, hash_h(public_key_));
    const Octets again = encrypt(p, public_key_, message, Bytes(expanded).last(32));
    if (equal(again, ciphertext)) return secret_of(expanded);
    return secret_of(hash_j(z_, ciphertext));
}

std::optional<MlKemEncapsulated> ml_kem_encapsulate(const MlKemParameters& p, Bytes public_key,
                                                    Bytes random) {
    if (public_key.size() != p.public_key || random.size() != 32) return std::nullopt;
    // Coefficients of q and above are not allowed.
    const Bytes encoded = public_key.first(kPolynomial * p.k);
    if (!equal(encode_vector(decode_vector(encoded, p.k, 12), 12), encoded)) return std::nullopt;
    const Octets expanded = hash_g(random, hash_h(public_key));
    return MlKemEncapsulated{encrypt(p, public_key, random, Bytes(expanded).last(32)),
                             secret_of(expanded)};
}

}  // namespace tlsonar::scanner
