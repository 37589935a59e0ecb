#include "trust/signature.h"

#include "trust/der.h"
#include "trust/oid_table.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace tlsonar::trust {
namespace {

// Keys beyond these cost more time than an honest certificate may.
constexpr int kMaxRsaBits = 16'384;
constexpr int kMaxDsaBits = 10'000;

template <auto free>
struct Free {
    template <class T>
    void operator()(T* p) const {
        free(p);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

constexpr const OidEntry* entry_of(std::size_t index) { return &oid_table::kEntries[index]; }
constexpr const OidEntry* kPss = entry_of(oid_table::index_of("1.2.840.113549.1.1.10"));
constexpr const OidEntry* kMgf1 = entry_of(oid_table::index_of("1.2.840.113549.1.1.8"));

// What an AlgorithmIdentifier asks for.
struct Algorithm {
    const OidEntry* entry = nullptr;
    bool has_parameters = false;
    Bytes parameters;  // the whole item
};

std::optional<Algorithm> read_algorithm(Bytes der) {
    DerReader outer(der);
    DerItem sequence;
    DerItem item;
    if (!outer.next_if(tag::sequence, sequence) || outer.more()) return std::nullopt;
    DerReader reader = DerReader::inside(sequence);
    if (!reader.next_if(tag::object_identifier, item)) return std::nullopt;
    Algorithm algorithm;
    algorithm.entry = find_oid(item.content);
    if (reader.next(item)) {
        algorithm.has_parameters = true;
        algorithm.parameters = item.whole();
    }
    if (reader.more() || reader.failed()) return std::nullopt;
    return algorithm;
}

const EVP_MD* digest_of(std::string_view name) {
    struct Row {
        std::string_view name;
        const EVP_MD* (*get)();
    };
    static constexpr Row kDigests[] = {
        {"SHA-256", EVP_sha256},         {"SHA-384", EVP_sha384},
        {"SHA-512", EVP_sha512},         {"SHA-1", EVP_sha1},
        {"SHA-224", EVP_sha224},         {"SHA-512/256", EVP_sha512_256},
        {"SHA-512/224", EVP_sha512_224}, {"SHA3-224", EVP_sha3_224},
        {"SHA3-256", EVP_sha3_256},      {"SHA3-384", EVP_sha3_384},
        {"SHA3-512", EVP_sha3_512},      {"MD5", EVP_md5},
    };
    for (const Row& row : kDigests)
        if (row.name == name) return row.get();
    return nullptr;
}

// RSASSA-PSS-params (RFC 4055 section 3.1): all four fields have defaults.
struct PssParameters {
    const EVP_MD* hash = EVP_sha1();
    const EVP_MD* mask_hash = EVP_sha1();
    int salt = 20;
};

// A field [n] that holds the AlgorithmIdentifier of a hash.
bool read_hash(const DerItem& field, const EVP_MD*& hash) {
    const auto algorithm = read_algorithm(field.content);
    if (!algorithm || algorithm->entry == nullptr) return false;
    hash = digest_of(algorithm->entry->hash);
    return hash != nullptr;
}

bool read_mask(const DerItem& field, const EVP_MD*& hash) {
    const auto algorithm = read_algorithm(field.content);
    if (!algorithm || algorithm->entry != kMgf1) return false;
    const auto inner = read_algorithm(algorithm->parameters);
    if (!inner || inner->entry == nullptr) return false;
    hash = digest_of(inner->entry->hash);
    return hash != nullptr;
}

std::optional<int> small_integer(const DerItem& field) {
    DerReader reader(field.content);
    DerItem item;
    if (!reader.next_if(tag::integer, item) || reader.more() || item.content.empty() ||
        item.content.size() > 2 || (item.content[0] & 0x80U) != 0)
        return std::nullopt;
    int value = 0;
    for (const std::uint8_t octet : item.content)
        value = value * 256 + octet;
    return value;
}

std::optional<PssParameters> read_pss(Bytes parameters) {
    DerReader outer(parameters);
    DerItem item;
    PssParameters pss;
    if (!outer.next_if(tag::sequence, item)) return std::nullopt;
    DerReader reader = DerReader::inside(item);
    if (reader.next_if(tag::constructed(0), item) && !read_hash(item, pss.hash))
        return std::nullopt;
    if (reader.next_if(tag::constructed(1), item) && !read_mask(item, pss.mask_hash))
        return std::nullopt;
    if (reader.next_if(tag::constructed(2), item)) {
        const auto salt = small_integer(item);
        if (!salt) return std::nullopt;
        pss.salt = *salt;
    }
    // trailerField: only 1 (0xBC) is defined.
    if (reader.next_if(tag::constructed(3), item) && small_integer(item) != 1) return std::nullopt;
    if (reader.more() || reader.failed()) return std::nullopt;
    return pss;
}

Key read_key(Bytes info) {
    const unsigned char* at = info.data();
    Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(info.size())));
    if (key && at != info.data() + info.size()) key.reset();
    return key;
}

// Does this key make such signatures? 0: no.
bool fits(const EVP_PKEY* key, KeyKind wanted, bool pss) {
    switch (EVP_PKEY_get_base_id(key)) {
        case EVP_PKEY_RSA:
            return wanted == KeyKind::rsa || wanted == KeyKind::rsa_pss;
        case EVP_PKEY_RSA_PSS:
            return pss;
        case EVP_PKEY_EC:
            return wanted == KeyKind::ec;
        case EVP_PKEY_DSA:
            return wanted == KeyKind::dsa;
        case EVP_PKEY_ED25519:
            return wanted == KeyKind::ed25519;
        case EVP_PKEY_ED448:
            return wanted == KeyKind::ed448;
        default:
            return false;
    }
}

bool is_too_large(const EVP_PKEY* key) {
    const int bits = EVP_PKEY_get_bits(key);
    switch (EVP_PKEY_get_base_id(key)) {
        case EVP_PKEY_RSA:
        case EVP_PKEY_RSA_PSS:
            return bits > kMaxRsaBits;
        case EVP_PKEY_DSA:
            return bits > kMaxDsaBits;
        default:
            return false;
    }
}

bool set_pss(EVP_PKEY_CTX* context, const PssParameters& pss) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, pss.mask_hash) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, pss.salt) == 1;
}

