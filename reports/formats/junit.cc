// JUnit: a suite is an endpoint, a case is a rule of a policy. Two dialects: the XSD of Jenkins'
// xunit plugin refuses testcase@file, GitLab finds a path only there. GitLab drops a case whose
// name was there before.
#include "reports/format.h"
#include "reports/formats/failures.h"
#include "reports/formats/unique_names.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"
#include "reports/formats/xml.h"

#include <algorithm>

namespace tlsonar::reports::writers {
namespace {

using audit::Deviation;
using audit::RuleResult;
using audit::RuleStatus;

enum class Dialect : std::uint8_t { jenkins, gitlab };

struct Counts {
    std::uint64_t tests = 0, failures = 0, errors = 0, skipped = 0;
    void operator+=(const Counts& other) {
        tests += other.tests;
        failures += other.failures;
        errors += other.errors;
        skipped += other.skipped;
    }
};

// One suite while it is written.
struct Suite {
    const audit::Report& report;
    const audit::Subject& subject;
    Dialect dialect;
    std::string name;
    Counts counts;
    UniqueNames names;
    std::string cases;
};

void open_case(Suite& suite, std::string name) {
    ++suite.counts.tests;
    suite.cases += "  <testcase";
    append_attribute(suite.cases, "classname", suite.name);
    append_attribute(suite.cases, "name", suite.names.of(std::move(name)));
    append_attribute(suite.cases, "time", "0");
    if (suite.dialect == Dialect::gitlab && !suite.subject.file.empty())
        append_attribute(suite.cases, "file", visible(repository_path(suite.subject.file)));
}

void skip(Suite& suite, const std::string& message) {
    ++suite.counts.skipped;
    suite.cases += ">\n   <skipped";
    append_attribute(suite.cases, "message", message);
    suite.cases += "/>\n  </testcase>\n";
}

void pass(Suite& suite) { suite.cases += "/>\n"; }

std::string deviation_line(const audit::Report& report, const Deviation& deviation) {
    std::string out = failure_text(deviation);
    if (!deviation.evidence.empty()) out += " [" + visible(deviation.evidence) + "]";
    if (deviation.standing == Deviation::Standing::known) out += " (known: in the baseline)";
    if (deviation.standing == Deviation::Standing::waived) {
        out += " (waived";
        if (deviation.waiver < report.waivers.size())
            out += ": " + visible(report.waivers[deviation.waiver].reason);
        out += ")";
    }
    return out + "\n";
}

std::string failure_details(const audit::Report& report, const RuleResult& result) {
    constexpr std::size_t kMost = 100;
    // What is new must not lie behind what is excused.
    std::vector<const Deviation*> all;
    all.reserve(result.deviations.size());
    for (const Deviation& deviation : result.deviations)
        all.push_back(&deviation);
    std::ranges::stable_partition(
        all, [](const Deviation* d) { return d->standing == Deviation::Standing::fresh; });
    std::string out;
    for (std::size_t i = 0; i < all.size() && i < kMost; ++i)
        out += deviation_line(report, *all[i]);
    if (result.deviations.size() > kMost)
        out += "and " + std::to_string(result.deviations.size() - kMost) + " more\n";
    out += "requirement: " + visible(result.rule->requirement) + "\n";
    if (!result.rule->reference.empty())
        out += "reference: " + visible(result.rule->reference) + "\n";
    if (result.rule->interpretation) out += "an interpretation of the document\n";
    return out;
}

void fail(Suite& suite, const RuleResult& result) {
    ++suite.counts.failures;
    const auto fresh =
        std::find_if(result.deviations.begin(), result.deviations.end(),
                     [](const Deviation& d) { return d.standing == Deviation::Standing::fresh; });
    suite.cases += ">\n   <failure";
    if (fresh != result.deviations.end())
        append_attribute(suite.cases, "message", failure_text(*fresh));
    append_attribute(suite.cases, "type", trust::severity_name(result.rule->severity));
    suite.cases += '>';
    append_xml(suite.cases, failure_details(suite.report, result));
    suite.cases += "</failure>\n  </testcase>\n";
}

// What fails a rule of severity "info" fails no policy, and no job.
void tell(Suite& suite, const RuleResult& result) {
    suite.cases += ">\n   <system-out>";
    append_xml(suite.cases, "for information:\n" + failure_details(suite.report, result));
    suite.cases += "</system-out>\n  </testcase>\n";
}

std::string excuse(const RuleResult& result) {
    const bool waived =
        std::any_of(result.deviations.begin(), result.deviations.end(),
                    [](const Deviation& d) { return d.standing == Deviation::Standing::waived; });
    return waived ? "waived" : "known: in the baseline";
}

void write_case(Suite& suite, const audit::Policy& policy, const RuleResult& result) {
    open_case(suite, visible(rule_name(policy, *result.rule)) + " " + visible(result.rule->title));
    if (result.status == RuleStatus::pass) return pass(suite);
    if (result.status == RuleStatus::fail) {
        if (result.excused()) return skip(suite, excuse(result));
        if (result.rule->severity == trust::Severity::info) return tell(suite, result);
        return fail(suite, result);
    }
    std::string why(audit::title_of(result.status));
    if (!result.cause.empty()) why += ": " + visible(result.cause);
    skip(suite, why);
}

// The one case that is an error when nothing answered: rules are then not tested, and skipped.
void write_reached(Suite& suite) {
    if (suite.subject.mode != audit::Mode::active) return;
    open_case(suite, "tlsonar/reached");
    if (suite.subject.reached()) return pass(suite);
    ++suite.counts.errors;
    suite.cases += ">\n   <error";
    append_attribute(suite.cases, "message", "not reached: " + visible(suite.subject.trouble));
    append_attribute(suite.cases, "type", "unreachable");
    suite.cases += "/>\n  </testcase>\n";
}

void append_counts(std::string& out, const Counts& counts) {
    append_attribute(out, "tests", std::to_string(counts.tests));
    append_attribute(out, "failures", std::to_string(counts.failures));
    append_attribute(out, "errors", std::to_string(counts.errors));
}

void append_suite(std::string& out, const Suite& suite) {
    out += " <testsuite";
    append_attribute(out, "name", suite.name);
    append_counts(out, suite.counts);
    append_attribute(out, "skipped", std::to_string(suite.counts.skipped));
    append_attribute(out, "time", decimals(std::max(suite.subject.seconds, 0.0)));
    if (suite.subject.seen_at != 0) {
        std::string seen;
        append_seconds(seen, suite.subject.seen_at / 1'000'000'000);
        seen.pop_back();  // the Z: Jenkins knows no zone
        append_attribute(out, "timestamp", seen);
    }
    if (!suite.subject.file.empty())
        append_attribute(out, "file", visible(repository_path(suite.subject.file)));
    out += ">\n" + suite.cases + " </testsuite>\n";
}

std::string document(const audit::Report& report, Dialect dialect) {
    UniqueNames names;
    Counts all;
    double seconds = 0;
    std::string suites;
    for (const audit::Assessed& assessed : report.subjects) {
        Suite suite{
            report, assessed.subject, dialect, names.of(visible(assessed.subject.id)), {}, {}, {}};
        write_reached(suite);
        for (std::size_t i = 0; i < assessed.judgements.size(); ++i)
            for (const RuleResult& result : assessed.judgements[i].results)
                write_case(suite, *report.policies[i], result);
        append_suite(suites, suite);
        all += suite.counts;
        seconds += std::max(suite.subject.seconds, 0.0);
    }
    std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tlsonar\"";
    append_counts(head, all);
    append_attribute(head, "time", decimals(seconds));
    head += ">\n";
    // (A hundred megabytes at times: no second copy.)
    suites.insert(0, head);
    return suites += "</testsuites>\n";
}

}  // namespace

std::string junit(const audit::Report& report, const FormatOptions& /*options*/) {
    return document(report, Dialect::jenkins);
}

std::string junit_gitlab(const audit::Report& report, const FormatOptions& /*options*/) {
    return document(report, Dialect::gitlab);
}

}  // namespace tlsonar::reports::writers
