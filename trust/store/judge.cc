#include "trust/store/judge.h"

#include <algorithm>
#include <utility>

namespace tlsonar::trust {
namespace {

constexpr std::string_view kOneCrlProgramme = "mozilla";

struct ReasonText {
    std::string_view name;
    std::string_view text;
};
// In the order of ProgrammeReason.
constexpr ReasonText kReasons[] = {
    {"member", "a valid path ends at a root of the programme"},
    {"not-member", "no path ends at a root of the programme"},
    {"invalid-path", "paths end at a root of the programme, but none of them is valid"},
    {"blocked", "a certificate of the path is on the programme's blocklist"},
    {"revoked-by-list", "a certificate of the path is on OneCRL"},
    {"dated-out", "the programme no longer accepts what this root has issued since its cut-off"},
    {"unverified", "a path ends at a root of the programme, but it could not be verified"},
    {"scts-unknown", "the programme's cut-off goes by SCT, and none was seen"},
    {"phased-out", "by the programme's schedule for old keys the root's time is over; unconfirmed"},
    {"members-unknown",
     "the programme's roots are not in the table, and none of its rules says no"},
};

// What the programme makes of one valid path: better ones have the lower rank.
struct Opinion {
    Verdict verdict = Verdict::valid;
    ProgrammeReason reason = ProgrammeReason::member;
    std::optional<Distrust> distrust;
};

int rank(Verdict verdict) {
    return verdict == Verdict::valid ? 0 : verdict == Verdict::inconclusive ? 1 : 2;
}

// The rule against a leaf: excluded, not excluded, or unknown for want of SCTs.
Opinion apply(const Distrust& rule, const Certificate& leaf, const ProgrammeInput& input) {
    Opinion opinion;
    opinion.distrust = rule;
    bool excluded = false;
    switch (rule.rule) {
        case DistrustRule::removed_on:
            excluded = input.time >= rule.date;
            break;
        case DistrustRule::not_before_after:
            excluded = leaf.summary.not_before && *leaf.summary.not_before > rule.date;
            break;
        case DistrustRule::sct_after:
            if (!input.earliest_sct) {
                opinion.verdict = Verdict::inconclusive;
                opinion.reason = ProgrammeReason::scts_unknown;
                return opinion;
            }
            excluded = *input.earliest_sct > rule.date;
            break;
    }
    if (excluded) {
        opinion.verdict = Verdict::invalid;
        opinion.reason = ProgrammeReason::dated_out;
    }
    return opinion;
}

// What is worked out by a rule of thumb cannot prove that the programme says no.
Opinion soften(Opinion opinion) {
    if (opinion.verdict == Verdict::invalid) {
        opinion.verdict = Verdict::inconclusive;
        opinion.reason = ProgrammeReason::phased_out;
    }
    return opinion;
}

class PathJudge {
  public:
    PathJudge(const ProgrammeTable& table, std::size_t programme, const ProgrammeInput& input)
        : table_(table), programme_(programme), input_(input) {}

    Opinion judge(const Path& path) const {
        Opinion worst;
        if (path.certificates.empty() || !path.anchor) return worst;
        if (const auto listed = on_a_list(path)) {
            worst.verdict = Verdict::invalid;
            worst.reason = *listed;
            return worst;
        }
        const Certificate& leaf = *path.certificates.front();
        for (const Anchor* anchor : table_.find(path.anchor->subject, path.anchor->public_key)) {
            for (const Distrust& rule : anchor->distrusts)
                if (rule.programme == programme_) take(worst, apply(rule, leaf, input_));
            if (const auto rule = table_.phase_out(programme_, *anchor))
                take(worst, soften(apply(*rule, leaf, input_)));
        }
        return worst;
    }

  private:
    static void take(Opinion& worst, Opinion other) {
        if (rank(other.verdict) > rank(worst.verdict) || !worst.distrust) worst = std::move(other);
    }

