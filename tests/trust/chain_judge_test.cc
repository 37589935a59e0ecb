// Chains of handshakes: paths, staples and SCTs, and what may be remembered.
#include "trust/deployment/chain_judge.h"

#include "tests/trust/revocation_make.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust::making {
namespace {

using Status = RevocationAnswer::Status;

std::string oid_pkix(int arc, int last) {
    return item(6, octets({0x2B, 6, 1, 5, 5, 7, arc, last}));
}
const std::string kNames = extension(id_ce(17), false, sequence(item(0x82, "www.example.com"))) +
                           extension(id_ce(37), false, sequence(oid_pkix(3, 1)));

bool has(const std::vector<Finding>& findings, std::string_view id) {
    return std::any_of(findings.begin(), findings.end(),
                       [id](const Finding& finding) { return finding.kind->id == id; });
}

class ChainJudging : public testing::Test {
  protected:
    ChainJudging() {
        stores_.emplace_back("test");
        stores_[0].add(make_examined_anchor(root_));
        proofs_.asked = proofs_.seen_whole = true;
        options_.profile = Profile::rfc5280;
    }
    CertificatePtr leaf(const std::string& more = {}) {
        return make({.extensions = issued_by_ca() + kNames + more}, leaf_key_, ca_key_);
    }
    static ProofOctetsPtr proof(std::string_view octets) {
        auto made = std::make_shared<ProofOctets>();
        made->octets.assign(octets.begin(), octets.end());
        CertificateHasher hasher;
        made->sha256 = hasher.sha256(as_bytes(octets));
        return made;
    }
    void staple(const std::string& response) { proofs_.staples = {proof(response)}; }
    std::string says(const SingleMaking& single = {}) {
        return ocsp({.singles = ocsp_single(single, ca_key_)}, ca_key_);
    }
    ChainVerdictPtr judge(const std::vector<CertificatePtr>& chain, std::int64_t time = kNow,
                          std::string_view host = "www.example.com") {
        if (!judge_) judge_ = std::make_unique<ChainJudge>(stores_, options_);
        return judge_->judge({chain, host, time, Purpose::server, &proofs_});
    }

