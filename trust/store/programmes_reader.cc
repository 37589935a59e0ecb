// The text of a programme table → ProgrammeTable. docs/stores.md has the format.
#include "trust/store/lines.h"
#include "trust/store/programmes.h"

#include <algorithm>
#include <utility>

namespace tlsonar::trust {
namespace {

bool read_certainty(std::string_view text, Certainty& certainty) {
    for (const Certainty each : {Certainty::primary, Certainty::secondary, Certainty::derived})
        if (text == certainty_name(each)) {
            certainty = each;
            return true;
        }
    return false;
}

bool read_rule(std::string_view text, DistrustRule& rule) {
    for (const DistrustRule each :
         {DistrustRule::not_before_after, DistrustRule::sct_after, DistrustRule::removed_on})
        if (text == rule_name(each)) {
            rule = each;
            return true;
        }
    return false;
}

bool read_fingerprint(std::string_view text, Sha256& fingerprint) {
    std::string octets;
    if (text.size() != 2 * fingerprint.size() || !from_hex(text, octets)) return false;
    std::copy(octets.begin(), octets.end(), reinterpret_cast<char*>(fingerprint.data()));
    return true;
}

// "-" says that there is nothing to say.
std::string optional_text(std::string_view text) { return std::string(text == "-" ? "" : text); }

}  // namespace

// Every read_… returns what is wrong with its line, or an empty text.
class ProgrammeTableReader {
  public:
    using Fields = std::vector<std::string_view>;

    std::string_view line(const Fields& fields) {
        if (fields[0] == "date") return read_date(fields);
        if (fields[0] == "programme") return read_programme(fields);
        if (fields[0] == "root") return read_root(fields);
        if (fields[0] == "blocked") return read_blocked(fields);
        if (fields[0] == "distrust") return read_distrust(fields);
        if (fields[0] == "phase-out") return read_phase_out(fields);
        return "unknown kind of line";
    }
    std::string_view end() const {
        if (table_.date_.empty()) return "no date";
        if (table_.programmes_.empty()) return "no programme";
        return {};
    }
    ProgrammeTable take() {
        table_.index();
        return std::move(table_);
    }

  private:
    std::string_view read_date(const Fields& fields) {
        if (fields.size() != 2 || fields[1].size() != 10) return "date: YYYY-MM-DD expected";
        table_.date_ = fields[1];
        return {};
    }

    std::string_view read_programme(const Fields& fields) {
        if (fields.size() != 7) return "programme: six fields expected";
        if (fields[6] != "members" && fields[6] != "rules")
            return "programme: the last field must be members or rules";
        if (table_.programmes_.size() == ProgrammeTable::kMaxProgrammes)
            return "too many programmes";
        if (fields[1].empty() || table_.find_programme(fields[1]))
            return "programme: id empty or given twice";
        table_.programmes_.push_back({std::string(fields[1]), std::string(fields[2]),
                                      optional_text(fields[3]), optional_text(fields[4]),
                                      optional_text(fields[5]), fields[6] == "members"});
        return {};
    }

