#include "scanner/talk/key_agreement.h"

#include "dissect/protect/key_schedule.h"
#include "dissect/registry/named_group.h"
#include "scanner/talk/ml_kem.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace tlsonar::scanner {
namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

struct Curve {
    std::uint16_t group;
    const char* algorithm;  // OpenSSL's
    const char* curve;      // for "EC"
};
constexpr Curve kCurves[] = {
    {0x001D, "X25519", nullptr}, {0x0017, "EC", "P-256"},   {0x0018, "EC", "P-384"},
    {0x0019, "EC", "P-521"},     {0x001E, "X448", nullptr},
};

// Groups with ML-KEM, alone or beside a curve (draft-ietf-tls-ecdhe-mlkem, draft-ietf-tls-mlkem).
struct Lattice {
    std::uint16_t group;
    const MlKemParameters* parameters;
    std::uint16_t curve;  // 0: none
    bool curve_first;     // in shares and in the secret alike
};
constexpr Lattice kLattices[] = {
    {0x11EC, &kMlKem768, 0x001D, false}, {0x11EB, &kMlKem768, 0x0017, true},
    {0x11ED, &kMlKem1024, 0x0018, true}, {0x0200, &kMlKem512, 0, false},
    {0x0201, &kMlKem768, 0, false},      {0x0202, &kMlKem1024, 0, false},
};

constexpr std::uint16_t kGroups[] = {0x001D, 0x0017, 0x0018, 0x0019, 0x001E, 0x11EC,
                                     0x11EB, 0x11ED, 0x0200, 0x0201, 0x0202};

const Curve* find_curve(std::uint16_t group) {
    for (const Curve& curve : kCurves)
        if (curve.group == group) return &curve;
    return nullptr;
}

const Lattice* find_lattice(std::uint16_t group) {
    for (const Lattice& lattice : kLattices)
        if (lattice.group == group) return &lattice;
    return nullptr;
}

// The two parts of a hybrid, one after the other.
Octets joined(bool second_first, Bytes first, Bytes second) {
    if (second_first) std::swap(first, second);
    Octets out(first.begin(), first.end());
    out.insert(out.end(), second.begin(), second.end());
    return out;
}

KeyPtr make_key(const Curve& curve) {
    EVP_PKEY* key = curve.curve != nullptr
                        ? EVP_PKEY_Q_keygen(nullptr, nullptr, curve.algorithm, curve.curve)
                        : EVP_PKEY_Q_keygen(nullptr, nullptr, curve.algorithm);
    return {key, EVP_PKEY_free};
}

Octets encoded_public(EVP_PKEY* key) {
    unsigned char* octets = nullptr;
    const std::size_t n = EVP_PKEY_get1_encoded_public_key(key, &octets);
    Octets out;
    if (n > 0) out.assign(octets, octets + n);
    OPENSSL_free(octets);
    return out;
}

Octets derive(EVP_PKEY* own, Bytes peer_share) {
    const KeyPtr peer(EVP_PKEY_new(), EVP_PKEY_free);
    if (!peer || EVP_PKEY_copy_parameters(peer.get(), own) <= 0 ||
        EVP_PKEY_set1_encoded_public_key(peer.get(), peer_share.data(), peer_share.size()) <= 0)
        return {};
    const KeyContext context(EVP_PKEY_CTX_new(own, nullptr), EVP_PKEY_CTX_free);
    std::size_t n = 0;
    if (!context || EVP_PKEY_derive_init(context.get()) <= 0 ||
        EVP_PKEY_derive_set_peer(context.get(), peer.get()) <= 0 ||
        EVP_PKEY_derive(context.get(), nullptr, &n) <= 0)
        return {};
    Octets secret(n);
    if (EVP_PKEY_derive(context.get(), secret.data(), &n) <= 0) return {};
    secret.resize(n);
    return secret;
}

// Octets that a server takes for a share of an ML-KEM group: coefficients below q = 3329, packed in
// 12 bits (FIPS 203 section 4.2.1), here all 0, and a seed of 32 octets.
Octets plausible_share(const dissect::NamedGroup& group) {
    if (group.kind != dissect::GroupKind::mlkem || group.client_share < 32) return {};
    Octets share(group.client_share, 0);
    std::fill(share.end() - 32, share.end(), std::uint8_t{0x5A});
    return share;
}

const EVP_MD* digest_of(dissect::Hash hash) {
    switch (hash) {
        case dissect::Hash::sha256:
            return EVP_sha256();
        case dissect::Hash::sha384:
            return EVP_sha384();
        case dissect::Hash::sm3:
            return EVP_sm3();
        default:
            return nullptr;
    }
}

class TranscriptHash {
  public:
    explicit TranscriptHash(const EVP_MD* digest) : digest_(digest) { start(); }
    void add(Bytes octets) { EVP_DigestUpdate(context_.get(), octets.data(), octets.size()); }
    Octets finish() {
        Octets out(static_cast<std::size_t>(EVP_MD_get_size(digest_)));
        EVP_DigestFinal_ex(context_.get(), out.data(), nullptr);
        start();
        return out;
    }

