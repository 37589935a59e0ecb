#include "audit/waiver/waivers.h"

#include "audit/file/yaml_private.h"
#include "audit/verdict/judge.h"
#include "audit/waiver/glob.h"
#include "core/text.h"

namespace tlsonar::audit {
namespace {

Waiver read_waiver(YamlReader& in, const YamlPlace& at) {
    static constexpr std::string_view kMembers[] = {"rule",  "target",  "aspect", "reason",
                                                    "owner", "expires", "ticket"};
    Waiver waiver;
    if (!in.map(at, kMembers)) return waiver;
    waiver.file = in.file();
    waiver.line = YamlReader::line(at);
    waiver.rule = in.text(at, "rule", true);
    waiver.target = in.text(at, "target", true);
    waiver.aspect = in.text(at, "aspect", false);
    waiver.reason = in.text(at, "reason", true);
    waiver.owner = in.text(at, "owner", false);
    waiver.ticket = in.text(at, "ticket", false);
    const YamlPlace expires = in.need(at, "expires");
    waiver.expires = parse_day(in.text(expires));
    if (in.ok() && !waiver.expires)
        in.fail(expires,
                "expected a date such as \"2027-03-31\": a waiver without an end is a "
                "policy; found \"" +
                    printable(in.text(expires)) + "\"");
    if (in.ok() && waiver.reason.find_first_not_of(" \t") == std::string::npos)
        in.fail(at, "lacks a reason");
    return waiver;
}

bool covers_rule(const Waiver& waiver, const Policy& policy, const Rule& rule) {
    const std::size_t colon = waiver.rule.find(':');
    if (colon == std::string::npos) return glob_matches(waiver.rule, rule.id);
    const std::string_view whole = waiver.rule;
    return glob_matches(whole.substr(0, colon), policy.id) &&
           glob_matches(whole.substr(colon + 1), rule.id);
}

bool covers(const Waiver& waiver, const Subject& subject, const Deviation& deviation) {
    if (!glob_matches(waiver.target, subject.id) && !glob_matches(waiver.target, subject.stable_id))
        return false;
    return waiver.aspect.empty() || glob_matches(waiver.aspect, deviation.aspect);
}

// The first waiver that holds has it; expired ones only count what they would cover.
void mark(Report& report, const Policy& policy, const Rule& rule, const Subject& subject,
          Deviation& deviation) {
    for (std::size_t i = 0; i < report.waivers.size(); ++i) {
        Waiver& waiver = report.waivers[i];
        if (!covers_rule(waiver, policy, rule) || !covers(waiver, subject, deviation)) continue;
        ++waiver.used;
        if (waiver.expired) continue;
        deviation.standing = Deviation::Standing::waived;
        deviation.waiver = static_cast<std::uint32_t>(i);
        return;
    }
}

std::string place_of(const Waiver& waiver) {
    return "the waiver of " + waiver.rule + " for " + waiver.target + " (" + waiver.file + ":" +
           std::to_string(waiver.line) + ")";
}

void add_notices(Report& report) {
    for (const Waiver& waiver : report.waivers) {
        const std::string place = place_of(waiver);
        if (waiver.expired && waiver.used > 0)
            report.notices.push_back(
                {Severity::medium, place + " expired on " + text_of_day(*waiver.expires) + ": " +
                                       std::to_string(waiver.used) +
                                       (waiver.used == 1 ? " finding is" : " findings are") +
                                       " back"});
        else if (waiver.expired)
            report.notices.push_back({Severity::info, place + " expired on " +
                                                          text_of_day(*waiver.expires) +
                                                          " and covers nothing: remove it"});
        else if (waiver.used == 0)
            report.notices.push_back(
                {Severity::low, place + " covers nothing: is it still needed?"});
    }
}

}  // namespace

Result<std::vector<Waiver>, FileFault> read_waivers(std::string_view text, std::string_view file) {
    YamlReader in{std::string(file)};
    const YamlPlace root = in.parse(text);
    static constexpr std::string_view kMembers[] = {"waivers"};
    std::vector<Waiver> out;
    if (in.ok() && in.map(root, kMembers))
        for (const YamlPlace& waiver : in.elements(in.need(root, "waivers")))
            out.push_back(read_waiver(in, waiver));
    if (!in.ok()) return in.fault();
    return out;
}

void apply_waivers(Report& report) {
    if (report.waivers.empty()) return;
    for (Waiver& waiver : report.waivers)
        waiver.expired = report.as_of > *waiver.expires;
    for (Assessed& assessed : report.subjects)
        for (std::size_t p = 0; p < assessed.judgements.size(); ++p) {
            Judgement& judgement = assessed.judgements[p];
            for (RuleResult& result : judgement.results)
                for (Deviation& deviation : result.deviations)
                    mark(report, *report.policies[p], *result.rule, assessed.subject, deviation);
            conclude(judgement);
        }
    add_notices(report);
}

}  // namespace tlsonar::audit
