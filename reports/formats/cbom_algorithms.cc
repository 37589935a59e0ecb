#include "reports/formats/cbom_algorithms.h"

#include "reports/formats/visible.h"
#include "trust/oid_label.h"

#include <algorithm>
#include <iterator>

namespace tlsonar::reports {
namespace {

using trust::KeyKind;

constexpr int kUnknown = CbomAlgorithm::kUnknown;

struct CipherRow {
    std::string_view cipher;  // the registry's word
    std::string_view name;
    std::string_view family;
    // Exhaustive search is what is left to a quantum computer: NIST IR 8547 counts AES so.
    bool by_key_size;
};

constexpr CipherRow kCiphers[] = {
    {"null", "NULL", "", false},
    {"rc2", "RC2", "RC2", false},
    {"rc4", "RC4", "RC4", false},
    {"des", "DES", "DES", false},
    {"triple_des", "3DES", "3DES", false},
    {"idea", "IDEA", "IDEA", false},
    {"seed", "SEED", "SEED", true},
    {"aes", "AES", "AES", true},
    {"camellia", "Camellia", "CAMELLIA", true},
    {"aria", "ARIA", "ARIA", true},
    {"chacha20", "ChaCha20", "ChaCha20", true},
    {"sm4", "SM4", "SM4", true},
};

struct ModeRow {
    std::string_view mode;
    std::string_view name;  // "-GCM"
    std::string_view cyclonedx;
    std::string_view primitive;
};

constexpr ModeRow kModes[] = {
    {"none", "", "", "other"},
    {"stream", "", "", "stream-cipher"},
    {"cbc", "-CBC", "cbc", "block-cipher"},
    {"gcm", "-GCM", "gcm", "ae"},
    {"ccm", "-CCM", "ccm", "ae"},
    {"ccm_8", "-CCM-8", "ccm", "ae"},
    {"poly1305", "-Poly1305", "other", "ae"},
    {"ctr", "-CTR", "ctr", "block-cipher"},
    {"mgm", "-MGM", "other", "ae"},
    {"aead", "", "other", "ae"},
};

struct HashRow {
    std::string_view mac;
    std::string_view name;
    std::string_view parameter;
};

constexpr HashRow kHashes[] = {
    {"md5", "HMAC-MD5", "MD5"},
    {"sha1", "HMAC-SHA-1", "SHA-1"},
    {"sha256", "HMAC-SHA-256", "SHA-256"},
    {"sha384", "HMAC-SHA-384", "SHA-384"},
};

struct GroupRow {
    std::uint32_t code;
    std::string_view name;  // the registry's: captures' lists have no codes
    std::string_view family;
    std::string_view curve;
    std::string_view primitive;
    int classical;
    int quantum;
};

// RFC 8422, RFC 7919, RFC 7027, RFC 10024; strengths: NIST SP 800-57 part 1 table 2, FIPS 203.
constexpr GroupRow kGroups[] = {
    {0x0013, "secp192r1", "ECDH", "nist/P-192", "key-agree", 96, 0},
    {0x0015, "secp224r1", "ECDH", "nist/P-224", "key-agree", 112, 0},
    {0x0016, "secp256k1", "ECDH", "secg/secp256k1", "key-agree", 128, 0},
    {0x0017, "secp256r1", "ECDH", "nist/P-256", "key-agree", 128, 0},
    {0x0018, "secp384r1", "ECDH", "nist/P-384", "key-agree", 192, 0},
    {0x0019, "secp521r1", "ECDH", "nist/P-521", "key-agree", 256, 0},
    {0x001a, "brainpoolP256r1", "ECDH", "brainpool/brainpoolP256r1", "key-agree", 128, 0},
    {0x001b, "brainpoolP384r1", "ECDH", "brainpool/brainpoolP384r1", "key-agree", 192, 0},
    {0x001c, "brainpoolP512r1", "ECDH", "brainpool/brainpoolP512r1", "key-agree", 256, 0},
    {0x001d, "x25519", "ECDH", "other/Curve25519", "key-agree", 128, 0},
    {0x001e, "x448", "ECDH", "other/Curve448", "key-agree", 224, 0},
    {0x001f, "brainpoolP256r1tls13", "ECDH", "brainpool/brainpoolP256r1", "key-agree", 128, 0},
    {0x0020, "brainpoolP384r1tls13", "ECDH", "brainpool/brainpoolP384r1", "key-agree", 192, 0},
    {0x0021, "brainpoolP512r1tls13", "ECDH", "brainpool/brainpoolP512r1", "key-agree", 256, 0},
    {0x0100, "ffdhe2048", "FFDH", "", "key-agree", 112, 0},
    {0x0101, "ffdhe3072", "FFDH", "", "key-agree", 128, 0},
    {0x0102, "ffdhe4096", "FFDH", "", "key-agree", kUnknown, 0},
    {0x0103, "ffdhe6144", "FFDH", "", "key-agree", kUnknown, 0},
    {0x0104, "ffdhe8192", "FFDH", "", "key-agree", kUnknown, 0},
    {0x0200, "MLKEM512", "ML-KEM", "", "kem", 128, 1},
    {0x0201, "MLKEM768", "ML-KEM", "", "kem", 192, 3},
    {0x0202, "MLKEM1024", "ML-KEM", "", "kem", 256, 5},
    {0x11eb, "SecP256r1MLKEM768", "", "", "combiner", 128, 3},
    {0x11ec, "X25519MLKEM768", "", "", "combiner", 128, 3},
    {0x11ed, "SecP384r1MLKEM1024", "", "", "combiner", 192, 5},
};

struct SignatureFamily {
    KeyKind key;
    std::string_view family;
};

// Of algorithms of the table of trust/, by the keys that make them. All but the last two fall to a
// quantum computer.
constexpr SignatureFamily kFamilies[] = {
    {KeyKind::rsa, "RSASSA-PKCS1"}, {KeyKind::rsa_pss, "RSASSA-PSS"},
    {KeyKind::dsa, "DSA"},          {KeyKind::ec, "ECDSA"},
    {KeyKind::ed25519, "EdDSA"},    {KeyKind::ed448, "EdDSA"},
    {KeyKind::gost, "GOST"},        {KeyKind::sm2, "SM2"},
    {KeyKind::ml_dsa, "ML-DSA"},    {KeyKind::slh_dsa, "SLH-DSA"},
};

struct ParameterSet {
    std::string_view mark;  // a part of the name
    int classical;
    int quantum;
};

// FIPS 203, 204, 205. No name has two of these.
constexpr ParameterSet kParameterSets[] = {
    {"ML-DSA-44", 128, 2},         {"ML-DSA-65", 192, 3},         {"ML-DSA-87", 256, 5},
    {"ML-KEM-512", 128, 1},        {"ML-KEM-768", 192, 3},        {"ML-KEM-1024", 256, 5},
    {"SLH-DSA-SHA2-128", 128, 1},  {"SLH-DSA-SHA2-192", 192, 3},  {"SLH-DSA-SHA2-256", 256, 5},
    {"SLH-DSA-SHAKE-128", 128, 1}, {"SLH-DSA-SHAKE-192", 192, 3}, {"SLH-DSA-SHAKE-256", 256, 5},
};

struct KeyRow {
    std::string_view key;  // as subjects call it
    std::string_view name;
    std::string_view primitive;
    std::string_view family;
    std::string_view curve;
    std::string_view functions;
    int classical;
};

// Kinds of keys that are neither RSA, EC nor of FIPS 203 to 205; a quantum computer breaks them.
constexpr KeyRow kKeys[] = {
    {"DSA", "DSA", "signature", "DSA", "", "sign verify", kUnknown},
    {"DH", "DH", "key-agree", "FFDH", "", "keyderive", kUnknown},
    {"ED25519", "Ed25519", "signature", "EdDSA", "other/Ed25519", "sign verify", 128},
    {"ED448", "Ed448", "signature", "EdDSA", "other/Ed448", "sign verify", 224},
    {"X25519", "X25519", "key-agree", "ECDH", "other/Curve25519", "keyderive", 128},
    {"X448", "X448", "key-agree", "ECDH", "other/Curve448", "keyderive", 224},
    {"GOST", "GOST", "signature", "GOST", "", "sign verify", kUnknown},
    {"SM2", "SM2", "signature", "SM2", "oscaa/SM2", "sign verify", 128},
};

struct CurveRow {
    std::string_view curve;
    std::string_view cyclonedx;
    int classical;
};

constexpr CurveRow kCurves[] = {
    {"secp192r1", "nist/P-192", 96},
    {"secp224r1", "nist/P-224", 112},
    {"secp256r1", "nist/P-256", 128},
    {"secp384r1", "nist/P-384", 192},
    {"secp521r1", "nist/P-521", 256},
    {"secp256k1", "secg/secp256k1", 128},
    {"brainpoolP256r1", "brainpool/brainpoolP256r1", 128},
    {"brainpoolP384r1", "brainpool/brainpoolP384r1", 192},
    {"brainpoolP512r1", "brainpool/brainpoolP512r1", 256},
};

struct ExchangeRow {
    std::string_view exchange;  // the registry's word
    std::string_view name;
    std::string_view primitive;
    std::string_view family;
    std::string_view functions;
};

// Of suites before TLS 1.3; all of them fall to a quantum computer.
constexpr ExchangeRow kExchanges[] = {
    {"rsa", "RSA key transport", "pke", "RSAES-PKCS1", "encrypt decrypt"},
    {"rsa_psk", "RSA key transport", "pke", "RSAES-PKCS1", "encrypt decrypt"},
    {"dh", "static DH", "key-agree", "FFDH", "keyderive"},
    {"dhe", "DHE", "key-agree", "FFDH", "keygen keyderive"},
    {"dh_anon", "DHE", "key-agree", "FFDH", "keygen keyderive"},
    {"dhe_psk", "DHE", "key-agree", "FFDH", "keygen keyderive"},
    {"ecdh", "static ECDH", "key-agree", "ECDH", "keyderive"},
    {"ecdhe", "ECDHE", "key-agree", "ECDH", "keygen keyderive"},
    {"ecdh_anon", "ECDHE", "key-agree", "ECDH", "keygen keyderive"},
    {"ecdhe_psk", "ECDHE", "key-agree", "ECDH", "keygen keyderive"},
};

template <class Row, std::size_t N, class Key>
const Row* find_row(const Row (&rows)[N], Key Row::*member, Key key) {
    const Row* at = std::find_if(std::begin(rows), std::end(rows),
                                 [&](const Row& row) { return row.*member == key; });
    return at == std::end(rows) ? nullptr : at;
}

// NIST's categories 1, 3 and 5 are as strong as AES with these keys.
int category_of_key(std::uint32_t bits) {
    return bits >= 256 ? 5 : bits >= 192 ? 3 : bits >= 128 ? 1 : 0;
}

// SP 800-57 part 1 table 2: what a modulus is worth.
int strength_of_modulus(std::uint32_t bits) {
    return bits >= 15360  ? 256
           : bits >= 7680 ? 192
           : bits >= 3072 ? 128
           : bits >= 2048 ? 112
           : bits >= 1024 ? 80
                          : 0;
}

CbomAlgorithm cipher_of(const SuiteFacts& suite) {
    CbomAlgorithm out;
    const CipherRow* cipher = find_row(kCiphers, &CipherRow::cipher, suite.cipher);
    const ModeRow* mode = find_row(kModes, &ModeRow::mode, suite.mode);
    out.name = cipher == nullptr ? suite.cipher : cipher->name;
    if (suite.encrypts) {
        out.parameter = std::to_string(suite.key_bits);
        out.name += '-' + out.parameter;
    }
    out.family = cipher == nullptr ? std::string_view{} : cipher->family;
    out.name += mode == nullptr ? std::string_view{} : mode->name;
    out.mode = mode == nullptr ? std::string_view("unknown") : mode->cyclonedx;
    out.primitive = mode == nullptr ? std::string_view("unknown") : mode->primitive;
    out.functions = suite.encrypts ? "encrypt decrypt" : "other";
    out.classical = suite.strength;
    if (cipher != nullptr) out.quantum = cipher->by_key_size ? category_of_key(suite.key_bits) : 0;
    return out;
}

void put_parameter_set(CbomAlgorithm& out, std::string_view name) {
    for (const ParameterSet& set : kParameterSets) {
        if (name.find(set.mark) == std::string_view::npos) continue;
        out.classical = set.classical;
        out.quantum = set.quantum;
        return;
    }
}

// Of a key that was not read whole the size is not known, which is no size of 0.
void put_modulus(CbomAlgorithm& out, std::uint32_t bits) {
    if (bits == 0) return;
    out.parameter = std::to_string(bits);
    out.name += '-' + out.parameter;
    out.classical = strength_of_modulus(bits);
}

void put_curve(CbomAlgorithm& out, const std::string& curve) {
    out.primitive = "signature";
    out.functions = "sign verify";
    out.family = "ECDSA";
    out.quantum = 0;
    if (curve.empty()) return;
    out.parameter = visible(curve, 100);
    out.name += '-' + out.parameter;
    if (const CurveRow* row = find_row(kCurves, &CurveRow::curve, std::string_view(curve))) {
        out.curve = row->cyclonedx;
        out.classical = row->classical;
    }
}

}  // namespace

std::vector<CbomAlgorithm> algorithms_of_suite(const SuiteFacts& suite) {
    if (!suite.known) return {};
    std::vector<CbomAlgorithm> out = {cipher_of(suite)};
    if (const HashRow* hash = find_row(kHashes, &HashRow::mac, suite.mac)) {
        CbomAlgorithm mac;
        mac.name = hash->name;
        mac.primitive = "mac";
        mac.family = "HMAC";
        mac.parameter = hash->parameter;
        mac.functions = "tag";
        out.push_back(std::move(mac));
    }
    if (const ExchangeRow* row = find_row(kExchanges, &ExchangeRow::exchange, suite.key_exchange)) {
        CbomAlgorithm exchange;
        exchange.name = row->name;
        exchange.primitive = row->primitive;
        exchange.family = row->family;
        exchange.functions = row->functions;
        exchange.quantum = 0;
        out.push_back(std::move(exchange));
    }
    return out;
}

CbomAlgorithm algorithm_of_group(std::uint32_t code, const audit::ListView::Item& group,
                                 const GroupFacts& facts) {
    CbomAlgorithm out;
    out.name = visible(group.name.empty() ? group.code : group.name, 100);
    out.functions = "keygen keyderive";
    const GroupRow* row = code != 0
                              ? find_row(kGroups, &GroupRow::code, code)
                              : find_row(kGroups, &GroupRow::name, std::string_view(group.name));
    if (row != nullptr) {
        out.primitive = row->primitive;
        out.family = row->family;
        out.curve = row->curve;
        out.classical = row->classical;
        out.quantum = row->quantum;
    } else {
        // A draft's hybrid has no category: nobody assessed it.
        out.primitive = facts.kind == "hybrid" ? "combiner" : facts.known ? "key-agree" : "unknown";
        if (facts.known && !facts.post_quantum) out.quantum = 0;
    }
    if (out.primitive == "kem" || out.primitive == "combiner")
        out.functions = "keygen encapsulate decapsulate";
    return out;
}

CbomAlgorithm algorithm_of_signature(std::string_view name) {
    CbomAlgorithm out;
    out.name = name.empty() ? "unknown signature" : visible(name, 100);
    out.primitive = "signature";
    out.functions = "sign verify";
    // "RSASSA-PSS with SHA-256": the hash is a parameter.
    const trust::OidEntry* entry = trust::find_oid_by_label(name.substr(0, name.find(" with ")));
    if (entry == nullptr) return out;
    // An Edwards curve is a key and a signature at once: one asset.
    for (const KeyRow& row : kKeys)
        if (row.name == name) out.curve = row.curve, out.classical = row.classical;
    if (const SignatureFamily* row = find_row(kFamilies, &SignatureFamily::key, entry->key)) {
        out.family = row->family;
        out.oid = entry->dotted;
        const bool stays = row->key == KeyKind::ml_dsa || row->key == KeyKind::slh_dsa;
        if (!stays) out.quantum = 0;
    }
    put_parameter_set(out, name);
    return out;
}

CbomAlgorithm algorithm_of_key(const audit::CertificateView& certificate) {
    const std::string_view key = certificate.key;
    if (key.starts_with("ML-DSA-") || key.starts_with("SLH-DSA-"))
        return algorithm_of_signature(key);
    CbomAlgorithm out;
    out.primitive = out.functions = "unknown";
    out.name = key.empty() ? "unknown key" : visible(key, 100);
    if (key == "RSA") {
        out.primitive = "signature";
        out.functions = "sign verify";
        out.quantum = 0;
        put_modulus(out, certificate.key_bits);
    } else if (key == "EC") {
        put_curve(out, certificate.curve);
    } else if (key.starts_with("ML-KEM-")) {
        out.primitive = "kem";
        out.functions = "encapsulate decapsulate";
        out.family = "ML-KEM";
        put_parameter_set(out, key);
    } else if (const KeyRow* row = find_row(kKeys, &KeyRow::key, key)) {
        if (row->name == "Ed25519" || row->name == "Ed448")
            return algorithm_of_signature(row->name);
        out.name = row->name;
        out.primitive = row->primitive;
        out.family = row->family;
        out.curve = row->curve;
        out.functions = row->functions;
        out.classical = row->classical;
        out.quantum = 0;
        if (key == "DSA" || key == "DH") put_modulus(out, certificate.key_bits);
    }
    return out;
}

}  // namespace tlsonar::reports
