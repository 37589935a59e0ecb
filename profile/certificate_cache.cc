#include "profile/certificate_cache.h"

#include <functional>

namespace tlsonar::profile {

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
    const std::uint64_t hash = std::hash<std::string_view>{}(as_text(der));
    const auto [first, last] = entries_.equal_range(hash);
    for (auto entry = first; entry != last; ++entry)
        if (equal(entry->second->der, der)) return entry->second;
    CertificateRef certificate = read(der, false, false);
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
