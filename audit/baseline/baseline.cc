#include "audit/baseline/baseline.h"

#include "audit/verdict/judge.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace tlsonar::audit {
namespace {

using nlohmann::json;

constexpr std::string_view kSchema = "tlsonar.baseline/1";

std::string text(const json& object, const char* member) {
    const auto at = object.find(member);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// In a report: subjects[].policies[].results[].deviations[], wherever it stands: what has a
// fingerprint is a deviation, and inherits the names of what it stands in.
void collect(const json& node, BaselineEntry context, Baseline& out, int depth) {
    constexpr int kDeepest = 32;
    if (depth > kDeepest) return;
    if (node.is_object()) {
        const auto inherit = [&](const char* member, std::string& into) {
            if (std::string found = text(node, member); !found.empty()) into = std::move(found);
        };
        inherit("policy", context.policy);
        inherit("rule", context.rule);
        inherit("stable_id", context.subject);
        context.aspect = text(node, "aspect");
        if (const std::string fingerprint = text(node, "fingerprint"); !fingerprint.empty()) {
            if (text(node, "standing") != "waived") out.entries.emplace(fingerprint, context);
            return;
        }
    }
    if (node.is_structured())
        for (const json& member : node)
            collect(member, context, out, depth + 1);
}

bool took_part(const Report& report, const BaselineEntry& entry) {
    const bool policy = std::ranges::any_of(
        report.policies, [&](const PolicyPtr& p) { return p->id == entry.policy; });
    const bool subject = std::ranges::any_of(report.subjects, [&](const Assessed& a) {
        return a.subject.stable_id == entry.subject && a.subject.reached();
    });
    return policy && subject;
}

// Whether every rule of that name was judged for that subject, and none fails.
bool holds_now(const Report& report, const BaselineEntry& entry) {
    bool judged = false;
    for (const Assessed& assessed : report.subjects) {
        if (assessed.subject.stable_id != entry.subject) continue;
        for (std::size_t p = 0; p < report.policies.size(); ++p) {
            if (report.policies[p]->id != entry.policy) continue;
            for (const RuleResult& result : assessed.judgements[p].results) {
                if (result.rule->id != entry.rule) continue;
                if (result.status == RuleStatus::not_tested ||
                    result.status == RuleStatus::inconclusive)
                    return false;
                judged = true;
            }
        }
    }
    return judged;
}

template <class Report_, class Visit>
void each_deviation(Report_& report, Visit visit) {
    for (auto& assessed : report.subjects)
        for (std::size_t p = 0; p < assessed.judgements.size(); ++p)
            for (auto& result : assessed.judgements[p].results)
                for (auto& deviation : result.deviations)
                    visit(*report.policies[p], assessed.subject, *result.rule, deviation);
}

json entry_json(const std::string& fingerprint, const BaselineEntry& entry) {
    json out = {{"fingerprint", fingerprint},
                {"policy", entry.policy},
                {"rule", entry.rule},
                {"subject", entry.subject}};
    if (!entry.aspect.empty()) out["aspect"] = entry.aspect;
    return out;
}

}  // namespace

Result<Baseline, FileFault> read_baseline(std::string_view octets, std::string_view file) {
    const auto fault = [&](std::string problem) {
        return FileFault{std::string(file), 0, {}, std::move(problem)};
    };
    const json document = json::parse(octets, nullptr, false);
    if (document.is_discarded()) return fault("is no JSON");
    if (!document.is_object()) return fault("is no baseline and no report of tlsonar");
    Baseline out;
    out.file = file;
    const std::string schema = text(document, "schema");
    if (schema == "tlsonar.report/1") {
        collect(document, {}, out, 0);
        return out;
    }
    const auto deviations = document.find("deviations");
    if (schema != kSchema || deviations == document.end() || !deviations->is_array())
        return fault("is no baseline (tlsonar.baseline/1) and no report (tlsonar.report/1)");
    for (const json& entry : *deviations) {
        if (!entry.is_object() || text(entry, "fingerprint").empty())
            return fault("has an entry without a fingerprint");
        out.entries.emplace(text(entry, "fingerprint"),
                            BaselineEntry{text(entry, "policy"), text(entry, "rule"),
                                          text(entry, "subject"), text(entry, "aspect")});
    }
    return out;
}

void apply_baseline(Report& report, const Baseline& baseline) {
    Delta delta;
    delta.file = baseline.file;
    std::set<std::string> met;
    each_deviation(report, [&](const Policy&, const Subject&, const Rule&, Deviation& deviation) {
        const std::string fingerprint = deviation.fingerprint.text();
        const bool known = baseline.entries.contains(fingerprint);
        if (known) met.insert(fingerprint);
        if (deviation.standing == Deviation::Standing::waived) return;
        deviation.standing = known ? Deviation::Standing::known : Deviation::Standing::fresh;
        ++(known ? delta.known : delta.fresh);
    });
    for (Assessed& assessed : report.subjects)
        for (Judgement& judgement : assessed.judgements)
            conclude(judgement);
    for (const auto& [fingerprint, entry] : baseline.entries)
        if (!met.contains(fingerprint) && took_part(report, entry) && holds_now(report, entry))
            delta.fixed.push_back(entry.subject + ": " + entry.policy + " " + entry.rule +
                                  (entry.aspect.empty() ? "" : " (" + entry.aspect + ")"));
    std::ranges::sort(delta.fixed);
    report.delta = std::move(delta);
}

std::string write_baseline(const Report& report, const Baseline* before) {
    std::map<std::string, BaselineEntry> entries;
    if (before != nullptr)
        for (const auto& [fingerprint, entry] : before->entries)
            if (!took_part(report, entry)) entries.emplace(fingerprint, entry);
    each_deviation(report, [&](const Policy& policy, const Subject& subject, const Rule& rule,
                               const Deviation& deviation) {
        if (deviation.standing == Deviation::Standing::waived) return;
        entries.insert_or_assign(
            deviation.fingerprint.text(),
            BaselineEntry{policy.id, rule.id, subject.stable_id, deviation.aspect.text()});
    });
    json list = json::array();
    for (const auto& [fingerprint, entry] : entries)
        list.push_back(entry_json(fingerprint, entry));
    const json document = {{"schema", kSchema}, {"deviations", std::move(list)}};
    return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace tlsonar::audit