    Key root_key_;
    Key ca_key_;
    Key leaf_key_;
    CertificatePtr root_ = make({.serial = 2,
                                 .issuer = "Root",
                                 .subject = "Root",
                                 .not_after = kNow + 900 * kDay,
                                 .extensions = ca_extensions()},
                                root_key_, root_key_);
    CertificatePtr ca_ = make({.serial = 3,
                               .issuer = "Root",
                               .subject = "CA",
                               .not_after = kNow + 30 * kDay,
                               .extensions = issued_by_ca() + ca_extensions()},
                              ca_key_, root_key_);
    std::vector<TrustAnchorSet> stores_;
    ChainJudgeOptions options_;
    ChainProofs proofs_;
    std::unique_ptr<ChainJudge> judge_;
};

TEST_F(ChainJudging, AValidChain) {
    const ChainVerdictPtr verdict = judge({leaf(), ca_});
    EXPECT_EQ(verdict->verdict, Verdict::valid);
    EXPECT_EQ(verdict->store, "test");
    EXPECT_EQ(verdict->path, (std::vector<std::string>{"CN=leaf", "CN=CA", "CN=Root"}));
    EXPECT_EQ(verdict->earliest_expiry, kNow + 30 * kDay);
    EXPECT_TRUE(verdict->publicly_trusted);  // without a table: the store's roots are examined
    EXPECT_TRUE(verdict->chain_findings.empty());
    EXPECT_FALSE(verdict->staple);
    EXPECT_FALSE(verdict->ct);
}

TEST_F(ChainJudging, TheNameAskedFor) {
    EXPECT_TRUE(
        has(judge({leaf(), ca_}, kNow, "other.example.com")->path_findings, "name.mismatch"));
    EXPECT_EQ(judge({leaf(), ca_}, kNow, "")->verdict, Verdict::valid);
    EXPECT_EQ(judge({leaf(), ca_}, kNow, "no name at all")->verdict, Verdict::valid);
}

TEST_F(ChainJudging, IsRememberedUntilSomethingEnds) {
    const std::vector<CertificatePtr> chain = {leaf(), ca_};
    const ChainVerdictPtr first = judge(chain);
    EXPECT_EQ(judge(chain, kNow + kDay), first);
    EXPECT_EQ(judge(chain, kNow + 30 * kDay), first);  // the last second
    const ChainVerdictPtr later = judge(chain, kNow + 30 * kDay + 1);
    EXPECT_EQ(later->verdict, Verdict::invalid);
    EXPECT_TRUE(has(later->path_findings, "path.expired"));
    EXPECT_EQ(judge(chain)->verdict, Verdict::valid);
    EXPECT_NE(judge(chain, kNow, "")->verdict, Verdict::invalid);
}

TEST_F(ChainJudging, IntermediatesSeenBefore) {
    const ChainVerdictPtr alone = judge({leaf()});
    EXPECT_EQ(alone->verdict, Verdict::invalid);
    EXPECT_TRUE(has(alone->path_findings, "path.missing-issuer"));
    CertificatePool seen;
    seen.add(ca_);
    for (int i = 0; i < 500; ++i)  // of others, and of the same name
        seen.add(make({.serial = 100 + i,
                       .issuer = i % 2 == 0 ? "CA" : "Other",
                       .subject = "Other " + std::to_string(i),
                       .extensions = ca_extensions()},
                      ca_key_, ca_key_));
    options_.intermediates = &seen;
    judge_.reset();
    const ChainVerdictPtr lent = judge({leaf()});
    EXPECT_EQ(lent->verdict, Verdict::valid);
    EXPECT_TRUE(has(lent->chain_findings, "deploy.missing-intermediate"));
    EXPECT_EQ(lent->path.size(), 3U);
    // What was lent ends as well.
    EXPECT_EQ(judge({leaf()}, kNow + 31 * kDay)->verdict, Verdict::invalid);
    EXPECT_FALSE(has(judge({leaf(), ca_})->chain_findings, "deploy.missing-intermediate"));
}

TEST_F(ChainJudging, AGoodStaple) {
    staple(says());
    const std::vector<CertificatePtr> chain = {leaf(kOcspUrl + kMustStaple), ca_};
    const ChainVerdictPtr verdict = judge(chain);
    EXPECT_EQ(verdict->verdict, Verdict::valid);
    ASSERT_TRUE(verdict->staple);
    EXPECT_EQ(verdict->staple->status, Status::good);
    EXPECT_EQ(verdict->staple->source, RevocationSource::staple);
    EXPECT_EQ(verdict->staple->next_update, kNow + kDay);
    // Nothing is said of the intermediate, for which nobody staples.
    EXPECT_TRUE(verdict->path_findings.empty());
    EXPECT_TRUE(verdict->chain_findings.empty());
    // Two days later it is out of date, but was not before.
    EXPECT_EQ(judge(chain, kNow + kDay / 2), verdict);
    const ChainVerdictPtr stale = judge(chain, kNow + 2 * kDay);
    EXPECT_EQ(stale->verdict, Verdict::valid);
    EXPECT_EQ(stale->staple->status, Status::unknown);
    EXPECT_TRUE(has(stale->path_findings, "revocation.ocsp-expired"));
    EXPECT_TRUE(has(judge(chain, kNow - kDay)->path_findings, "revocation.ocsp-not-yet-valid"));
    EXPECT_EQ(judge(chain)->staple->status, Status::good);
}

// The memory holds exactly until the window ends, clocks' skew included.
TEST_F(ChainJudging, TheWindowOfAStapleEndsToTheSecond) {
    staple(says());
    const std::vector<CertificatePtr> chain = {leaf(), ca_};
    for (const std::int64_t time : {kNow, kNow + kDay + 300, kNow + kDay + 301, kNow + kDay + 300,
                                    kNow - 3600 - 300, kNow - 3600 - 301, kNow}) {
        const ChainVerdictPtr remembering = judge(chain, time);
        ChainJudge fresh(stores_, options_);
        const ChainVerdictPtr anew =
            fresh.judge({chain, "www.example.com", time, Purpose::server, &proofs_});
        EXPECT_EQ(remembering->staple->status, anew->staple->status) << time - kNow;
        EXPECT_EQ(remembering->path_findings.size(), anew->path_findings.size()) << time - kNow;
    }
}

TEST_F(ChainJudging, ARevokedStapleRefusesTheChain) {
    staple(says({.status = ocsp_revoked(kNow - kDay, 1)}));
    const ChainVerdictPtr verdict = judge({leaf(), ca_});
    EXPECT_EQ(verdict->verdict, Verdict::invalid);
    ASSERT_FALSE(verdict->path_findings.empty());
    EXPECT_EQ(verdict->path_findings[0].kind->id, "path.revoked");
    EXPECT_EQ(verdict->staple->status, Status::revoked);
    EXPECT_EQ(verdict->staple->revoked_at, kNow - kDay);
    // Without it, and with one by somebody else, the chain is what it was.
    proofs_.staples.clear();
    EXPECT_EQ(judge({leaf(), ca_})->verdict, Verdict::valid);
    staple(ocsp({.singles = ocsp_single({.status = ocsp_revoked(kNow - kDay, 1)}, ca_key_)},
                root_key_));
    const ChainVerdictPtr forged = judge({leaf(), ca_});
    EXPECT_EQ(forged->verdict, Verdict::valid);
    EXPECT_TRUE(has(forged->path_findings, "revocation.ocsp-signature-wrong"));
}

TEST_F(ChainJudging, AStapleForAnother) {
    staple(says({.serial = 77}));
    const ChainVerdictPtr verdict = judge({leaf(), ca_});
    EXPECT_EQ(verdict->verdict, Verdict::valid);
    EXPECT_EQ(verdict->staple->status, Status::unknown);
    EXPECT_TRUE(has(verdict->path_findings, "revocation.ocsp-no-match"));
    staple("rubbish");
    EXPECT_TRUE(has(judge({leaf(), ca_})->path_findings, "revocation.ocsp-malformed"));
}

TEST_F(ChainJudging, MissingStaples) {
    const auto missing = [&](const std::string& more) {
        const auto findings = judge({leaf(more), ca_})->chain_findings;
        return has(findings, "revocation.must-staple-missing") ? 2
               : has(findings, "revocation.staple-missing")    ? 1
                                                               : 0;
    };
    EXPECT_EQ(missing(kMustStaple + kOcspUrl), 2);
    EXPECT_EQ(missing(kMustStaple), 2);
    EXPECT_EQ(missing(kOcspUrl), 1);
    EXPECT_EQ(missing(""), 0);  // no responder, nothing to staple
    // A server may staple only when it is asked, and what was not seen may have been there.
    proofs_.asked = false;
    EXPECT_EQ(missing(kMustStaple + kOcspUrl), 0);
    proofs_.asked = true;
    proofs_.seen_whole = false;
    EXPECT_EQ(missing(kMustStaple + kOcspUrl), 0);
    // An error is no answer.
    proofs_.seen_whole = true;
    staple(octets({0x30, 3, 0x0A, 1, 3}));
    EXPECT_EQ(missing(kMustStaple + kOcspUrl), 2);
}

// --- Certificate Transparency ---

struct Log {
    Log(const char* name, CtLogState state = CtLogState::usable,
        std::int64_t since = kNow - 900 * kDay) {
        CertificateHasher hasher;
        entry.key = key.public_key;
        entry.id = hasher.sha256(as_bytes(key.public_key));
        entry.description = entry.operator_name = name;
        entry.state = state;
        entry.state_since = since;
    }
    // An SCT of the certificate itself.
    std::string sign(const Certificate& certificate, std::int64_t at) const {
        const std::string stamp = number(static_cast<std::uint64_t>(at) * 1000, 8);
        const std::string message = std::string(2, '\0') + stamp + number(0, 2) +
                                    number(certificate.der.size(), 3) +
                                    std::string(as_text(Bytes(certificate.der))) + vector16("");
        return std::string(1, '\0') + std::string(as_text(entry.id)) + stamp + vector16("") +
               octets({4, 3}) + vector16(key.sign(message));
    }
    Key key;
    CtLog entry;
};

class ChainLogs : public ChainJudging {
  protected:
    ChainLogs() : logs_({a_.entry, b_.entry}, "2023-11-14") { options_.ct_logs = &logs_; }
    ProofOctetsPtr list(std::int64_t at) const {
        return proof(vector16(vector16(a_.sign(*leaf_, at)) + vector16(b_.sign(*leaf_, at))));
    }
    Log a_{"A"};
    Log b_{"B"};
    CtLogList logs_;
    CertificatePtr leaf_ = leaf();
};

TEST_F(ChainLogs, NoneOfAPubliclyTrustedLeaf) {
    const ChainVerdictPtr verdict = judge({leaf_, ca_});
    ASSERT_TRUE(verdict->ct);
    EXPECT_TRUE(has(verdict->ct->findings, "ct.no-scts"));
    EXPECT_EQ(verdict->verdict, Verdict::valid);  // a finding, no fault of the path
    // Some may have been in what was not seen.
    proofs_.seen_whole = false;
    EXPECT_FALSE(judge({leaf_, ca_})->ct);
}

TEST_F(ChainLogs, NoneOfAPrivateLeaf) {
    stores_[0] = TrustAnchorSet("private");
    stores_[0].add(make_trust_anchor(root_));
    const ChainVerdictPtr verdict = judge({leaf_, ca_});
    EXPECT_EQ(verdict->verdict, Verdict::valid);
    EXPECT_FALSE(verdict->publicly_trusted);
    EXPECT_FALSE(verdict->ct);
}

TEST_F(ChainLogs, NoneOfALeafThatIsOlderThanThePolicies) {
    const CertificatePtr old = make({.not_before = 1'525'132'799,  // 2018-04-30
                                     .not_after = kNow + kDay,
                                     .extensions = issued_by_ca() + kNames},
                                    leaf_key_, ca_key_);
    EXPECT_FALSE(judge({old, ca_})->ct);
}

TEST_F(ChainLogs, ThoseOfTheHandshake) {
    proofs_.sct_list = list(kNow - kDay);
    const ChainVerdictPtr verdict = judge({leaf_, ca_});
    ASSERT_TRUE(verdict->ct);
    EXPECT_EQ(verdict->ct->compliance, CtCompliance::compliant);
    EXPECT_EQ(verdict->ct->counted, 2U);
    EXPECT_TRUE(verdict->ct->findings.empty());
    EXPECT_EQ(verdict->ct->scts.at(0).origin, SctOrigin::handshake);
    // Of another certificate.
    const ChainVerdictPtr other = judge({leaf(kOcspUrl), ca_});
    EXPECT_TRUE(has(other->ct->findings, "ct.signature-wrong"));
    EXPECT_EQ(other->ct->compliance, CtCompliance::insufficient);
}

TEST_F(ChainLogs, ThoseOfTheStaple) {
    const std::string inside =
        extension(item(6, octets({0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 5})), false,
                  item(4, std::string(as_text(Bytes(list(kNow - kDay)->octets)))));
    staple(says({.extensions = inside}));
    const ChainVerdictPtr verdict = judge({leaf_, ca_});
    ASSERT_TRUE(verdict->ct);
    EXPECT_EQ(verdict->ct->compliance, CtCompliance::compliant);
    EXPECT_EQ(verdict->ct->scts.at(0).origin, SctOrigin::ocsp);
}

TEST_F(ChainLogs, TheTimeOfTheHandshakeCounts) {
    proofs_.sct_list = list(kNow);
    EXPECT_EQ(judge({leaf_, ca_})->ct->compliance, CtCompliance::compliant);
    EXPECT_TRUE(has(judge({leaf_, ca_}, kNow - 301)->ct->findings, "ct.timestamp-future"));
    EXPECT_EQ(judge({leaf_, ca_}, kNow - 300)->ct->compliance, CtCompliance::compliant);
}

// Log lists tell a log's last state: of the time before nothing is made up.
TEST_F(ChainLogs, ThePastOfALogIsNotInvented) {
    for (const CtLogState state : {CtLogState::usable, CtLogState::rejected}) {
        Log late("late", state, kNow - kDay);
        const CtLogList logs({a_.entry, late.entry}, "2023-11-14");
        options_.ct_logs = &logs;
        judge_.reset();
        const std::int64_t at = kNow - 10 * kDay;
        proofs_.sct_list =
            proof(vector16(vector16(a_.sign(*leaf_, at)) + vector16(late.sign(*leaf_, at))));
        EXPECT_EQ(judge({leaf_, ca_}, kNow - 2 * kDay)->ct->compliance, CtCompliance::inconclusive);
        EXPECT_EQ(judge({leaf_, ca_})->ct->compliance, state == CtLogState::usable
                                                           ? CtCompliance::compliant
                                                           : CtCompliance::insufficient);
    }
}

}  // namespace
}  // namespace tlsonar::trust::making
