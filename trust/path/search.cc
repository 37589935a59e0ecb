#include "trust/path/search.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace tlsonar::trust {

Search::Search(const CertificatePtr& leaf, const CertificatePool& pool,
               const TrustAnchorSet& anchors, const ValidationOptions& options,
               ValidationCache& cache)
    : leaf_(leaf), pool_(pool), anchors_(anchors), options_(options), cache_(cache) {}

Search::Known& Search::know(const Certificate& certificate) {
    Known& known = known_[&certificate];
    if (!known.facts) known.facts = cache_.facts(certificate);
    return known;
}

const Remarks& Search::alone(const Certificate& certificate, Role role, bool examined) {
    Known& known = know(certificate);
    auto& remarks = known.alone[static_cast<std::size_t>(role)];
    if (!remarks) remarks = judge_alone(certificate, *known.facts, role, examined, options_);
    return *remarks;
}

// One of a counted thing. False, and noted, when there are no more.
bool Search::spend(std::size_t& counter) {
    if (counter == 0) {
        spent_ = true;
        if (strict_) exhausted = true;
        return false;
    }
    --counter;
    return true;
}

// Which names have an anchor above them, as far as names go: what has none need not be tried. The
// names above the leaf are collected, then the way is gone back from those of anchors.
void Search::find_reachable() {
    std::unordered_map<std::string, std::vector<std::string>> below;  // name -> issued by it
    std::deque<std::pair<std::string, Bytes>> queue;
    std::deque<std::string> good;
    const PathFacts& leaf = *know(*leaf_).facts;
    queue.emplace_back(leaf.issuer_key, leaf_->bytes(leaf_->summary.issuer.der));
    reachable_[leaf.issuer_key] = false;
    while (!queue.empty()) {
        const auto [key, name] = queue.front();
        queue.pop_front();
        if (!anchors_.with_subject(name).empty()) good.push_back(key);
        for (const std::size_t at : pool_.with_subject(name)) {
            const Certificate& certificate = *pool_.all()[at];
            const PathFacts& facts = *know(certificate).facts;
            below[facts.issuer_key].push_back(key);
            if (reachable_.emplace(facts.issuer_key, false).second)
                queue.emplace_back(facts.issuer_key,
                                   certificate.bytes(certificate.summary.issuer.der));
        }
    }
    while (!good.empty()) {
        const std::string key = good.front();
        good.pop_front();
        if (std::exchange(reachable_[key], true)) continue;
        for (const std::string& lower : below[key])
            good.push_back(lower);
    }
}

bool Search::is_reachable(const std::string& issuer_key) const {
    const auto found = reachable_.find(issuer_key);
    return found != reachable_.end() && found->second;
}

void Search::run() {
    find_reachable();
    const bool leaf_good = !alone(*leaf_, Role::leaf, false).failed();
    if (leaf_good) start(true);
    // A path that fails as a whole (policies, revocation) was judged already.
    if (paths.empty() || options_.all_paths) start(false);
}

void Search::start(bool strict) {
    strict_ = strict;
    spent_ = false;
    const ValidationBudget& given = options_.budget;
    budget_ = strict ? Budget{given.signatures, given.name_comparisons, given.steps, given.paths}
                     : Budget{std::min(given.signatures, kLenientSignatures),
                              given.name_comparisons, kLenientSteps, kLenientPaths};
    frames_.clear();
    Frame frame;
    frame.certificate = leaf_;
    frame.facts = know(*leaf_).facts.get();
    frame.remarks = alone(*leaf_, Role::leaf, false);
    frames_.push_back(std::move(frame));
    // The very certificate may be an anchor.
    for (const std::size_t at : anchors_.with_subject(leaf_->bytes(leaf_->summary.subject.der))) {
        const TrustAnchorPtr& anchor = anchors_.all()[at];
        if (!anchor->certificate || anchor->certificate->sha256 != leaf_->sha256) continue;
        Remarks remarks;
        remarks.add(PathKind::leaf_is_anchor, Effect::note, 0);
        check_anchor_constraints(*anchor, remarks);
        complete(anchor, remarks);
        return;
    }
    extend();
}

bool Search::enough() const { return spent_ || (strict_ && valid > 0 && !options_.all_paths); }

// Above the topmost frame: anchors first, since shorter paths are better, then intermediates.
void Search::extend() {
    const bool anchored = try_anchors();
    if (enough()) return;
    const std::vector<Candidate> above = candidates();
    if (frames_.size() >= kMaxLength) {
        if (!above.empty()) {
            spent_ = true;
            if (strict_) exhausted = true;
        }
        return;
    }
    bool went_on = false;
    for (const Candidate& candidate : above) {
        if (enough()) return;
        went_on = try_candidate(candidate, false) || went_on;
    }
    if (strict_ || went_on || anchored || enough()) return;
    // None of them signed it: say so of the likeliest.
    if (!above.empty() && try_candidate(above.front(), true)) return;
    give_up_here();
}

