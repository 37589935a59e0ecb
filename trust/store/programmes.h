// Root programmes: which trust anchors Mozilla, Apple, Android, Microsoft and Debian ship, what
// each has blocked, and from when a root's certificates count no longer.
//
// The facts stand in a text table (docs/stores.md has its format). One is built in; a file in the
// same format replaces it. Nothing is downloaded, and every table says how old it is.
#pragma once

#include "core/result.h"
#include "trust/certificate_ptr.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::trust {

using Sha256 = std::array<std::uint8_t, 32>;

struct Programme {
    std::string id;       // "mozilla"
    std::string name;     // "Mozilla (NSS, Firefox)"
    std::string version;  // of the list, as its owner calls it; may be empty
    std::string date;     // of the list: "2026-07-19"; empty when unknown
    std::string source;
    // False when only rules are known of it and not its members (Chrome): what no rule touches is
    // then inconclusive.
    bool members_known = true;
};

// How well a fact is known.
enum class Certainty : std::uint8_t {
    primary,    // read in the programme's own publication
    secondary,  // reported by others
    derived,    // worked out by a rule from what is known; may err at the edges
};
std::string_view certainty_name(Certainty certainty);

enum class DistrustRule : std::uint8_t {
    not_before_after,  // leaves whose notBefore is later are not trusted
    sct_after,         // leaves whose earliest SCT is later are not trusted
    removed_on,        // the root leaves the programme: nothing below it counts from then on
};
std::string_view rule_name(DistrustRule rule);

struct Distrust {
    std::size_t programme = 0;  // index in ProgrammeTable::programmes()
    DistrustRule rule{};
    std::int64_t date = 0;  // removed_on: the first second without it; else the last that counts
    Certainty certainty{};
    std::string source;
};

// One anchor of the table. Same subject and key may stand in several certificates.
struct Anchor {
    CertificatePtr certificate;
    std::uint32_t members = 0;  // bit n: in programmes()[n]
    std::uint32_t blocked = 0;  // bit n: programmes()[n] refuses this very certificate
    std::vector<Distrust> distrusts;

    bool member_of(std::size_t programme) const { return (members >> programme & 1U) != 0; }
};

// What one programme says of one root (all certificates of its subject and key together).
struct Membership {
    std::size_t programme = 0;
    bool member = false;
    bool blocked = false;  // refused, and not also included under another certificate
    std::vector<Distrust> distrusts;
};

struct TableError {
    std::size_t line = 0;  // from 1
    std::string what;
};

class ProgrammeTable {
  public:
    static constexpr std::size_t kMaxProgrammes = 32;
    static constexpr std::size_t kMaxAnchors = 4'096;
    static constexpr std::size_t kMaxBlocked = 65'536;
    static constexpr std::size_t kMaxText = std::size_t{16} << 20;

    // The table this program was built with. Takes a few milliseconds: make one and share it.
    static ProgrammeTable built_in();
    static Result<ProgrammeTable, TableError> parse(std::string_view text);

    // Of the facts, "2026-11-21".
    const std::string& date() const { return date_; }
    std::span<const Programme> programmes() const { return programmes_; }
    std::optional<std::size_t> find_programme(std::string_view id) const;

    std::span<const Anchor> anchors() const { return anchors_; }
    // The members of one programme, for a validation against it alone.
    std::vector<CertificatePtr> anchors_of(std::size_t programme) const;
    const Anchor* find(const Sha256& fingerprint) const;
    // Every anchor of that subject and key (both DER), whatever else its certificate says.
    std::vector<const Anchor*> find(Bytes subject, Bytes public_key_info) const;

    // One entry for each programme, in order. A root is known by its subject and key, so that a
    // re-issued or cross-signed certificate of the same root counts, too.
    std::vector<Membership> membership(const Certificate& root) const;
    std::vector<Membership> membership(Bytes subject, Bytes public_key_info) const;

    // Whether a programme has that very certificate (root, intermediate or leaf) on its blocklist.
    bool blocked(std::size_t programme, const Sha256& fingerprint) const;
    std::size_t blocked_count(std::size_t programme) const;

    // When the programme's schedule for old keys ends a root's time; nothing when none applies.
    // The key's age is taken from notBefore of the oldest certificate known of it.
    std::optional<Distrust> phase_out(std::size_t programme, const Anchor& anchor) const;

  private:
    friend class ProgrammeTableReader;
    // Roots whose key was made in [from, until) are distrusted after the date.
    struct PhaseOut {
        std::int64_t from = 0;
        std::int64_t until = 0;
        Distrust distrust;
    };
    void index();

    std::string date_;
    std::vector<Programme> programmes_;
    std::vector<Anchor> anchors_;
    std::vector<PhaseOut> phase_outs_;
    std::map<Sha256, std::uint32_t> blocked_;                        // certificate: programmes
    std::map<Sha256, std::size_t> by_fingerprint_;                   // certificate: anchor
    std::unordered_multimap<std::string, std::size_t> by_identity_;  // subject + key: anchors
};

}  // namespace tlsonar::trust
