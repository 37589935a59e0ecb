// What stops working when.
#include "trust/forecast/forecast.h"

#include "tests/trust/lint_certificates.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

constexpr std::int64_t kNow = 1780000000;  // 2026-05-28

const Forecast* find(const std::vector<Forecast>& all, std::string_view id,
                     std::size_t certificate = Finding::kNoCertificate) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const Forecast& one) {
        return one.finding.kind->id == id &&
               (certificate == Finding::kNoCertificate || one.finding.certificate == certificate);
    });
    return at == all.end() ? nullptr : &*at;
}

class ForecastTest : public testing::Test {
  protected:
    std::vector<CertificatePtr> chain_{build(server()), build(intermediate()), build(root())};
    ForecastInput input() {
        ForecastInput in;
        in.chain = chain_;
        in.publicly_trusted = true;
        in.as_of = kNow;
        return in;
    }
};

TEST_F(ForecastTest, ExpiryOfEachCertificate) {
    const auto all = forecast(input());
    const Forecast* leaf = find(all, "forecast.leaf-expires");
    ASSERT_NE(leaf, nullptr);
    EXPECT_EQ(leaf->date, *chain_[0]->summary.not_after + 1);
    EXPECT_EQ(leaf->finding.expected, "2026-07-30");
    EXPECT_FALSE(leaf->past);
    EXPECT_NE(find(all, "forecast.intermediate-expires", 1), nullptr);
    EXPECT_NE(find(all, "forecast.root-expires", 2), nullptr);
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const Forecast& a, const Forecast& b) {
        return a.date < b.date;
    }));
}

TEST_F(ForecastTest, ACrossSignIsNotTheEnd) {
    const std::int64_t later[] = {*chain_[1]->summary.not_after + 1000};
    ForecastInput in = input();
    in.other_paths_end = later;
    const auto all = forecast(in);
    EXPECT_EQ(find(all, "forecast.intermediate-expires"), nullptr);
    EXPECT_NE(find(all, "forecast.cross-sign-expires", 1), nullptr);
}

TEST_F(ForecastTest, PastIsSaid) {
    ForecastInput in = input();
    in.as_of = *chain_[0]->summary.not_after;
    EXPECT_FALSE(find(forecast(in), "forecast.leaf-expires")->past);
    in.as_of += 1;
    EXPECT_TRUE(find(forecast(in), "forecast.leaf-expires")->past);
}

TEST_F(ForecastTest, LimitsAtRenewal) {
    chain_[0] = build(server(), [](Blueprint& plan) { plan.live("20260401000000", 198); });
    const auto all = forecast(input());
    std::vector<std::string> limits;
    for (const Forecast& one : all)
        if (one.finding.kind->id == "forecast.renewal-lifetime") {
            EXPECT_EQ(one.finding.found, "198 days");
            limits.push_back(one.finding.expected);
        }
    EXPECT_EQ(limits, (std::vector<std::string>{"at most 100 days", "at most 47 days"}));
    // A certificate of 47 days fits all limits to come.
    chain_[0] = build(server(), [](Blueprint& plan) { plan.live("20260401000000", 47); });
    EXPECT_EQ(find(forecast(input()), "forecast.renewal-lifetime"), nullptr);
    EXPECT_NE(find(forecast(input()), "forecast.validation-reuse"), nullptr);
}

TEST_F(ForecastTest, ClientAuthenticationEnds) {
    EXPECT_EQ(find(forecast(input()), "forecast.client-auth-ends"), nullptr);
    chain_[0] = build(server(), [](Blueprint& plan) {
        plan.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"}));
    });
    const auto all = forecast(input());
    const Forecast* end = find(all, "forecast.client-auth-ends");
    ASSERT_NE(end, nullptr);
    EXPECT_EQ(end->date, 1805068800);  // 2027-03-15
}

