// Who signed a CRL, and whether to believe them: RFC 5280 section 6.3.3 (f) and (g).
#include "trust/name/distinguished.h"
#include "trust/revocation/judge_private.h"

namespace tlsonar::trust {

// Keys under the issuer's name that the path itself has made trustworthy: the certificate's issuer,
// certificates above it (after a change of keys an issuer is there more than once), the anchor.
std::vector<RevocationCase::Signer> RevocationCase::known_signers(const Crl& crl) const {
    std::vector<Signer> signers;
    const Bytes name = crl.bytes(crl.issuer.der);
    if (same_name(name, query_.issuer_name))
        signers.push_back({query_.issuer_public_key, issuer_key_hash_, query_.issuer, nullptr});
    for (std::size_t i = query_.index + 1; i < query_.path.size(); ++i) {
        const Certificate& above = *query_.path[i];
        if (&above == query_.issuer || !same_name(name, above.bytes(above.summary.subject.der)))
            continue;
        const Bytes key = above.bytes(above.summary.public_key.info);
        signers.push_back({key, query_.cache->hash(key), &above, nullptr});
    }
    const TrustAnchor& anchor = *query_.anchor;
    if (same_name(name, anchor.subject) && anchor.public_key_sha256 != issuer_key_hash_)
        signers.push_back(
            {anchor.public_key, anchor.public_key_sha256, anchor.certificate.get(), nullptr});
    return signers;
}

// Certificates at hand with the issuer's name, those first whose key identifier the CRL names.
std::vector<RevocationCase::Signer> RevocationCase::separate_signers(const Crl& crl) {
    for (const CertificatePtr& certificate : query_.path)
        state_.certificates.add(certificate);
    std::vector<Signer> named;
    std::vector<Signer> others;
    for (const std::size_t place : state_.certificates.with_subject(crl.bytes(crl.issuer.der))) {
        const CertificatePtr& certificate = state_.certificates.all()[place];
        const Bytes key = certificate->bytes(certificate->summary.public_key.info);
        const bool is_named =
            crl.authority_key_id && certificate->summary.subject_key_id == crl.authority_key_id;
        (is_named ? named : others)
            .push_back({key, query_.cache->hash(key), certificate.get(), certificate});
    }
    named.insert(named.end(), others.begin(), others.end());
    if (named.size() > RevocationState::kMaxSigners) named.resize(RevocationState::kMaxSigners);
    return named;
}

RevocationCase::Trial RevocationCase::try_signer(const Crl& crl, const Signer& signer) {
    const SignatureCheck check =
        state_.check(&crl, crl.bytes(crl.signature.der), signer.key_hash, signer.key,
                     crl.bytes(crl.tbs), crl.bytes(crl.signature_value));
    if (check == SignatureCheck::unsupported) return Trial::unsupported;
    if (check == SignatureCheck::wrong) return Trial::wrong;
    if (signer.certificate != nullptr && signer.certificate->summary.key_usage &&
        (*signer.certificate->summary.key_usage & key_usage_crl_sign) == 0)
        return Trial::key_usage;
    if (signer.separate && !believe(signer.separate)) return Trial::untrusted;
    return Trial::believed;
}

bool RevocationCase::find_signer(const Crl& crl, Signer& signer) {
    Trial best = Trial::no_key;
    const auto try_all = [&](const std::vector<Signer>& signers) {
        for (const Signer& candidate : signers) {
            const Trial trial = try_signer(crl, candidate);
            best = std::max(best, trial);
            if (trial != Trial::believed) continue;
            signer = candidate;
            return true;
        }
        return false;
    };
    if (try_all(known_signers(crl)) || try_all(separate_signers(crl))) return true;
    const std::string issuer = crl.issuer.rfc4514();
    switch (best) {
        case Trial::no_key:
            note(kind("revocation.crl-signer-missing"), issuer);
            break;
        case Trial::unsupported:
            note(kind("revocation.crl-signature-unsupported"), crl.signature.text());
            break;
        case Trial::wrong:
            note(kind("revocation.crl-signature-wrong"), issuer);
            break;
        case Trial::key_usage:
            note(kind("revocation.crl-signer-key-usage"), issuer, "cRLSign");
            break;
        case Trial::untrusted:
        case Trial::believed:
            note(kind("revocation.crl-signer-untrusted"), issuer);
            break;
    }
    return false;
}

// Has the separate signer a path to the anchor of the certificate in question?
bool RevocationCase::believe(const CertificatePtr& signer) {
    const RevocationState::SignerKey key{signer->sha256, query_.anchor->public_key_sha256,
                                         query_.time};
    // More certificates may have brought a path where there was none.
    if (const auto known = state_.signers.find(key);
        known != state_.signers.end() &&
        (known->second.believed || known->second.among == state_.certificates.size()))
        return known->second.believed;
    if (state_.in_progress.count(key) != 0) {
        // A CRL issuer whose own certificate is covered by the CRL that it issues: there is no
        // other source, and it would have to list itself.
        return signer->sha256 == certificate_.sha256;
    }
    if (state_.depth >= RevocationOptions::kMaxDepth ||
        state_.signer_paths >= RevocationState::kMaxSignerPaths) {
        state_.limit_met = true;
        return false;
    }
    state_.in_progress.insert(key);
    ++state_.depth;
    ++state_.signer_paths;
    TrustAnchorSet anchors;
    anchors.add(std::make_shared<TrustAnchor>(*query_.anchor));
    ValidationOptions options;
    options.time = query_.time;
    options.profile = Profile::rfc5280;
    options.purpose = Purpose::any;
    options.revocation = &judge_;
    options.require_revocation_status = state_.options.require_signer_status;
    const PathReport report =
        validate(signer, state_.certificates, anchors, options, *query_.cache);
    --state_.depth;
    state_.in_progress.erase(key);
    const bool believed = report.verdict == Verdict::valid;
    if (!state_.limit_met) state_.signers[key] = {believed, state_.certificates.size()};
    return believed;
}

}  // namespace tlsonar::trust
