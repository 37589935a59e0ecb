// Judging whole paths, from the anchor down.
#include "trust/path/dsa_parameters.h"
#include "trust/path/policy.h"
#include "trust/path/search.h"

#include <algorithm>
#include <utility>

namespace tlsonar::trust {

void Search::complete(const TrustAnchorPtr& anchor, const Remarks& anchor_remarks) {
    if (!spend(budget_.paths)) return;
    ++tried;
    JudgedPath path;
    path.anchor = anchor;
    for (const Frame& frame : frames_) {
        path.certificates.push_back(frame.certificate);
        path.remarks.append(frame.remarks);
    }
    path.remarks.append(anchor_remarks);
    const bool itself = anchor && anchor->certificate &&
                        anchor->certificate->sha256 == leaf_->sha256 && frames_.size() == 1;
    if (anchor && !itself) {
        judge_inherited_keys(path);
        judge_policies(path);
        if (options_.revocation != nullptr && !path.remarks.failed()) judge_revocation(path);
    }
    finish(std::move(path));
}

void Search::judge_policies(JudgedPath& path) const {
    PolicyWalk walk(options_.policy, frames_.size());
    for (std::size_t i = frames_.size(); i-- > 0;)
        if (const auto kind = walk.step(*frames_[i].facts)) {
            path.remarks.fail(*kind, i);
            return;
        }
    if (!walk.finish()) path.remarks.fail(PathKind::policy_required, 0);
    path.policies = walk.policies();
}

// The signatures that had to wait: made with keys whose parameters come from above.
void Search::judge_inherited_keys(JudgedPath& path) {
    std::vector<std::uint8_t> working = path.anchor->public_key;
    // Above an anchor nobody is left to inherit from: what it signed was never checked.
    if (lacks_dsa_parameters(working))
        path.remarks.add(PathKind::signature_unsupported, Effect::doubt, frames_.size() - 1,
                         frames_.back().certificate->summary.signature.text());
    for (std::size_t i = frames_.size(); i-- > 0;) {
        const Certificate& certificate = *frames_[i].certificate;
        const Bytes key = certificate.bytes(certificate.summary.public_key.info);
        // Only a key below another DSA key inherits; the leaf's own key signs nothing here.
        if (i == 0 || !lacks_dsa_parameters(key)) {
            working.assign(key.begin(), key.end());
            continue;
        }
        const auto whole = with_dsa_parameters(key, working);
        SignatureCheck result = SignatureCheck::wrong;
        const Certificate& child = *frames_[i - 1].certificate;
        if (whole && spend(budget_.signatures))
            result = cache_.check(child, *whole, cache_.hash(*whole));
        if (result == SignatureCheck::wrong)
            path.remarks.fail(PathKind::signature_wrong, i - 1, child.summary.signature.text());
        if (result == SignatureCheck::unsupported)
            path.remarks.add(PathKind::signature_unsupported, Effect::doubt, i - 1,
                             child.summary.signature.text());
        if (!whole) return;
        working = *whole;
    }
}

// From the anchor down, so that each answer's signer has been judged before.
void Search::judge_revocation(JudgedPath& path) {
    std::vector<std::uint8_t> key = path.anchor->public_key;
    Bytes name = path.anchor->subject;
    for (std::size_t i = path.certificates.size(); i-- > 0;) {
        const Certificate& certificate = *path.certificates[i];
        const bool last = i + 1 == path.certificates.size();
        RevocationQuery query;
        query.path = path.certificates;
        query.index = i;
        query.anchor = path.anchor.get();
        query.issuer = last ? path.anchor->certificate.get() : path.certificates[i + 1].get();
        query.issuer_name = name;
        query.issuer_public_key = key;
        query.time = options_.time;
        query.profile = options_.profile;
        query.cache = &cache_;
        const RevocationAnswer answer = options_.revocation->check(query);
        using Status = RevocationAnswer::Status;
        if (answer.status == Status::revoked) path.remarks.fail(PathKind::revoked, i);
        if (answer.status == Status::unknown)
            path.remarks.add(PathKind::revocation_unknown,
                             options_.require_revocation_status ? Effect::fail : Effect::note, i);
        for (Finding finding : answer.findings) {
            finding.certificate = i;
            path.remarks.add(std::move(finding), Effect::note);
        }
        if (path.remarks.failed()) return;
        const Bytes own = certificate.bytes(certificate.summary.public_key.info);
        auto inherited = lacks_dsa_parameters(own) ? with_dsa_parameters(own, key) : std::nullopt;
        if (inherited)
            key = std::move(*inherited);
        else
            key.assign(own.begin(), own.end());
        name = certificate.bytes(certificate.summary.subject.der);
    }
}

void Search::finish(JudgedPath path) {
    path.verdict = path.remarks.failed()             ? Verdict::invalid
                   : path.remarks.any(Effect::doubt) ? Verdict::inconclusive
                                                     : Verdict::valid;
    // Without an anchor nothing is valid, whatever else was not found.
    if (!path.anchor && path.verdict == Verdict::valid) path.verdict = Verdict::invalid;
    // The lenient run meets the paths of the strict one again.
    if (!strict_ && std::any_of(paths.begin(), paths.end(), [&path](const JudgedPath& known) {
            return known.anchor == path.anchor && known.certificates == path.certificates;
        }))
        return;
    if (path.verdict == Verdict::valid) ++valid;
    // Of faults some are enough; what is better than that is always kept.
    if (paths.size() < PathReport::kMaxPaths || path.verdict != Verdict::invalid)
        paths.push_back(std::move(path));
}

}  // namespace tlsonar::trust