TEST_F(ForecastTest, AgeOfTheRootsKey) {
    const auto removal = [&](std::int64_t made) {
        ForecastInput in = input();
        in.root_key_made = made;
        const auto all = forecast(in);
        const Forecast* old = find(all, "forecast.root-key-old", 2);
        return old == nullptr ? std::string() : old->finding.expected;
    };
    EXPECT_EQ(removal(1167609600), "2026-04-15");  // 2007-01-01
    EXPECT_EQ(removal(1199145599), "2026-04-15");  // the last second of 2007
    EXPECT_EQ(removal(1199145600), "2027-04-15");  // 2008-01-01
    EXPECT_EQ(removal(1325375999), "2028-04-15");  // the last second of 2011
    EXPECT_EQ(removal(1388534400), "2029-04-15");  // 2014-01-01
    EXPECT_EQ(removal(1577836800), "2034-12-31");  // 2020: fifteen years
    ForecastInput in = input();
    in.publicly_trusted = false;
    EXPECT_EQ(find(forecast(in), "forecast.root-key-old"), nullptr);
}

TEST_F(ForecastTest, ProgrammesSayWhen) {
    const std::int64_t issued = *chain_[0]->summary.not_before;
    std::vector<ProgrammeFact> facts = {
        {"Mozilla", ProgrammeFact::Rule::not_before_after, issued - 1, "bug 1"},
        {"Apple", ProgrammeFact::Rule::not_before_after, issued, "page 2"},
        {"Chrome", ProgrammeFact::Rule::removed_on, issued + 5, "page 3"},
        {"Chrome", ProgrammeFact::Rule::sct_after, issued + 10, "page 4"},
    };
    ForecastInput in = input();
    in.programme_facts = facts;
    const auto all = forecast(in);
    const Forecast* distrusted = find(all, "forecast.root-distrusted", 0);
    ASSERT_NE(distrusted, nullptr);
    EXPECT_EQ(distrusted->finding.expected, "bug 1");
    EXPECT_NE(find(all, "forecast.root-removed", 2), nullptr);
    EXPECT_NE(find(all, "forecast.root-distrusts-renewals", 2), nullptr);
    // What a programme says itself takes the place of the estimate.
    EXPECT_EQ(find(all, "forecast.root-key-old"), nullptr);
}

// The SCTs of the test certificate are of 2026-04-30, before its notBefore.
TEST_F(ForecastTest, SctsTellTheDayOfIssue) {
    const std::int64_t sct = 0x019DE0000000 / 1000;
    ForecastInput in = input();
    std::vector<ProgrammeFact> facts = {{"Chrome", ProgrammeFact::Rule::sct_after, sct - 1, ""}};
    in.programme_facts = facts;
    EXPECT_NE(find(forecast(in), "forecast.root-distrusted"), nullptr);
    facts[0].date = sct;
    EXPECT_EQ(find(forecast(in), "forecast.root-distrusted"), nullptr);
    EXPECT_NE(find(forecast(in), "forecast.root-distrusts-renewals"), nullptr);
}

TEST_F(ForecastTest, AlgorithmsOfTheChain) {
    chain_[1] = build(intermediate(), [](Blueprint& plan) {
        plan.outer_algorithm = algorithm("1.2.840.113549.1.1.5", null());
        plan.key = rsa_key(rsa_modulus(2048), std::string("\x01\x00\x01", 3));
    });
    const auto all = forecast(input());
    EXPECT_NE(find(all, "forecast.sha1-ends", 1), nullptr);
    EXPECT_NE(find(all, "forecast.key-too-small-2030", 1), nullptr);
    EXPECT_EQ(find(all, "forecast.key-too-small-2030", 0), nullptr);
    EXPECT_NE(find(all, "forecast.key-not-post-quantum-2035", 0), nullptr);
    ForecastInput in = input();
    in.publicly_trusted = false;
    EXPECT_EQ(find(forecast(in), "forecast.sha1-ends"), nullptr);
}

TEST(Forecast, NothingOfNothing) {
    EXPECT_TRUE(forecast({}).empty());
    const std::vector<CertificatePtr> none{nullptr};
    ForecastInput in;
    in.chain = none;
    EXPECT_TRUE(forecast(in).empty());
    const std::vector<CertificatePtr> broken{make_certificate(Bytes())};
    in.chain = broken;
    in.publicly_trusted = true;
    EXPECT_TRUE(forecast(in).empty());
}

}  // namespace
}  // namespace tlsonar::trust::test
