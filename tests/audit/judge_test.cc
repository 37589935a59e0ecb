#include "audit/verdict/judge.h"

#include "tests/audit/facts_make.h"

#include <gtest/gtest.h>

namespace tlsonar::audit::testing {
namespace {

constexpr std::string_view kAllow =
    R"({"fact":"server.protocols.accepted","op":"subset_of","value":["TLSv1.2","TLSv1.3"]})";
constexpr std::string_view kDeny =
    R"({"fact":"server.protocols.accepted","op":"none_of","value":["SSLv3"]})";
constexpr std::string_view kNeeds =
    R"({"fact":"server.protocols.accepted","op":"contains_any","value":["TLSv1.3"]})";

Facts versions(Names names) {
    Facts facts;
    facts.set("server.protocols.accepted", std::move(names));
    return facts;
}

Facts seen(Names names) {
    Facts facts;
    facts.set_partial("server.protocols.accepted", std::move(names), "only what was seen");
    return facts;
}

Judgement judge_one(const PolicyPtr& policy, const Facts& facts, Day as_of = kToday) {
    Subject subject;
    subject.id = "example.org:443";
    subject.facts = facts;
    return judge(subject, std::span(&policy, 1), {.as_of = as_of}).at(0);
}

TEST(Judge, AListThatIsWhole) {
    EXPECT_EQ(status_of(make_rule(kAllow), versions({"TLSv1.3"})), RuleStatus::pass);
    EXPECT_EQ(status_of(make_rule(kAllow), versions({"TLSv1.0", "TLSv1.3"})), RuleStatus::fail);
    EXPECT_EQ(status_of(make_rule(kDeny), versions({"TLSv1.3"})), RuleStatus::pass);
    EXPECT_EQ(status_of(make_rule(kDeny), versions({"SSLv3"})), RuleStatus::fail);
    EXPECT_EQ(status_of(make_rule(kNeeds), versions({"TLSv1.2"})), RuleStatus::fail);
}

TEST(Judge, WhatWasOverheardFailsAndNeverAllows) {
    const auto status = [](std::string_view rule, Names names) {
        return status_of(make_rule(rule), seen(std::move(names)), Mode::passive);
    };
    EXPECT_EQ(status(kAllow, {"TLSv1.0"}), RuleStatus::fail);
    EXPECT_EQ(status(kAllow, {"TLSv1.3"}), RuleStatus::not_tested);
    EXPECT_EQ(status(kDeny, {"SSLv3"}), RuleStatus::fail);
    EXPECT_EQ(status(kDeny, {"TLSv1.3"}), RuleStatus::not_tested);
    // That something is not there can't be seen.
    EXPECT_EQ(status(kNeeds, {"TLSv1.2"}), RuleStatus::not_tested);
}

TEST(Judge, AScanThatLearntAPartIsInconclusive) {
    EXPECT_EQ(status_of(make_rule(kAllow), seen({"TLSv1.3"})), RuleStatus::inconclusive);
    EXPECT_EQ(status_of(make_rule(kAllow), seen({"SSLv3"})), RuleStatus::fail);
    Facts unknown;
    unknown.set_unknown("server.protocols.accepted", "the server let every hello hang");
    EXPECT_EQ(status_of(make_rule(kAllow), unknown), RuleStatus::inconclusive);
    EXPECT_EQ(status_of(make_rule(kAllow), Facts{}), RuleStatus::not_tested);
}

TEST(Judge, WhatTakesAScanIsNotTestedInACapture) {
    const PolicyPtr rule = make_rule(kAllow, R"(,"evidence":["active"])");
    EXPECT_EQ(status_of(rule, versions({"SSLv3"}), Mode::passive), RuleStatus::not_tested);
    EXPECT_EQ(status_of(make_rule(kAllow), versions({"SSLv3"}), Mode::file),
              RuleStatus::not_applicable);
    EXPECT_EQ(status_of(make_rule(kAllow, R"(,"evidence":["manual"])"), versions({"SSLv3"})),
              RuleStatus::manual);
}

TEST(Judge, AbsentIsNotUnknown) {
    const PolicyPtr rule =
        make_rule(R"({"fact":"cert.leaf.key.rsa_exponent","op":">=","value":65537})");
    EXPECT_EQ(status_of(rule, make_facts(R"({"cert.leaf.key.rsa_exponent": null})")),
              RuleStatus::not_applicable);
    EXPECT_EQ(status_of(rule, make_facts(R"({"cert.leaf.key.rsa_exponent": 3})")),
              RuleStatus::fail);
    EXPECT_EQ(status_of(rule, Facts{}), RuleStatus::not_tested);
}

TEST(Judge, WhenDecidesWhetherARuleApplies) {
    const PolicyPtr rule =
        make_rule(kDeny, R"(,"when":{"fact":"server.early_data","op":"==","value":true})");
    Facts facts = versions({"SSLv3"});
    EXPECT_EQ(status_of(rule, facts), RuleStatus::not_tested);
    facts.set("server.early_data", false);
    EXPECT_EQ(status_of(rule, facts), RuleStatus::not_applicable);
    facts.set("server.early_data", true);
    EXPECT_EQ(status_of(rule, facts), RuleStatus::fail);
}

TEST(Judge, EveryElementThatOffendsIsADeviation) {
    const Judgement judgement =
        judge_one(make_rule(kAllow), versions({"SSLv3", "TLSv1.0", "TLSv1.3"}));
    const RuleResult& result = judgement.results.at(0);
    ASSERT_EQ(result.deviations.size(), 2U);
    EXPECT_EQ(result.deviations[0].aspect, "SSLv3");
    EXPECT_EQ(result.deviations[1].observed, "TLSv1.0");
    EXPECT_EQ(result.deviations[1].expected, "only TLSv1.2, TLSv1.3");
    EXPECT_EQ(result.deviations[0].fingerprint.text().size(), 32U);
    EXPECT_NE(result.deviations[0].fingerprint, result.deviations[1].fingerprint);
}

TEST(Judge, TheAlternativeThatWasMeantIsExplained) {
    const PolicyPtr rule = make_rule(R"({"any":[
        {"all":[{"fact":"cert.leaf.key.type","op":"in","value":["EC"]},
                {"fact":"cert.leaf.key.bits","op":">=","value":256}]},
        {"all":[{"fact":"cert.leaf.key.type","op":"in","value":["RSA"]},
                {"fact":"cert.leaf.key.bits","op":">=","value":2048}]}]})");
    const Judgement judgement =
        judge_one(rule, make_facts(R"({"cert.leaf.key.type":"RSA","cert.leaf.key.bits":1024})"));
    ASSERT_EQ(judgement.results.at(0).deviations.size(), 1U);
    EXPECT_EQ(judgement.results[0].deviations[0].observed, "1024 bits");
    EXPECT_EQ(judgement.results[0].deviations[0].expected, "at least 2048 bits");
}

