#include "trust/path/pool.h"

#include "trust/name/distinguished.h"

#include <utility>

namespace tlsonar::trust {

bool CertificatePool::add(CertificatePtr certificate) {
    if (!certificate) return false;
    const CertificateSummary& summary = certificate->summary;
    const Bytes subject = certificate->bytes(summary.subject.der);
    if (subject.empty() || summary.public_key.info.empty()) return false;
    if (!by_hash_.emplace(certificate->sha256, certificates_.size()).second) return false;
    by_subject_[name_key(subject)].push_back(certificates_.size());
    certificates_.push_back(std::move(certificate));
    return true;
}

std::span<const std::size_t> CertificatePool::with_subject(Bytes name) const {
    const auto found = by_subject_.find(name_key(name));
    if (found == by_subject_.end()) return {};
    return found->second;
}

}  // namespace tlsonar::trust
