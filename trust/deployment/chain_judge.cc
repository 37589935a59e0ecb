#include "trust/deployment/chain_judge.h"

#include <algorithm>
#include <limits>

namespace tlsonar::trust {
namespace {

// What a question depends on beside the time.
void make_key(const ChainQuestion& question, std::string& key) {
    key.clear();
    for (const CertificatePtr& certificate : question.chain)
        key.append(as_text(certificate->sha256));
    key += static_cast<char>(question.purpose);
    key += question.host;
}

std::string label(const TrustAnchor& anchor) {
    if (anchor.certificate) return anchor.certificate->summary.subject.rfc4514();
    return "(anchor)";
}

// The better answer of two stores.
bool better(const PathReport& a, const PathReport& b) {
    const auto rank = [](const PathReport& report) {
        const Path* best = report.best_path();
        const bool anchored = best != nullptr && best->anchor;
        if (report.verdict == Verdict::valid) return 3;
        if (report.verdict == Verdict::inconclusive) return 2;
        return anchored ? 1 : 0;
    };
    return rank(a) > rank(b);
}

}  // namespace

ChainVerdictPtr ChainJudge::judge(const ChainQuestion& question) {
    make_key(question, key_);
    if (const auto at = remembered_.find(key_); at != remembered_.end()) {
        const Remembered& r = at->second;
        if (question.time >= r.from && question.time < r.until) return r.verdict;
    }
    if (remembered_.size() >= kMaxRemembered) remembered_.clear();
    Remembered& r = remembered_[key_];
    r.verdict = judge_anew(question);
    bound(question, r);
    return r.verdict;
}

ChainVerdictPtr ChainJudge::judge_anew(const ChainQuestion& question) {
    ValidationOptions options;
    options.time = question.time;
    options.profile = profile_;
    options.purpose = question.purpose;
    auto made = std::make_shared<ChainVerdict>();
    if (!question.host.empty())
        if (auto name = PeerName::from_text(question.host)) options.names = {*std::move(name)};
    CertificatePool pool;
    for (const CertificatePtr& certificate : question.chain.subspan(1))
        pool.add(certificate);
    PathReport best;
    for (const TrustAnchorSet& store : stores_) {
        PathReport report = validate(question.chain[0], pool, store, options, cache_);
        if (!made->store.empty() && !better(report, best)) continue;
        best = std::move(report);
        made->store = store.name();
    }
    made->verdict = best.verdict;
    if (const Path* path = best.best_path()) {
        made->path_findings = path->findings;
        made->earliest_expiry = path->earliest_expiry;
        for (const CertificatePtr& certificate : path->certificates)
            made->path.push_back(certificate->summary.subject.rfc4514());
        if (path->anchor) made->path.push_back(label(*path->anchor));
    }
    made->chain_findings = judge_sent_chain(question.chain, best, question.time).findings;
    return made;
}

// Any certificate that begins or ends may change the verdict: of the chain, and anchors that could
// be its end.
void ChainJudge::bound(const ChainQuestion& question, Remembered& r) const {
    r.from = std::numeric_limits<std::int64_t>::min();
    r.until = std::numeric_limits<std::int64_t>::max();
    const auto event = [&](std::int64_t first_second) {
        if (first_second <= question.time)
            r.from = std::max(r.from, first_second);
        else
            r.until = std::min(r.until, first_second);
    };
    const auto events_of = [&](const Certificate& certificate) {
        const CertificateSummary& s = certificate.summary;
        if (s.not_before) event(*s.not_before);
        if (s.not_after && *s.not_after < std::numeric_limits<std::int64_t>::max())
            event(*s.not_after + 1);
    };
    for (const CertificatePtr& certificate : question.chain) {
        events_of(*certificate);
        const Bytes issuer = certificate->bytes(certificate->summary.issuer.der);
        for (const TrustAnchorSet& store : stores_)
            for (const std::size_t place : store.with_subject(issuer))
                if (const auto& anchor = store.all()[place]->certificate) events_of(*anchor);
    }
}

}  // namespace tlsonar::trust
