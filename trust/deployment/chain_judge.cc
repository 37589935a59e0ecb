#include "trust/deployment/chain_judge.h"

#include "trust/deployment/stapled_private.h"

#include <algorithm>
#include <limits>

namespace tlsonar::trust {
namespace {

// What a question depends on beside the time.
void make_key(const ChainQuestion& question, std::string& key) {
    key.clear();
    for (const CertificatePtr& certificate : question.chain)
        key.append(as_text(certificate->sha256));
    if (const ChainProofs* proofs = question.proofs) {
        for (const ProofOctetsPtr& staple : proofs->staples)
            key.append(as_text(staple->sha256));
        if (proofs->sct_list) key.append(as_text(proofs->sct_list->sha256));
        // How many of each the octets before are.
        key += static_cast<char>(proofs->staples.size());
        key += static_cast<char>((proofs->sct_list ? 4 : 0) | (proofs->asked ? 2 : 0) |
                                 (proofs->seen_whole ? 1 : 0));
    }
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

// Roughly what is kept of a verdict.
std::size_t octets_of(const ChainVerdict& verdict) {
    std::size_t n = sizeof verdict;
    for (const auto* findings : {&verdict.path_findings, &verdict.chain_findings})
        for (const Finding& finding : *findings)
            n += sizeof finding + finding.found.size() + finding.expected.size();
    for (const std::string& subject : verdict.path)
        n += sizeof(std::string) + subject.size();
    if (verdict.ct) {
        n += verdict.ct->scts.size() * sizeof(SctReport);
        for (const Finding& finding : verdict.ct->findings)
            n += sizeof finding + finding.found.size() + finding.expected.size();
    }
    return n;
}

const ChainProofs& no_proofs() {
    static const ChainProofs none;
    return none;
}

}  // namespace

// One question, judged anew.
class ChainJudge::Case {
  public:
    Case(ChainJudge& judge, const ChainQuestion& question)
        : judge_(judge),
          options_(judge.options_),
          question_(question),
          proofs_(question.proofs != nullptr ? *question.proofs : no_proofs()),
          stapled_(proofs_, question.chain),
          made_(std::make_shared<ChainVerdict>()) {}

    ChainVerdictPtr judge();
    void bound(Remembered& remembered) const;

  private:
    const CertificatePtr& leaf() const { return question_.chain[0]; }
    void gather();
    void find_path();
    void judge_public(const Path& path);
    void judge_stapled();
    void judge_ct();

