// What belongs together, and what is said of a chain as sent.
#include "tests/trust/path_maker.h"
#include "trust/deployment/examine.h"
#include "trust/deployment/grouping.h"
#include "trust/deployment/sent_chain.h"
#include "trust/keys/subject_key.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using test::make;

constexpr std::int64_t kDeployed = 1'800'000'000;

bool has(const std::vector<Finding>& findings, std::string_view id) {
    return std::any_of(findings.begin(), findings.end(),
                       [id](const Finding& finding) { return finding.kind->id == id; });
}

// root -> middle -> leaf, the same once more (other), and strangers.
class Deployment : public testing::Test {
  protected:
    Deployment() {
        anchors_.emplace_back("test");
        anchors_[0].add(make_trust_anchor(root_));
    }
    CertificatePtr ca(const std::string& subject, const std::string& issuer, const test::Key& key,
                      const test::Key& signer, long until = 1'900'000'000) {
        return make({.subject = subject,
                     .issuer = issuer,
                     .key = key.get(),
                     .signer = signer.get(),
                     .ca = true,
                     .until = until});
    }
    CertificatePtr server(const std::string& subject, const std::string& host = "www.example.com") {
        return make({.subject = subject,
                     .issuer = "Middle",
                     .key = leaf_key_.get(),
                     .signer = middle_key_.get(),
                     .host = host});
    }
    SentChain sent(const std::vector<CertificatePtr>& chain,
                   const std::vector<CertificatePtr>& more = {}) {
        CertificatePool pool;
        for (const auto& list : {chain, more})
            for (const CertificatePtr& certificate : list)
                pool.add(certificate);
        ValidationOptions how;
        how.time = kDeployed;
        how.all_paths = true;
        ValidationCache cache;
        return judge_sent_chain(chain, validate(chain[0], pool, anchors_[0], how, cache),
                                kDeployed);
    }
    static std::vector<SentRole> roles(const SentChain& chain) {
        std::vector<SentRole> out;
        for (const SentCertificate& one : chain.certificates)
            out.push_back(one.role);
        return out;
    }
    static FileToCheck file(const std::vector<CertificatePtr>& certificates) {
        FileToCheck out;
        for (const CertificatePtr& certificate : certificates) {
            FileObject object;
            object.certificate = certificate;
            object.key = make_subject_key(certificate->bytes(certificate->summary.public_key.info));
            out.contents.objects.push_back(std::move(object));
        }
        return out;
    }
    CheckReport check(std::vector<FileToCheck> files) {
        DeploymentOptions how;
        how.time = kDeployed;
        how.stores = anchors_;
        how.hosts = hosts_;
        how.expires_within = expires_within_;
        how.intermediates = lent_;
        return examine_files(std::move(files), how);
    }