  private:
    void start() { EVP_DigestInit_ex(context_.get(), digest_, nullptr); }
    const EVP_MD* digest_;
    Digest context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Octets hash_transcript(const EVP_MD* digest, std::span<const Octets> messages, bool retried) {
    TranscriptHash hash(digest);
    if (retried && !messages.empty()) {
        // RFC 9846 section 4.4.1: message_hash in the place of the first ClientHello.
        hash.add(messages[0]);
        const Octets first = hash.finish();
        const std::uint8_t header[] = {254, 0, 0, static_cast<std::uint8_t>(first.size())};
        hash.add(header);
        hash.add(first);
        messages = messages.subspan(1);
    }
    for (const Octets& message : messages)
        hash.add(message);
    return hash.finish();
}

}  // namespace

struct KeyAgreement::Pair {
    KeyPtr key{nullptr, EVP_PKEY_free};
    std::optional<MlKemKey> lattice;
    Octets share;
};

KeyAgreement::KeyAgreement() = default;
KeyAgreement::~KeyAgreement() = default;

std::span<const std::uint16_t> KeyAgreement::groups() const { return kGroups; }
bool KeyAgreement::can(std::uint16_t group) const {
    return find_curve(group) != nullptr || find_lattice(group) != nullptr;
}

const KeyAgreement::Pair* KeyAgreement::pair(std::uint16_t group) const {
    std::unique_ptr<Pair>& made = pairs_[group];
    if (!made) {
        made = std::make_unique<Pair>();
        if (const Curve* curve = find_curve(group)) {
            made->key = make_key(*curve);
            if (made->key) made->share = encoded_public(made->key.get());
        } else if (find_lattice(group) != nullptr) {
            make_lattice(group, *made);
        } else if (const dissect::NamedGroup* known = dissect::find_named_group(group)) {
            made->share = plausible_share(*known);
        }
    }
    return made.get();
}

Bytes KeyAgreement::public_share(std::uint16_t group) const { return pair(group)->share; }

Octets KeyAgreement::shared_secret(std::uint16_t group, Bytes server_share) const {
    const Pair* own = pair(group);
    if (own->lattice) return hybrid_secret(group, *own, server_share);
    return own->key ? derive(own->key.get(), server_share) : Octets();
}

// The curve's part is the pair of that curve.
void KeyAgreement::make_lattice(std::uint16_t group, Pair& made) const {
    const Lattice& lattice = *find_lattice(group);
    Octets seed(MlKemKey::kSeed);
    if (RAND_bytes(seed.data(), static_cast<int>(seed.size())) != 1) return;
    made.lattice = MlKemKey::make(*lattice.parameters, seed);
    if (!made.lattice) return;
    const Bytes curve = lattice.curve != 0 ? public_share(lattice.curve) : Bytes();
    made.share = joined(lattice.curve_first, made.lattice->public_key(), curve);
}

Octets KeyAgreement::hybrid_secret(std::uint16_t group, const Pair& own, Bytes server_share) const {
    const Lattice& lattice = *find_lattice(group);
    const std::size_t n = lattice.parameters->ciphertext;
    if (server_share.size() < n || (lattice.curve == 0 && server_share.size() != n)) return {};
    const std::size_t rest = server_share.size() - n;
    const Bytes ciphertext = lattice.curve_first ? server_share.last(n) : server_share.first(n);
    const auto secret = own.lattice->decapsulate(ciphertext);
    if (!secret) return {};
    if (lattice.curve == 0) return {secret->begin(), secret->end()};
    const Bytes point = lattice.curve_first ? server_share.first(rest) : server_share.last(rest);
    const Octets agreed = shared_secret(lattice.curve, point);
    return agreed.empty() ? agreed : joined(lattice.curve_first, *secret, agreed);
}

bool add_handshake_secrets(const dissect::CipherSuite& suite, Bytes shared_secret,
                           std::span<const Octets> transcript, bool retried, Bytes client_random,
                           dissect::SecretStore& store) {
    const EVP_MD* digest = digest_of(suite.prf);
    const std::size_t n = dissect::hash_length(suite.prf);
    if (digest == nullptr || n == 0) return false;
    const Octets zeros(n, 0);
    Octets early(n), derived(n), secret(n), traffic(n);
    const Octets nothing = hash_transcript(digest, {}, false);
    const Octets messages = hash_transcript(digest, transcript, retried);
    if (!dissect::hkdf_extract(suite.prf, {}, zeros, early) ||
        !dissect::hkdf_expand_label(suite.prf, early, "derived", nothing, derived) ||
        !dissect::hkdf_extract(suite.prf, derived, shared_secret, secret))
        return false;
    using dissect::SecretLabel;
    constexpr std::pair<SecretLabel, std::string_view> kTraffic[] = {
        {SecretLabel::client_handshake_traffic_secret, "c hs traffic"},
        {SecretLabel::server_handshake_traffic_secret, "s hs traffic"},
    };
    for (const auto& [label, text] : kTraffic) {
        if (!dissect::hkdf_expand_label(suite.prf, secret, text, messages, traffic)) return false;
        store.add(label, client_random, traffic);
    }
    return true;
}

}  // namespace tlsonar::scanner
