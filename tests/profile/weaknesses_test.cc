// Each weakness: facts from which it follows, facts from which it does not, and facts that are not
// known, from which nothing follows.
#include "profile/endpoint/weaknesses.h"

#include "profile/endpoint/dh_groups.h"
#include "trust/protocol/tls_kinds.h"

#include <algorithm>
#include <functional>
#include <set>

#include <gtest/gtest.h>

namespace tlsonar::profile {
namespace {

constexpr Evidence kSeen{"test", 7};
constexpr std::uint16_t kSsl2 = 0x0002, kSsl3 = 0x0300, kTls10 = 0x0301, kTls11 = 0x0302,
                        kTls12 = 0x0303, kTls13 = 0x0304, kDtls10 = 0xFEFF, kDtls12 = 0xFEFD;
// Suites.
constexpr std::uint32_t kGcm = 0xC02F, kEcdheCbc = 0xC013, kRsaGcm = 0x009C, kRsaCbc = 0x002F,
                        kTripleDes = 0x000A, kRc4 = 0x0005, kNull = 0x0002, kAnon = 0x0034,
                        kDes = 0x0009, kExportRsa = 0x0003, kExportDhe = 0x0014,
                        kExportKrb5 = 0x0029, kAes13 = 0x1301, kSsl2Rc4 = 0x010080;

// A profile in the making.
class Made {
  public:
    operator const EndpointProfile&() const { return profile_; }  // NOLINT: for brevity

    Made& yes(std::uint16_t version) { return say(version, Fact::make_yes(kSeen)); }
    Made& no(std::uint16_t version) { return say(version, Fact::make_no(kSeen, "alert")); }
    Made& unsure(std::uint16_t version) {
        return say(version, Fact::make_unknown(kSeen, "timeout"));
    }
    // What is not said is "no": all versions are known.
    Made& only(std::initializer_list<std::uint16_t> versions) {
        for (const std::uint16_t version : {kSsl2, kSsl3, kTls10, kTls11, kTls12, kTls13})
            std::count(versions.begin(), versions.end(), version) != 0 ? yes(version) : no(version);
        return *this;
    }
    Made& suites(std::uint16_t version, std::initializer_list<std::uint32_t> codes,
                 Decides decides = Decides::server, bool complete = true) {
        AcceptedList list = list_of(version, codes, complete);
        list.ordered = decides == Decides::server;
        list.decides = decides;
        profile_.suites.push_back(std::move(list));
        return *this;
    }
    Made& groups(std::initializer_list<std::uint32_t> codes, bool complete = true) {
        profile_.groups.push_back(list_of(kTls13, codes, complete));
        return *this;
    }
    Made& schemes(std::initializer_list<std::uint32_t> codes) {
        profile_.schemes.push_back(list_of(kTls12, codes, true));
        return *this;
    }
    Made& extension(std::string_view name, Fact fact) {
        profile_.extensions.push_back({name, std::move(fact)});
        return *this;
    }
    Made& session(std::string_view name, Fact fact) {
        profile_.sessions.push_back({name, std::move(fact)});
        return *this;
    }
    Made& dh(std::uint32_t bits, bool well_known = false, Answer is_prime = Answer::unknown,
             Answer safe = Answer::unknown, bool weak_generator = false) {
        DhGroup group;
        group.bits = bits;
        group.well_known = well_known;
        group.name = well_known ? "a known one" : "";
        group.is_prime = is_prime;
        group.safe_prime = safe;
        group.weak_generator = weak_generator;
        group.evidence = kSeen;
        profile_.dh_groups.push_back(group);
        return *this;
    }
    Made& edit(const std::function<void(EndpointProfile&)>& change) {
        change(profile_);
        return *this;
    }

