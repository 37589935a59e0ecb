#include "tests/trust/revocation_make.h"
#include "trust/ct/check.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust::making {
namespace {

std::string sct_list(const std::vector<std::string>& scts) {
    std::string all;
    for (const std::string& sct : scts)
        all += vector16(sct);
    return vector16(all);
}

// A log of our own.
struct TestLog {
    TestLog(std::string name, std::string of, CtLogState state = CtLogState::usable,
            std::int64_t since = kNow - 900 * kDay)
        : key(std::make_shared<Key>()) {
        CertificateHasher hasher;
        entry.key = key->public_key;
        entry.id = hasher.sha256(as_bytes(key->public_key));
        entry.description = std::move(name);
        entry.operator_name = std::move(of);
        entry.state = state;
        entry.state_since = since;
    }
    // A serialised SCT over what such an entry signs.
    std::string sign(std::string_view entry_octets, int type, std::int64_t at,
                     std::string_view extensions = {}) const {
        const auto stamp = number(static_cast<std::uint64_t>(at) * 1000, 8);
        const std::string message = std::string(2, '\0') + stamp + number(std::uint64_t(type), 2) +
                                    std::string(entry_octets) + vector16(extensions);
        return std::string(1, '\0') + std::string(as_text(entry.id)) + stamp +
               vector16(extensions) + octets({4, 3}) + vector16(key->sign(message));
    }
    std::shared_ptr<Key> key;
    CtLog entry;
};

class CtChecking : public testing::Test {
  protected:
    // The leaf, with SCTs of these logs inside.
    CertificatePtr logged(const std::vector<const TestLog*>& logs, CertificateMaking making = {},
                          std::int64_t at = kNow - 20 * kDay) {
        making.extensions = extension(id_ce(17), false, "some names");
        const std::string tbs = certificate_tbs(making, leaf_key_);
        CertificateHasher hasher;
        const std::string entry =
            std::string(as_text(hasher.sha256(as_bytes(ca_key_.public_key)))) +
            number(tbs.size(), 3) + tbs;
        std::vector<std::string> scts;
        for (const TestLog* log : logs)
            scts.push_back(log->sign(entry, 1, at));
        making.extensions += embedded(sct_list(scts));
        return make(making, leaf_key_, ca_key_);
    }
    static std::string embedded(const std::string& list) {
        return extension(item(6, octets({0x2B, 6, 1, 4, 1, 0xD6, 0x79, 2, 4, 2})), false,
                         item(4, list));
    }
    CtReport check(const CertificatePtr& leaf, const std::vector<const TestLog*>& logs,
                   const std::string& handshake = {}, const std::string& ocsp = {}) {
        std::vector<CtLog> entries;
        for (const TestLog* log : logs)
            entries.push_back(log->entry);
        logs_ = std::make_unique<CtLogList>(std::move(entries), "2023-11-14");
        CtInput input;
        input.certificate = leaf;
        input.issuer_public_key = as_bytes(issuer_key_);
        input.handshake_list = as_bytes(handshake);
        if (!ocsp.empty()) input.ocsp_lists.push_back(as_bytes(ocsp));
        CtOptions options;
        options.time = time_;
        return check_ct(input, *logs_, options);
    }
    static bool has(const CtReport& report, std::string_view id) {
        return std::any_of(report.findings.begin(), report.findings.end(),
                           [id](const Finding& finding) { return finding.kind->id == id; });
    }

