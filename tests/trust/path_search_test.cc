// The search for paths: what it finds, what it says when there is none, what it may cost.
#include "tests/trust/path_maker.h"
#include "trust/path/validate.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using test::make;

constexpr std::int64_t kNow = 1'800'000'000;

// root -> middle -> leaf, and what else a test puts beside them.
class PathSearch : public testing::Test {
  protected:
    PathSearch() {
        options.time = kNow;
        options.names.push_back(*PeerName::dns("www.example.com"));
        root = make({.subject = "Root",
                     .issuer = "Root",
                     .key = root_key.get(),
                     .signer = root_key.get(),
                     .ca = true});
        middle = make({.subject = "Middle",
                       .issuer = "Root",
                       .key = middle_key.get(),
                       .signer = root_key.get(),
                       .ca = true});
        leaf = make({.subject = "Leaf",
                     .issuer = "Middle",
                     .key = leaf_key.get(),
                     .signer = middle_key.get()});
        anchors.add(make_trust_anchor(root));
    }
    PathReport run() { return validate(leaf, pool, anchors, options, cache); }
    static bool has(const Path& path, std::string_view id) {
        return std::any_of(path.findings.begin(), path.findings.end(),
                           [id](const Finding& finding) { return finding.kind->id == id; });
    }

    test::Key root_key = test::new_key();
    test::Key middle_key = test::new_key();
    test::Key leaf_key = test::new_key();
    test::Key other_key = test::new_key();
    CertificatePtr root;
    CertificatePtr middle;
    CertificatePtr leaf;
    CertificatePool pool;
    TrustAnchorSet anchors{"test"};
    ValidationOptions options;
    ValidationCache cache;
};

TEST_F(PathSearch, FindsThePathAndItsEarliestExpiry) {
    pool.add(middle);
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::valid);
    ASSERT_NE(report.best_path(), nullptr);
    EXPECT_EQ(report.best_path()->certificates, (std::vector<CertificatePtr>{leaf, middle}));
    EXPECT_EQ(report.best_path()->anchor->certificate, root);
    EXPECT_EQ(report.best_path()->earliest_expiry, 1'900'000'000);
    EXPECT_EQ(report.signatures_checked, 2U);
}

TEST_F(PathSearch, SignaturesAreCheckedOnce) {
    pool.add(middle);
    run();
    const PathReport again = run();
    EXPECT_EQ(again.verdict, Verdict::valid);
    EXPECT_EQ(again.signatures_checked, 0U);
    EXPECT_EQ(cache.checked(), 2U);
}

TEST_F(PathSearch, NamesTheMissingIssuer) {
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::invalid);
    ASSERT_EQ(report.missing.size(), 1U);
    EXPECT_EQ(report.missing[0].of, leaf);
    EXPECT_EQ(report.missing[0].name, "O=Middle");
    EXPECT_EQ(report.missing[0].key_id, *middle->summary.subject_key_id);
    EXPECT_TRUE(has(*report.best_path(), "path.missing-issuer"));
}

TEST_F(PathSearch, TurnsBackFromADeadEnd) {
    // The same CA three times: expired, by an unknown root, and the good one last.
    pool.add(make({.subject = "Middle",
                   .issuer = "Root",
                   .key = middle_key.get(),
                   .signer = root_key.get(),
                   .ca = true,
                   .until = kNow - 1}));
    pool.add(make({.subject = "Middle",
                   .issuer = "Elsewhere",
                   .key = middle_key.get(),
                   .signer = other_key.get(),
                   .ca = true}));
    pool.add(middle);
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::valid);
    EXPECT_EQ(report.best_path()->certificates[1], middle);
}

TEST_F(PathSearch, AllPathsTellsTheFailingOnesToo) {
    const auto expired = make({.subject = "Middle",
                               .issuer = "Root",
                               .key = middle_key.get(),
                               .signer = root_key.get(),
                               .ca = true,
                               .until = kNow - 1});
    pool.add(expired);
    pool.add(middle);
    options.all_paths = true;
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::valid);
    EXPECT_EQ(report.valid_paths, 1U);
    ASSERT_EQ(report.paths.size(), 2U);
    EXPECT_EQ(report.paths[0].verdict, Verdict::valid);
    EXPECT_EQ(report.paths[1].verdict, Verdict::invalid);
    EXPECT_TRUE(has(report.paths[1], "path.expired"));
    EXPECT_EQ(report.paths[1].earliest_expiry, kNow - 1);
}

