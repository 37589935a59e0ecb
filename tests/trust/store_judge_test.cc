// What root programmes make of paths that validation found.
#include "tests/trust/store_tables.h"
#include "trust/store/judge.h"
#include "trust/store/lines.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

// Paths as validation would report them.
class StoreJudge : public ::testing::Test {
  protected:
    void accept(std::string_view root) {
        const Anchor* anchor = anchor_named(root);
        ASSERT_NE(anchor, nullptr) << root;
        Path path;
        path.certificates = {leaf_};
        path.anchor = make_trust_anchor(anchor->certificate);
        path.verdict = Verdict::valid;
        report_.paths.push_back(std::move(path));
        report_.valid_paths = report_.paths.size();
        report_.verdict = Verdict::valid;
        report_.best = 0;
    }
    ProgrammeVerdict judge(std::string_view id) const {
        return judge_paths(table(), programme(id), report_, input_);
    }
    void expect(std::string_view id, Verdict verdict, ProgrammeReason reason) const {
        const ProgrammeVerdict result = judge(id);
        EXPECT_EQ(result.verdict, verdict) << id;
        EXPECT_EQ(reason_name(result.reason), reason_name(reason)) << id;
    }

    CertificatePtr leaf_ = make_certificate(test::own("leaf_p256"));
    PathReport report_;
    ProgrammeInput input_{*from_time("2026-11-21T00:00:00Z"), {}, nullptr};
};

TEST_F(StoreJudge, AMemberIsTrusted) {
    accept("ISRG Root X2");
    expect("mozilla", Verdict::valid, ProgrammeReason::member);
    expect("chrome", Verdict::inconclusive, ProgrammeReason::members_unknown);
}

TEST_F(StoreJudge, NoPathIsNoMember) {
    expect("mozilla", Verdict::invalid, ProgrammeReason::not_member);
    expect("chrome", Verdict::inconclusive, ProgrammeReason::members_unknown);
    report_.budget_exhausted = true;
    expect("mozilla", Verdict::inconclusive, ProgrammeReason::unverified);
}

TEST_F(StoreJudge, AnInvalidPathToAMemberIsToldApart) {
    accept("ISRG Root X2");
    report_.paths[0].verdict = report_.verdict = Verdict::invalid;
    report_.valid_paths = 0;
    expect("mozilla", Verdict::invalid, ProgrammeReason::invalid_path);
    report_.paths[0].verdict = report_.verdict = Verdict::inconclusive;
    expect("mozilla", Verdict::inconclusive, ProgrammeReason::unverified);
}