    ChainJudge& judge_;
    const ChainJudgeOptions& options_;
    const ChainQuestion& question_;
    const ChainProofs& proofs_;
    StapledRevocation stapled_;
    CertificatePool pool_;
    PathReport report_;
    std::shared_ptr<ChainVerdict> made_;
};

// The certificates sent, and of those seen before the ones that may be above them.
void ChainJudge::Case::gather() {
    for (const CertificatePtr& certificate : question_.chain.subspan(1))
        pool_.add(certificate);
    if (options_.intermediates == nullptr) return;
    std::vector<CertificatePtr> below(question_.chain.begin(), question_.chain.end());
    std::size_t lent = 0;
    for (std::size_t i = 0; i < below.size(); ++i) {
        const Bytes issuer = below[i]->bytes(below[i]->summary.issuer.der);
        for (const std::size_t place : options_.intermediates->with_subject(issuer)) {
            const CertificatePtr& found = options_.intermediates->all()[place];
            if (lent == kMaxLent) return;
            if (!pool_.add(found)) continue;
            ++lent;
            below.push_back(found);
        }
    }
}

void ChainJudge::Case::find_path() {
    ValidationOptions how;
    how.time = question_.time;
    how.profile = options_.profile;
    how.purpose = question_.purpose;
    how.revocation = proofs_.staples.empty() ? nullptr : &stapled_;
    if (!question_.host.empty())
        if (auto name = PeerName::from_text(question_.host)) how.names = {*std::move(name)};
    for (const TrustAnchorSet& store : judge_.stores_) {
        PathReport report = validate(leaf(), pool_, store, how, judge_.cache_);
        if (!made_->store.empty() && !better(report, report_)) continue;
        report_ = std::move(report);
        made_->store = store.name();
    }
    made_->verdict = report_.verdict;
}

ChainVerdictPtr ChainJudge::Case::judge() {
    gather();
    find_path();
    if (const Path* path = report_.best_path()) {
        made_->path_findings = path->findings;
        made_->earliest_expiry = path->earliest_expiry;
        for (const CertificatePtr& certificate : path->certificates)
            made_->path.push_back(certificate->summary.subject.rfc4514());
        if (path->anchor) made_->path.push_back(label(*path->anchor));
        judge_public(*path);
    }
    made_->chain_findings = judge_sent_chain(question_.chain, report_, question_.time).findings;
    if (question_.purpose == Purpose::server) {
        judge_stapled();
        judge_ct();
    }
    return made_;
}

// By the table of programmes: a system's store may hold roots of its own.
void ChainJudge::Case::judge_public(const Path& path) {
    if (!path.anchor) return;
    made_->publicly_trusted =
        options_.programmes == nullptr
            ? path.anchor->examined
            : !options_.programmes->find(path.anchor->subject, path.anchor->public_key).empty();
}

void ChainJudge::Case::judge_stapled() {
    if (const RevocationStatus* status = stapled_.of_leaf(*leaf())) {
        made_->staple = *status;
        made_->staple->findings.clear();
    }
    StapleContext context;
    context.client_asked = proofs_.asked;
    context.handshake_seen = proofs_.seen_whole;
    context.staples = stapled_.responses();
    for (Finding& finding : judge_stapling(*leaf(), context))
        made_->chain_findings.push_back(std::move(finding));
}

void ChainJudge::Case::judge_ct() {
    if (options_.ct_logs == nullptr) return;
    CtInput input;
    input.certificate = leaf();
    input.publicly_trusted = made_->publicly_trusted;
    input.all_seen = proofs_.seen_whole;
    if (const Path* path = report_.best_path()) {
        if (path->certificates.size() > 1) {
            const CertificatePtr& issuer = path->certificates[1];
            input.issuer_public_key = issuer->bytes(issuer->summary.public_key.info);
        } else if (path->anchor) {
            input.issuer_public_key = path->anchor->public_key;
        }
    }
    if (proofs_.sct_list) input.handshake_list = proofs_.sct_list->octets;
    const Bytes serial = leaf()->bytes(leaf()->summary.serial_octets);
    for (const OcspResponsePtr& response : stapled_.responses())
        for (const OcspSingle& single : response->singles)
            if (equal(as_bytes(single.serial), serial))
                input.ocsp_lists.push_back(as_bytes(single.sct_list));
    CtOptions how;
    how.time = question_.time;
    CtReport ct = check_ct(input, *options_.ct_logs, how);
    // Private CAs have nothing to do with it.
    if (ct.scts.empty() && ct.findings.empty()) return;
    for (SctReport& sct : ct.scts) {
        sct.sct.extensions = {};
        sct.sct.signature = {};
    }
    made_->ct = std::move(ct);
}

// Any certificate that begins or ends may change the verdict (of the chain, of what completes it,
// and anchors that could be its end), and so may any staple and SCT.
void ChainJudge::Case::bound(Remembered& r) const {
    r.from = std::numeric_limits<std::int64_t>::min();
    r.until = std::numeric_limits<std::int64_t>::max();
    const auto event = [&](std::int64_t first_second) {
        if (first_second <= question_.time)
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
    const auto look = [&](const Certificate& certificate) {
        events_of(certificate);
        const Bytes issuer = certificate.bytes(certificate.summary.issuer.der);
        for (const TrustAnchorSet& store : judge_.stores_)
            for (const std::size_t place : store.with_subject(issuer))
                if (const auto& anchor = store.all()[place]->certificate) events_of(*anchor);
    };
    look(*leaf());
    for (const CertificatePtr& certificate : pool_.all())
        look(*certificate);
    stapled_.for_events(event);
    if (made_->ct)
        for (const std::int64_t time : ct_events(*made_->ct, CtOptions{}))
            event(time);
}

ChainVerdictPtr ChainJudge::judge(const ChainQuestion& question) {
    make_key(question, key_);
    if (const auto at = remembered_.find(key_); at != remembered_.end()) {
        const Remembered& r = at->second;
        if (question.time >= r.from && question.time < r.until) return r.verdict;
    }
    if (remembered_.size() >= kMaxRemembered || remembered_octets_ >= kMaxRememberedOctets) {
        remembered_.clear();
        remembered_octets_ = 0;
    }
    Remembered& r = remembered_[key_];
    Case fresh(*this, question);
    r.verdict = fresh.judge();
    fresh.bound(r);
    remembered_octets_ += key_.size() + octets_of(*r.verdict);
    return r.verdict;
}

}  // namespace tlsonar::trust