    std::optional<ProgrammeReason> on_a_list(const Path& path) const {
        const bool mozilla = table_.programmes()[programme_].id == kOneCrlProgramme;
        for (const CertificatePtr& certificate : path.certificates) {
            if (table_.blocked(programme_, certificate->sha256)) return ProgrammeReason::blocked;
            if (mozilla && input_.one_crl && input_.one_crl->revoked(*certificate))
                return ProgrammeReason::revoked_by_list;
        }
        return std::nullopt;
    }

    const ProgrammeTable& table_;
    std::size_t programme_;
    const ProgrammeInput& input_;
};

}  // namespace

std::string_view reason_name(ProgrammeReason reason) {
    return kReasons[static_cast<std::size_t>(reason)].name;
}

std::string_view reason_text(ProgrammeReason reason) {
    return kReasons[static_cast<std::size_t>(reason)].text;
}

ProgrammeVerdict judge_paths(const ProgrammeTable& table, std::size_t programme,
                             const PathReport& report, const ProgrammeInput& input) {
    ProgrammeVerdict result;
    result.programme = programme;
    const PathJudge judge(table, programme, input);
    const bool members_known = table.programmes()[programme].members_known;
    for (const Path& path : report.paths) {
        if (path.verdict != Verdict::valid) continue;
        Opinion opinion = judge.judge(path);
        if (!members_known && opinion.verdict == Verdict::valid) {
            opinion.verdict = Verdict::inconclusive;
            opinion.reason = ProgrammeReason::members_unknown;
        }
        if (result.path && rank(opinion.verdict) >= rank(result.verdict)) continue;
        result.verdict = opinion.verdict;
        result.reason = opinion.reason;
        result.path = path;
        result.distrust = std::move(opinion.distrust);
    }
    const bool all_seen = report.valid_paths <= report.paths.size() && !report.budget_exhausted;
    if (result.path) {
        // Among the paths that were not looked at, one may be better.
        if (result.verdict == Verdict::invalid && !all_seen) {
            result.verdict = Verdict::inconclusive;
            result.reason = ProgrammeReason::unverified;
        }
        return result;
    }
    if (report.verdict == Verdict::inconclusive || report.budget_exhausted) {
        result.verdict = Verdict::inconclusive;
        result.reason = ProgrammeReason::unverified;
    } else if (!members_known) {
        // The anchors that stand in for its members are not its members.
        result.verdict = Verdict::inconclusive;
        result.reason = ProgrammeReason::members_unknown;
    } else if (const Path* best = report.best_path(); best && best->anchor) {
        result.reason = ProgrammeReason::invalid_path;
    }
    if (const Path* best = report.best_path()) result.path = *best;
    return result;
}

ProgrammeAnchors::ProgrammeAnchors(const ProgrammeTable& table) {
    const auto programmes = table.programmes();
    for (const Programme& programme : programmes)
        sets_.emplace_back(programme.id);
    for (const Anchor& anchor : table.anchors()) {
        const TrustAnchorPtr made = make_examined_anchor(anchor.certificate);
        for (std::size_t i = 0; i < programmes.size(); ++i)
            if (anchor.member_of(i) || !programmes[i].members_known) sets_[i].add(made);
    }
}

std::vector<ProgrammeVerdict> judge_programmes(
    const ProgrammeTable& table, const ProgrammeAnchors& anchors, const CertificatePtr& leaf,
    const CertificatePool& intermediates, ValidationOptions options, const ProgrammeInput& input,
    ValidationCache& cache) {
    options.all_paths = true;
    std::vector<ProgrammeVerdict> verdicts;
    for (std::size_t i = 0; i < table.programmes().size() && i < anchors.size(); ++i) {
        const PathReport report = validate(leaf, intermediates, anchors.of(i), options, cache);
        verdicts.push_back(judge_paths(table, i, report, input));
    }
    return verdicts;
}

}  // namespace tlsonar::trust
