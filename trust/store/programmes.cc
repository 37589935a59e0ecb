#include "trust/store/programmes.h"

#include "trust/store/tables.h"

#include <algorithm>
#include <cassert>

namespace tlsonar::trust {
namespace {

// Subject and key as one string. The subject is a DER item, so that the border is unambiguous.
std::string identity(Bytes subject, Bytes public_key_info) {
    std::string both(as_text(subject));
    both.append(as_text(public_key_info));
    return both;
}

std::string identity(const Certificate& certificate) {
    return identity(certificate.bytes(certificate.summary.subject.der),
                    certificate.bytes(certificate.summary.public_key.info));
}

}  // namespace

std::string_view certainty_name(Certainty certainty) {
    switch (certainty) {
        case Certainty::primary:
            return "primary";
        case Certainty::secondary:
            return "secondary";
        case Certainty::derived:
            return "derived";
    }
    return "";
}

std::string_view rule_name(DistrustRule rule) {
    switch (rule) {
        case DistrustRule::not_before_after:
            return "not-before-after";
        case DistrustRule::sct_after:
            return "sct-after";
        case DistrustRule::removed_on:
            return "removed-on";
    }
    return "";
}

ProgrammeTable ProgrammeTable::built_in() {
    std::string text;
    for (const std::string_view piece : tables::programmes())
        text += piece;
    Result<ProgrammeTable, TableError> table = parse(text);
    assert(table.ok());  // tests read it, too
    return table ? std::move(table).value() : ProgrammeTable();
}

std::optional<std::size_t> ProgrammeTable::find_programme(std::string_view id) const {
    for (std::size_t i = 0; i < programmes_.size(); ++i)
        if (programmes_[i].id == id) return i;
    return std::nullopt;
}

void ProgrammeTable::index() {
    for (std::size_t i = 0; i < anchors_.size(); ++i) {
        by_fingerprint_[anchors_[i].certificate->sha256] = i;
        by_identity_.emplace(identity(*anchors_[i].certificate), i);
        if (const auto found = blocked_.find(anchors_[i].certificate->sha256);
            found != blocked_.end())
            anchors_[i].blocked = found->second;
    }
}

std::vector<CertificatePtr> ProgrammeTable::anchors_of(std::size_t programme) const {
    std::vector<CertificatePtr> members;
    for (const Anchor& anchor : anchors_)
        if (anchor.member_of(programme)) members.push_back(anchor.certificate);
    return members;
}

const Anchor* ProgrammeTable::find(const Sha256& fingerprint) const {
    const auto found = by_fingerprint_.find(fingerprint);
    return found == by_fingerprint_.end() ? nullptr : &anchors_[found->second];
}

std::vector<const Anchor*> ProgrammeTable::find(Bytes subject, Bytes public_key_info) const {
    std::vector<const Anchor*> found;
    const auto [from, to] = by_identity_.equal_range(identity(subject, public_key_info));
    for (auto at = from; at != to; ++at)
        found.push_back(&anchors_[at->second]);
    // The order of a hash table is nobody's business.
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Membership> ProgrammeTable::membership(const Certificate& root) const {
    return membership(root.bytes(root.summary.subject.der),
                      root.bytes(root.summary.public_key.info));
}

std::vector<Membership> ProgrammeTable::membership(Bytes subject, Bytes public_key_info) const {
    std::vector<Membership> all(programmes_.size());
    const std::vector<const Anchor*> same = find(subject, public_key_info);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].programme = i;
        for (const Anchor* anchor : same) {
            all[i].member |= anchor->member_of(i);
            all[i].blocked |= (anchor->blocked >> i & 1U) != 0;
            for (const Distrust& distrust : anchor->distrusts)
                if (distrust.programme == i) all[i].distrusts.push_back(distrust);
        }
        // The programme refused an older certificate of the root and took a newer one.
        if (all[i].member) all[i].blocked = false;
    }
    return all;
}

bool ProgrammeTable::blocked(std::size_t programme, const Sha256& fingerprint) const {
    const auto found = blocked_.find(fingerprint);
    return found != blocked_.end() && (found->second >> programme & 1U) != 0;
}

std::size_t ProgrammeTable::blocked_count(std::size_t programme) const {
    return static_cast<std::size_t>(
        std::count_if(blocked_.begin(), blocked_.end(),
                      [&](const auto& entry) { return (entry.second >> programme & 1U) != 0; }));
}

std::optional<Distrust> ProgrammeTable::phase_out(std::size_t programme,
                                                  const Anchor& anchor) const {
    // What is stated of this very root overrides the schedule.
    for (const Distrust& distrust : anchor.distrusts)
        if (distrust.programme == programme) return std::nullopt;
    std::optional<std::int64_t> made;
    const auto [from, to] = by_identity_.equal_range(identity(*anchor.certificate));
    for (auto at = from; at != to; ++at) {
        const auto begin = anchors_[at->second].certificate->summary.not_before;
        if (begin && (!made || *begin < *made)) made = begin;
    }
    if (!made) return std::nullopt;
    for (const PhaseOut& rule : phase_outs_)
        if (rule.distrust.programme == programme && *made >= rule.from && *made < rule.until)
            return rule.distrust;
    return std::nullopt;
}

}  // namespace tlsonar::trust