// The facts of all have the least bits and no common type: judged by them alone, the short RSA key
// would be overlooked.
TEST(Judge, EachOfSeveralCertificatesHasToHold) {
    const PolicyPtr rule =
        make_rule(R"({"fact":"cert.leaf.key.bits","op":">=","value":2048})",
                  R"(,"when":{"fact":"cert.leaf.key.type","op":"in","value":["RSA"]})");
    const auto status = [&](std::string_view rsa_bits) {
        Subject subject;
        subject.facts = make_facts(R"({"cert.leaf.key.bits":256,"cert.leaf.key.type":"EC"})");
        subject.leaves.push_back({nullptr, subject.facts});
        subject.leaves.push_back(
            {nullptr, make_facts(R"({"cert.leaf.key.type":"RSA","cert.leaf.key.bits":)" +
                                 std::string(rsa_bits) + "}")});
        return judge(subject, std::span(&rule, 1), {.as_of = kToday}).at(0).results.at(0).status;
    };
    EXPECT_EQ(status("1024"), RuleStatus::fail);
    EXPECT_EQ(status("2048"), RuleStatus::pass);
}

TEST(Judge, RulesHaveDates) {
    const PolicyPtr rule =
        make_rule(kDeny, R"(,"effective_from":"2027-01-01","effective_until":"2030-01-01")");
    const auto on = [&](std::string_view day) {
        return judge_one(rule, versions({"SSLv3"}), *parse_day(day)).results.at(0).status;
    };
    EXPECT_EQ(on("2026-12-31"), RuleStatus::not_yet);
    EXPECT_EQ(on("2027-01-01"), RuleStatus::fail);
    EXPECT_EQ(on("2029-12-31"), RuleStatus::fail);
    EXPECT_EQ(on("2030-01-01"), RuleStatus::not_yet);
}

TEST(Judge, APolicyPassesOnlyWhenAllThatCountsIsKnown) {
    const auto verdict = [](std::string_view rules, const Facts& facts) {
        return judge_one(make_policy(rules), facts).verdict;
    };
    const std::string deny = R"({"id":"A","condition":)" + std::string(kDeny) + "}";
    const std::string untested =
        R"({"id":"B","condition":{"fact":"server.early_data","op":"==","value":false})";
    const Facts facts = versions({"TLSv1.3"});
    EXPECT_EQ(verdict(deny, facts), PolicyVerdict::pass);
    EXPECT_EQ(verdict(deny + "," + untested + "}", facts), PolicyVerdict::incomplete);
    EXPECT_EQ(verdict(deny + "," + untested + R"(,"severity":"info"})", facts),
              PolicyVerdict::pass);
    EXPECT_EQ(verdict(deny + "," + untested + "}", versions({"SSLv3"})), PolicyVerdict::fail);
    // Nothing was answered, even if nothing of it counts: that is no pass.
    EXPECT_EQ(verdict(untested + R"(,"severity":"info"})", facts), PolicyVerdict::incomplete);
    const std::string by_hand = R"({"id":"C","condition":)" + std::string(kDeny) +
                                R"(,"evidence":["manual"],"severity":"high"})";
    EXPECT_EQ(verdict(by_hand, facts), PolicyVerdict::incomplete);
    EXPECT_EQ(verdict(deny + "," + by_hand, facts), PolicyVerdict::pass);
}

TEST(Judge, AnotherPolicysVerdictCountsWhenItIsThere) {
    const PolicyPtr asks =
        make_policy(R"({"id":"A","condition":{"fact":"policy.result","op":"pass","value":"base"}})",
                    R"(,"id":"asks")");
    const PolicyPtr base =
        make_policy(R"({"id":"A","condition":)" + std::string(kDeny) + "}", R"(,"id":"base")");
    Subject subject;
    subject.facts = versions({"SSLv3"});
    const PolicyPtr both[] = {asks, base};
    EXPECT_EQ(judge(subject, both, {}).at(0).results.at(0).status, RuleStatus::fail);
    EXPECT_EQ(judge(subject, std::span(both, 1), {}).at(0).results.at(0).status,
              RuleStatus::not_tested);
    // Two that ask for each other learn nothing, and end.
    const PolicyPtr circle[] = {
        asks,
        make_policy(R"({"id":"A","condition":{"fact":"policy.result","op":"pass","value":"asks"}})",
                    R"(,"id":"base")")};
    EXPECT_EQ(judge(subject, circle, {}).at(0).results.at(0).status, RuleStatus::not_tested);
}

}  // namespace
}  // namespace tlsonar::audit::testing
