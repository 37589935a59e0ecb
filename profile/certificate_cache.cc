#include "profile/certificate_cache.h"

#include "core/quick_hash.h"

#include <algorithm>

namespace tlsonar::profile {

namespace {

// The end of a certificate is its signature: that tells certificates apart as well as the whole.
std::uint64_t hash_of_end(Bytes der) {
    constexpr std::size_t kEnd = 64;
    return quick_hash(der.last(std::min(der.size(), kEnd))) + der.size();
}

}  // namespace

CertificateRef CertificateCache::read(Bytes der, bool raw_public_key, bool cut) {
    auto certificate = std::make_shared<Certificate>();
    certificate->der.assign(der.begin(), der.end());
    certificate->raw_public_key = raw_public_key;
    certificate->cut = cut;
    if (!raw_public_key) certificate->summary = trust::parse_certificate(der);
    certificate->sha256 = hasher_.sha256(der);
    return certificate;
}

CertificateRef CertificateCache::get(Bytes der, bool raw_public_key, bool cut) {
    if (cut || raw_public_key || der.empty()) return read(der, raw_public_key, cut);
    const std::uint64_t hash = hash_of_end(der);
    const auto [first, last] = entries_.equal_range(hash);
    std::size_t alike = 0;
    for (auto entry = first; entry != last; ++entry, ++alike)
        if (equal(entry->second->der, der)) return entry->second;
    CertificateRef certificate = read(der, false, false);
    if (alike >= kMaxAlike) return certificate;
    entries_.emplace(hash, certificate);
    age_.push_back(hash);
    octets_ += der.size();
    while (entries_.size() > kMaxEntries || octets_ > kMaxOctets)
        evict();
    return certificate;
}

void CertificateCache::evict() {
    const auto entry = entries_.find(age_.front());
    age_.pop_front();
    if (entry == entries_.end()) return;
    octets_ -= entry->second->der.size();
    entries_.erase(entry);
}

}  // namespace tlsonar::profile
