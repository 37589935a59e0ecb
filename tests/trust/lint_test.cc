// Each lint against a certificate that breaks it and nothing else is changed.
#include "trust/lint/lint.h"

#include "tests/trust/lint_cases.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

LintContext public_context() {
    LintContext context;
    context.publicly_trusted = true;
    context.pedantic = true;
    return context;
}

LintResult result_of(const Certificate& certificate, std::string_view id,
                     const LintContext& context = public_context()) {
    for (LintResult& result : run_lints(certificate, context))
        if (result.lint->kind.id == id) return std::move(result);
    ADD_FAILURE() << "no lint " << id;
    return {};
}

Blueprint base_of(Base base) {
    switch (base) {
        case Base::server:
            return server();
        case Base::intermediate:
            return intermediate();
        case Base::root:
            return root();
    }
    return server();
}

class BrokenBy : public testing::TestWithParam<Breaking> {};

TEST_P(BrokenBy, ItsOwnFaultAndNotByTheBase) {
    const Breaking& breaking = GetParam();
    const CertificatePtr clean = build(base_of(breaking.base));
    EXPECT_NE(result_of(*clean, breaking.lint).status, LintStatus::finding);
    const CertificatePtr broken = build(base_of(breaking.base), breaking.change);
    const LintResult result = result_of(*broken, breaking.lint);
    EXPECT_EQ(lint_status_name(result.status), "finding");
    // Rules for public CAs say nothing about others.
    const LintStatus elsewhere = result_of(*broken, breaking.lint, {}).status;
    EXPECT_EQ(elsewhere == LintStatus::not_applicable, binds_public_only(result.lint->rules));
}

std::string case_name(const testing::TestParamInfo<Breaking>& info) {
    std::string text(info.param.lint.substr(5));
    std::replace(text.begin(), text.end(), '-', '_');
    return text;
}

std::vector<Breaking> all_cases() {
    std::vector<Breaking> all;
    for (const auto cases : {cases_of_names_and_keys(), cases_of_extensions(), cases_of_structure(),
                             cases_of_profiles()})
        all.insert(all.end(), cases.begin(), cases.end());
    return all;
}

INSTANTIATE_TEST_SUITE_P(Lint, BrokenBy, testing::ValuesIn(all_cases()), case_name);

TEST(Lint, EveryLintHasACaseThatBreaksIt) {
    std::set<std::string_view> covered;
    for (const Breaking& one : all_cases())
        covered.insert(one.lint);
    for (const Lint& lint : all_lints())
        EXPECT_TRUE(covered.count(lint.kind.id) == 1) << lint.kind.id;
}

TEST(Lint, CleanCertificatesHaveNoFindings) {
    for (const Base base : {Base::server, Base::intermediate, Base::root}) {
        const CertificatePtr certificate = build(base_of(base));
        for (const Finding& finding : lint_findings(*certificate, public_context()))
            ADD_FAILURE() << finding.kind->id << ": " << finding.found;
    }
}

TEST(Lint, CleanExtendedValidation) {
    for (const Finding& finding : lint_findings(*build(ev_server()), public_context()))
        ADD_FAILURE() << finding.kind->id << ": " << finding.found;
}

TEST(Lint, PedanticOnesAreAskedFor) {
    const CertificatePtr certificate = build(server(), [](Blueprint& plan) {
        subject(plan, {{kCn, "www.example.com"}});
    });
    LintContext context = public_context();
    EXPECT_EQ(lint_findings(*certificate, context).size(), 1U);
    context.pedantic = false;
    EXPECT_TRUE(lint_findings(*certificate, context).empty());
}

TEST(Lint, LimitsOfLifetimeCountBothEnds) {
    // 200 days to the second are allowed, one second more is not.
    const auto one = [](int extra) {
        return build(server(), [extra](Blueprint& plan) {
            plan.live("20260315000000", 200);
            plan.not_after = time_of(1773532800 + 200 * 86400 - 1 + extra);
        });
    };
    EXPECT_EQ(result_of(*one(0), "lint.lifetime-over-200-days").status, LintStatus::pass);
    const LintResult longer = result_of(*one(1), "lint.lifetime-over-200-days");
    EXPECT_EQ(longer.status, LintStatus::finding);
    EXPECT_EQ(longer.finding.found, "200 days and 1 s");
    EXPECT_EQ(longer.finding.expected, "at most 200 days");
    // Each limit counts for its own years only.
    EXPECT_EQ(result_of(*one(1), "lint.lifetime-over-100-days").status, LintStatus::not_effective);
    const CertificatePtr earlier =
        build(server(), [](Blueprint& plan) { plan.live("20260314235959", 398); });
    EXPECT_EQ(result_of(*earlier, "lint.lifetime-over-200-days").status, LintStatus::not_effective);
}

TEST(Lint, MonthsAreCalendarMonths) {
    const auto status = [](int seconds_more) {
        return result_of(*build(server(),
                                [&](Blueprint& plan) {
                                    plan.not_before = time_of(1517356800);  // 2018-01-31
                                    // 39 months later: 2021-04-31, which is the first of May.
                                    plan.not_after = time_of(1619827200 + seconds_more);
                                }),
                         "lint.lifetime-over-39-months")
            .status;
    };
    EXPECT_EQ(status(0), LintStatus::pass);
    EXPECT_EQ(status(1), LintStatus::finding);
}

TEST(Lint, WhatCannotBeReadIsInconclusive) {
    const CertificatePtr whole = build(server());
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{20},
                                   whole->der.size() / 2, whole->der.size() - 1}) {
        const CertificatePtr cut = make_certificate(Bytes(whole->der.data(), size));
        for (const LintResult& result : run_lints(*cut, public_context()))
            EXPECT_NE(lint_status_name(result.status), "finding") << result.lint->kind.id;
    }
}

TEST(Lint, CatalogueIsSound) {
    std::set<std::string_view> ids;
    std::set<std::string_view> peers;
    for (const Lint& lint : all_lints()) {
        EXPECT_TRUE(lint.kind.id.starts_with("lint.")) << lint.kind.id;
        EXPECT_TRUE(ids.insert(lint.kind.id).second) << lint.kind.id;
        EXPECT_TRUE(lint.peer.empty() || peers.insert(lint.peer).second) << lint.peer;
        EXPECT_FALSE(lint.kind.title.empty() || lint.kind.meaning.empty() ||
                     lint.kind.fix.empty() || lint.kind.source.empty())
            << lint.kind.id;
        EXPECT_NE(lint.applies, nullptr);
        EXPECT_NE(lint.holds, nullptr);
        EXPECT_LT(lint.since, lint.until);
        EXPECT_EQ(find_lint(lint.kind.id), &lint);
        EXPECT_NE(find_finding_kind(lint.kind.id), nullptr);
    }
    EXPECT_EQ(find_lint(""), nullptr);
}

}  // namespace
}  // namespace tlsonar::trust::test
