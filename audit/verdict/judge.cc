#include "audit/verdict/judge.h"

#include "audit/verdict/evaluate_private.h"
#include "audit/verdict/fingerprint.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace tlsonar::audit {

struct Judge::State {
    State(std::span<const PolicyPtr> of, const JudgeOptions& how) : policies(of), options(how) {}

    std::span<const PolicyPtr> policies;
    JudgeOptions options;
    Fingerprinter fingerprinter;
    Wording wording;
};

namespace {

// A list was learnt by many connections, an element of it by one: the first that has one.
using Evidence = std::unordered_map<std::string_view, std::string_view>;

Evidence evidence_of(const Subject& subject) {
    Evidence out;
    for (const VersionView& version : subject.versions)
        if (version.supported == "yes" && !version.evidence.empty())
            out.try_emplace(version.name, version.evidence);
    for (const auto* lists : {&subject.suites, &subject.groups, &subject.schemes})
        for (const ListView& list : *lists)
            for (const ListView::Item& item : list.items)
                if (!item.evidence.empty()) out.try_emplace(item.name, item.evidence);
    return out;
}

bool concerns_leaf(const Condition& condition) {
    if (condition.kind != Condition::Kind::test)
        return std::ranges::any_of(condition.parts, concerns_leaf);
    const std::string_view name = vocabulary()[condition.fact].name;
    return name.starts_with("cert.") || name == "server.ocsp.stapled_valid";
}

int badness(RuleStatus status) {
    switch (status) {
        case RuleStatus::fail:
            return 4;
        case RuleStatus::inconclusive:
            return 3;
        case RuleStatus::not_tested:
            return 2;
        case RuleStatus::pass:
            return 1;
        default:
            return 0;
    }
}

void take_worse(RuleResult& worst, RuleResult other) {
    if (worst.status == RuleStatus::fail && other.status == RuleStatus::fail) {
        for (Deviation& deviation : other.deviations)
            if (std::ranges::none_of(worst.deviations, [&](const Deviation& known) {
                    return known.fact == deviation.fact && known.aspect == deviation.aspect &&
                           known.observed == deviation.observed;
                }))
                worst.deviations.push_back(std::move(deviation));
    } else if (badness(other.status) > badness(worst.status)) {
        worst = std::move(other);
    }
}

// The judgements of one subject, made when they are asked for: policies may ask for each other.
class Bench {
  public:
    Bench(const Subject& subject, std::span<const PolicyPtr> policies, const JudgeOptions& options,
          Fingerprinter& fingerprinter, Wording& wording)
        : subject_(subject),
          policies_(policies),
          options_(options),
          fingerprinter_(fingerprinter),
          wording_(wording),
          evidence_(evidence_of(subject)),
          done_(policies.size()) {
        of_leaves_.reserve(subject.leaves.size());
        for (const LeafFacts& leaf : subject.leaves) {
            of_leaves_.push_back(subject.facts);
            of_leaves_.back().add(Facts(leaf.facts));
        }
    }

    std::vector<Judgement> judge_all() {
        std::vector<Judgement> out;
        out.reserve(policies_.size());
        for (std::size_t i = 0; i < policies_.size(); ++i)
            (void)judgement(i);
        for (std::optional<Judgement>& judgement : done_)
            out.push_back(std::move(*judgement));
        return out;
    }

  private:
    Truth truth_of_policy(std::string_view id) {
        for (std::size_t i = 0; i < policies_.size(); ++i) {
            if (policies_[i]->id != id) continue;
            if (!done_[i] && std::ranges::find(under_way_, i) != under_way_.end())
                return Truth::unknown;  // they ask for each other
            switch (judgement(i).verdict) {
                case PolicyVerdict::pass:
                    return Truth::yes;
                case PolicyVerdict::fail:
                    return Truth::no;
                case PolicyVerdict::incomplete:
                    return Truth::unknown;
                case PolicyVerdict::not_applicable:
                    return Truth::absent;
            }
        }
        return Truth::unknown;
    }

    const Judgement& judgement(std::size_t index) {
        if (done_[index]) return *done_[index];
        under_way_.push_back(index);
        const Policy& policy = *policies_[index];
        const PolicyTruth other = [this](std::string_view id) { return truth_of_policy(id); };
        Judgement judgement;
        judgement.results.reserve(policy.rules.size());
        for (const Rule& rule : policy.rules)
            if (!rule.disabled) judgement.results.push_back(apply(policy, rule, other));
        conclude(judgement);
        under_way_.pop_back();
        return done_[index].emplace(std::move(judgement));
    }

    // With several leaf certificates, a rule that concerns them holds when it holds for each.
    RuleResult apply(const Policy& policy, const Rule& rule, const PolicyTruth& other) {
        RuleResult result;
        result.rule = &rule;
        if (!in_force(rule, result) || !within_reach(rule, result)) return result;
        const bool by_leaf = !of_leaves_.empty() && (concerns_leaf(rule.condition) ||
                                                     (rule.when && concerns_leaf(*rule.when)));
        if (!by_leaf) return apply_to(subject_.facts, policy, rule, other);
        result = apply_to(of_leaves_.front(), policy, rule, other);
        for (const Facts& facts : std::span(of_leaves_).subspan(1))
            take_worse(result, apply_to(facts, policy, rule, other));
        return result;
    }

