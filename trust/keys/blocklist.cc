#include "trust/keys/blocklist.h"

#include "trust/keys/example_keys_private.h"
#include "trust/keys/key_numbers_private.h"

#include <algorithm>
#include <cstring>

namespace tlsonar::trust {
namespace {

// What is hashed, before leading zeros are dropped.
Bytes identifying_number(const SubjectKey& key) {
    const Bytes octets = key.bytes(key.summary.key);
    switch (key.summary.kind) {
        case KeyKind::rsa:
        case KeyKind::rsa_pss:
            return rsa_modulus(key);
        case KeyKind::dsa:
        case KeyKind::dh:
            return integer_key(key);
        case KeyKind::ec: {
            if (octets.size() < 2) return {};
            const bool compressed = octets[0] == 2 || octets[0] == 3;
            const Bytes coordinates = octets.subspan(1);
            return compressed ? coordinates : coordinates.first(coordinates.size() / 2);
        }
        default:
            return octets;
    }
}

// A lattice's or hash's octets are no number: they stay whole.
bool is_octets(KeyKind kind) {
    return kind == KeyKind::ml_dsa || kind == KeyKind::ml_kem || kind == KeyKind::slh_dsa;
}

}  // namespace

std::optional<KeyHash> key_hash(const SubjectKey& key) {
    Bytes number = identifying_number(key);
    if (!is_octets(key.summary.kind))
        while (!number.empty() && number[0] == 0)
            number = number.subspan(1);
    if (number.empty()) return std::nullopt;
    const auto digest = CertificateHasher().sha256(number);
    KeyHash hash;
    std::copy_n(digest.begin(), hash.size(), hash.begin());
    return hash;
}

std::optional<KeyBlocklist> KeyBlocklist::read(Bytes octets) {
    if (octets.empty() || octets.size() % kBlock != 0 || octets.size() > kMaxOctets)
        return std::nullopt;
    for (std::size_t at = kBlock; at < octets.size(); at += kBlock)
        if (std::memcmp(&octets[at - kBlock], &octets[at], kBlock) > 0) return std::nullopt;
    KeyBlocklist list;
    list.octets_.assign(octets.begin(), octets.end());
    return list;
}

std::optional<std::uint8_t> KeyBlocklist::find(const KeyHash& hash) const {
    std::size_t first = 0;
    std::size_t last = size();
    while (first < last) {
        const std::size_t middle = first + (last - first) / 2;
        const int order = std::memcmp(&octets_[middle * kBlock], hash.data(), hash.size());
        if (order == 0) return octets_[middle * kBlock + hash.size()];
        if (order < 0)
            first = middle + 1;
        else
            last = middle;
    }
    return std::nullopt;
}

std::string KeyBlocklist::list_name(std::uint8_t id) const {
    return names_[id].empty() ? "list " + std::to_string(id) : names_[id];
}

std::string_view known_example_key(const KeyHash& hash) {
    const auto* const at =
        std::lower_bound(std::begin(kExampleKeys), std::end(kExampleKeys), hash,
                         [](const ExampleKey& known, const KeyHash& h) { return known.hash < h; });
    return at != std::end(kExampleKeys) && at->hash == hash ? at->where : std::string_view();
}

}  // namespace tlsonar::trust
