#include "audit/gate/gate.h"

#include "audit/waiver/glob.h"
#include "core/text.h"

#include <algorithm>

namespace tlsonar::audit {
namespace {

constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};

std::optional<Severity> severity_of(std::string_view name) {
    for (std::size_t i = 0; i < std::size(kSeverities); ++i)
        if (kSeverities[i] == name) return static_cast<Severity>(i);
    return std::nullopt;
}

bool names_rule(std::string_view pattern, const Policy& policy, const Rule& rule) {
    const std::size_t colon = pattern.find(':');
    if (colon == std::string_view::npos) return glob_matches(pattern, rule.id);
    return glob_matches(pattern.substr(0, colon), policy.id) &&
           glob_matches(pattern.substr(colon + 1), rule.id);
}

template <class Holds>
bool any_rule(const std::vector<PolicyPtr>& policies, Holds holds) {
    return std::ranges::any_of(policies, [&](const PolicyPtr& policy) {
        return std::ranges::any_of(policy->rules,
                                   [&](const Rule& rule) { return holds(*policy, rule); });
    });
}

std::string plural(std::uint32_t n, std::string_view noun) {
    return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

std::string what_counts(const GateOptions& options) {
    std::string out;
    const auto add = [&out](std::string_view part) {
        out += (out.empty() ? "" : ", ") + std::string(part);
    };
    if (options.least)
        add(std::string(kSeverities[static_cast<std::size_t>(*options.least)]) +
            (*options.least == Severity::critical ? "" : " or worse"));
    for (const std::string& level : options.levels)
        add(level);
    for (const std::string& rule : options.rules)
        add(rule);
    return out.empty() ? "new" : out;
}

// Of a rule that fails: whether --fail-on is about it.
bool is_asked_for(const Rule& rule, const Policy& policy, const GateOptions& options) {
    if (options.least && rule.severity >= *options.least) return true;
    if (std::ranges::count(options.levels, rule.level) > 0) return true;
    return std::ranges::any_of(options.rules, [&](const std::string& pattern) {
        return names_rule(pattern, policy, rule);
    });
}

void add_counts(const Report& report, const GateOptions& options, GateVerdict& out) {
    for (const Assessed& assessed : report.subjects) {
        if (!assessed.subject.reached())
            ++out.unreachable;
        else if (assessed.subject.state != "complete")
            ++out.incomplete;
        for (std::size_t p = 0; p < assessed.judgements.size(); ++p)
            for (const RuleResult& result : assessed.judgements[p].results) {
                if (result.status == RuleStatus::fail && !result.excused())
                    ++(is_asked_for(*result.rule, *report.policies[p], options) ? out.violations
                                                                                : out.below);
                const bool open = result.status == RuleStatus::not_tested ||
                                  result.status == RuleStatus::inconclusive;
                if (open && assessed.subject.reached()) ++out.open;
            }
    }
}

// Those that rules have: "MUST, SHOULD".
std::string levels_of(const std::vector<PolicyPtr>& policies) {
    std::vector<std::string> levels;
    for (const PolicyPtr& policy : policies)
        for (const Rule& rule : policy->rules)
            if (!rule.level.empty() && std::ranges::count(levels, rule.level) == 0)
                levels.push_back(rule.level);
    std::string out;
    for (const std::string& level : levels)
        out += (out.empty() ? "" : ", ") + printable(level);
    return out.empty() ? "which have none" : out;
}

}  // namespace

Result<GateOptions, std::string> parse_fail_on(std::string_view text,
                                               const std::vector<PolicyPtr>& policies) {
    GateOptions out;
    out.least.reset();
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string token(text.substr(0, comma));
        text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
        const auto is_level = [&](const Policy& policy, const Rule& rule) {
            return rule.level == token || std::ranges::count(policy.levels, token) > 0;
        };
        if (token == "new")
            out.only_new = true;
        else if (const auto severity = severity_of(token))
            out.least = out.least ? std::min(*out.least, *severity) : *severity;
        else if (any_rule(policies, is_level))
            out.levels.push_back(token);
        else if (any_rule(policies, [&](const Policy& policy, const Rule& rule) {
                     return names_rule(token, policy, rule);
                 }))
            out.rules.push_back(token);
        else
            return "--fail-on: \"" + printable(token) +
                   "\" is no severity (info, low, medium, high, critical), not \"new\", no rule "
                   "and no level of the policies (" +
                   levels_of(policies) + ")";
    }
    if (out.only_new && !out.least && out.levels.empty() && out.rules.empty())
        out.least = Severity::info;
    return out;
}

bool counts(const RuleResult& result, const Policy& policy, const GateOptions& options) {
    return result.status == RuleStatus::fail && !result.excused() &&
           is_asked_for(*result.rule, policy, options);
}

GateVerdict pass_gate(const Report& report, const GateOptions& options) {
    GateVerdict out;
    add_counts(report, options, out);
    const std::uint32_t not_learnt = out.unreachable + out.incomplete;
    const bool too_open = options.max_not_tested && out.open > *options.max_not_tested;
    if (out.violations > 0) {
        out.exit_code = 1;
        out.reason = plural(out.violations, "violation") + " (" + what_counts(options) + ")";
    } else if (not_learnt > 0 && options.on_unreachable == OnUnreachable::fail) {
        out.exit_code = 1;
        out.reason = plural(not_learnt, "endpoint") + " not assessed whole";
    } else if (not_learnt > 0 && options.on_unreachable == OnUnreachable::warn) {
        out.exit_code = 3;
        out.reason = plural(not_learnt, "endpoint") + " not assessed whole";
    } else if (too_open) {
        out.exit_code = 3;
        out.reason = plural(out.open, "rule") + " not tested, more than --max-not-tested allows";
    } else {
        out.reason = "no violation (" + what_counts(options) + ")";
    }
    if (options.exit_zero) out.exit_code = 0;
    return out;
}

}  // namespace tlsonar::audit