    RuleResult apply_to(const Facts& facts, const Policy& policy, const Rule& rule,
                        const PolicyTruth& other) {
        RuleResult result;
        result.rule = &rule;
        if (rule.when) {
            const Truth when = evaluate(*rule.when, facts, other);
            if (when == Truth::no || when == Truth::absent) {
                result.status = RuleStatus::not_applicable;
                return result;
            }
            if (when == Truth::unknown) return unknown(*rule.when, facts, other, std::move(result));
        }
        switch (evaluate(rule.condition, facts, other)) {
            case Truth::yes:
                result.status = RuleStatus::pass;
                break;
            case Truth::absent:
                result.status = RuleStatus::not_applicable;
                break;
            case Truth::unknown:
                return unknown(rule.condition, facts, other, std::move(result));
            case Truth::no:
                result.status = RuleStatus::fail;
                explained_.clear();
                explain(rule.condition, facts, other, wording_, explained_);
                result.deviations.assign(std::move_iterator(explained_.begin()),
                                         std::move_iterator(explained_.end()));
                for (Deviation& deviation : result.deviations) {
                    deviation.fingerprint =
                        fingerprinter_.of(policy.id, rule.id, subject_, deviation);
                    if (const auto one = evidence_.find(deviation.aspect); one != evidence_.end())
                        deviation.evidence = wording_.share(one->second);
                }
        }
        return result;
    }

    bool in_force(const Rule& rule, RuleResult& result) {
        if (rule.effective_from && options_.as_of < *rule.effective_from)
            result.cause = wording_.share("in force from " + text_of_day(*rule.effective_from));
        else if (rule.effective_until && options_.as_of >= *rule.effective_until)
            result.cause = wording_.share("in force until " + text_of_day(*rule.effective_until));
        else
            return true;
        result.status = RuleStatus::not_yet;
        return false;
    }

    // Whether what we have can say anything of the rule at all.
    bool within_reach(const Rule& rule, RuleResult& result) {
        if (rule.evidence.only_manual()) {
            result.status = RuleStatus::manual;
            result.cause = wording_.share("a person has to look");
        } else if (subject_.mode == Mode::file && rule.applies_to != AppliesTo::certificate) {
            result.status = RuleStatus::not_applicable;
            result.cause = wording_.share("a file has no " + std::string(name_of(rule.applies_to)));
        } else if (subject_.mode == Mode::passive && !rule.evidence.passive) {
            result.status = RuleStatus::not_tested;
            result.cause = wording_.share("takes a scan: a capture can't show it");
        } else {
            return true;
        }
        return false;
    }

    // Not tested: nobody asked. Inconclusive: somebody did, and did not learn (all of) it.
    RuleResult unknown(const Condition& condition, const Facts& facts, const PolicyTruth& other,
                       RuleResult result) {
        std::vector<const Condition*> tests;
        find_unknown(condition, facts, other, tests);
        result.status = RuleStatus::not_tested;
        for (const Condition* test : tests) {
            const Fact* fact = facts.find(test->fact);
            if (fact == nullptr || fact->cause.empty()) continue;
            if (subject_.mode != Mode::passive || !fact->known)
                result.status = RuleStatus::inconclusive;
            result.cause = wording_.share(std::string(vocabulary()[test->fact].title) + ": " +
                                          fact->cause.text());
            return result;
        }
        if (!subject_.reached())
            result.cause = wording_.share(subject_.trouble);
        else if (!tests.empty() && tests.front()->op == Operator::pass)
            result.cause = wording_.share("takes the verdict of " + text_of(tests.front()->value) +
                                          ", which was not asked for or is not known");
        else if (!tests.empty())
            result.cause = wording_.share("nobody asked: " +
                                          std::string(vocabulary()[tests.front()->fact].title));
        return result;
    }

    const Subject& subject_;
    std::span<const PolicyPtr> policies_;
    const JudgeOptions& options_;
    Fingerprinter& fingerprinter_;
    Wording& wording_;
    Evidence evidence_;
    std::vector<Facts> of_leaves_;  // of several: everything, as it is with each
    std::vector<std::optional<Judgement>> done_;
    std::vector<std::size_t> under_way_;
    std::vector<Deviation> explained_;  // of one rule, in the making
};

}  // namespace

Judge::Judge(std::span<const PolicyPtr> policies, const JudgeOptions& options)
    : state_(std::make_unique<State>(policies, options)) {}
Judge::~Judge() = default;

std::vector<Judgement> Judge::operator()(const Subject& subject) {
    return Bench(subject, state_->policies, state_->options, state_->fingerprinter, state_->wording)
        .judge_all();
}

std::vector<Judgement> judge(const Subject& subject, std::span<const PolicyPtr> policies,
                             const JudgeOptions& options) {
    return Judge(policies, options)(subject);
}

}  // namespace tlsonar::audit
