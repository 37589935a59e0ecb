#include "trust/path/anchor.h"

#include "trust/name/distinguished.h"

#include <utility>

namespace tlsonar::trust {
namespace {

std::vector<std::uint8_t> copy_of(Bytes octets) { return {octets.begin(), octets.end()}; }

bool same_key(const TrustAnchor& anchor, Bytes public_key) {
    return equal(anchor.public_key, public_key);
}

}  // namespace

TrustAnchorPtr make_trust_anchor(Bytes subject, Bytes public_key, std::string key_id) {
    if (subject.empty() || public_key.empty()) return nullptr;
    auto anchor = std::make_shared<TrustAnchor>();
    anchor->subject = copy_of(subject);
    anchor->public_key = copy_of(public_key);
    anchor->public_key_sha256 = CertificateHasher().sha256(public_key);
    anchor->key_id = std::move(key_id);
    return anchor;
}

namespace {

std::shared_ptr<TrustAnchor> from_certificate(CertificatePtr certificate) {
    if (!certificate) return nullptr;
    const CertificateSummary& summary = certificate->summary;
    const Bytes subject = certificate->bytes(summary.subject.der);
    const Bytes public_key = certificate->bytes(summary.public_key.info);
    if (subject.empty() || public_key.empty()) return nullptr;
    auto anchor = std::make_shared<TrustAnchor>();
    anchor->subject = copy_of(subject);
    anchor->public_key = copy_of(public_key);
    anchor->public_key_sha256 = CertificateHasher().sha256(public_key);
    anchor->key_id = summary.subject_key_id.value_or(std::string());
    anchor->certificate = std::move(certificate);
    return anchor;
}

}  // namespace

TrustAnchorPtr make_trust_anchor(CertificatePtr certificate) {
    return from_certificate(std::move(certificate));
}

TrustAnchorPtr make_examined_anchor(CertificatePtr certificate) {
    auto anchor = from_certificate(std::move(certificate));
    if (anchor) anchor->examined = true;
    return anchor;
}

void TrustAnchorSet::add(TrustAnchorPtr anchor) {
    if (!anchor) return;
    auto& places = by_subject_[name_key(anchor->subject)];
    for (const std::size_t at : places) {
        const TrustAnchor& known = *anchors_[at];
        if (same_key(known, anchor->public_key) &&
            (known.certificate != nullptr || anchor->certificate == nullptr) &&
            (known.certificate == nullptr || anchor->certificate == nullptr ||
             known.certificate->sha256 == anchor->certificate->sha256))
            return;
    }
    places.push_back(anchors_.size());
    anchors_.push_back(std::move(anchor));
}

std::span<const std::size_t> TrustAnchorSet::with_subject(Bytes name) const {
    const auto found = by_subject_.find(name_key(name));
    if (found == by_subject_.end()) return {};
    return found->second;
}

bool TrustAnchorSet::has(const Certificate& certificate) const {
    const Bytes key = certificate.bytes(certificate.summary.public_key.info);
    for (const std::size_t at : with_subject(certificate.bytes(certificate.summary.subject.der)))
        if (same_key(*anchors_[at], key)) return true;
    return false;
}

}  // namespace tlsonar::trust
