#include "tests/audit/facts_make.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::testing {
namespace {

Value value_of(const nlohmann::json& json) {
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_string()) return json.get<std::string>();
    if (json.is_array()) return json.get<Names>();
    return Absent{};
}

}  // namespace

Facts make_facts(std::string_view json) {
    Facts facts;
    const nlohmann::json document = nlohmann::json::parse(json);
    for (const auto& [name, value] : document.items())
        facts.set(name, value_of(value));
    return facts;
}

PolicyPtr make_policy(std::string_view rules, std::string_view more) {
    nlohmann::json document =
        nlohmann::json::parse("{\"rules\":[" + std::string(rules) + "]" + std::string(more) + "}");
    const nlohmann::json head = {{"id", "test"},
                                 {"title", "A policy for tests"},
                                 {"publisher", "us"},
                                 {"version", "1"},
                                 {"date", "2026-01-01"}};
    const nlohmann::json usual = {{"id", "R"},
                                  {"title", "A rule"},
                                  {"requirement", "Be good."},
                                  {"applies_to", "server"},
                                  {"severity", "high"},
                                  {"evidence", {"active", "passive"}},
                                  {"reference", "section 1"},
                                  {"certainty", "source"}};
    for (const auto& [name, value] : head.items())
        if (!document.contains(name)) document[name] = value;
    for (nlohmann::json& rule : document["rules"])
        for (const auto& [name, value] : usual.items())
            if (!rule.contains(name)) rule[name] = value;
    PolicyShelf shelf;
    auto policy = shelf.parse(document.dump(), "test.json");
    EXPECT_TRUE(policy.ok()) << (policy ? "" : policy.error().sentence());
    return policy ? *policy : std::make_shared<const Policy>();
}

PolicyPtr make_rule(std::string_view condition, std::string_view more) {
    return make_policy("{\"condition\":" + std::string(condition) + std::string(more) + "}");
}

RuleStatus status_of(const PolicyPtr& policy, const Facts& facts, Mode mode) {
    Subject subject;
    subject.mode = mode;
    subject.id = "example.org:443";
    subject.facts = facts;
    const auto judgements = judge(subject, std::span(&policy, 1), {.as_of = kToday});
    EXPECT_EQ(judgements.size(), 1U);
    EXPECT_EQ(judgements.at(0).results.size(), 1U);
    return judgements.at(0).results.at(0).status;
}

}  // namespace tlsonar::audit::testing