TEST_F(StoreJudge, ACutOffBySctNeedsAnSct) {
    accept("Entrust Root Certification Authority - G2");
    expect("chrome", Verdict::inconclusive, ProgrammeReason::scts_unknown);
    input_.earliest_sct = *from_time("2024-11-11T23:59:59Z");
    expect("chrome", Verdict::inconclusive, ProgrammeReason::members_unknown);
    ++*input_.earliest_sct;
    expect("chrome", Verdict::invalid, ProgrammeReason::dated_out);
    ASSERT_TRUE(judge("chrome").distrust);
    EXPECT_EQ(judge("chrome").distrust->date, 1'731'369'599);
    expect("apple", Verdict::valid, ProgrammeReason::member);
    // Another path may save it; a search that ended early may have missed one.
    report_.budget_exhausted = true;
    expect("chrome", Verdict::inconclusive, ProgrammeReason::unverified);
    report_.budget_exhausted = false;
    accept("ISRG Root X2");
    expect("chrome", Verdict::inconclusive, ProgrammeReason::members_unknown);
}

TEST_F(StoreJudge, ACutOffByNotBeforeGoesByTheLeaf) {
    accept("Izenpe.com");
    auto changed = std::make_shared<Certificate>(*leaf_);
    changed->summary.not_before = *from_time("2026-04-15T23:59:59Z");
    report_.paths[0].certificates = {changed};
    expect("mozilla", Verdict::valid, ProgrammeReason::member);
    ++*changed->summary.not_before;
    expect("mozilla", Verdict::invalid, ProgrammeReason::dated_out);
    expect("apple", Verdict::valid, ProgrammeReason::member);
}

TEST_F(StoreJudge, AScheduleOfOldKeysProvesNothing) {
    accept("COMODO ECC Certification Authority");
    expect("mozilla", Verdict::valid, ProgrammeReason::member);
    input_.time = *from_time("2027-04-15T00:00:00Z");
    expect("mozilla", Verdict::inconclusive, ProgrammeReason::phased_out);
    expect("apple", Verdict::valid, ProgrammeReason::member);
}

TEST_F(StoreJudge, ListsExcludeWhatStandsOnThem) {
    accept("ISRG Root X2");
    const auto list = OneCrl::parse("tlsonar-onecrl\t1\ndate\t2026-01-01\nissuer\t" +
                                    base64(leaf_->bytes(leaf_->summary.issuer.der)) + "\t" +
                                    base64(leaf_->bytes(leaf_->summary.serial_octets)));
    ASSERT_TRUE(list);
    input_.one_crl = &*list;
    expect("mozilla", Verdict::invalid, ProgrammeReason::revoked_by_list);
    expect("apple", Verdict::valid, ProgrammeReason::member);

    const Anchor& first = table().anchors()[0];
    const auto own =
        ProgrammeTable::parse(small_table(first) + "blocked\tours\t" + hex(leaf_->sha256) + "\n");
    ASSERT_TRUE(own);
    report_.paths[0].anchor = make_trust_anchor(first.certificate);
    const ProgrammeVerdict blocked = judge_paths(*own, 0, report_, input_);
    EXPECT_EQ(blocked.verdict, Verdict::invalid);
    EXPECT_EQ(blocked.reason, ProgrammeReason::blocked);
}

// The whole way, with a chain of tests/chains: two roots of one name, of which the old one has
// expired and the new one has cross-signed its key.
TEST(StoreMatrix, EachProgrammeHasItsOwnAnchors) {
    const auto folder =
        std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/chains/root-expired-crossed-by-new";
    const auto sent = read_pem(folder / "chain.pem");
    const auto roots = read_pem(folder / "roots.pem");
    ASSERT_EQ(sent.size(), 3U);
    ASSERT_EQ(roots.size(), 2U);
    std::string text = "tlsonar-programmes\t1\ndate\t2026-01-02\n";
    for (const auto* line : {"old", "new", "both", "none"})
        text += std::string("programme\t") + line + "\tOne\t-\t-\t-\tmembers\n";
    CertificateHasher hasher;
    text += "root\t" + hex(hasher.sha256(roots[0])) + "\told,both\t" + base64(roots[0]) + "\n";
    text += "root\t" + hex(hasher.sha256(roots[1])) + "\tnew,both\t" + base64(roots[1]) + "\n";
    const auto programmes = ProgrammeTable::parse(text);
    ASSERT_TRUE(programmes) << programmes.error().what;

    CertificatePool pool;
    for (const Der& der : sent)
        pool.add(make_certificate(der));
    ValidationOptions options;
    options.time = *from_time("2026-06-01T12:00:00Z");
    options.names = {*PeerName::from_text("www.example.com")};
    ValidationCache cache;
    const auto verdicts = judge_programmes(*programmes, ProgrammeAnchors(*programmes),
                                           make_certificate(sent[0]), pool, options, {}, cache);
    ASSERT_EQ(verdicts.size(), 4U);
    const ProgrammeReason expected[] = {ProgrammeReason::invalid_path, ProgrammeReason::member,
                                        ProgrammeReason::member, ProgrammeReason::not_member};
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        EXPECT_EQ(verdicts[i].programme, i);
        EXPECT_EQ(reason_name(verdicts[i].reason), reason_name(expected[i])) << i;
    }
    EXPECT_EQ(verdicts[1].verdict, Verdict::valid);
    ASSERT_TRUE(verdicts[1].path);
    EXPECT_EQ(verdicts[1].path->certificates.size(), 3U);
}

}  // namespace
}  // namespace tlsonar::trust::test
