#include "core/text.h"
#include "tests/trust/revocation_asking.h"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

namespace tlsonar::trust::making {
namespace {

using Status = RevocationAnswer::Status;

// A CA that is the anchor, and a leaf below it.
class CrlJudging : public RevocationAsking {
  protected:
    RevocationStatus ask(const std::vector<std::string>& crls, RevocationOptions options = {},
                         const std::vector<CertificatePtr>& others = {}) {
        return ask_with({.crls = crls, .certificates = others}, options);
    }
    static bool has(const RevocationStatus& status, std::string_view id) {
        return std::any_of(status.findings.begin(), status.findings.end(),
                           [id](const Finding& finding) { return finding.kind->id == id; });
    }
    void leaf_with(const std::string& extensions, int serial = 1) {
        leaf_ = make({.serial = serial, .extensions = extensions}, leaf_key_, ca_key_);
    }
    static std::string points(const std::string& content) {
        return extension(id_ce(31), false, sequence(content));
    }
    static std::string scope(const std::string& content) {
        return extension(id_ce(28), true, sequence(content));
    }
};

TEST_F(CrlJudging, SaysGoodAndRevoked) {
    const auto good = ask({crl({.entries = entry(2, kNow - 9, 1)}, ca_key_)});
    EXPECT_EQ(good.status, Status::good);
    EXPECT_EQ(good.source, RevocationSource::crl);
    EXPECT_EQ(good.next_update, kNow + kDay);
    EXPECT_TRUE(good.findings.empty());
    const auto revoked = ask({crl({.entries = entry(1, kNow - 9, 1)}, ca_key_)});
    EXPECT_EQ(revoked.status, Status::revoked);
    EXPECT_EQ(revoked.reason, CrlReason::key_compromise);
    EXPECT_EQ(revoked.revoked_at, kNow - 9);
    EXPECT_TRUE(has(revoked, "revocation.revoked"));
    const auto held = ask({crl({.entries = entry(1, kNow - 9, 6)}, ca_key_)});
    EXPECT_EQ(held.status, Status::revoked);
    EXPECT_TRUE(has(held, "revocation.on-hold"));
}

TEST_F(CrlJudging, KnowsNothingWithoutMaterial) {
    const auto status = ask({});
    EXPECT_EQ(status.status, Status::unknown);
    EXPECT_TRUE(has(status, "revocation.no-information"));
    // A list of somebody else is none.
    EXPECT_EQ(ask({crl({.issuer = "Other", .entries = entry(1, kNow)}, ca_key_)}).status,
              Status::unknown);
}

TEST_F(CrlJudging, ComparesNamesAsRfc5280Wants) {
    EXPECT_EQ(ask({crl({.issuer = "  ca "}, ca_key_)}).status, Status::good);
}

TEST_F(CrlJudging, RefusesWrongSignatures) {
    const auto forged = ask({crl({.entries = entry(1, kNow - 9)}, other_key_)});
    EXPECT_EQ(forged.status, Status::unknown);
    EXPECT_TRUE(has(forged, "revocation.crl-signature-wrong"));
    std::string altered = crl({}, ca_key_);
    altered[altered.find("CA")] = 'c';  // still the same name, other octets
    EXPECT_TRUE(has(ask({altered}), "revocation.crl-signature-wrong"));
}

TEST_F(CrlJudging, WantsTheAlgorithmsToAgree) {
    const std::string rsa = sequence(item(6, octets({0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 1, 11})));
    const std::string tbs = sequence(integer(1) + rsa + name("CA") + utc(kNow - 9) + utc(kNow + 9));
    EXPECT_TRUE(has(ask({ca_key_.wrap(tbs)}), "revocation.crl-algorithm-mismatch"));
}

TEST_F(CrlJudging, LooksAtTheWindow) {
    EXPECT_TRUE(has(ask({crl({.this_update = kNow - 9 * kDay, .next_update = kNow - 1}, ca_key_)}),
                    "revocation.crl-expired"));
    EXPECT_EQ(ask({crl({.next_update = kNow}, ca_key_)}).status, Status::good);
    const auto future = ask({crl({.this_update = kNow + 301}, ca_key_)});
    EXPECT_EQ(future.status, Status::unknown);
    EXPECT_TRUE(has(future, "revocation.crl-not-yet-valid"));
    EXPECT_EQ(ask({crl({.this_update = kNow + 299}, ca_key_)}).status, Status::good);
    EXPECT_TRUE(has(ask({crl({.this_update = kNow - 2 * kDay, .next_update = 0}, ca_key_)}),
                    "revocation.crl-without-next-update"));
}

// An old list cannot say good, but what it says of a revocation stays true, unless it was a hold.
TEST_F(CrlJudging, RevocationOutlivesItsList) {
    CrlMaking old{.this_update = kNow - 9 * kDay, .next_update = kNow - 1};
    old.entries = entry(1, kNow - 10 * kDay, 1);
    EXPECT_EQ(ask({crl(old, ca_key_)}).status, Status::revoked);
    old.entries = entry(1, kNow - 10 * kDay, 6);
    EXPECT_EQ(ask({crl(old, ca_key_)}).status, Status::unknown);
    // A later list tells of the past.
    CrlMaking later{.this_update = kNow + 9 * kDay, .next_update = kNow + 19 * kDay};
    later.entries = entry(1, kNow - 1, 1);
    EXPECT_EQ(ask({crl(later, ca_key_)}).status, Status::revoked);
    later.entries = entry(1, kNow + kDay, 1);
    EXPECT_EQ(ask({crl(later, ca_key_)}).status, Status::unknown);
}

TEST_F(CrlJudging, TheNewerListCounts) {
    const std::string older =
        crl({.this_update = kNow - 5 * kDay, .number = 1, .entries = entry(1, kNow - 6 * kDay, 6)},
            ca_key_);
    const std::string newer = crl({.this_update = kNow - kDay, .number = 2}, ca_key_);
    EXPECT_EQ(ask({older, newer}).status, Status::good);
    EXPECT_EQ(ask({newer, older}).status, Status::good);
    EXPECT_EQ(ask({older}).status, Status::revoked);
}

TEST_F(CrlJudging, WantsACrlNumber) {
    EXPECT_TRUE(has(ask({crl({.number = -1}, ca_key_)}), "revocation.crl-number-missing"));
    EXPECT_TRUE(
        has(ask({crl({.number_critical = true}, ca_key_)}), "revocation.crl-number-critical"));
    RevocationOptions lenient;
    lenient.require_crl_number = false;
    EXPECT_EQ(ask({crl({.number = -1}, ca_key_)}, lenient).status, Status::good);
    // A revocation is a revocation.
    EXPECT_EQ(ask({crl({.number = -1, .entries = entry(1, kNow - 9)}, ca_key_)}).status,
              Status::revoked);
}

TEST_F(CrlJudging, RefusesUnknownCriticalExtensions) {
    const std::string unknown = item(6, octets({0x2A, 3, 4}));
    EXPECT_TRUE(has(ask({crl({.extensions = extension(unknown, true, "x")}, ca_key_)}),
                    "revocation.crl-critical-extension"));
    EXPECT_EQ(ask({crl({.extensions = extension(unknown, false, "x")}, ca_key_)}).status,
              Status::good);
    // In the entry of another certificate, too.
    const auto bent =
        ask({crl({.entries = entry(5, kNow - 9, -1, extension(unknown, true, "x"))}, ca_key_)});
    EXPECT_EQ(bent.status, Status::unknown);
    EXPECT_TRUE(has(bent, "revocation.crl-critical-entry-extension"));
}

TEST_F(CrlJudging, WantsCrlSign) {
    const Key key;
    ca_ = make({.serial = 9, .subject = "CA", .extensions = ca_extensions(0x04)}, key, key);
    leaf_ = make({}, leaf_key_, key);
    EXPECT_TRUE(has(ask({crl({}, key)}), "revocation.crl-signer-key-usage"));
    // Without keyUsage nothing is asked.
    ca_ = make({.serial = 9,
                .subject = "CA",
                .extensions = extension(id_ce(19), true, sequence(octets({1, 1, 0xFF})))},
               key, key);
    EXPECT_EQ(ask({crl({}, key)}).status, Status::good);
}

TEST_F(CrlJudging, ScopeByKindOfCertificate) {
    EXPECT_EQ(ask({crl({.extensions = scope(octets({0x81, 1, 0xFF}))}, ca_key_)}).status,
              Status::good);               // only user certificates
    for (const int flag : {0x82, 0x85}) {  // only CAs, only attribute certificates
        const auto status = ask({crl({.extensions = scope(octets({flag, 1, 0xFF}))}, ca_key_)});
        EXPECT_EQ(status.status, Status::unknown) << flag;
        EXPECT_TRUE(has(status, "revocation.crl-scope-mismatch")) << flag;
    }
}

TEST_F(CrlJudging, ScopeByDistributionPoint) {
    const std::string here = full_name(name("here"));
    const std::string there = full_name(name("there"));
    const std::string list = crl({.extensions = scope(here)}, ca_key_);
    EXPECT_EQ(ask({list}).status, Status::unknown);  // the leaf names no point
    leaf_with(points(sequence(here)));
    EXPECT_EQ(ask({list}).status, Status::good);
    leaf_with(points(sequence(there)));
    EXPECT_EQ(ask({list}).status, Status::unknown);
    // Relative to the issuer on one side, written out on the other.
    const std::string rdn = sequence(item(6, octets({0x55, 4, 3})) + item(0x0C, "here"));
    const std::string relative = item(0xA0, item(0xA1, rdn));
    const std::string ca = name("CA");
    const std::string joined = sequence(ca.substr(2) + item(0x31, rdn));
    leaf_with(points(sequence(relative)));
    EXPECT_EQ(ask({crl({.extensions = scope(full_name(joined))}, ca_key_)}).status, Status::good);
    EXPECT_EQ(ask({crl({.extensions = scope(relative)}, ca_key_)}).status, Status::good);
    EXPECT_EQ(ask({list}).status, Status::unknown);
    leaf_with(extension(id_ce(31), false, "nonsense"));
    EXPECT_TRUE(has(ask({crl({}, ca_key_)}), "revocation.distribution-points-malformed"));
}

TEST_F(CrlJudging, ReasonsAddUp) {
    const std::string some = crl({.extensions = scope(octets({0x83, 2, 5, 0x60}))}, ca_key_);
    // Bits 1 and 2; then 3 … 8.
    const std::string rest =
        crl({.number = 8, .extensions = scope(octets({0x83, 3, 7, 0x1F, 0x80}))}, ca_key_);
    const auto half = ask({some});
    EXPECT_EQ(half.status, Status::unknown);
    EXPECT_TRUE(has(half, "revocation.crl-reasons-incomplete"));
    EXPECT_EQ(ask({some, rest}).status, Status::good);
    const std::string rest_revoked = crl({.number = 8,
                                          .entries = entry(1, kNow - 9, 4),
                                          .extensions = scope(octets({0x83, 3, 7, 0x1F, 0x80}))},
                                         ca_key_);
    EXPECT_EQ(ask({some, rest_revoked}).status, Status::revoked);
}

TEST_F(CrlJudging, DeltasChangeTheBase) {
    const auto delta = [&](int base, int number, const std::string& entries, const Key& key) {
        return crl({.number = number,
                    .entries = entries,
                    .extensions = extension(id_ce(27), true, integer(base))},
                   key);
    };
    const std::string base =
        crl({.this_update = kNow - 2 * kDay, .number = 5, .entries = entry(1, kNow - 5 * kDay, 6)},
            ca_key_);
    EXPECT_EQ(ask({base}).status, Status::revoked);
    EXPECT_EQ(ask({base, delta(5, 6, entry(1, kNow - 5 * kDay, 8), ca_key_)}).status, Status::good);
    EXPECT_EQ(ask({base, delta(6, 7, entry(1, kNow - 5 * kDay, 8), ca_key_)}).status,
              Status::revoked);  // the base is too old for it
    const std::string clean = crl({.this_update = kNow - 2 * kDay, .number = 5}, ca_key_);
    EXPECT_EQ(ask({clean, delta(4, 6, entry(1, kNow - 9, 1), ca_key_)}).status, Status::revoked);
    const auto forged = ask({clean, delta(4, 6, entry(1, kNow - 9, 1), other_key_)});
    EXPECT_EQ(forged.status, Status::good);
    EXPECT_TRUE(has(forged, "revocation.delta-crl-unusable"));
    const auto alone = ask({delta(4, 6, "", ca_key_)});
    EXPECT_EQ(alone.status, Status::unknown);
    EXPECT_TRUE(has(alone, "revocation.delta-crl-without-base"));
    // A current delta keeps an expired base alive.
    const std::string old =
        crl({.this_update = kNow - 9 * kDay, .next_update = kNow - 2 * kDay, .number = 5}, ca_key_);
    EXPECT_EQ(ask({old}).status, Status::unknown);
    EXPECT_EQ(ask({old, delta(5, 6, "", ca_key_)}).status, Status::good);
    RevocationOptions without;
    without.use_deltas = false;
    EXPECT_EQ(ask({clean, delta(4, 6, entry(1, kNow - 9, 1), ca_key_)}, without).status,
              Status::good);
}

TEST_F(CrlJudging, IndirectListsNameTheIssuerOfEntries) {
    const std::string indirect = scope(octets({0x84, 1, 0xFF}));
    const auto of = [](const std::string& issuer) {
        return extension(id_ce(29), true, sequence(item(0xA4, name(issuer))));
    };
    EXPECT_EQ(ask({crl({.entries = entry(1, kNow - 9, -1, of("Other")), .extensions = indirect},
                       ca_key_)})
                  .status,
              Status::good);
    EXPECT_EQ(
        ask({crl({.entries = entry(1, kNow - 9, -1, of("CA")), .extensions = indirect}, ca_key_)})
            .status,
        Status::revoked);
    // The issuer stays until the next one is named.
    const std::string run = entry(7, kNow - 9, -1, of("Other")) + entry(1, kNow - 9);
    EXPECT_EQ(ask({crl({.entries = run, .extensions = indirect}, ca_key_)}).status, Status::good);
    const std::string back = run + entry(1, kNow - 9, -1, of("CA"));
    EXPECT_EQ(ask({crl({.entries = back, .extensions = indirect}, ca_key_)}).status,
              Status::revoked);
    // Without the flag such a list is not understood.
    EXPECT_TRUE(
        has(ask({crl({.entries = run}, ca_key_)}), "revocation.crl-critical-entry-extension"));
}

TEST_F(CrlJudging, SeparateIssuersNeedAPath) {
    const Key signer_key;
    const std::string usage =
        issued_by_ca() + extension(id_ce(15), true, item(3, octets({1, 0x02})));
    const CertificatePtr signer =
        make({.serial = 3, .subject = "CRLs", .extensions = usage}, signer_key, ca_key_);
    const std::string indirect = scope(octets({0x84, 1, 0xFF}));
    leaf_with(points(sequence(full_name(name("CRLs")) + item(0xA2, item(0xA4, name("CRLs"))))));
    const auto of_ca = extension(id_ce(29), true, sequence(item(0xA4, name("CA"))));
    const std::string list = crl({.issuer = "CRLs", .extensions = indirect}, signer_key);
    const std::string listed =
        crl({.issuer = "CRLs", .entries = entry(1, kNow - 9, 1, of_ca), .extensions = indirect},
            signer_key);
    const std::string about_signer = crl({}, ca_key_);
    EXPECT_TRUE(has(ask({list, about_signer}), "revocation.crl-signer-missing"));
    RevocationOptions options;
    EXPECT_EQ(ask({listed, about_signer}, options, {signer}).status, Status::revoked);
    // The CA's own list covers the signer, but is none for the leaf's distribution point; the
    // implied one takes it.
    EXPECT_EQ(ask({list, about_signer}, options, {signer}).status, Status::good);
    const auto without = ask({list}, options, {signer});
    EXPECT_EQ(without.status, Status::unknown);
    EXPECT_TRUE(has(without, "revocation.crl-signer-untrusted"));
    options.require_signer_status = false;
    EXPECT_EQ(ask({list}, options, {signer}).status, Status::good);
    // Not certified by this anchor.
    const CertificatePtr stranger =
        make({.serial = 3, .subject = "CRLs", .extensions = usage}, signer_key, other_key_);
    EXPECT_EQ(ask({list}, options, {stranger}).status, Status::unknown);
}

TEST_F(CrlJudging, ShortLivedNeedNone) {
    leaf_ = make({.not_before = kNow - kDay, .not_after = kNow + 8 * kDay}, leaf_key_, ca_key_);
    EXPECT_EQ(ask({}).status, Status::unknown);
    profile_ = Profile::webpki;
    EXPECT_EQ(ask({}).status, Status::not_applicable);
    EXPECT_EQ(ask({crl({.entries = entry(1, kNow - 9)}, ca_key_)}).status, Status::revoked);
}

TEST(ShortLived, ByTheDayOfIssue) {
    CertificateSummary summary;
    const std::int64_t since = 1'773'532'800;
    const auto is = [&](std::int64_t begin, std::int64_t life) {
        summary.not_before = begin;
        summary.not_after = begin + life - 1;  // both ends included
        return is_short_lived(summary);
    };
    EXPECT_TRUE(is(since - 1, 10 * kDay));
    EXPECT_FALSE(is(since - 1, 10 * kDay + 1));
    EXPECT_TRUE(is(since, 7 * kDay));
    EXPECT_FALSE(is(since, 7 * kDay + 1));
    EXPECT_FALSE(is_short_lived(CertificateSummary()));
}

TEST(Crl, ReadsWhatItSays) {
    const Key key;
    const std::string der =
        crl({.number = 0x1234, .entries = entry(1, kNow) + entry(200, kNow, 4)}, key);
    const CrlPtr list = parse_crl(as_bytes(der));
    ASSERT_TRUE(list->complete) << (list->problems.empty() ? "" : list->problems[0].what);
    EXPECT_EQ(list->version, 2);
    EXPECT_EQ(list->entry_count, 2U);
    EXPECT_EQ(list->number->hex(), "1234");
    EXPECT_EQ(list->issuer.rfc4514(), "CN=CA");
    const std::string issuer = name("CA");
    const std::string serial = octets({0, 200});
    const auto found = list->find(as_bytes(serial), as_bytes(issuer));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->reason, CrlReason::superseded);
    EXPECT_EQ(found->revoked_at, kNow);
    EXPECT_FALSE(list->find(as_bytes(octets({3})), as_bytes(issuer)));
    EXPECT_TRUE(looks_like_crl(as_bytes(der)));
    EXPECT_FALSE(looks_like_crl(make({}, key, key)->der));
}

TEST(Crl, EveryPrefixIsIncomplete) {
    const Key key;
    const std::string der = crl({.entries = entry(1, kNow) + entry(2, kNow, 4)}, key);
    for (std::size_t n = 0; n < der.size(); ++n)
        EXPECT_FALSE(parse_crl(as_bytes(std::string_view(der).substr(0, n)))->complete) << n;
    EXPECT_FALSE(parse_crl(as_bytes(der + "x"))->complete);
}

// A serial number among a million is found at once.
TEST(Crl, AMillionEntries) {
    const Key key;
    std::string entries;
    const std::string at = utc(kNow);
    for (int i = 0; i < 1'000'000; ++i)
        entries += sequence(item(2, octets({1, i >> 16 & 0xFF, i >> 8 & 0xFF, i & 0xFF})) + at);
    const std::string tbs_entries =
        octets({0x30, 0x84, int(entries.size() >> 24 & 0xFF), int(entries.size() >> 16 & 0xFF),
                int(entries.size() >> 8 & 0xFF), int(entries.size() & 0xFF)}) +
        entries;
    std::string tbs = integer(1) + kEcdsaSha256 + name("CA") + utc(kNow) + tbs_entries;
    const auto long_sequence = [](const std::string& content) {
        const std::size_t n = content.size();
        return octets({0x30, 0x84, int(n >> 24 & 0xFF), int(n >> 16 & 0xFF), int(n >> 8 & 0xFF),
                       int(n & 0xFF)}) +
               content;
    };
    tbs = long_sequence(tbs);
    const std::string der = long_sequence(tbs + kEcdsaSha256 + item(3, octets({0, 1, 2})));
    const auto begin = std::chrono::steady_clock::now();
    const CrlPtr list = parse_crl(as_bytes(der));
    const auto parsed = std::chrono::steady_clock::now();
    ASSERT_TRUE(list->complete);
    EXPECT_EQ(list->entry_count, 1'000'000U);
    const std::string issuer = name("CA");
    for (int i = 0; i < 1000; ++i) {
        const int n = i * 997;
        EXPECT_TRUE(list->find(as_bytes(octets({1, n >> 16 & 0xFF, n >> 8 & 0xFF, n & 0xFF})),
                               as_bytes(issuer)));
    }
    const auto found = std::chrono::steady_clock::now();
    RecordProperty("parse_ms", std::to_string((parsed - begin) / std::chrono::milliseconds(1)));
    RecordProperty("find_1000_us", std::to_string((found - parsed) / std::chrono::microseconds(1)));
    EXPECT_LT((found - parsed) / std::chrono::milliseconds(1), 2000);
}

}  // namespace
}  // namespace tlsonar::trust::making
