#include "trust/deployment/deployment_judge.h"

#include "trust/deployment/chain_kinds.h"
#include "trust/iso_time.h"
#include "trust/lint/lint.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

// Of CA certificates nobody is bound to bring CRLs along with those for the leaf: that nothing is
// at hand is then worth a remark, no more. What is at hand and does not count stays what it is.
class RevocationAtHand final : public RevocationChecker {
  public:
    explicit RevocationAtHand(RevocationChecker* asked) : asked_(asked) {}

    RevocationAnswer check(const RevocationQuery& query) override {
        using Status = RevocationAnswer::Status;
        static const FindingKind* const nothing = find_finding_kind("revocation.no-information");
        RevocationAnswer answer = asked_->check(query);
        if (query.index > 0 && answer.status == Status::unknown &&
            std::all_of(answer.findings.begin(), answer.findings.end(),
                        [](const Finding& finding) { return finding.kind == nothing; }))
            answer.status = Status::not_applicable;
        return answer;
    }

  private:
    RevocationChecker* asked_;
};

class Judgement {
  public:
    Judgement(const SentGroup& group, const JudgeContext& context)
        : group_(group),
          context_(context),
          options_(context.options),
          revocation_(context.options.revocation) {
        out_.leaf = group.leaf;
        out_.sent = group.sent;
        out_.server_certificate = group.server_certificate;
        for (const std::size_t place : group.sent)
            sent_.push_back(certificate(place));
        leaf_ = certificate(group.leaf);
    }

    DeploymentReport judge() && {
        judge_order_of_file();
        find_keys();
        find_paths();
        judge_names();
        judge_chain();
        judge_public();
        judge_stapled();
        judge_ct();
        judge_programmes();
        forecast_of();
        judge_expiry();
        lint();
        return std::move(out_);
    }

  private:
    const CertificatePtr& certificate(std::size_t place) const {
        return context_.objects[place].object.certificate;
    }
    void add(const FindingKind& kind, std::string found, std::string expected) {
        out_.findings.push_back(
            {&kind, Finding::kNoCertificate, std::move(found), std::move(expected)});
    }
    ValidationOptions validation();
    CertificatePtr issuer() const;
    void judge_order_of_file();
    void find_keys();
    void find_paths();
    void judge_names();
    void judge_chain();
    void judge_public();
    std::vector<OcspResponsePtr> own_staples() const;
    void judge_stapled();
    void judge_ct();
    void judge_programmes();
    void forecast_of();
    void judge_expiry();
    void lint();

    const SentGroup& group_;
    const JudgeContext& context_;
    const DeploymentOptions& options_;
    CertificatePtr leaf_;
    std::vector<CertificatePtr> sent_;
    RevocationAtHand revocation_;
    std::vector<OcspResponsePtr> staples_;
    PathReport programme_paths_;  // to the anchors of all programmes
    DeploymentReport out_;
};

void Judgement::judge_order_of_file() {
    if (!group_.server_certificate) {
        add(kNoServerCertificate, "", "");
    } else if (group_.sent.front() != group_.leaf) {
        add(kLeafNotFirst, "first is " + sent_.front()->summary.subject.rfc4514(),
            leaf_->summary.subject.rfc4514());
    }
}

// Keys in the same run: when one belongs to the leaf, others may be for other certificates.
void Judgement::find_keys() {
    const SubjectKeyPtr& own = context_.objects[group_.leaf].object.key;
    if (!own) return;
    std::vector<std::size_t> foreign_requests;
    for (std::size_t i = 0; i < context_.objects.size(); ++i) {
        const FileObject& object = context_.objects[i].object;
        const bool key = object.kind == ObjectKind::private_key;
        if ((!key && object.kind != ObjectKind::request) || !object.key) continue;
        const KeyMatch match = match_keys(*own, *object.key);
        const bool same = match == KeyMatch::same || match == KeyMatch::other_encoding;
        if (key && same && !out_.key)
            out_.key = i;
        else if (key && !same)
            out_.other_keys.push_back(i);
        else if (!key)
            (same ? out_.requests : foreign_requests).push_back(i);
    }
    // A key that belongs to another certificate of the run was not meant for this one.
    const auto belongs_elsewhere = [&](std::size_t place) {
        return std::any_of(context_.objects.begin(), context_.objects.end(), [&](const auto& o) {
            return o.object.kind == ObjectKind::certificate && o.object.key &&
                   match_keys(*o.object.key, *context_.objects[place].object.key) == KeyMatch::same;
        });
    };
    std::erase_if(out_.other_keys, belongs_elsewhere);
    std::erase_if(foreign_requests, belongs_elsewhere);
    if (!out_.key)
        for (const std::size_t place : out_.other_keys)
            add(kKeyMismatch, "key " + context_.objects[place].object.key->text(),
                "the key of the certificate (" + own->text() + ")");
    if (out_.requests.empty())
        for (const std::size_t place : foreign_requests)
            add(kRequestMismatch,
                "request for " + context_.objects[place].object.request->summary.subject.rfc4514(),
                "a request with the key of the certificate");
}

