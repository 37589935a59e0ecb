// Outline: what several parts of the page ask of a report, worked out once.
#pragma once

#include "audit/report/report.h"
#include "reports/html/html.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tlsonar::reports::html {

using audit::Assessed;
using audit::Report;
using audit::Rule;
using audit::RuleResult;
using audit::Severity;

// What became of a rule at a subject, as people filter: a status, and of failures their standing.
// The letter stands for it in the data of the script.
struct Standing {
    char letter;
    std::string_view id;     // of CSS classes and of the filter
    std::string_view title;  // "fails"
};
// In the order of the filter.
std::span<const Standing> standings();
const Standing& standing_of(const RuleResult& result);
// Of one deviation: "new", "known", "waived".
std::string_view standing_word(audit::Deviation::Standing standing);

inline constexpr std::size_t kSeverities = 5;
// Of all of a policy, or of a subject under it: failures that count, by severity.
using SeverityCounts = std::array<std::uint32_t, kSeverities>;

struct RuleAt {
    std::size_t policy = 0;
    const Rule* rule = nullptr;
    std::string anchor;
    std::string link;                        // "#" and the anchor
    std::string name;                        // "mozilla-modern:PROTO"
    std::vector<std::uint32_t> subjects;     // where it fails, the worst first
    std::array<std::uint32_t, 16> counts{};  // of each standing
};

struct SubjectAt {
    std::string anchor;
    SeverityCounts counts{};  // failures that count, of all policies
    // Of every rule of the outline; null where nobody judged.
    std::vector<const RuleResult*> results;
};

class Outline {
  public:
    Outline(const Report& report, const HtmlOptions& options);

    const Report& report;
    const HtmlOptions& options;
    std::vector<RuleAt> rules;            // by policy, in the policy's order
    std::vector<std::size_t> first_rule;  // of each policy, and the end
    std::vector<SubjectAt> subjects;      // as in the report
    std::vector<std::uint32_t> order;     // of subjects: the worst first
    bool graded = false;                  // any subject has a grade
    bool compared = false;                // "new" says something: there is a baseline, or waivers

    std::size_t size() const { return subjects.size(); }
    const Assessed& at(std::uint32_t subject) const { return report.subjects[subject]; }
    bool whole() const { return size() <= options.whole_pages; }
    // Null when the rule is of none of the policies.
    const RuleAt* find(const Rule* rule) const;

  private:
    std::string own_anchor(std::string_view prefix, std::string_view id);
    void list_rules();
    void list_subjects();
    void note(std::uint32_t subject, const RuleResult& result);
    void sort();

    std::unordered_map<const Rule*, std::size_t> index_;
    std::unordered_set<std::string> anchors_;
};

// "example.org:443" as an id of HTML and a fragment; with a few digits of its hash where it had to
// be changed.
std::string anchor_of(std::string_view prefix, std::string_view id);
std::string sha256_hex(std::string_view octets);
std::string sha256_base64(std::string_view octets);

// "3 endpoints", "1 endpoint": digits in groups.
std::string many(std::uint64_t n, std::string_view noun);

}  // namespace tlsonar::reports::html
