// Many endpoints read by several threads are those that one thread reads.
#include "intake_make.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit {
namespace {

using namespace testing;

constexpr std::size_t kEndpoints = 40;

// Lines that differ: names, states, lists.
std::vector<std::string> lines() {
    std::vector<std::string> out;
    const nlohmann::json document = scanned_in_short();
    for (std::size_t i = 0; i < kEndpoints; ++i) {
        nlohmann::json one = document;
        one["name"] = "host" + std::to_string(i % 30) + ".example";  // some are there twice
        if (i % 7 == 0) one["state"] = "failed";
        if (i % 5 == 0) one["certificates"].erase(0);
        if (i % 3 == 0) one["suites"].clear();
        out.push_back(one.dump());
    }
    return out;
}

std::string joined(const std::vector<std::string>& lines, std::string_view between) {
    std::string out;
    for (const std::string& line : lines)
        out += (out.empty() ? "" : std::string(between)) + line;
    return out;
}

std::string scan_of(const std::vector<std::string>& lines) {
    return R"({"schema":"tlsonar.scan/1","note":"\"endpoints\":[","endpoints":[)" +
           joined(lines, ",\n") + "\n],\"done\":true}";
}

struct Read {
    std::string fault;
    std::vector<Subject> subjects;
};

Read read(std::string_view text, unsigned threads) {
    Intake intake(kNow, threads);
    const auto status = intake.read(text, "many.json");
    return {status.ok() ? "" : status.error().sentence(), intake.take()};
}

std::string facts_of(const Facts& facts) {
    std::string out;
    for (const auto& [id, fact] : facts.all())
        out += std::string(vocabulary()[id].name) + "=" + told(facts, vocabulary()[id].name) + " " +
               fact.cause.text() + fact.evidence.text() + "\n";
    return out;
}

void expect_same(const std::string& text) {
    const Read one = read(text, 1);
    for (const unsigned threads : {2U, 3U, 64U}) {
        const Read several = read(text, threads);
        EXPECT_EQ(several.fault, one.fault);
        ASSERT_EQ(several.subjects.size(), one.subjects.size());
        for (std::size_t i = 0; i < one.subjects.size(); ++i) {
            const Subject& a = one.subjects[i];
            const Subject& b = several.subjects[i];
            EXPECT_EQ(b.id, a.id);
            EXPECT_EQ(b.stable_id, a.stable_id);
            EXPECT_EQ(facts_of(b.facts), facts_of(a.facts)) << a.id;
            ASSERT_EQ(b.leaves.size(), a.leaves.size());
            ASSERT_EQ(b.chains.size(), a.chains.size());
            for (std::size_t c = 0; c < a.chains.size(); ++c)
                for (std::size_t k = 0; k < a.chains[c].sent.size(); ++k)
                    EXPECT_EQ(*b.chains[c].sent[k], *a.chains[c].sent[k]);
        }
    }
}

TEST(IntakeMany, LinesAndScansAreTheSameForAnyThreads) {
    const std::vector<std::string> all = lines();
    EXPECT_EQ(read(joined(all, "\n"), 3).subjects.size(), kEndpoints);
    EXPECT_EQ(read(scan_of(all), 3).subjects.size(), kEndpoints);
    expect_same(joined(all, "\n"));
    expect_same(joined(all, "\n \n"));
    expect_same(scan_of(all));
}

TEST(IntakeMany, FaultsAreTheSameForAnyThreads) {
    std::vector<std::string> all = lines();
    std::string whole = scan_of(all);
    expect_same(whole.substr(0, whole.size() - 1));
    expect_same(whole + "}");
    expect_same(whole.insert(whole.rfind(']'), ","));
    const std::string good = all[20];
    for (const std::string& bad :
         {std::string("{}"), std::string("7"), good.substr(0, good.size() - 1), good + good,
          std::string(R"({"schema":"tlsonar.endpoint/1"})"),
          std::string("{\"schema\":\"\xff\"}")}) {
        all[20] = bad;
        expect_same(joined(all, "\n"));
        expect_same(scan_of(all));
    }
    EXPECT_NE(read(joined(all, "\n"), 3).fault, "");
}

}  // namespace
}  // namespace tlsonar::audit
