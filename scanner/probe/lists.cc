#include "scanner/probe/lists.h"

#include "dissect/extension/extension.h"
#include "dissect/registry/alpn.h"
#include "dissect/registry/cipher_suite.h"
#include "dissect/registry/named_group.h"
#include "dissect/registry/signature_scheme.h"
#include "dissect/registry/ssl2_cipher.h"
#include "scanner/probe/versions.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

namespace tlsonar::scanner {
namespace {

using dissect::CipherSuite;
using dissect::KeyExchange;

// What hardly any server has, whatever its version.
bool is_rare(const CipherSuite& suite) {
    switch (suite.kx) {
        case KeyExchange::ecdhe:
        case KeyExchange::dhe:
        case KeyExchange::dhe_psk:
        case KeyExchange::ecdhe_psk:
        case KeyExchange::dh_anon:
        case KeyExchange::ecdh_anon:
        case KeyExchange::rsa:
        case KeyExchange::psk:
        case KeyExchange::rsa_psk:
            return false;
        default:
            return true;
    }
}

bool is_ephemeral(const CipherSuite& suite) {
    return !is_rare(suite) && suite.kx != KeyExchange::rsa && suite.kx != KeyExchange::psk &&
           suite.kx != KeyExchange::rsa_psk;
}

// The classes in which OpenSSL, and others after it, order suites: ephemeral ones first, of each
// AEAD before CBC with SHA-2 before the rest. What is hunted class by class needs few questions to
// be put in such an order.
int class_of(const CipherSuite& suite) {
    const bool sha2 = suite.mac == dissect::Mac::sha256 || suite.mac == dissect::Mac::sha384;
    const int strength = suite.mac == dissect::Mac::aead ? 0 : sha2 ? 1 : 2;
    if (is_rare(suite)) return strength == 0 ? 6 : 7;
    if (suite.cipher == dissect::Cipher::null) return 5;
    return (is_ephemeral(suite) ? 0 : 3) + strength;
}

bool of_version(const CipherSuite& suite, std::uint16_t version) {
    if (suite.signal || suite.code == 0) return false;
    if (version >= kTls13) return suite.tls13;
    if (suite.tls13) return false;
    // Old libraries accept the elliptic curves of TLS 1.0 in SSLv3, too. 0x0101 is TLCP's.
    // RFC 5487 section 3.2: CBC suites of pre-shared keys with SHA-2 may stand in any version.
    const bool psk = suite.kx == KeyExchange::psk || suite.kx == KeyExchange::dhe_psk ||
                     suite.kx == KeyExchange::ecdhe_psk || suite.kx == KeyExchange::rsa_psk;
    if (psk && version >= kTls10 && suite.mac != dissect::Mac::aead) return true;
    return suite.first_version <= std::max(version, kTls10) || version == kTls12;
}

std::vector<const CipherSuite*> suites_of(std::uint16_t version) {
    std::vector<const CipherSuite*> found;
    for (const CipherSuite& suite : dissect::cipher_suites())
        if (of_version(suite, version)) found.push_back(&suite);
    const auto rank = [](const CipherSuite* s) {
        // ChaCha20 late: some servers prefer it for clients that have it first.
        const bool chacha = s->cipher == dissect::Cipher::chacha20;
        return std::tuple(class_of(*s), s->key_bits < 256, chacha, s->kx != KeyExchange::ecdhe,
                          s->code);
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
    return found;
}

template <class Row, class Keep>
Codes codes_of(std::span<const Row> rows, Keep keep) {
    Codes out;
    for (const Row& row : rows)
        if (keep(row)) out.push_back(row.code);
    return out;
}

// `first` in that order, then the rest as it is.
Codes led_by(const Codes& first, const Codes& all) {
    Codes out;
    for (const std::uint16_t code : first)
        if (contains(all, code)) out.push_back(code);
    for (const std::uint16_t code : all)
        if (!contains(first, code)) out.push_back(code);
    return out;
}

}  // namespace

bool contains(const Codes& codes, std::uint16_t code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}
Codes without(const Codes& codes, const Codes& taken) {
    Codes out;
    for (const std::uint16_t code : codes)
        if (!contains(taken, code)) out.push_back(code);
    return out;
}
Codes without(const Codes& codes, std::uint16_t taken) { return without(codes, Codes{taken}); }

std::vector<Codes> suite_chunks(std::uint16_t version) {
    const std::vector<const CipherSuite*> suites = suites_of(version);
    std::vector<Codes> chunks;
    for (auto from = suites.begin(); from != suites.end();) {
        const auto to = std::find_if(from, suites.end(), [&](const CipherSuite* suite) {
            return class_of(*suite) != class_of(**from);
        });
        const auto n = static_cast<std::size_t>(to - from);
        if (chunks.empty() || chunks.back().size() + n > kMostSuites) chunks.emplace_back();
        for (; from != to; ++from)
            chunks.back().push_back((*from)->code);
    }
    return chunks;
}

std::vector<Codes> divide(const Codes& suites) {
    // The first class is the one of which there are most; of others hardly any server has many, and
    // each part ends with a refusal of its own.
    constexpr int kParts[] = {0, 2, 3, 3, 3, 5, 5, 6};
    std::map<int, Codes> parts;
    for (const std::uint16_t code : suites) {
        const CipherSuite* suite = dissect::find_cipher_suite(code);
        const int kind = suite == nullptr ? 7 : class_of(*suite);
        const bool shorter = kind == 0 && suite->key_bits < 256;
        parts[shorter ? 1 : kParts[kind]].push_back(code);
    }
    std::vector<Codes> out;
    out.reserve(parts.size());
    for (auto& [key, part] : parts)
        out.push_back(std::move(part));
    return out;
}

Codes groups_for(std::uint16_t version) {
    const bool tls13 = version >= kTls13;
    const Codes all = codes_of(dissect::named_groups(), [&](const dissect::NamedGroup& group) {
        if (group.kind == dissect::GroupKind::explicit_curve) return !tls13;
        const bool post_quantum =
            group.kind == dissect::GroupKind::mlkem || group.kind == dissect::GroupKind::hybrid;
        // Below TLS 1.3 a server that knows RFC 7919 refuses DHE, or uses other primes, when it
        // sees one of these groups: that would hide what it does for everybody else.
        if (!tls13 && group.kind == dissect::GroupKind::ffdh) return false;
        return tls13 || !post_quantum;
    });
    return led_by(usual_groups(), all);
}

Codes all_schemes() {
    const Codes all =
        codes_of(dissect::signature_schemes(),
                 [](const dissect::SignatureScheme& scheme) { return scheme.code != 0; });
    return led_by(usual_schemes(), all);
}

std::vector<std::uint32_t> all_ssl2_kinds() {
    std::vector<std::uint32_t> kinds;
    for (const dissect::Ssl2Cipher& cipher : dissect::ssl2_ciphers())
        kinds.push_back(cipher.code);
    return kinds;
}

Codes usual_suites() {
    Codes out = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305};
    const Codes old = {0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC023, 0xC027, 0xC024,
                       0xC028, 0xC009, 0xC013, 0xC00A, 0xC014, 0x009E, 0x009F, 0xCCAA, 0x0067,
                       0x006B, 0x0033, 0x0039, 0x009C, 0x009D, 0x003C, 0x003D, 0x002F, 0x0035,
                       0x000A, 0xC012, 0xC008, 0x0016, 0x0005, 0x0004, 0x0032, 0x0038, 0x0013};
    out.insert(out.end(), old.begin(), old.end());
    return out;
}

Codes usual_groups() {
    return {0x11EC, 0x001D, 0x0017, 0x0018, 0x0019, 0x001E, 0x0201, 0x11EB, 0x11ED,
            0x0202, 0x0200, 0x6399, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104, 0x001A,
            0x001B, 0x001C, 0x001F, 0x0020, 0x0021, 0x0016, 0x0029, 0x11EE};
}

Codes usual_schemes() {
    return {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807,
            0x0808, 0x0809, 0x080A, 0x080B, 0x0904, 0x0905, 0x0906, 0x0303, 0x0301, 0x0203,
            0x0201, 0x0402, 0x0502, 0x0602, 0x0302, 0x0202, 0x081A, 0x081B, 0x081C};
}

std::vector<std::string> all_alpn() {
    std::vector<std::string> names = {"h2", "http/1.1", "http/1.0", "http/0.9"};
    for (const auto& protocol : dissect::alpn_protocols()) {
        const std::string name(protocol.id);
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return names;
}

}  // namespace tlsonar::scanner
