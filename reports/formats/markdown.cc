// Markdown for GitHub and GitLab: a job's summary, or a comment of a merge request. What peers and
// users wrote stands in <code>, all that could be markup as character references: nothing is a
// link, a mention or a cell's end there.
#include "reports/format.h"
#include "reports/formats/failures.h"
#include "reports/formats/visible.h"
#include "reports/formats/writers.h"
#include "reports/gate_words.h"

#include <algorithm>
#include <cctype>

namespace tlsonar::reports::writers {
namespace {

using audit::Assessed;
using audit::PolicyVerdict;

constexpr std::size_t kSummaryLimit = 1'000'000;  // GitHub: 1 MiB a step
constexpr std::size_t kCommentLimit = 65'536;     // GitHub: characters of a comment
constexpr std::size_t kReserved = 1'000;          // for the last sentence
constexpr std::size_t kMostFindings = 20;
constexpr std::size_t kMostNotices = 20;
constexpr std::size_t kMostRows = 200;  // of one endpoint
constexpr std::size_t kMostOfCode = 120;

bool is_harmless(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet >= 0x80 || std::isalnum(octet) != 0 ||
           std::string_view(" -,/()+=.").find(c) != std::string_view::npos;
}

bool is_word_at(std::string_view text, std::size_t at) {
    return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

void append_reference(std::string& out, char c) {
    out += "&#" + std::to_string(static_cast<int>(c)) + ';';
}

// For any place, also inside HTML blocks.
std::string escaped(std::string_view text, std::size_t limit = kMostOfText) {
    std::string out;
    const std::string shown = visible(text, limit);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const char c = shown[i];
        // Inside a word '_' is no emphasis; "www." would become a link.
        const bool in_word =
            c == '_' && i > 0 && is_word_at(shown, i - 1) && is_word_at(shown, i + 1);
        const bool link = c == '.' && i > 0 && (shown[i - 1] | 0x20) == 'w';
        if (in_word || (is_harmless(c) && !link))
            out += c;
        else
            append_reference(out, c);
        if (c == '@') out += "<!-- -->";  // parts what would mention somebody
    }
    return out;
}

std::string code(std::string_view text) {
    // In <code> nobody is mentioned; a comment would be shown nowhere, but is noise there.
    return text.empty() ? std::string() : "<code>" + escaped(text, kMostOfCode) + "</code>";
}

// Over all subjects: the worst of its verdicts.
PolicyVerdict overall(const VerdictCount& count) {
    if (count.fail != 0) return PolicyVerdict::fail;
    if (count.incomplete != 0) return PolicyVerdict::incomplete;
    return count.pass != 0 ? PolicyVerdict::pass : PolicyVerdict::not_applicable;
}

std::string_view verdict_mark(PolicyVerdict verdict) {
    switch (verdict) {
        case PolicyVerdict::pass:
            return "✅ pass";
        case PolicyVerdict::fail:
            return "❌ **FAIL**";
        case PolicyVerdict::incomplete:
            return "⚠️ incomplete";
        case PolicyVerdict::not_applicable:
            break;
    }
    return "n/a";
}

std::string of_policies(std::size_t n, std::size_t all) {
    return std::to_string(n) + " of " + std::to_string(all) + (all == 1 ? " policy" : " policies");
}

std::string headline_of_policies(const audit::Report& report) {
    std::size_t fail = 0, incomplete = 0;
    for (std::size_t i = 0; i < report.policies.size(); ++i) {
        const PolicyVerdict verdict = overall(verdict_count(report, i));
        fail += verdict == PolicyVerdict::fail;
        incomplete += verdict == PolicyVerdict::incomplete;
    }
    const std::size_t all = report.policies.size();
    std::string out = "## tlsonar: ";
    if (all == 0) return out + "no policy was asked for\n\n";
    if (fail != 0)
        out += "❌ " + of_policies(fail, all) + " not met";
    else if (incomplete != 0)
        out += "⚠️ " + of_policies(incomplete, all) + " not fully tested";
    else
        out += "✅ no policy is violated";
    return out + "\n\n";
}

std::string_view gate_mark(std::string_view word) {
    return word == "FAIL" ? "❌ " : word == "PASS" ? "✅ " : "⚠️ ";
}

// The gate's own words: a job that is green must not read as one that failed.
std::string headline(const audit::Report& report, const FormatOptions& options) {
    if (!options.gate || report.policies.empty()) return headline_of_policies(report);
    const GateWords words = gate_words(audit::pass_gate(report, *options.gate));
    return "## tlsonar: " + std::string(gate_mark(words.word)) + std::string(words.word) + ": " +
           escaped(words.sentence) + "\n\n";
}

std::string scope(const audit::Report& report) {
    const auto lost = std::count_if(report.subjects.begin(), report.subjects.end(),
                                    [](const Assessed& a) { return !a.subject.reached(); });
    std::string out = plural(report.subjects.size(), "subject") + " judged as of " +
                      audit::text_of_day(report.as_of);
    if (lost != 0) out += ", " + std::to_string(lost) + " of them not reached";
    if (report.delta)
        out += "; against " + code(report.delta->file) + ": **" +
               std::to_string(report.delta->fresh) + " new**, " +
               std::to_string(report.delta->known) + " known, " +
               std::to_string(report.delta->fixed.size()) + " fixed";
    return out + ".\n\n";
}

std::string policy_table(const audit::Report& report) {
    if (report.policies.empty()) return {};
    std::string out =
        "| policy | verdict | endpoints pass / fail / incomplete / n/a | rules failed | waived | "
        "known | not tested "
        "| unclear | by hand |\n|---|---|---|--:|--:|--:|--:|--:|--:|\n";
    for (std::size_t i = 0; i < report.policies.size(); ++i) {
        const VerdictCount count = verdict_count(report, i);
        const audit::Tally tally = report.tally(i);
        out += "| " + code(report.policies[i]->id) + " " + escaped(report.policies[i]->version) +
               " | " + std::string(verdict_mark(overall(count)));
        out += " | " + std::to_string(count.pass) + " / " + std::to_string(count.fail) + " / " +
               std::to_string(count.incomplete) + " / " + std::to_string(count.not_applicable);
        for (const std::uint32_t n : {tally.fail, tally.waived, tally.known, tally.not_tested,
                                      tally.inconclusive, tally.manual})
            out += " | " + std::to_string(n);
        out += " |\n";
    }
    return out + "\n";
}

std::string notices(const audit::Report& report) {
    std::string out;
    for (std::size_t i = 0; i < report.notices.size() && i < kMostNotices; ++i)
        out += "- " + std::string(trust::severity_name(report.notices[i].severity)) + ": " +
               escaped(report.notices[i].text) + "\n";
    if (report.notices.size() > kMostNotices)
        out += "- and " + std::to_string(report.notices.size() - kMostNotices) + " notices more\n";
    return out.empty() ? out : out + "\n";
}

std::string failure_cells(const Failure& failure) {
    return code(rule_name(*failure.policy, failure.rule())) + " " + escaped(failure.rule().title) +
           " | " + code(failure.deviation->observed) + " | " + code(failure.deviation->expected) +
           " |\n";
}

std::string worst(const std::vector<Failure>& found) {
    if (found.empty()) return "Nothing new is against a rule.\n\n";
    std::string out = "### New findings";
    if (found.size() > kMostFindings)
        out +=
            ": the worst " + std::to_string(kMostFindings) + " of " + std::to_string(found.size());
    out += "\n\n| severity | endpoint | rule | observed | expected |\n|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < found.size() && i < kMostFindings; ++i)
        out += "| " + std::string(trust::severity_name(found[i].rule().severity)) + " | " +
               code(found[i].subject().id) + " | " + failure_cells(found[i]);
    return out + "\n";
}

std::string_view standing_word(const audit::Deviation& deviation) {
    switch (deviation.standing) {
        case audit::Deviation::Standing::fresh:
            return "new";
        case audit::Deviation::Standing::known:
            return "known";
        case audit::Deviation::Standing::waived:
            break;
    }
    return "waived";
}

std::string verdict_list(const audit::Report& report, const Assessed& assessed) {
    std::string out;
    for (std::size_t i = 0; i < assessed.judgements.size(); ++i) {
        if (i != 0) out += ", ";
        out += escaped(report.policies[i]->id) + ": " +
               std::string(audit::name_of(assessed.judgements[i].verdict));
    }
    return out;
}

// An endpoint, folded. `mine` is what is against rules there.
std::string endpoint(const audit::Report& report, const Assessed& assessed,
                     const std::vector<const Failure*>& mine) {
    std::string out = "<details><summary>" + code(assessed.subject.id) + " " +
                      verdict_list(report, assessed) + "</summary>\n\n";
    if (!assessed.subject.trouble.empty())
        out += std::string(assessed.subject.reached() ? "Incomplete: " : "Not reached: ") +
               escaped(assessed.subject.trouble) + "\n\n";
    if (!mine.empty()) {
        out += "| severity | standing | rule | observed | expected |\n|---|---|---|---|---|\n";
        for (std::size_t i = 0; i < mine.size() && i < kMostRows; ++i)
            out += "| " + std::string(trust::severity_name(mine[i]->rule().severity)) + " | " +
                   std::string(standing_word(*mine[i]->deviation)) + " | " +
                   failure_cells(*mine[i]);
        if (mine.size() > kMostRows)
            out += "\nand " + std::to_string(mine.size() - kMostRows) + " more\n";
        out += '\n';
    }
    return out + "</details>\n\n";
}

// Failures of each subject, in the order of the report.
std::vector<std::vector<const Failure*>> by_subject(const audit::Report& report,
                                                    const std::vector<Failure>& all) {
    std::vector<std::vector<const Failure*>> out(report.subjects.size());
    for (const Failure& failure : all)
        out[static_cast<std::size_t>(failure.assessed - report.subjects.data())].push_back(
            &failure);
    return out;
}

std::string page(const audit::Report& report, const FormatOptions& options, std::size_t limit) {
    const std::vector<Failure> all = failures(report, true);
    std::vector<Failure> fresh;
    std::copy_if(all.begin(), all.end(), std::back_inserter(fresh),
                 [](const Failure& f) { return f.fresh(); });
    std::string out = headline(report, options) + scope(report) + policy_table(report);
    // Each part whole, or not at all.
    std::size_t left_out = 0;
    const auto add = [&](const std::string& part) {
        const bool fits = out.size() + part.size() + kReserved <= limit;
        if (fits) out += part;
        return fits;
    };
    if (out.size() + kReserved > limit) out = headline(report, options);
    for (const std::string& part : {worst(fresh), notices(report)})
        if (!add(part)) out += "A part is left out here: it is too long.\n\n";
    const auto mine = by_subject(report, all);
    for (std::size_t i = 0; i < report.subjects.size(); ++i)
        if (left_out != 0 || !add(endpoint(report, report.subjects[i], mine[i]))) ++left_out;
    if (left_out != 0)
        out += std::to_string(left_out) + " more are left out here; the other reports have them.\n";
    return out;
}

}  // namespace

std::string markdown(const audit::Report& report, const FormatOptions& options) {
    return page(report, options, kSummaryLimit);
}

std::string markdown_comment(const audit::Report& report, const FormatOptions& options) {
    return page(report, options, kCommentLimit);
}

}  // namespace tlsonar::reports::writers