struct Job {
    EVP_PKEY* key;
    const EVP_MD* digest;      // null when inherent
    const PssParameters* pss;  // null unless PSS
    Bytes message;
    Bytes signature;
};

SignatureCheck run(const Job& job) {
    const Context context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* settings = nullptr;
    if (!context ||
        EVP_DigestVerifyInit(context.get(), &settings, job.digest, nullptr, job.key) != 1)
        return SignatureCheck::unsupported;
    // With a key that carries PSS parameters of its own these may clash: then they do not belong
    // together.
    if (job.pss != nullptr && !set_pss(settings, *job.pss)) return SignatureCheck::wrong;
    return EVP_DigestVerify(context.get(), job.signature.data(), job.signature.size(),
                            job.message.data(), job.message.size()) == 1
               ? SignatureCheck::valid
               : SignatureCheck::wrong;
}

// RFC 4055 section 5, RFC 5758, RFC 8410: NULL or nothing after RSA's, nothing after the others.
bool parameters_fit(const Algorithm& algorithm) {
    if (algorithm.entry == kPss || !algorithm.has_parameters) return true;
    const bool null = equal(algorithm.parameters, as_bytes(std::string_view("\x05\x00", 2)));
    return null && (algorithm.entry->key == KeyKind::rsa || algorithm.entry->key == KeyKind::dsa);
}

SignatureCheck check(const Algorithm& algorithm, Bytes public_key, Bytes message, Bytes signature) {
    const bool is_pss = algorithm.entry == kPss;
    std::optional<PssParameters> pss;
    if (is_pss) {
        pss = algorithm.has_parameters ? read_pss(algorithm.parameters) : PssParameters{};
        if (!pss) return SignatureCheck::unsupported;
    } else if (!parameters_fit(algorithm)) {
        return SignatureCheck::wrong;
    }
    const KeyKind kind = algorithm.entry->key;
    const bool inherent = kind == KeyKind::ed25519 || kind == KeyKind::ed448;
    const EVP_MD* digest = is_pss ? pss->hash : digest_of(algorithm.entry->hash);
    if (digest == nullptr && !inherent) return SignatureCheck::unsupported;
    const Key key = read_key(public_key);
    if (!key || is_too_large(key.get())) return SignatureCheck::unsupported;
    if (!fits(key.get(), is_pss ? KeyKind::rsa_pss : kind, is_pss)) return SignatureCheck::wrong;
    return run(
        {key.get(), inherent ? nullptr : digest, is_pss ? &*pss : nullptr, message, signature});
}

}  // namespace

SignatureCheck check_signature(Bytes algorithm, Bytes public_key, Bytes message, Bytes signature) {
    const auto asked = read_algorithm(algorithm);
    if (!asked || asked->entry == nullptr) return SignatureCheck::unsupported;
    const SignatureCheck result = check(*asked, public_key, message, signature);
    ERR_clear_error();
    return result;
}

bool is_plain_pss(Bytes algorithm) {
    // Given there octet by octet; what differs is the hash (twice) and its length.
    constexpr std::size_t kHash = 29, kMaskHash = 59, kSalt = 66;
    std::array<std::uint8_t, 67> form = {
        0x30, 0x41, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A, 0x30,
        0x34, 0xA0, 0x0F, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04,
        0x02, 0x00, 0x05, 0x00, 0xA1, 0x1C, 0x30, 0x1A, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
        0xF7, 0x0D, 0x01, 0x01, 0x08, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
        0x03, 0x04, 0x02, 0x00, 0x05, 0x00, 0xA2, 0x03, 0x02, 0x01, 0x00};
    constexpr std::uint8_t kLengths[] = {32, 48, 64};  // SHA-256, SHA-384, SHA-512
    for (std::uint8_t hash = 1; hash <= 3; ++hash) {
        form[kHash] = form[kMaskHash] = hash;
        form[kSalt] = kLengths[hash - 1];
        if (std::equal(form.begin(), form.end(), algorithm.begin(), algorithm.end())) return true;
    }
    return false;
}

}  // namespace tlsonar::trust