TEST_F(PathSearch, AllFaultsOfTheBestPathAreTold) {
    pool.add(make({.subject = "Middle",
                   .issuer = "Root",
                   .key = middle_key.get(),
                   .signer = root_key.get(),
                   .ca = true,
                   .until = kNow - 1}));
    options.names = {*PeerName::dns("other.example.com")};
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::invalid);
    ASSERT_NE(report.best_path(), nullptr);
    EXPECT_TRUE(has(*report.best_path(), "path.expired"));
    EXPECT_TRUE(has(*report.best_path(), "name.mismatch"));
    EXPECT_NE(report.best_path()->anchor, nullptr);
}

TEST_F(PathSearch, ASignatureByAnotherKeyIsWrong) {
    pool.add(make({.subject = "Middle",
                   .issuer = "Root",
                   .key = other_key.get(),
                   .signer = root_key.get(),
                   .ca = true}));
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::invalid);
    EXPECT_TRUE(has(*report.best_path(), "path.signature-wrong"));
}

TEST_F(PathSearch, CrossSignedRingsEnd) {
    // Thirty CAs of one name, each signed by the next, none by an anchor; then all by all names.
    std::vector<test::Key> keys;
    for (int i = 0; i < 30; ++i)
        keys.push_back(test::new_key());
    for (std::size_t i = 0; i < keys.size(); ++i)
        pool.add(make({.subject = "Ring",
                       .issuer = "Ring",
                       .key = keys[i].get(),
                       .signer = keys[(i + 1) % keys.size()].get(),
                       .ca = true}));
    leaf =
        make({.subject = "Leaf", .issuer = "Ring", .key = leaf_key.get(), .signer = keys[0].get()});
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::invalid);
    EXPECT_FALSE(report.budget_exhausted);
    EXPECT_LE(report.signatures_checked, 64U);
}

TEST_F(PathSearch, AnExhaustedBudgetIsInconclusive) {
    // The anchor has the ring's name, so that every one of them could lead to it.
    std::vector<test::Key> keys;
    for (int i = 0; i < 12; ++i)
        keys.push_back(test::new_key());
    for (const test::Key& key : keys)
        for (const test::Key& signer : keys)
            pool.add(make({.subject = "Ring",
                           .issuer = "Ring",
                           .key = key.get(),
                           .signer = signer.get(),
                           .ca = true}));
    leaf =
        make({.subject = "Leaf", .issuer = "Ring", .key = leaf_key.get(), .signer = keys[0].get()});
    anchors.add(make_trust_anchor(make({.subject = "Ring",
                                        .issuer = "Ring",
                                        .key = other_key.get(),
                                        .signer = other_key.get(),
                                        .ca = true})));
    options.budget.signatures = 40;
    const PathReport report = run();
    EXPECT_EQ(report.verdict, Verdict::inconclusive);
    EXPECT_TRUE(report.budget_exhausted);
}

TEST_F(PathSearch, AnAnchorMayBeTheLeaf) {
    leaf = make(
        {.subject = "Self", .issuer = "Self", .key = leaf_key.get(), .signer = leaf_key.get()});
    EXPECT_EQ(run().verdict, Verdict::invalid);
    anchors.add(make_trust_anchor(leaf));
    EXPECT_EQ(run().verdict, Verdict::valid);
    options.names = {*PeerName::dns("other.example.com")};
    EXPECT_EQ(run().verdict, Verdict::invalid);
}

TEST_F(PathSearch, AnchorsConstraintsHold) {
    pool.add(middle);
    auto constrained = std::make_shared<TrustAnchor>(*make_trust_anchor(root));
    const std::string value(
        "\x30\x11\xA0\x0F\x30\x0D\x82\x0B"
        "example.org",
        19);
    constrained->name_constraints.assign(value.begin(), value.end());
    TrustAnchorSet set;
    set.add(constrained);
    const PathReport report = validate(leaf, pool, set, options, cache);
    EXPECT_EQ(report.verdict, Verdict::invalid);
    EXPECT_TRUE(has(*report.best_path(), "path.name-not-permitted"));
}

}  // namespace
}  // namespace tlsonar::trust