    std::string_view read_members(std::string_view list, std::uint32_t& members) const {
        while (!list.empty()) {
            const std::size_t comma = std::min(list.find(','), list.size());
            const auto programme = table_.find_programme(list.substr(0, comma));
            if (!programme) return "root: unknown programme";
            members |= std::uint32_t{1} << *programme;
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
        return {};
    }

    std::string_view read_root(const Fields& fields) {
        if (fields.size() != 4) return "root: three fields expected";
        if (table_.anchors_.size() == ProgrammeTable::kMaxAnchors) return "too many roots";
        Anchor anchor;
        if (const auto wrong = read_members(fields[2], anchor.members); !wrong.empty())
            return wrong;
        Sha256 fingerprint{};
        std::string der;
        if (!read_fingerprint(fields[1], fingerprint)) return "root: SHA-256 in hex expected";
        if (!from_base64(fields[3], der)) return "root: certificate in base64 expected";
        anchor.certificate = make_certificate(as_bytes(der), hasher_);
        if (!anchor.certificate->summary.complete) return "root: no certificate";
        if (anchor.certificate->sha256 != fingerprint)
            return "root: the SHA-256 is not the certificate's";
        if (!places_.emplace(fingerprint, table_.anchors_.size()).second)
            return "root: given twice";
        table_.anchors_.push_back(std::move(anchor));
        return {};
    }

    std::string_view read_blocked(const Fields& fields) {
        if (fields.size() != 3) return "blocked: two fields expected";
        const auto programme = table_.find_programme(fields[1]);
        Sha256 fingerprint{};
        if (!programme) return "blocked: unknown programme";
        if (!read_fingerprint(fields[2], fingerprint)) return "blocked: SHA-256 in hex expected";
        if (table_.blocked_.size() == ProgrammeTable::kMaxBlocked) return "too many blocked";
        table_.blocked_[fingerprint] |= std::uint32_t{1} << *programme;
        return {};
    }

    // Programme and rule stand first, date, certainty and source from field `at`.
    std::string_view read_rule_fields(const Fields& fields, std::size_t at, Distrust& distrust) {
        const auto programme = table_.find_programme(fields[1]);
        if (!programme) return "unknown programme";
        distrust.programme = *programme;
        if (!read_rule(fields[2], distrust.rule)) return "unknown rule";
        const auto date = from_time(fields[at]);
        if (!date) return "time expected: YYYY-MM-DDThh:mm:ssZ";
        distrust.date = *date;
        if (!read_certainty(fields[at + 1], distrust.certainty))
            return "certainty: primary, secondary or derived expected";
        distrust.source = optional_text(fields[at + 2]);
        return {};
    }

    std::string_view read_distrust(const Fields& fields) {
        if (fields.size() < 7) return "distrust: at least six fields expected";
        Distrust distrust;
        if (const auto wrong = read_rule_fields(fields, 3, distrust); !wrong.empty()) return wrong;
        for (std::size_t i = 6; i < fields.size(); ++i) {
            Sha256 fingerprint{};
            if (!read_fingerprint(fields[i], fingerprint))
                return "distrust: SHA-256 in hex expected";
            const auto place = places_.find(fingerprint);
            if (place == places_.end()) return "distrust: no such root above";
            table_.anchors_[place->second].distrusts.push_back(distrust);
        }
        return {};
    }

    std::string_view read_phase_out(const Fields& fields) {
        if (fields.size() != 8) return "phase-out: seven fields expected";
        ProgrammeTable::PhaseOut rule;
        const auto from = from_time(fields[3]);
        const auto until = from_time(fields[4]);
        if (!from || !until) return "time expected: YYYY-MM-DDThh:mm:ssZ";
        rule.from = *from;
        rule.until = *until;
        if (const auto wrong = read_rule_fields(fields, 5, rule.distrust); !wrong.empty())
            return wrong;
        table_.phase_outs_.push_back(std::move(rule));
        return {};
    }

    ProgrammeTable table_;
    std::map<Sha256, std::size_t> places_;
    CertificateHasher hasher_;
};

Result<ProgrammeTable, TableError> ProgrammeTable::parse(std::string_view text) {
    if (text.size() > kMaxText) return TableError{0, "too long"};
    TableLines lines(text);
    ProgrammeTableReader::Fields fields;
    if (!lines.next(fields) || fields != ProgrammeTableReader::Fields{"tlsonar-programmes", "1"})
        return TableError{lines.number(), "not a table of programmes, version 1"};
    ProgrammeTableReader reader;
    while (lines.next(fields))
        if (const auto wrong = reader.line(fields); !wrong.empty())
            return TableError{lines.number(), std::string(wrong)};
    if (const auto wrong = reader.end(); !wrong.empty())
        return TableError{lines.number(), std::string(wrong)};
    return reader.take();
}

}  // namespace tlsonar::trust