ValidationOptions Judgement::validation() {
    ValidationOptions v;
    v.time = options_.time;
    // A CA's certificate is no server's: public CAs' rules for those do not fit it.
    v.profile = group_.server_certificate ? options_.profile : Profile::rfc5280;
    v.purpose = group_.server_certificate ? options_.purpose : Purpose::any;
    v.revocation = options_.revocation == nullptr ? nullptr : &revocation_;
    v.all_paths = true;
    return v;
}

void Judgement::find_paths() {
    for (const TrustAnchorSet& store : options_.stores) {
        out_.stores.push_back(
            {store.name(), validate(leaf_, context_.pool, store, validation(), context_.cache)});
        const auto rank = [](const PathReport& report) {
            if (report.verdict == Verdict::valid) return 3;
            if (report.verdict == Verdict::inconclusive) return 2;
            const Path* best = report.best_path();
            return best != nullptr && best->anchor ? 1 : 0;
        };
        if (rank(out_.stores.back().paths) > rank(out_.stores[out_.best_store].paths))
            out_.best_store = out_.stores.size() - 1;
    }
    out_.verdict =
        out_.stores.empty() ? Verdict::inconclusive : out_.stores[out_.best_store].paths.verdict;
}

void Judgement::judge_names() {
    for (const PeerName& name : options_.hosts) {
        const NameMatch match = match_names(leaf_->summary.subject_alt_names, name);
        out_.names.push_back({name, match});
        if (match == NameMatch::yes) continue;
        std::string covered;
        for (const GeneralName& san : leaf_->summary.subject_alt_names) {
            if (covered.size() > 200) {
                covered += ", …";
                break;
            }
            covered += (covered.empty() ? "" : ", ") + san.text();
        }
        add(kNameNotCovered, covered.empty() ? "no subjectAltName" : covered, name.text);
    }
}

void Judgement::judge_chain() {
    // As the file is when its first certificate is the leaf; else as it should have been begun.
    std::vector<CertificatePtr> sent = sent_;
    const auto leaf =
        std::find_if(sent.begin(), sent.end(), [&](const auto& c) { return c == leaf_; });
    if (leaf != sent.end()) std::rotate(sent.begin(), leaf, leaf + 1);
    static const PathReport nothing;
    const PathReport& paths = out_.stores.empty() ? nothing : out_.stores[out_.best_store].paths;
    out_.chain = judge_sent_chain(sent, paths, options_.time);
}

CertificatePtr Judgement::issuer() const {
    const Path* path = out_.best_path();
    if (path == nullptr) return nullptr;
    if (path->certificates.size() > 1) return path->certificates[1];
    return path->anchor ? path->anchor->certificate : nullptr;
}

// A chain to a public root is the Web PKI's business, valid or not (expired …).
void Judgement::judge_public() {
    if (options_.programmes == nullptr || !group_.server_certificate) return;
    programme_paths_ =
        validate(leaf_, context_.pool, context_.programme_anchors, validation(), context_.cache);
    const Path* best = programme_paths_.best_path();
    out_.publicly_trusted = best != nullptr && best->anchor;
}

// Of the responses in the files those for the leaf, and those that are for nobody (errors,
// rubbish).
std::vector<OcspResponsePtr> Judgement::own_staples() const {
    const Bytes serial = leaf_->bytes(leaf_->summary.serial_octets);
    std::vector<OcspResponsePtr> own;
    for (const OcspResponsePtr& response : options_.staples)
        if (response->singles.empty() ||
            std::any_of(response->singles.begin(), response->singles.end(),
                        [&](const OcspSingle& s) { return equal(as_bytes(s.serial), serial); }))
            own.push_back(response);
    return own;
}

// Who gives OCSP responses staples them.
void Judgement::judge_stapled() {
    staples_ = own_staples();
    if (!group_.server_certificate) return;
    StapleContext how;
    how.handshake_seen = !options_.staples.empty();
    how.staples = staples_;
    for (Finding& finding : judge_stapling(*leaf_, how)) {
        finding.certificate = Finding::kNoCertificate;
        out_.findings.push_back(std::move(finding));
    }
}

