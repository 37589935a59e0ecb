// The policies that are built in against a reference evaluation of three endpoints, and the laws
// of the evaluator over all of their rules.
#include "audit/verdict/judge.h"
#include "tests/audit/facts_make.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {
namespace {

std::string shared_folder() {
    const char* named = std::getenv("TLSONAR_SHARED");
    return named != nullptr ? named : TLSONAR_SOURCE_DIR "/../shared";
}

PolicyPtr built_in(std::string_view id) {
    PolicyShelf shelf;
    auto policy = shelf.open(id);
    EXPECT_TRUE(policy.ok()) << (policy ? "" : policy.error().sentence());
    return policy ? *policy : std::make_shared<const Policy>();
}

std::string reference_name(RuleStatus status) {
    switch (status) {
        case RuleStatus::fail:
            return "FAIL";
        case RuleStatus::not_applicable:
            return "n/a";
        case RuleStatus::manual:
            return "not-tested";  // the reference has no such word
        default:
            return std::string(name_of(status));
    }
}

TEST(Oracle, EveryPolicyThatIsBuiltInLoads) {
    const auto names = PolicyShelf::names();
    EXPECT_GE(names.size(), 21U);
    for (const std::string_view name : names) {
        const PolicyPtr policy = built_in(name);
        EXPECT_EQ(policy->id, name);
        EXPECT_FALSE(policy->sources.empty()) << name;
        for (const Rule& rule : policy->rules) {
            EXPECT_FALSE(rule.reference.empty()) << name << " " << rule.id;
            EXPECT_FALSE(rule.requirement.empty()) << name << " " << rule.id;
        }
    }
}

TEST(Oracle, AgreesWithTheReferenceEvaluation) {
    std::ifstream in(shared_folder() + "/facts/policies/_schema/eval_demo_results.json");
    if (!in) GTEST_SKIP() << "skipped: the reference evaluation is not here";
    const nlohmann::json reference = nlohmann::json::parse(in);
    std::size_t compared = 0;
    for (const auto& [id, endpoints] : reference["results"].items()) {
        const PolicyPtr policy = built_in(id);
        for (const auto& [endpoint, expected] : endpoints.items()) {
            Subject subject;
            subject.id = endpoint;
            nlohmann::json facts = reference["endpoints"][endpoint];
            // The reference counts days in one way only.
            if (facts.contains("cert.leaf.validity_days"))
                facts["cert.leaf.lifetime_days"] = facts["cert.leaf.validity_days"];
            subject.facts = make_facts(facts.dump());
            const auto judged = judge(subject, std::span(&policy, 1), {.as_of = kToday});
            std::map<std::string, std::string> found;
            for (const RuleResult& result : judged.at(0).results)
                found[result.rule->id] = reference_name(result.status);
            for (const auto& [rule, status] : expected.items()) {
                EXPECT_EQ(found[rule], status.get<std::string>())
                    << id << " " << endpoint << " " << rule;
                ++compared;
            }
        }
    }
    EXPECT_EQ(compared, 789U);
}

// All facts that rules of built-in policies ask for, with values of the right kind.
Facts random_facts(std::mt19937& random) {
    Facts facts;
    const auto below = [&](unsigned n) { return random() % n; };
    for (std::size_t i = 0; i < vocabulary().size(); ++i) {
        const FactName& name = vocabulary()[i];
        Fact fact;
        switch (name.type) {
            case ValueType::boolean:
                fact.value = below(2) == 0;
                break;
            case ValueType::number:
                fact.value = std::int64_t{64} << below(7);
                break;
            case ValueType::text:
                fact.value = std::string(below(2) == 0 ? "RSA" : "EC");
                break;
            case ValueType::date:
                fact.value = std::string(below(2) == 0 ? "2026-01-01" : "2027-06-01");
                break;
            case ValueType::names: {
                Names names;
                for (const char* n :
                     {"TLSv1.0", "TLSv1.2", "TLSv1.3", "x25519", "TLS_RSA_WITH_NULL_MD5",
                      "TLS_AES_128_GCM_SHA256", "rsa_pss_rsae_sha256", "serverAuth"})
                    if (below(3) == 0) names.emplace_back(n);
                fact.value = std::move(names);
                if (below(4) == 0) fact.complete = false, fact.cause = "only a part";
                break;
            }
        }
        if (below(8) == 0) fact.value = Absent{};
        if (below(8) == 0) continue;
        facts.set(static_cast<FactId>(i), std::move(fact));
    }
    return facts;
}

// Knowing less never makes a rule pass that was not tested, nor turns pass into fail or back.
TEST(Oracle, RemovingAFactNeverTurnsWhatWasNotTestedIntoPass) {
    std::mt19937 random(20261120);
    std::vector<PolicyPtr> policies;
    for (const std::string_view name : PolicyShelf::names())
        policies.push_back(built_in(name));
    std::size_t compared = 0;
    for (int round = 0; round < 60; ++round) {
        Subject subject;
        subject.id = "example.org:443";
        subject.mode = round % 2 == 0 ? Mode::active : Mode::passive;
        subject.facts = random_facts(random);
        const auto before = judge(subject, policies, {.as_of = kToday});
        for (int step = 0; step < 40 && !subject.facts.all().empty(); ++step) {
            auto at = subject.facts.all().begin();
            std::advance(at, static_cast<long>(random() % subject.facts.all().size()));
            subject.facts.erase(at->first);
        }
        const auto after = judge(subject, policies, {.as_of = kToday});
        for (std::size_t p = 0; p < policies.size(); ++p)
            for (std::size_t r = 0; r < before[p].results.size(); ++r) {
                const RuleStatus had = before[p].results[r].status;
                const RuleStatus has = after[p].results[r].status;
                ++compared;
                if (has == RuleStatus::pass) {
                    EXPECT_EQ(had, RuleStatus::pass);
                }
                if (has == RuleStatus::fail) {
                    EXPECT_EQ(had, RuleStatus::fail);
                }
            }
    }
    EXPECT_GT(compared, 10'000U);
}

}  // namespace
}  // namespace tlsonar::audit::testing