    test::Key root_key_ = test::new_key();
    test::Key middle_key_ = test::new_key();
    test::Key leaf_key_ = test::new_key();
    test::Key other_key_ = test::new_key();
    CertificatePtr root_ = ca("Root", "Root", root_key_, root_key_);
    CertificatePtr middle_ = ca("Middle", "Root", middle_key_, root_key_, 1'850'000'000);
    CertificatePtr leaf_ = server("Leaf");
    CertificatePtr stranger_ = ca("Stranger", "Elsewhere", other_key_, other_key_);
    std::vector<TrustAnchorSet> anchors_;
    std::vector<PeerName> hosts_;
    std::optional<std::int64_t> expires_within_;
    std::vector<CertificatePtr> lent_;
};

using Roles = std::vector<SentRole>;

// --- sent_chain ---

TEST_F(Deployment, AChainAsItShouldBe) {
    const SentChain chain = sent({leaf_, middle_});
    EXPECT_EQ(roles(chain), (Roles{SentRole::leaf, SentRole::needed}));
    EXPECT_TRUE(chain.findings.empty());
    EXPECT_TRUE(chain.missing.empty());
    EXPECT_EQ(chain.wasted_octets, 0U);
}

TEST_F(Deployment, WhatIsTooMuch) {
    const SentChain chain = sent({leaf_, middle_, middle_, root_, stranger_});
    EXPECT_EQ(roles(chain), (Roles{SentRole::leaf, SentRole::needed, SentRole::duplicate,
                                   SentRole::root, SentRole::superfluous}));
    EXPECT_TRUE(has(chain.findings, "deploy.duplicate-certificate"));
    EXPECT_TRUE(has(chain.findings, "deploy.root-sent"));
    EXPECT_TRUE(has(chain.findings, "deploy.superfluous-certificate"));
    EXPECT_EQ(chain.findings.size(), 3U);
    EXPECT_EQ(chain.findings[2].certificate, 4U);
    EXPECT_EQ(chain.wasted_octets,
              middle_->der.size() + root_->der.size() + stranger_->der.size() + 9);
}

TEST_F(Deployment, AnExpiredExtra) {
    const auto expired = ca("Old", "Elsewhere", other_key_, other_key_, kDeployed - 1);
    const SentChain chain = sent({leaf_, middle_, expired});
    EXPECT_TRUE(has(chain.findings, "deploy.expired-extra-certificate"));
    EXPECT_FALSE(has(chain.findings, "deploy.superfluous-certificate"));
}

TEST_F(Deployment, WhatIsMissing) {
    const SentChain lent = sent({leaf_}, {middle_});
    EXPECT_EQ(lent.missing, (std::vector<CertificatePtr>{middle_}));
    EXPECT_TRUE(has(lent.findings, "deploy.missing-intermediate"));
    // Nobody has it: that is the path's finding.
    EXPECT_TRUE(sent({leaf_}).missing.empty());
}

TEST_F(Deployment, TheWrongOrder) {
    const auto lower = ca("Lower", "Middle", other_key_, middle_key_);
    const auto leaf = make(
        {.subject = "Leaf", .issuer = "Lower", .key = leaf_key_.get(), .signer = other_key_.get()});
    EXPECT_FALSE(has(sent({leaf, lower, middle_}).findings, "deploy.wrong-order"));
    const SentChain chain = sent({leaf, middle_, lower});
    ASSERT_TRUE(has(chain.findings, "deploy.wrong-order"));
    EXPECT_EQ(chain.findings[0].certificate, 2U);
    // What stands between and is on no path is told as that.
    EXPECT_FALSE(has(sent({leaf, stranger_, lower, middle_}).findings, "deploy.wrong-order"));
}

TEST_F(Deployment, ACrossSignIsAnAlternative) {
    const auto second_root = ca("Second", "Second", other_key_, other_key_);
    anchors_[0].add(make_trust_anchor(second_root));
    const auto cross = ca("Middle", "Second", middle_key_, other_key_);
    const Roles told = roles(sent({leaf_, middle_, cross}));
    EXPECT_EQ(std::count(told.begin(), told.end(), SentRole::needed), 1);
    EXPECT_EQ(std::count(told.begin(), told.end(), SentRole::alternative), 1);
}

TEST_F(Deployment, WithoutAPathNothingIsCalledTooMuch) {
    const SentChain chain = sent({stranger_, middle_});
    EXPECT_FALSE(has(chain.findings, "deploy.superfluous-certificate"));
}

// --- grouping ---

TEST_F(Deployment, OneLeafAndItsFile) {
    const CheckReport report = check({file({middle_, leaf_, root_})});
    ASSERT_EQ(report.deployments.size(), 1U);
    EXPECT_EQ(report.deployments[0].leaf, 1U);
    EXPECT_EQ(report.deployments[0].sent, (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_TRUE(has(report.deployments[0].findings, "deploy.leaf-not-first"));
    EXPECT_EQ(report.deployments[0].verdict, Verdict::valid);
}

TEST_F(Deployment, SeveralLeafsEachWithWhatFollows) {
    const auto second = server("Second", "two.example.com");
    const CheckReport report = check({file({leaf_, middle_, second, middle_, root_})});
    ASSERT_EQ(report.deployments.size(), 2U);
    EXPECT_EQ(report.deployments[0].sent, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(report.deployments[1].sent, (std::vector<std::size_t>{2, 3, 4}));
}

TEST_F(Deployment, ALeafAndAFileWithItsIssuer) {
    const CheckReport report = check({file({stranger_}), file({leaf_}), file({middle_, root_})});
    ASSERT_EQ(report.deployments.size(), 1U);
    EXPECT_EQ(report.deployments[0].sent, (std::vector<std::size_t>{1, 2, 3}));
    // A file with a leaf of its own lends nothing to be sent.
    const CheckReport two = check({file({leaf_}), file({server("Second"), middle_})});
    ASSERT_EQ(two.deployments.size(), 2U);
    EXPECT_EQ(two.deployments[0].sent.size(), 1U);
    EXPECT_TRUE(has(two.deployments[0].chain.findings, "deploy.missing-intermediate"));
    EXPECT_EQ(two.deployments[0].verdict, Verdict::valid);
}

TEST_F(Deployment, OnlyAuthorities) {
    const CheckReport report = check({file({root_, middle_})});
    ASSERT_EQ(report.deployments.size(), 1U);
    EXPECT_FALSE(report.deployments[0].server_certificate);
    EXPECT_EQ(report.deployments[0].leaf, 1U);  // issued none of the others
    EXPECT_TRUE(has(report.deployments[0].findings, "deploy.no-server-certificate"));
    // So many are a store.
    std::vector<CertificatePtr> many;
    for (std::size_t i = 0; i <= kMostOfChain; ++i)
        many.push_back(ca("CA " + std::to_string(i), "Root", other_key_, root_key_));
    EXPECT_TRUE(check({file(many)}).deployments.empty());
    EXPECT_TRUE(check({}).deployments.empty());
}

// --- deployment_judge ---

TEST_F(Deployment, NamesAndExpiry) {
    hosts_ = {*PeerName::from_text("www.example.com"), *PeerName::from_text("192.0.2.1")};
    expires_within_ = 49'999'999;
    const CheckReport fine = check({file({leaf_, middle_})});
    const DeploymentReport& one = fine.deployments.at(0);
    ASSERT_EQ(one.names.size(), 2U);
    EXPECT_EQ(one.names[0].match, NameMatch::yes);
    EXPECT_NE(one.names[1].match, NameMatch::yes);
    EXPECT_TRUE(has(one.findings, "deploy.name-not-covered"));
    EXPECT_EQ(one.works_until(), 1'850'000'000);
    EXPECT_FALSE(has(one.findings, "deploy.expires-soon"));
    expires_within_ = 50'000'001;
    EXPECT_TRUE(
        has(check({file({leaf_, middle_})}).deployments[0].findings, "deploy.expires-soon"));
}

TEST_F(Deployment, IntermediatesThatAreLent) {
    EXPECT_EQ(check({file({leaf_})}).deployments.at(0).verdict, Verdict::invalid);
    lent_ = {middle_};
    const CheckReport report = check({file({leaf_})});
    EXPECT_EQ(report.deployments.at(0).verdict, Verdict::valid);
    EXPECT_TRUE(has(report.deployments[0].chain.findings, "deploy.missing-intermediate"));
    EXPECT_EQ(report.objects.size(), 1U);  // what is lent is no object of the files
}

TEST_F(Deployment, TheSameKeyInSeveralCertificates) {
    const CheckReport report = check({file({leaf_, middle_}), file({server("Second"), middle_})});
    ASSERT_EQ(report.shared.size(), 1U);
    EXPECT_TRUE(report.shared[0].same_key);
    EXPECT_EQ(report.shared[0].objects, (std::vector<std::size_t>{0, 2}));
}

TEST_F(Deployment, NoStoreIsNoVerdict) {
    anchors_.clear();
    const CheckReport report = check({file({leaf_, middle_})});
    EXPECT_EQ(report.deployments.at(0).verdict, Verdict::inconclusive);
    EXPECT_TRUE(report.inconclusive());
}

TEST_F(Deployment, TheBestOfSeveralStores) {
    TrustAnchorSet other("other");
    other.add(make_trust_anchor(stranger_));
    anchors_.insert(anchors_.begin(), std::move(other));
    const CheckReport report = check({file({leaf_, middle_})});
    EXPECT_EQ(report.deployments.at(0).verdict, Verdict::valid);
    EXPECT_EQ(report.deployments[0].best_store, 1U);
    EXPECT_EQ(report.deployments[0].stores[0].paths.verdict, Verdict::invalid);
}

}  // namespace
}  // namespace tlsonar::trust