    Key ca_key_;
    Key leaf_key_;
    std::string issuer_key_ = ca_key_.public_key;
    std::int64_t time_ = kNow;
    std::unique_ptr<CtLogList> logs_;
    TestLog a_{"A", "one"};
    TestLog b_{"B", "two"};
    TestLog c_{"C", "two"};
};

TEST_F(CtChecking, TwoLogsOfTwoOperators) {
    const auto report = check(logged({&a_, &b_}), {&a_, &b_});
    EXPECT_EQ(report.compliance, CtCompliance::compliant);
    EXPECT_EQ(report.counted, 2U);
    EXPECT_EQ(report.operators, 2U);
    EXPECT_TRUE(report.findings.empty());
    ASSERT_EQ(report.scts.size(), 2U);
    EXPECT_EQ(report.scts[0].signature, SignatureCheck::valid);
    EXPECT_EQ(report.scts[0].log->description, "A");
    EXPECT_EQ(report.scts[0].origin, SctOrigin::certificate);
}

TEST_F(CtChecking, CountsByLifetime) {
    CertificateMaking making;
    making.not_after = making.not_before + 180 * kDay;
    EXPECT_EQ(check(logged({&a_, &b_}, making), {&a_, &b_}).compliance, CtCompliance::compliant);
    making.not_after += 1;
    const auto report = check(logged({&a_, &b_}, making), {&a_, &b_});
    EXPECT_EQ(report.compliance, CtCompliance::insufficient);
    EXPECT_EQ(report.wanted, 3U);
    EXPECT_TRUE(has(report, "ct.too-few-scts"));
    EXPECT_EQ(check(logged({&a_, &b_, &c_}, making), {&a_, &b_, &c_}).compliance,
              CtCompliance::compliant);
}

TEST_F(CtChecking, OneOperatorIsNotEnough) {
    const auto report = check(logged({&b_, &c_}), {&b_, &c_});
    EXPECT_EQ(report.compliance, CtCompliance::insufficient);
    EXPECT_TRUE(has(report, "ct.one-operator"));
    const auto twice = check(logged({&a_, &a_}), {&a_});
    EXPECT_EQ(twice.compliance, CtCompliance::insufficient);
    EXPECT_TRUE(has(twice, "ct.duplicate-log"));
}

TEST_F(CtChecking, WrongSignatures) {
    const CertificatePtr leaf = logged({&a_, &b_});
    std::string der(as_text(leaf->der));
    der[der.find("some names")] = 'S';
    const auto report = check(make_certificate(as_bytes(der)), {&a_, &b_});
    EXPECT_EQ(report.compliance, CtCompliance::insufficient);
    EXPECT_TRUE(has(report, "ct.signature-wrong"));
    issuer_key_ = leaf_key_.public_key;
    EXPECT_TRUE(has(check(leaf, {&a_, &b_}), "ct.signature-wrong"));
    issuer_key_.clear();
    const auto without = check(leaf, {&a_, &b_});
    EXPECT_EQ(without.compliance, CtCompliance::inconclusive);
    EXPECT_TRUE(has(without, "ct.issuer-unknown"));
}

TEST_F(CtChecking, UnknownLogsAreInconclusive) {
    const auto report = check(logged({&a_, &b_}), {&a_});
    EXPECT_EQ(report.compliance, CtCompliance::inconclusive);
    EXPECT_TRUE(has(report, "ct.log-unknown"));
    // … unless even they would not do.
    EXPECT_EQ(check(logged({&a_}), {&b_}).compliance, CtCompliance::insufficient);
}

TEST_F(CtChecking, StatesOfLogs) {
    const auto with = [&](CtLogState state, std::int64_t since) {
        TestLog log("X", "three", state, since);
        return check(logged({&a_, &log}), {&a_, &log});
    };
    const std::int64_t before = kNow - 30 * kDay;  // SCTs are 20 days old
    const std::int64_t after = kNow - 10 * kDay;
    EXPECT_EQ(with(CtLogState::qualified, before).compliance, CtCompliance::compliant);
    EXPECT_EQ(with(CtLogState::read_only, before).compliance, CtCompliance::compliant);
    EXPECT_EQ(with(CtLogState::retired, after).compliance, CtCompliance::compliant);
    EXPECT_EQ(with(CtLogState::retired, kNow + 1).compliance, CtCompliance::compliant);
    EXPECT_EQ(with(CtLogState::retired, before).compliance, CtCompliance::insufficient);
    EXPECT_TRUE(has(with(CtLogState::pending, before), "ct.log-pending"));
    EXPECT_TRUE(has(with(CtLogState::rejected, before), "ct.log-rejected"));
    EXPECT_EQ(with(CtLogState::rejected, before).compliance, CtCompliance::insufficient);
    const auto unknown = with(CtLogState::unknown, before);
    EXPECT_EQ(unknown.compliance, CtCompliance::inconclusive);
    EXPECT_TRUE(has(unknown, "ct.log-state-unknown"));
}

TEST_F(CtChecking, SomeLogMustBeCurrent) {
    TestLog x("X", "three", CtLogState::retired, kNow - kDay);
    TestLog y("Y", "four", CtLogState::retired, kNow - kDay);
    const auto report = check(logged({&x, &y}), {&x, &y});
    EXPECT_EQ(report.compliance, CtCompliance::insufficient);
    EXPECT_TRUE(has(report, "ct.no-current-log"));
}

TEST_F(CtChecking, TestLogsAndIntervals) {
    TestLog test("T", "three");
    test.entry.test = true;
    EXPECT_TRUE(has(check(logged({&a_, &test}), {&a_, &test}), "ct.log-test"));
    TestLog shard("S", "three");
    CertificateMaking making;
    shard.entry.interval_start = making.not_after;
    shard.entry.interval_end = making.not_after + 1;
    EXPECT_EQ(check(logged({&a_, &shard}), {&a_, &shard}).compliance, CtCompliance::compliant);
    shard.entry.interval_end = making.not_after;
    EXPECT_TRUE(has(check(logged({&a_, &shard}), {&a_, &shard}), "ct.outside-interval"));
    shard.entry.interval_end.reset();
    shard.entry.interval_start = making.not_after + 1;
    EXPECT_TRUE(has(check(logged({&a_, &shard}), {&a_, &shard}), "ct.outside-interval"));
}

TEST_F(CtChecking, Timestamps) {
    EXPECT_TRUE(has(check(logged({&a_, &b_}, {}, kNow + 301), {&a_, &b_}), "ct.timestamp-future"));
    EXPECT_EQ(check(logged({&a_, &b_}, {}, kNow + 299), {&a_, &b_}).compliance,
              CtCompliance::compliant);
    time_ = kNow + 90 * kDay;
    EXPECT_TRUE(has(check(logged({&a_, &b_}, {}, kNow + 61 * kDay), {&a_, &b_}),
                    "ct.timestamp-after-expiry"));
    const auto early = check(logged({&a_, &b_}, {}, kNow - 33 * kDay), {&a_, &b_});
    EXPECT_EQ(early.compliance, CtCompliance::compliant);
    EXPECT_TRUE(has(early, "ct.timestamp-before-validity"));
}

TEST_F(CtChecking, StaticLogs) {
    a_.entry.format = CtLogFormat::static_ct;
    b_.entry.format = CtLogFormat::static_ct;
    EXPECT_TRUE(has(check(logged({&a_, &b_}), {&a_, &b_}), "ct.no-rfc6962-log"));
    b_.entry.format = CtLogFormat::rfc6962;
    EXPECT_EQ(check(logged({&a_, &b_}), {&a_, &b_}).compliance, CtCompliance::compliant);
    b_.entry.format = CtLogFormat::static_ct;
    time_ = 1'776'211'200;  // 2026-04-15
    CertificateMaking now;
    now.not_before = time_ - 30 * kDay;
    now.not_after = time_ + 60 * kDay;
    EXPECT_EQ(check(logged({&a_, &b_}, now, time_ - kDay), {&a_, &b_}).compliance,
              CtCompliance::compliant);
}

// SCTs beside the certificate are over the certificate itself.
TEST_F(CtChecking, HandshakeAndStaple) {
    const CertificatePtr leaf = make({}, leaf_key_, ca_key_);
    EXPECT_TRUE(has(check(leaf, {&a_, &b_}), "ct.no-scts"));
    EXPECT_EQ(check(leaf, {&a_, &b_}).compliance, CtCompliance::none);
    const std::string entry = number(leaf->der.size(), 3) + std::string(as_text(leaf->der));
    const std::string index = octets({0, 0, 5, 0, 0, 0, 1, 2});
    const std::string of_a = a_.sign(entry, 0, kNow - kDay, index);
    const std::string of_b = b_.sign(entry, 0, kNow - kDay);
    const auto report = check(leaf, {&a_, &b_}, sct_list({of_a, of_b}));
    EXPECT_EQ(report.compliance, CtCompliance::compliant);
    EXPECT_EQ(report.scts.at(0).sct.leaf_index, 0x102U);
    EXPECT_EQ(check(leaf, {&a_, &b_}, sct_list({of_a}), sct_list({of_b})).compliance,
              CtCompliance::compliant);
    // A retired log does not count here.
    b_.entry.state = CtLogState::retired;
    b_.entry.state_since = kNow - 3600;
    EXPECT_EQ(check(leaf, {&a_, &b_}, sct_list({of_a, of_b})).compliance,
              CtCompliance::insufficient);
}

TEST_F(CtChecking, RubbishIsSaidToBe) {
    const CertificatePtr leaf = make({}, leaf_key_, ca_key_);
    EXPECT_TRUE(has(check(leaf, {&a_}, "rubbish"), "ct.list-malformed"));
    EXPECT_TRUE(has(check(leaf, {&a_}, sct_list({std::string(40, '\1')})), "ct.version-unknown"));
    EXPECT_TRUE(has(check(make({.extensions = embedded("")}, leaf_key_, ca_key_), {&a_}),
                    "ct.list-malformed"));
    std::string sha1 = a_.sign("entry", 0, kNow - kDay);
    sha1[43] = 2;  // hash algorithm
    EXPECT_TRUE(has(check(leaf, {&a_}, sct_list({sha1})), "ct.signature-unsupported"));
}

TEST(SctList, EveryPrefixIsMalformed) {
    TestLog log("A", "one");
    const std::string sct = log.sign("x", 0, kNow);
    const std::string list = sct_list({sct, sct});
    EXPECT_FALSE(parse_sct_list(as_bytes(list)).malformed);
    for (std::size_t n = 0; n < list.size(); ++n)
        EXPECT_TRUE(parse_sct_list(as_bytes(std::string_view(list).substr(0, n))).malformed) << n;
}

TEST(CtLogList, BuiltIn) {
    const CtLogList logs = CtLogList::builtin();
    EXPECT_GE(logs.logs().size(), 251U);
    EXPECT_GE(logs.date(), "2026-11-21");
    for (const CtLog& log : logs.logs()) {
        EXPECT_EQ(logs.find(log.id)->key, log.key);
        EXPECT_FALSE(log.operator_name.empty());
    }
    const auto usable = std::count_if(logs.logs().begin(), logs.logs().end(), [](const CtLog& log) {
        return log.state_at(1'795'219'200) == CtLogState::usable;
    });
    EXPECT_GT(usable, 50);
}

TEST(CtLogList, FromJson) {
    const Key key;
    CertificateHasher hasher;
    const auto base64 = [](Bytes octets) {
        std::string out((octets.size() + 2) / 3 * 4 + 1, '\0');
        const int n = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), octets.data(),
                                      static_cast<int>(octets.size()));
        out.resize(static_cast<std::size_t>(n));
        return out;
    };
    const LogId id = hasher.sha256(as_bytes(key.public_key));
    const std::string log = R"({"description":"D","log_id":")" + base64(id) + R"(","key":")" +
                            base64(as_bytes(key.public_key)) +
                            R"(","submission_url":"https://log.example/",
        "state":{"readonly":{"timestamp":"2023-11-14T22:13:20Z"}},
        "temporal_interval":{"start_inclusive":"2023-11-14T22:13:20Z","end_exclusive":"2023-11-15T22:13:20Z"}})";
    const auto list = CtLogList::from_json(
        R"({"log_list_timestamp":"2026-10-01T00:00:00Z","operators":[{"name":"O","logs":[],"tiled_logs":[)" +
        log + R"(,{"key":7},"x"]},7]})");
    ASSERT_TRUE(list.ok());
    ASSERT_EQ(list->logs().size(), 1U);
    const CtLog* found = list->find(id);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->operator_name, "O");
    EXPECT_EQ(found->format, CtLogFormat::static_ct);
    EXPECT_EQ(found->state, CtLogState::read_only);
    EXPECT_EQ(found->state_since, kNow);
    EXPECT_EQ(found->interval_end, kNow + kDay);
    EXPECT_EQ(found->url, "https://log.example/");
    EXPECT_EQ(list->date(), "2026-10-01");
    for (const char* bad : {"", "[]", "{\"operators\":7}", "{\"operators\":[]}", "{", "null"})
        EXPECT_FALSE(CtLogList::from_json(bad).ok()) << bad;
}

}  // namespace
}  // namespace tlsonar::trust::making