bool Search::try_anchors() {
    const CertificatePtr& top = frames_.back().certificate;
    bool any = false;
    for (const std::size_t at : anchors_.with_subject(top->bytes(top->summary.issuer.der))) {
        if (enough()) return true;
        if (!spend(budget_.steps)) return any;
        any = try_anchor(anchors_.all()[at]) || any;
    }
    return any;
}

// True when a path was made of it.
bool Search::try_anchor(const TrustAnchorPtr& anchor) {
    Remarks remarks;
    const Certificate* certificate = anchor->certificate.get();
    const PathFacts* facts = nullptr;
    if (certificate != nullptr) {
        facts = know(*certificate).facts.get();
        remarks.append(alone(*certificate, Role::anchor, anchor->examined), frames_.size());
        if (strict_ && remarks.failed()) return false;
    }
    if (!check_edge(certificate, facts, anchor->public_key, anchor->public_key_sha256, remarks))
        return false;
    check_anchor_constraints(*anchor, remarks);
    if (strict_ && remarks.failed()) return false;
    complete(anchor, remarks);
    return true;
}

bool Search::is_in_path(const PathFacts& facts) const {
    return std::any_of(frames_.begin(), frames_.end(), [&facts](const Frame& frame) {
        return frame.facts->identity == facts.identity;
    });
}

// The likeliest first: the right key, valid now, without faults of its own.
int Search::rank_of(const Certificate& candidate, Known& known) const {
    const CertificateSummary& wanted = frames_.back().certificate->summary;
    const CertificateSummary& summary = candidate.summary;
    int rank = 0;
    if (wanted.authority_key_id && summary.subject_key_id)
        rank += *wanted.authority_key_id == *summary.subject_key_id ? 8 : -8;
    if (summary.not_before <= options_.time && options_.time <= summary.not_after) rank += 4;
    if (!known.facts->self_issued) rank += 2;
    if (is_reachable(known.facts->issuer_key)) rank += 16;
    return rank;
}

// The very same certificate: one of the same name and key may be a bridge to another root.
bool Search::is_anchor(const Certificate& certificate) const {
    const auto places = anchors_.with_subject(certificate.bytes(certificate.summary.subject.der));
    return std::any_of(places.begin(), places.end(), [&](std::size_t at) {
        const CertificatePtr& anchor = anchors_.all()[at]->certificate;
        return anchor && anchor->sha256 == certificate.sha256;
    });
}

std::vector<Search::Candidate> Search::candidates() {
    std::vector<Candidate> found;
    const CertificatePtr& top = frames_.back().certificate;
    for (const std::size_t at : pool_.with_subject(top->bytes(top->summary.issuer.der))) {
        if (!spend(budget_.steps)) break;
        const CertificatePtr& certificate = pool_.all()[at];
        Known& known = know(*certificate);
        if (is_in_path(*known.facts)) continue;
        // A root among the intermediates is the anchor once more: the path ends there.
        if (known.facts->self_issued && is_anchor(*certificate)) continue;
        if (strict_ && !is_reachable(known.facts->issuer_key)) continue;
        found.push_back({certificate, &known, rank_of(*certificate, known)});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank > b.rank; });
    return found;
}

// Puts the candidate on top and goes on from there. True when it could be.
bool Search::try_candidate(const Candidate& candidate, bool despite_signature) {
    if (!spend(budget_.steps)) return false;
    const Certificate& certificate = *candidate.certificate;
    const PathFacts& facts = *candidate.known->facts;
    Frame frame;
    frame.certificate = candidate.certificate;
    frame.facts = &facts;
    frame.remarks.append(alone(certificate, Role::issuer, false), frames_.size());
    if (strict_ && frame.remarks.failed()) return false;
    check_depth(facts, frame.remarks);
    const Bytes public_key = certificate.bytes(certificate.summary.public_key.info);
    if (!strict_ && !despite_signature &&
        check_edge_signature(public_key, facts.key_hash) == SignatureCheck::wrong)
        return false;
    if (!check_edge(&certificate, &facts, public_key, facts.key_hash, frame.remarks)) return false;
    frames_.push_back(std::move(frame));
    extend();
    frames_.pop_back();
    return true;
}

// The end of a way that led to no anchor.
void Search::give_up_here() {
    const Frame& top = frames_.back();
    Remarks remarks;
    const std::size_t at = frames_.size() - 1;
    const CertificateSummary& summary = top.certificate->summary;
    if (top.facts->self_issued)
        remarks.fail(PathKind::untrusted_root, at, summary.subject.rfc4514());
    else
        remarks.fail(PathKind::missing_issuer, at, summary.issuer.rfc4514());
    complete(nullptr, remarks);
}

}  // namespace tlsonar::trust
