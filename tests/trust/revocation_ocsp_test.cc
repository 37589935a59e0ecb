#include "tests/trust/revocation_asking.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust::making {
namespace {

using Status = RevocationAnswer::Status;

const std::string kOcspSigning =
    extension(id_ce(37), false, sequence(item(6, octets({0x2B, 6, 1, 5, 5, 7, 3, 9}))));

class OcspJudging : public RevocationAsking {
  protected:
    RevocationStatus ask(const std::vector<std::string>& responses, RevocationOptions options = {},
                         const std::vector<std::string>& crls = {}) {
        return ask_with({.responses = responses, .crls = crls, .stapled = true}, options);
    }
    static bool has(const RevocationStatus& status, std::string_view id) {
        return std::any_of(status.findings.begin(), status.findings.end(),
                           [id](const Finding& finding) { return finding.kind->id == id; });
    }
    std::string single(const SingleMaking& making = {}) { return ocsp_single(making, ca_key_); }
    // The CA's own response with these answers.
    std::string says(const std::string& singles) { return ocsp({.singles = singles}, ca_key_); }
    // A response by a delegate with this certificate.
    std::string delegated(const CertificateMaking& making, const Key& issuer) {
        const CertificatePtr delegate = make(making, delegate_key_, issuer);
        return ocsp({.responder = item(0xA1, name("Responder")),
                     .singles = single(),
                     .certificates = std::string(as_text(delegate->der))},
                    delegate_key_);
    }
    // Unknown, for that reason.
    void expect_unknown(const std::string& response, std::string_view id) {
        const auto status = ask({response});
        EXPECT_EQ(status.status, Status::unknown) << id;
        EXPECT_TRUE(has(status, id)) << id;
    }

