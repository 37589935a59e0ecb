#include "trust/deployment/sent_chain.h"

#include "trust/deployment/chain_kinds.h"

#include <algorithm>
#include <optional>
#include <string>

namespace tlsonar::trust {
namespace {

// Names of certificates in findings are for people: the subject, or what else there is.
std::string label(const Certificate& certificate) {
    std::string name = certificate.summary.common_name();
    if (name.empty()) name = certificate.summary.subject.rfc4514();
    return name.empty() ? "(no subject)" : name;
}

bool same(const CertificatePtr& a, const CertificatePtr& b) { return a->sha256 == b->sha256; }

std::optional<std::size_t> place_in(std::span<const CertificatePtr> list,
                                    const CertificatePtr& certificate) {
    const auto at = std::find_if(list.begin(), list.end(),
                                 [&](const CertificatePtr& c) { return same(c, certificate); });
    if (at == list.end()) return std::nullopt;
    return static_cast<std::size_t>(at - list.begin());
}

// Self-issued and signed with a key it says is its own: what a root looks like. (Whether the
// signature holds matters to nobody who sends it.)
bool looks_like_root(const Certificate& certificate) {
    const CertificateSummary& s = certificate.summary;
    return s.self_issued && (!s.authority_key_id || s.authority_key_id == s.subject_key_id);
}

bool on_other_valid_path(const PathReport& report, const CertificatePtr& certificate) {
    return std::any_of(report.paths.begin(), report.paths.end(), [&](const Path& path) {
        return path.verdict == Verdict::valid && place_in(path.certificates, certificate);
    });
}

class Judge {
  public:
    Judge(std::span<const CertificatePtr> sent, const PathReport& report, std::int64_t time)
        : sent_(sent), report_(report), path_(report.best_path()), time_(time) {}

    SentChain judge() && {
        for (std::size_t i = 0; i < sent_.size(); ++i)
            judge_one(i);
        find_missing();
        find_disorder();
        return std::move(out_);
    }

  private:
    void add(const FindingKind& kind, std::size_t at, std::string found, std::string expected) {
        out_.findings.push_back({&kind, at, std::move(found), std::move(expected)});
    }
    SentRole role_of(std::size_t i) const;
    void judge_one(std::size_t i);
    void find_missing();
    void find_disorder();

    std::span<const CertificatePtr> sent_;
    const PathReport& report_;
    const Path* path_;
    std::int64_t time_;
    SentChain out_;
};

SentRole Judge::role_of(std::size_t i) const {
    if (i == 0) return SentRole::leaf;
    const CertificatePtr& certificate = sent_[i];
    if (place_in(sent_.first(i), certificate)) return SentRole::duplicate;
    if (path_ != nullptr && place_in(path_->certificates, certificate)) return SentRole::needed;
    if (looks_like_root(*certificate)) return SentRole::root;
    if (on_other_valid_path(report_, certificate)) return SentRole::alternative;
    return SentRole::superfluous;
}

void Judge::judge_one(std::size_t i) {
    const CertificatePtr& certificate = sent_[i];
    const SentRole role = role_of(i);
    out_.certificates.push_back({certificate, role});
    const std::string name = label(*certificate);
    switch (role) {
        case SentRole::leaf:
        case SentRole::needed:
        case SentRole::alternative:
            return;
        case SentRole::root:
            add(kRootSent, i, name, "");
            break;
        case SentRole::duplicate:
            add(kDuplicate, i, name, "each certificate once");
            break;
        case SentRole::superfluous:
            // Where no path was found at all, nobody can tell what is too much.
            if (report_.verdict != Verdict::valid) return;
            if (certificate->summary.not_after.value_or(time_) < time_)
                add(kExpiredExtra, i, name, "only what clients need");
            else
                add(kSuperfluous, i, name, "only what clients need");
            break;
    }
    out_.wasted_octets += certificate->der.size() + 3;  // and its length (RFC 8446 section 4.4.2)
}

void Judge::find_missing() {
    if (path_ != nullptr)
        for (const CertificatePtr& certificate : path_->certificates)
            if (!place_in(sent_, certificate)) {
                out_.missing.push_back(certificate);
                add(kMissingIntermediate, 0, "not sent: " + label(*certificate),
                    "every intermediate up to the root");
            }
}

// RFC 5246 section 7.4.2 wants each to certify the one before; RFC 8446 section 4.4.2 asks for it
// and tells clients to bear with others.
void Judge::find_disorder() {
    if (path_ == nullptr) return;
    std::size_t last = 0;
    for (std::size_t i = 1; i < sent_.size(); ++i) {
        if (out_.certificates[i].role != SentRole::needed) continue;
        const std::size_t place = *place_in(path_->certificates, sent_[i]);
        if (place < last) {
            add(kWrongOrder, i, label(*sent_[i]) + " after its issuer",
                "leaf first, each followed by its issuer");
            return;
        }
        last = place;
    }
}

}  // namespace

std::string_view sent_role_name(SentRole role) {
    switch (role) {
        case SentRole::leaf:
            return "leaf";
        case SentRole::needed:
            return "needed";
        case SentRole::alternative:
            return "alternative";
        case SentRole::root:
            return "root";
        case SentRole::duplicate:
            return "duplicate";
        case SentRole::superfluous:
            return "superfluous";
    }
    return "superfluous";
}

SentChain judge_sent_chain(std::span<const CertificatePtr> sent, const PathReport& report,
                           std::int64_t time) {
    return Judge(sent, report, time).judge();
}

}  // namespace tlsonar::trust