void Judgement::judge_ct() {
    if (options_.ct_logs == nullptr || !group_.server_certificate) return;
    CtInput input;
    input.certificate = leaf_;
    input.publicly_trusted = out_.publicly_trusted;
    const CertificatePtr by = issuer();
    if (by) input.issuer_public_key = by->bytes(by->summary.public_key.info);
    for (const OcspResponsePtr& response : staples_)
        for (const OcspSingle& single : response->singles)
            input.ocsp_lists.push_back(as_bytes(single.sct_list));
    CtOptions how;
    how.time = options_.time;
    CtReport ct = check_ct(input, *options_.ct_logs, how);
    // Private CAs have nothing to do with it.
    if (!ct.scts.empty() || !ct.findings.empty()) out_.ct = std::move(ct);
}

void Judgement::judge_programmes() {
    if (!out_.publicly_trusted) return;
    ProgrammeInput input;
    input.time = options_.time;
    input.one_crl = options_.one_crl;
    if (out_.ct)
        for (const SctReport& sct : out_.ct->scts)
            if (sct.signature == SignatureCheck::valid) {
                const auto at = static_cast<std::int64_t>(sct.sct.timestamp / 1000);
                input.earliest_sct = std::min(input.earliest_sct.value_or(at), at);
            }
    out_.programmes = ::tlsonar::trust::judge_programmes(
        *options_.programmes, *context_.anchors_by_programme, leaf_, context_.pool, validation(),
        input, context_.cache);
    for (Finding& finding : programme_findings(*options_.programmes, out_.programmes))
        out_.findings.push_back(std::move(finding));
}

void Judgement::forecast_of() {
    if (options_.programmes == nullptr || !group_.server_certificate) return;
    const Path* path = out_.best_path();
    if (path == nullptr || out_.verdict == Verdict::invalid) path = programme_paths_.best_path();
    if (path == nullptr) return;
    std::vector<CertificatePtr> chain = path->certificates;
    if (path->anchor && path->anchor->certificate) chain.push_back(path->anchor->certificate);
    std::vector<std::int64_t> other_ends;
    for (const StoreReport& store : out_.stores)
        for (const Path& other : store.paths.paths)
            if (other.verdict == Verdict::valid && &other != path)
                other_ends.push_back(other.earliest_expiry);
    std::vector<ProgrammeFact> facts;
    if (path->anchor && path->anchor->certificate) {
        const Certificate& root = *path->anchor->certificate;
        const auto programmes = options_.programmes->programmes();
        for (const Membership& m : options_.programmes->membership(root))
            for (const Distrust& d : m.distrusts)
                facts.push_back({programmes[m.programme].name,
                                 d.rule == DistrustRule::sct_after
                                     ? ProgrammeFact::Rule::sct_after
                                     : ProgrammeFact::Rule::not_before_after,
                                 d.date, d.source});
    }
    ForecastInput input;
    input.chain = chain;
    input.publicly_trusted = out_.publicly_trusted;
    input.as_of = options_.time;
    input.other_paths_end = other_ends;
    input.programme_facts = facts;
    out_.forecast = forecast(input);
}

void Judgement::judge_expiry() {
    if (!options_.expires_within) return;
    const auto until = out_.works_until();
    if (!until || *until - options_.time >= *options_.expires_within) return;
    add(kExpiresSoon, "works until " + iso_time(*until),
        "later than " + iso_time(options_.time + *options_.expires_within));
}

void Judgement::lint() {
    LintContext how;
    how.as_of = options_.time;
    how.pedantic = options_.pedantic;
    for (std::size_t i = 0; i < sent_.size(); ++i) {
        const bool is_leaf = sent_[i] == leaf_;
        const CertificatePtr by = is_leaf ? issuer() : nullptr;
        how.publicly_trusted = is_leaf && out_.publicly_trusted;
        how.issuer = by.get();
        for (Finding& finding : lint_findings(*sent_[i], how)) {
            finding.certificate = i;
            out_.lints.push_back(std::move(finding));
        }
    }
}

}  // namespace

TrustAnchorSet programme_anchors(const ProgrammeTable* table) {
    TrustAnchorSet set("programmes");
    if (table != nullptr)
        for (const Anchor& anchor : table->anchors())
            set.add(make_examined_anchor(anchor.certificate));
    return set;
}

DeploymentReport judge_deployment(const SentGroup& group, const JudgeContext& context) {
    return Judgement(group, context).judge();
}

}  // namespace tlsonar::trust