    Key delegate_key_;
};

TEST_F(OcspJudging, SaysGoodRevokedUnknown) {
    const auto good = ask({says(single())});
    EXPECT_EQ(good.status, Status::good);
    EXPECT_EQ(good.source, RevocationSource::staple);
    EXPECT_EQ(good.next_update, kNow + kDay);
    EXPECT_TRUE(good.findings.empty());
    EXPECT_EQ(ask({says(single({.sha256 = true}))}).status, Status::good);
    const auto revoked = ask({says(single({.status = ocsp_revoked(kNow - 99, 1)}))});
    EXPECT_EQ(revoked.status, Status::revoked);
    EXPECT_EQ(revoked.reason, CrlReason::key_compromise);
    EXPECT_EQ(revoked.revoked_at, kNow - 99);
    expect_unknown(says(single({.status = item(0x82, "")})), "revocation.ocsp-unknown");
}

TEST_F(OcspJudging, TheWorstAnswerCounts) {
    const std::string good = single();
    const std::string unknown = single({.status = item(0x82, "")});
    const std::string revoked = single({.status = ocsp_revoked(kNow - 99)});
    EXPECT_EQ(ask({says(good + revoked)}).status, Status::revoked);
    EXPECT_EQ(ask({says(revoked + good)}).status, Status::revoked);
    EXPECT_EQ(ask({says(good + unknown)}).status, Status::unknown);
    EXPECT_EQ(ask({says(unknown + revoked)}).status, Status::revoked);
    EXPECT_EQ(ask({says(good), says(revoked)}).status, Status::revoked);
    EXPECT_EQ(ask({says(single({.serial = 2, .status = ocsp_revoked(kNow - 99)}) + good)}).status,
              Status::good);
}

TEST_F(OcspJudging, WantsTheRightCertificate) {
    expect_unknown(says(single({.serial = 2})), "revocation.ocsp-no-match");
    expect_unknown(says(single({.issuer = "Other"})), "revocation.ocsp-no-match");
    expect_unknown(says(ocsp_single({}, delegate_key_)), "revocation.ocsp-no-match");
    expect_unknown(says(""), "revocation.ocsp-no-match");
}

TEST_F(OcspJudging, ResponderByKey) {
    CertificateHasher hasher;
    const std::string bits = ca_key_.bits();
    const std::string by_key = item(0xA2, item(4, as_text(hasher.sha1(as_bytes(bits)))));
    EXPECT_EQ(ask({ocsp({.responder = by_key, .singles = single()}, ca_key_)}).status,
              Status::good);
    expect_unknown(
        ocsp({.responder = item(0xA2, item(4, std::string(20, 'x'))), .singles = single()},
             ca_key_),
        "revocation.ocsp-responder-missing");
}

TEST_F(OcspJudging, RefusesWrongSignatures) {
    expect_unknown(ocsp({.singles = single()}, leaf_key_), "revocation.ocsp-signature-wrong");
    std::string altered = says(single());
    altered[altered.rfind("CA")] = 'c';
    EXPECT_EQ(ask({altered}).status, Status::unknown);
}

TEST_F(OcspJudging, Delegates) {
    const CertificateMaking right{
        .serial = 4, .subject = "Responder", .extensions = kOcspSigning + kNoCheck};
    EXPECT_EQ(ask({delegated(right, ca_key_)}).status, Status::good);
    CertificateMaking wrong = right;
    wrong.extensions = kNoCheck;
    expect_unknown(delegated(wrong, ca_key_), "revocation.ocsp-responder-unauthorised");
    wrong = right;
    wrong.issuer = "Other";
    expect_unknown(delegated(wrong, ca_key_), "revocation.ocsp-responder-unauthorised");
    expect_unknown(delegated(right, leaf_key_), "revocation.ocsp-responder-unauthorised");
    wrong = right;
    wrong.extensions += extension(item(6, octets({0x2A, 3, 4})), true, "x");
    expect_unknown(delegated(wrong, ca_key_), "revocation.ocsp-responder-unauthorised");
    wrong = right;
    wrong.extensions += extension(id_ce(15), true, item(3, octets({5, 0x20})));
    expect_unknown(delegated(wrong, ca_key_), "revocation.ocsp-responder-unauthorised");
    wrong = right;
    wrong.not_after = kNow - 1;
    expect_unknown(delegated(wrong, ca_key_), "revocation.ocsp-responder-expired");
    wrong.not_after = kNow + 5 * kDay;
    wrong.not_before = kNow + kDay;
    expect_unknown(delegated(wrong, ca_key_), "revocation.ocsp-responder-expired");
    // Named, but not there.
    expect_unknown(
        ocsp({.responder = item(0xA1, name("Responder")), .singles = single()}, delegate_key_),
        "revocation.ocsp-responder-missing");
}

TEST_F(OcspJudging, RevokedDelegates) {
    const CertificateMaking delegate{
        .serial = 4, .subject = "Responder", .extensions = kOcspSigning};
    const std::string response = delegated(delegate, ca_key_);
    EXPECT_EQ(ask({response}).status, Status::good);
    const std::string list = crl({.entries = entry(4, kNow - 9, 1)}, ca_key_);
    const auto status = ask({response}, {}, {list});
    EXPECT_TRUE(has(status, "revocation.ocsp-responder-revoked"));
    EXPECT_EQ(status.source, RevocationSource::crl);  // which says good of the leaf
}

TEST_F(OcspJudging, LooksAtTheWindow) {
    expect_unknown(says(single({.this_update = kNow + 301})), "revocation.ocsp-not-yet-valid");
    EXPECT_EQ(ask({says(single({.this_update = kNow + 299}))}).status, Status::good);
    expect_unknown(says(single({.next_update = kNow - 1})), "revocation.ocsp-expired");
    EXPECT_EQ(ask({says(single({.next_update = kNow}))}).status, Status::good);
    expect_unknown(says(single({.next_update = kNow - 5000})), "revocation.ocsp-expired");
    expect_unknown(ocsp({.produced = kNow + 301, .singles = single()}, ca_key_),
                   "revocation.ocsp-not-yet-valid");
    expect_unknown(says(single({.this_update = kNow - 2 * kDay, .next_update = 0})),
                   "revocation.ocsp-too-old");
    EXPECT_EQ(ask({says(single({.next_update = 0}))}).status, Status::good);
    RevocationOptions strict;
    strict.max_ocsp_age = 1800;
    EXPECT_TRUE(has(ask({says(single())}, strict), "revocation.ocsp-too-old"));
}

TEST_F(OcspJudging, ProducedWithinTheLifetime) {
    leaf_ = make({.not_before = kNow - 600}, leaf_key_, ca_key_);
    expect_unknown(says(single()), "revocation.ocsp-produced-outside-lifetime");
    leaf_ = make({.not_after = kNow - 2 * kDay}, leaf_key_, ca_key_);
    expect_unknown(says(single()), "revocation.ocsp-produced-outside-lifetime");
    // A responder that says it remembers.
    const std::string cutoff = extension(item(6, octets({0x2B, 6, 1, 5, 5, 7, 0x30, 1, 6})), false,
                                         generalized(kNow - 100 * kDay));
    EXPECT_EQ(ask({says(single({.extensions = cutoff}))}).status, Status::good);
}

TEST_F(OcspJudging, RevocationOutlivesItsResponse) {
    EXPECT_EQ(ask({says(single({.status = ocsp_revoked(kNow - 9 * kDay, 1),
                                .this_update = kNow - 8 * kDay,
                                .next_update = kNow - 7 * kDay}))})
                  .status,
              Status::revoked);
    EXPECT_EQ(ask({says(single({.status = ocsp_revoked(kNow - 9 * kDay, 6),
                                .this_update = kNow - 8 * kDay,
                                .next_update = kNow - 7 * kDay}))})
                  .status,
              Status::unknown);
}

TEST_F(OcspJudging, UnknownCriticalExtensions) {
    const std::string unknown = item(6, octets({0x2A, 3, 4}));
    expect_unknown(says(single({.extensions = extension(unknown, true, "x")})),
                   "revocation.ocsp-critical-extension");
    expect_unknown(
        ocsp({.singles = single(), .extensions = extension(unknown, true, "x")}, ca_key_),
        "revocation.ocsp-critical-extension");
    EXPECT_EQ(ask({says(single({.extensions = extension(unknown, false, "x")}))}).status,
              Status::good);
    const std::string scts =
        extension(item(6, octets({0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 5})), true, item(4, "list"));
    const std::string response = says(single({.extensions = scts}));
    EXPECT_EQ(ask({response}).status, Status::good);
    EXPECT_EQ(parse_ocsp_response(as_bytes(response))->singles.at(0).sct_list, "list");
}

TEST_F(OcspJudging, ErrorsAndRubbish) {
    expect_unknown(sequence(octets({0x0A, 1, 3})), "revocation.ocsp-error-response");
    EXPECT_EQ(ask({sequence(octets({0x0A, 1, 3}))}).findings.at(0).found, "tryLater");
    expect_unknown(sequence(octets({0x0A, 1, 0})), "revocation.ocsp-malformed");
    expect_unknown("rubbish", "revocation.ocsp-malformed");
    std::string other = says(single());
    other[other.find(octets({0x30, 1, 1})) + 2] = 9;  // id-pkix-ocsp 9
    expect_unknown(other, "revocation.ocsp-malformed");
    // A good response beside a bad one still counts.
    EXPECT_EQ(ask({"rubbish", says(single())}).status, Status::good);
}

TEST_F(OcspJudging, CrlAndOcspTogether) {
    const std::string revoked = crl({.entries = entry(1, kNow - 9)}, ca_key_);
    EXPECT_EQ(ask({says(single())}, {}, {revoked}).status, Status::revoked);
    const auto good = ask({says(single({.status = item(0x82, "")}))}, {}, {crl({}, ca_key_)});
    EXPECT_EQ(good.status, Status::good);
    EXPECT_EQ(good.source, RevocationSource::crl);
    RevocationOptions options;
    options.use_ocsp = false;
    EXPECT_EQ(ask({says(single())}, options).status, Status::unknown);
}

TEST(Ocsp, EveryPrefixIsIncomplete) {
    const Key key;
    const std::string der = ocsp({.singles = ocsp_single({}, key)}, key);
    EXPECT_TRUE(parse_ocsp_response(as_bytes(der))->complete);
    EXPECT_TRUE(looks_like_ocsp_response(as_bytes(der)));
    for (std::size_t n = 0; n < der.size(); ++n)
        EXPECT_FALSE(parse_ocsp_response(as_bytes(std::string_view(der).substr(0, n)))->complete);
}

TEST(Ocsp, RequestNamesTheCertificate) {
    const Key key;
    const CertificatePtr leaf = make({.serial = 77}, key, key);
    CertificateHasher hasher;
    const auto request = make_ocsp_request(*leaf, as_bytes(key.public_key), hasher);
    const std::string ca = name("CA");
    const std::string bits = key.bits();
    const std::string expected = sequence(sequence(sequence(
        sequence(sequence(sequence(item(6, octets({0x2B, 0x0E, 3, 2, 0x1A})) + octets({5, 0})) +
                          item(4, as_text(hasher.sha1(as_bytes(ca)))) +
                          item(4, as_text(hasher.sha1(as_bytes(bits)))) + integer(77))))));
    EXPECT_EQ(as_text(request), expected);
}

TEST(Stapling, IsAskedForWhereItMatters) {
    const Key key;
    const auto judged = [&](const std::string& extensions, StapleContext context,
                            std::int64_t life = 90 * kDay) {
        const auto leaf = make(
            {.not_before = kNow - kDay, .not_after = kNow - kDay + life, .extensions = extensions},
            key, key);
        const auto findings = judge_stapling(*leaf, context);
        return findings.empty() ? std::string_view() : findings.at(0).kind->id;
    };
    EXPECT_EQ(judged("", {}), "");
    EXPECT_EQ(judged(kOcspUrl, {}), "revocation.staple-missing");
    EXPECT_EQ(judged(kOcspUrl, {}, 9 * kDay), "");
    EXPECT_EQ(judged(kMustStaple, {}), "revocation.must-staple-missing");
    StapleContext context;
    context.client_asked = false;
    EXPECT_EQ(judged(kMustStaple, context), "");
    context = {};
    context.handshake_seen = false;
    EXPECT_EQ(judged(kMustStaple, context), "");
    const auto good = parse_ocsp_response(as_bytes(ocsp({.singles = ocsp_single({}, key)}, key)));
    const auto later = parse_ocsp_response(as_bytes(sequence(octets({0x0A, 1, 3}))));
    context = {};
    context.staples = {&later, 1};
    EXPECT_EQ(judged(kMustStaple, context), "revocation.must-staple-missing");
    context.staples = {&good, 1};
    EXPECT_EQ(judged(kMustStaple, context), "");
    EXPECT_EQ(judged(kOcspUrl, context), "");
}

}  // namespace
}  // namespace tlsonar::trust::making
