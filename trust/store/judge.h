// The matrix: is a chain trusted by each root programme?
//
// Validation (trust/path) finds the paths; this says what each programme makes of them. A programme
// trusts a chain when at least one valid path ends at one of its members, no rule of its
// own dates the leaf out, and nothing on the path is on its blocklist.
#pragma once

#include "trust/store/one_crl.h"
#include "trust/store/programmes.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// One path that validation accepted, leaf first. `anchor` is the root at its end, whether or not
// the root's certificate also stands in `certificates`.
struct TrustedPath {
    std::vector<CertificatePtr> certificates;
    CertificatePtr anchor;
};

enum class ProgrammeOutcome : std::uint8_t {
    trusted,
    distrusted,    // it refuses the chain: see the reason
    inconclusive,  // what is known does not suffice: see the reason
};
std::string_view outcome_name(ProgrammeOutcome outcome);

enum class ProgrammeReason : std::uint8_t {
    member,           // the root is a member (trusted)
    not_member,       // no valid path ends at a member
    no_path,          // there is no valid path at all
    blocked,          // a certificate of the path is on the programme's blocklist
    revoked_by_list,  // an intermediate is on OneCRL (Mozilla)
    dated_out,        // the leaf is newer than the root's cut-off date
    scts_unknown,     // a cut-off by SCT applies and no SCT was seen
    phased_out,       // the schedule for old keys says the root's time is over; not confirmed
    members_unknown,  // the programme's members are not in the table
    search_ended,     // validation ended early (budget): other paths may exist
};
std::string_view reason_name(ProgrammeReason reason);

struct ProgrammeVerdict {
    std::size_t programme = 0;  // index in ProgrammeTable::programmes()
    ProgrammeOutcome outcome{};
    ProgrammeReason reason{};
    std::size_t path = kNoPath;        // the path that decided
    std::optional<Distrust> distrust;  // the rule that decided, or that applied and was passed
    static constexpr std::size_t kNoPath = static_cast<std::size_t>(-1);
};

struct ProgrammeQuestion {
    std::span<const TrustedPath> paths;  // all valid ones, to any anchor of the table
    bool complete = true;                // false when the search for paths ended early
    // Seconds since 1970 of the leaf's earliest SCT whose signature holds; nothing when none.
    std::optional<std::int64_t> earliest_sct;
    const OneCrl* one_crl = nullptr;  // applied to the programme "mozilla"; null: not looked at
};

// One verdict for each programme of the table, in order.
std::vector<ProgrammeVerdict> judge_programmes(const ProgrammeTable& table,
                                               const ProgrammeQuestion& question);

}  // namespace tlsonar::trust