  private:
    static AcceptedList list_of(std::uint16_t version, std::initializer_list<std::uint32_t> codes,
                                bool complete) {
        AcceptedList list;
        list.version = version;
        list.complete = complete;
        for (const std::uint32_t code : codes)
            list.accepted.push_back({code, kSeen});
        return list;
    }
    Made& say(std::uint16_t version, Fact fact) {
        profile_.versions.push_back({version, std::move(fact)});
        return *this;
    }
    EndpointProfile profile_;
};

const Fact kYes = Fact::make_yes(kSeen);
const Fact kNo = Fact::make_no(kSeen, "offered, and not answered");
const Fact kUnknown = Fact::make_unknown(kSeen, "reset");

Made datagrams() {
    return Made().edit([](EndpointProfile& p) { p.udp = true; });
}
Made with_oddity(std::string text) {
    return Made().suites(kTls12, {kGcm}).edit([&](EndpointProfile& p) {
        p.suites[0].oddities = {std::move(text)};
    });
}
Made with_reuse(Fact dh, Fact ecdh) {
    return Made().edit([&](EndpointProfile& p) {
        p.dh_reuse = dh;
        p.ecdh_reuse = ecdh;
    });
}
Made with_tolerance(Fact bears) {
    return Made().edit([&](EndpointProfile& p) {
        p.tolerance.push_back({"grease-suite", "an unknown cipher suite (GREASE)", bears, 200});
    });
}

struct Case {
    std::string_view id;
    Made holds, holds_not, unknown;
};

std::vector<Case> version_cases() {
    return {
        {"tls.ssl2", Made().yes(kSsl2), Made().no(kSsl2), Made().unsure(kSsl2)},
        {"tls.drown", Made().yes(kSsl2).suites(kSsl2, {kSsl2Rc4}), Made().no(kSsl2),
         Made().unsure(kSsl2)},
        {"tls.ssl3", Made().yes(kSsl3), Made().no(kSsl3), Made().unsure(kSsl3)},
        {"tls.tls10", Made().yes(kTls10), Made().no(kTls10), Made().unsure(kTls10)},
        {"tls.tls11", Made().yes(kTls11), Made().no(kTls11), Made().unsure(kTls11)},
        {"tls.dtls10", datagrams().yes(kDtls10), datagrams().no(kDtls10),
         datagrams().unsure(kDtls10)},
        {"tls.no-tls12", Made().only({kTls10}), Made().only({kTls13}),
         Made().yes(kTls10).no(kTls12).unsure(kTls13)},
        {"tls.no-tls12", datagrams().yes(kDtls10).no(kDtls12),
         datagrams().yes(kDtls10).yes(kDtls12), datagrams().yes(kDtls10).unsure(kDtls12)},
        {"tls.no-tls13", Made().only({kTls12}), Made().only({kTls12, kTls13}),
         Made().yes(kTls12).unsure(kTls13)},
        // Nothing is there, or nothing was learnt: not that something is missing.
        {"tls.no-tls13", Made().only({kTls10}), Made().only({}), Made()},
    };
}

std::vector<Case> suite_cases() {
    const Made none = Made().yes(kTls12).suites(kTls12, {kGcm});
    const Made unknown = Made().unsure(kTls12).suites(kTls12, {}, Decides::unknown, false);
    const auto one = [](std::uint16_t version, std::uint32_t code) {
        // One that is seen is there, however incomplete the list.
        return Made().yes(version).suites(version, {kGcm, code}, Decides::server, false);
    };
    return {
        {"tls.null", one(kTls12, kNull), none, unknown},
        {"tls.null", one(kTls13, 0xC0B4), none, unknown},  // TLS_SHA256_SHA256
        {"tls.anonymous", one(kTls12, kAnon), none, unknown},
        {"tls.export", one(kTls10, kExportRsa), none, unknown},
        {"tls.export", one(kTls10, kExportKrb5), none, unknown},
        {"tls.export", Made().yes(kSsl2).suites(kSsl2, {0x020080}),
         Made().yes(kSsl2).suites(kSsl2, {kSsl2Rc4}), unknown},
        {"tls.freak", one(kTls10, kExportRsa), one(kTls10, kExportDhe), unknown},
        {"tls.logjam-export", one(kTls10, kExportDhe), one(kTls10, kExportRsa), unknown},
        {"tls.single-des", one(kTls10, kDes), one(kTls10, kTripleDes), unknown},
        {"tls.single-des", one(kTls10, kDes), one(kTls10, kExportDhe), unknown},
        {"tls.rc4", one(kTls12, kRc4), none, unknown},
        {"tls.rc4", Made().yes(kSsl2).suites(kSsl2, {kSsl2Rc4}), none, unknown},
        {"tls.sweet32", one(kTls12, kTripleDes), none, unknown},
        {"tls.sweet32", one(kTls12, 0x0007), one(kTls12, kRc4), unknown},
        {"tls.poodle", one(kSsl3, kRsaCbc), one(kTls10, kRsaCbc), unknown},
        {"tls.poodle", one(kSsl3, kRsaCbc), one(kSsl3, kRc4), unknown},
        {"tls.beast", one(kTls10, kEcdheCbc), one(kTls11, kEcdheCbc), unknown},
        {"tls.static-key-exchange", one(kTls12, kRsaGcm), none, unknown},
    };
}

std::vector<Case> list_cases() {
    const auto no_etm = [](Made made) { return made.extension("encrypt_then_mac", kNo); };
    const Made mixed = Made().suites(kTls12, {kEcdheCbc, kGcm});
    return {
        {"tls.lucky13", no_etm(Made().suites(kTls12, {kEcdheCbc, kGcm})),
         no_etm(Made().suites(kTls12, {kGcm, kEcdheCbc})), mixed},
        {"tls.lucky13", no_etm(Made().suites(kTls12, {kGcm, kEcdheCbc}, Decides::client)),
         Made().suites(kTls12, {kEcdheCbc}).extension("encrypt_then_mac", kYes),
         Made().suites(kTls12, {kEcdheCbc}).extension("encrypt_then_mac", kUnknown)},
        {"tls.lucky13", no_etm(Made().suites(kTls10, {kEcdheCbc}, Decides::unknown)),
         no_etm(Made().suites(kTls12, {kGcm})),
         no_etm(Made().suites(kTls12, {kGcm, kEcdheCbc}, Decides::unknown))},
        {"tls.no-forward-secrecy", Made().only({kTls12}).suites(kTls12, {kRsaGcm, kRsaCbc}),
         Made().only({kTls12}).suites(kTls12, {kGcm, kRsaCbc}),
         Made().only({kTls12}).suites(kTls12, {kRsaGcm}, Decides::server, false)},
        {"tls.no-forward-secrecy", Made().only({kTls12}).suites(kTls12, {kRsaGcm}),
         Made().only({kTls12, kTls13}).suites(kTls12, {kRsaGcm}).suites(kTls13, {kAes13}),
         // Of TLS 1.3 nothing is known: it may be there.
         Made().no(kSsl3).no(kTls10).no(kTls11).yes(kTls12).unsure(kTls13).suites(kTls12,
                                                                                  {kRsaGcm})},
        {"tls.no-post-quantum", Made().only({kTls13}).groups({0x001D, 0x0017}),
         Made().only({kTls13}).groups({0x001D, 0x11EC}),
         Made().only({kTls13}).groups({0x001D}, false)},
        {"tls.no-post-quantum", Made().only({kTls12}), Made().only({}),
         Made().yes(kTls12).unsure(kTls13)},
        {"tls.weak-curve", Made().groups({0x0013}), Made().groups({0x0015, 0x0017}), Made()},
        {"tls.explicit-curve", Made().groups({0xFF01}), Made().groups({0x0017}), Made()},
        {"tls.explicit-curve",
         Made().extension("explicit_curve", Fact::make_yes(kSeen, "the server spells it out")),
         Made().extension("explicit_curve", kNo), Made().extension("explicit_curve", kUnknown)},
        {"tls.sha1-signatures", Made().schemes({0x0201}), Made().schemes({0x0401}), Made()},
        {"tls.md5-signatures", Made().schemes({0x0101}), Made().schemes({0x0201}), Made()},
    };
}

std::vector<Case> dh_cases() {
    constexpr Answer kIs = Answer::yes, kIsNot = Answer::no;
    return {
        {"tls.dh-below-1024", Made().dh(1023), Made().dh(1024), Made().dh(0)},
        {"tls.logjam", Made().dh(1024), Made().dh(2048), Made().dh(0)},
        {"tls.dh-common-prime", Made().dh(1024, true), Made().dh(2048, true), Made().dh(1024)},
        {"tls.dh-composite", Made().dh(2048, false, kIsNot), Made().dh(2048, false, kIs),
         Made().dh(2048)},
        {"tls.dh-unsafe-prime", Made().dh(2048, false, kIs, kIsNot),
         Made().dh(2048, false, kIs, kIs), Made().dh(2048)},
        {"tls.dh-weak-generator", Made().dh(2048, false, kIs, kIs, true), Made().dh(2048),
         Made().dh(0, false, kIs, kIs, true)},
        {"tls.dh-reuse", with_reuse(kYes, kNo), with_reuse(kNo, kYes), with_reuse({}, kUnknown)},
        {"tls.ecdh-reuse", with_reuse(kNo, kYes), with_reuse(kYes, kNo), with_reuse(kUnknown, {})},
    };
}

std::vector<Case> behaviour_cases() {
    const auto extension = [](std::string_view name, Fact fact) {
        return Made().only({kTls10, kTls12, kTls13}).extension(name, std::move(fact));
    };
    const auto session = [](std::string_view name, Fact fact) {
        return Made().session(name, std::move(fact));
    };
    return {
        {"tls.crime", extension("compression", Fact::make_yes(kSeen, "DEFLATE")),
         extension("compression", kNo), extension("compression", kUnknown)},
        {"tls.heartbeat", extension("heartbeat", kYes), extension("heartbeat", kNo), Made()},
        {"tls.early-data", session("early_data", kYes), session("early_data", kNo),
         session("early_data", kUnknown)},
        {"tls.client-renegotiation", session("client_renegotiation", kYes),
         session("client_renegotiation", kNo), session("client_renegotiation", kUnknown)},
        {"tls.insecure-renegotiation", extension("secure_renegotiation", kNo),
         extension("secure_renegotiation", kYes), extension("secure_renegotiation", kUnknown)},
        {"tls.no-extended-main-secret", extension("extended_main_secret", kNo),
         Made().only({kTls13}).extension("extended_main_secret", kNo),
         extension("extended_main_secret", kUnknown)},
        {"tls.fallback-scsv", extension("fallback_scsv", kNo),
         Made().only({kTls12, kTls13}).extension("fallback_scsv", kNo),
         extension("fallback_scsv", kUnknown)},
        {"tls.downgrade-sentinel", extension("downgrade_sentinel", kNo),
         extension("downgrade_sentinel", kYes), extension("downgrade_sentinel", kUnknown)},
        {"tls.downgrade-sentinel", extension("downgrade_sentinel", kNo),
         Made().only({kTls12}).extension("downgrade_sentinel", kNo),
         Made().yes(kTls12).unsure(kTls13).extension("downgrade_sentinel", kNo)},
        {"tls.dtls-no-cookie", datagrams().extension("dtls_cookie", kNo),
         datagrams().extension("dtls_cookie", kYes),
         datagrams().extension("dtls_cookie", kUnknown)},
        {"tls.selects-unoffered", with_oddity("selects a cipher suite that was not offered"),
         with_oddity("contradicts itself"), Made()},
        {"tls.inconsistent", with_oddity("contradicts itself in its order of cipher suites"),
         with_oddity("selects a cipher suite that was not offered"), Made()},
        {"tls.intolerant", with_tolerance(kNo), with_tolerance(kYes), with_tolerance(kUnknown)},
    };
}

// `published` and `served`: the numbers of configurations in the DNS and of the server.
Made with_ech(Fact dns, std::vector<std::uint8_t> published, Fact server,
              std::vector<std::uint8_t> served) {
    return Made().edit([&](EndpointProfile& p) {
        p.service_records.found = std::move(dns);
        p.ech.retry = std::move(server);
        const auto config = [](std::uint8_t id) {
            EchConfig made;
            made.octets = {id};
            return made;
        };
        p.service_records.records.resize(1);
        if (!published.empty()) p.service_records.records[0].ech.emplace();
        for (const std::uint8_t id : published)
            p.service_records.records[0].ech->configs.push_back(config(id));
        for (const std::uint8_t id : served)
            p.ech.configs.configs.push_back(config(id));
    });
}
Made with_credential(Answer rule) {
    return Made().edit([&](EndpointProfile& p) {
        p.delegated_credential.emplace();
        p.delegated_credential->evidence = kSeen;
        p.delegated_credential->signature = rule;
    });
}

std::vector<Case> modern_cases() {
    return {
        {"tls.ech-not-served", with_ech(kYes, {1}, kNo, {}), with_ech(kYes, {1}, kYes, {1}),
         with_ech(kYes, {1}, kUnknown, {})},
        {"tls.ech-not-published", with_ech(kYes, {}, kYes, {1}), with_ech(kYes, {1}, kYes, {1}),
         with_ech(kUnknown, {}, kYes, {1})},
        {"tls.ech-not-published", with_ech(kNo, {}, kYes, {1}), with_ech(kNo, {}, kNo, {}), Made()},
        {"tls.ech-outdated", with_ech(kYes, {1}, kYes, {2, 3}),
         with_ech(kYes, {1, 2}, kYes, {2, 3}), with_ech(kYes, {1}, kUnknown, {})},
        {"tls.delegated-credential", with_credential(Answer::no), with_credential(Answer::yes),
         with_credential(Answer::unknown)},
    };
}

std::vector<Case> all_cases() {
    std::vector<Case> all;
    for (const auto& cases : {version_cases(), suite_cases(), list_cases(), dh_cases(),
                              behaviour_cases(), modern_cases()})
        all.insert(all.end(), cases.begin(), cases.end());
    return all;
}

const Weakness* find(const std::vector<Weakness>& found, std::string_view id) {
    for (const Weakness& weakness : found)
        if (weakness.finding.kind->id == id) return &weakness;
    return nullptr;
}

TEST(Weaknesses, FollowFromFactsAndFromNothingElse) {
    for (const Case& c : all_cases()) {
        SCOPED_TRACE(c.id);
        const std::vector<Weakness> found = weaknesses(c.holds);
        const Weakness* weakness = find(found, c.id);
        ASSERT_NE(weakness, nullptr);
        EXPECT_FALSE(weakness->finding.found.empty());
        EXPECT_FALSE(weakness->finding.expected.empty());
        EXPECT_EQ(weakness->evidence.connection, kSeen.connection);
        EXPECT_EQ(find(weaknesses(c.holds_not), c.id), nullptr);
        EXPECT_EQ(find(weaknesses(c.unknown), c.id), nullptr);
    }
}

TEST(Weaknesses, EachKindHasACase) {
    // Those of a run: see run_weaknesses_test.cc.
    std::set<std::string_view> tested = {"tls.drown-elsewhere", "tls.ticket-key-elsewhere"};
    for (const Case& c : all_cases())
        tested.insert(c.id);
    for (const trust::FindingKind& kind : trust::kTlsKinds)
        EXPECT_EQ(tested.count(kind.id), 1U) << kind.id;
}

TEST(Weaknesses, TheCatalogueKnowsThemAll) {
    for (const trust::FindingKind& kind : trust::kTlsKinds)
        EXPECT_EQ(trust::find_finding_kind(kind.id), &kind);
}

TEST(Weaknesses, NothingIsKnownOfAnEmptyProfile) {
    EXPECT_TRUE(weaknesses(EndpointProfile{}).empty());
}

TEST(Weaknesses, AModernServerHasNone) {
    Made made = Made().only({kTls12, kTls13});
    made.suites(kTls12, {kGcm, 0xC030}).suites(kTls13, {kAes13}).groups({0x11EC, 0x001D});
    made.schemes({0x0403, 0x0804}).extension("encrypt_then_mac", kNo);
    made.extension("secure_renegotiation", kYes).extension("extended_main_secret", kYes);
    made.extension("compression", kNo).extension("heartbeat", kNo);
    made.extension("downgrade_sentinel", kYes).extension("fallback_scsv", kNo);
    made.session("client_renegotiation", kNo).session("early_data", kNo).dh(2048, true);
    EXPECT_TRUE(weaknesses(made).empty());
}

TEST(Weaknesses, TheWorstComesFirst) {
    const Made made = Made().only({kSsl2, kTls12}).suites(kTls12, {kRsaCbc, kRc4, kNull}).dh(1024);
    const std::vector<Weakness> found = weaknesses(made);
    ASSERT_GT(found.size(), 5U);
    for (std::size_t i = 1; i < found.size(); ++i) {
        const auto& before = *found[i - 1].finding.kind;
        const auto& after = *found[i].finding.kind;
        EXPECT_TRUE(before.severity > after.severity ||
                    (before.severity == after.severity && before.id < after.id));
    }
}

TEST(Weaknesses, TellWhatWasFound) {
    Made made = Made().yes(kTls10).yes(kTls12);
    made.suites(kTls10, {kRc4, 0x0004}).suites(kTls12, {kRc4});
    const std::vector<Weakness> found = weaknesses(made);
    EXPECT_EQ(find(found, "tls.rc4")->finding.found,
              "TLS_RSA_WITH_RC4_128_SHA and TLS_RSA_WITH_RC4_128_MD5 (TLS 1.0, TLS 1.2)");
    Made many = Made().yes(kTls12).suites(kTls12, {0x0001, 0x0002, 0x003B, 0xC001, 0xC006});
    EXPECT_EQ(find(weaknesses(many), "tls.null")->finding.found,
              "TLS_RSA_WITH_NULL_MD5, TLS_RSA_WITH_NULL_SHA, TLS_RSA_WITH_NULL_SHA256 and 2 more "
              "(TLS 1.2)");
    const Made dh = Made().dh(1024, true);
    EXPECT_EQ(find(weaknesses(dh), "tls.dh-common-prime")->finding.found,
              "1024 bits (a known one)");
}

// Code points that no registry knows are no reason for anything, and no crash.
TEST(Weaknesses, UnknownCodesAreNothing) {
    Made made = Made().only({kTls12});
    made.suites(kTls12, {0xEEEE, 0xC02F}).groups({0xEEEE}).schemes({0xEEEE});
    made.suites(kSsl2, {0xFFFFFF});
    for (const Weakness& weakness : weaknesses(made))
        EXPECT_TRUE(weakness.finding.kind->id == "tls.no-tls13" ||
                    weakness.finding.kind->id == "tls.no-post-quantum")
            << weakness.finding.kind->id;
}

}  // namespace
}  // namespace tlsonar::profile
