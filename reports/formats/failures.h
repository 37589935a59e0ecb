// What most formats ask of a report: its deviations one by one, the worst first.
#pragma once

#include "audit/report/report.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tlsonar::reports {

// One deviation with all it belongs to. Points into the report.
struct Failure {
    const audit::Assessed* assessed = nullptr;
    const audit::Policy* policy = nullptr;
    const audit::RuleResult* result = nullptr;
    const audit::Deviation* deviation = nullptr;

    const audit::Rule& rule() const { return *result->rule; }
    const audit::Subject& subject() const { return assessed->subject; }
    bool fresh() const { return deviation->standing == audit::Deviation::Standing::fresh; }
};

// By severity, then in the order of the report: subject, policy, rule.
std::vector<Failure> failures(const audit::Report& report, bool with_excused);

// "mozilla-modern/PROTO", as formats name a rule.
std::string rule_name(const audit::Policy& policy, const audit::Rule& rule);
// Of the vocabulary.
std::string_view fact_name(audit::FactId fact);
// "observed TLSv1; expected only TLSv1.2, TLSv1.3", fit to be shown.
std::string failure_text(const audit::Deviation& deviation);

// Addresses of one name share their fingerprints, and readers keep one finding of each: counts how
// often one came before, in the order of the document, from 1.
class Recurrences {
  public:
    std::size_t number(const audit::Deviation& deviation) {
        return ++numbers_[deviation.fingerprint.text()];
    }

  private:
    std::unordered_map<std::string, std::size_t> numbers_;
};

struct VerdictCount {
    std::uint32_t pass = 0, fail = 0, incomplete = 0, not_applicable = 0;
};
VerdictCount verdict_count(const audit::Report& report, std::size_t policy);

}  // namespace tlsonar::reports
