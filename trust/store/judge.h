// The matrix: is a chain trusted by each root programme?
//
// Each programme's members are a set of anchors of their own, and the chain is validated against
// each: a cross-signed root is an anchor here and an intermediate there, so that one set for all
// would end paths too early. Signatures are checked once, the cache is shared. What validation
// accepts is then held against the programme's own rules: its blocklist, OneCRL, its dates.
#pragma once

#include "trust/finding/finding.h"
#include "trust/path/validate.h"
#include "trust/store/one_crl.h"
#include "trust/store/programmes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// Reasons by outcome.
enum class ProgrammeReason : std::uint8_t {
    // valid
    member,  // a valid path ends at a member
    // invalid
    not_member,       // no path ends at a member
    invalid_path,     // paths end at a member, and validation refuses them
    blocked,          // a certificate of the path is on the programme's blocklist
    revoked_by_list,  // a certificate of the path is on OneCRL (Mozilla)
    dated_out,        // a rule of the programme excludes the root or what it issues by now
    // inconclusive
    unverified,       // validation could not tell (an unknown algorithm, the budget)
    scts_unknown,     // a cut-off by SCT applies and no SCT was seen
    phased_out,       // by the schedule for old keys the root's time is over; not confirmed
    members_unknown,  // the programme's members are not in the table, and no rule says no
};
std::string_view reason_name(ProgrammeReason reason);
// One sentence for people.
std::string_view reason_text(ProgrammeReason reason);

struct ProgrammeVerdict {
    std::size_t programme = 0;  // index in ProgrammeTable::programmes()
    Verdict verdict = Verdict::invalid;
    ProgrammeReason reason = ProgrammeReason::not_member;
    std::optional<Path> path;          // the one that decided
    std::optional<Distrust> distrust;  // the rule that decided, or one that applied and was met
};

// One finding for each reason why programmes do not say yes, with their names.
std::vector<Finding> programme_findings(const ProgrammeTable& table,
                                        std::span<const ProgrammeVerdict> verdicts);
// What a reason means; null for `member`.
const FindingKind* programme_finding_kind(ProgrammeReason reason);

// What a programme's rules need to know beyond the path.
struct ProgrammeInput {
    std::int64_t time = 0;  // judge_programmes takes that of the options
    // Seconds since 1970 of the leaf's earliest SCT; nothing when none was seen.
    std::optional<std::int64_t> earliest_sct;
    const OneCrl* one_crl = nullptr;  // for the programme "mozilla"; null: not looked at
};

// What one programme makes of paths that validation found against its members.
ProgrammeVerdict judge_paths(const ProgrammeTable& table, std::size_t programme,
                             const PathReport& report, const ProgrammeInput& input);

// The anchors of every programme. Made once, used for many chains.
class ProgrammeAnchors {
  public:
    explicit ProgrammeAnchors(const ProgrammeTable& table);

    const TrustAnchorSet& of(std::size_t programme) const { return sets_[programme]; }
    std::size_t size() const { return sets_.size(); }

  private:
    // Where a programme's members are unknown, all anchors of the table stand in for them.
    std::vector<TrustAnchorSet> sets_;
};

// One verdict for each programme of the table, in order. `options` as for the validation proper;
// all_paths is set here.
std::vector<ProgrammeVerdict> judge_programmes(const ProgrammeTable& table,
                                               const ProgrammeAnchors& anchors,
                                               const CertificatePtr& leaf,
                                               const CertificatePool& intermediates,
                                               ValidationOptions options,
                                               const ProgrammeInput& input, ValidationCache& cache);

}  // namespace tlsonar::trust
