#include "trust/path/cache.h"

#include "core/quick_hash.h"
#include "trust/path/facts.h"

#include <unordered_map>
#include <utility>

namespace tlsonar::trust {
namespace {

struct SignatureKey {
    ValidationCache::Hash certificate;
    ValidationCache::Hash key;
    friend bool operator==(const SignatureKey&, const SignatureKey&) = default;
};

struct HashOf {
    std::size_t operator()(const ValidationCache::Hash& h) const { return quick_hash(h); }
    std::size_t operator()(const SignatureKey& k) const {
        return quick_hash(k.certificate) ^ (quick_hash(k.key) << 1);
    }
};

}  // namespace

struct ValidationCache::State {
    std::unordered_map<SignatureKey, SignatureCheck, HashOf> signatures;
    std::unordered_map<Hash, std::shared_ptr<const PathFacts>, HashOf> facts;
    CertificateHasher hasher;
};

ValidationCache::ValidationCache() : state_(std::make_unique<State>()) {}
ValidationCache::ValidationCache(ValidationCache&& other) noexcept = default;
ValidationCache& ValidationCache::operator=(ValidationCache&& other) noexcept = default;
ValidationCache::~ValidationCache() = default;

const SignatureCheck* ValidationCache::known(const Certificate& certificate,
                                             const Hash& key_hash) const {
    const auto found = state_->signatures.find({certificate.sha256, key_hash});
    return found == state_->signatures.end() ? nullptr : &found->second;
}

SignatureCheck ValidationCache::check(const Certificate& certificate, Bytes public_key,
                                      const Hash& key_hash) {
    if (const SignatureCheck* answer = known(certificate, key_hash)) {
        ++reused_;
        return *answer;
    }
    const CertificateSummary& summary = certificate.summary;
    ++checked_;
    const SignatureCheck answer =
        check_signature(certificate.bytes(summary.signature.der), public_key,
                        certificate.bytes(summary.tbs), certificate.bytes(summary.signature_value));
    if (state_->signatures.size() >= kMaxSignatures) state_->signatures.clear();
    state_->signatures.emplace(SignatureKey{certificate.sha256, key_hash}, answer);
    return answer;
}

std::shared_ptr<const PathFacts> ValidationCache::facts(const Certificate& certificate) {
    const auto found = state_->facts.find(certificate.sha256);
    if (found != state_->facts.end()) return found->second;
    if (state_->facts.size() >= kMaxCertificates) state_->facts.clear();
    auto made = std::make_shared<const PathFacts>(
        read_path_facts(certificate, hash(certificate.bytes(certificate.summary.public_key.info))));
    state_->facts.emplace(certificate.sha256, made);
    return made;
}

ValidationCache::Hash ValidationCache::hash(Bytes octets) { return state_->hasher.sha256(octets); }

}  // namespace tlsonar::trust
