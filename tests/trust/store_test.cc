// Trust stores, the table of root programmes and OneCRL.
#include "trust/store/store.h"

#include "tests/trust/store_tables.h"
#include "trust/store/lines.h"
#include "trust/store/one_crl.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

TEST(StoreLines, TimesAreExact) {
    EXPECT_EQ(from_time("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(from_time("2024-11-11T23:59:59Z"), 1'731'369'599);
    EXPECT_EQ(from_time("2024-02-29T00:00:00Z"), 1'709'164'800);
    for (const auto* wrong :
         {"2023-02-29T00:00:00Z", "2024-11-11T24:00:00Z", "2024-11-11", "2024-11-11T23:59:59+",
          "2024-11-11 23:59:59Z", "20a4-11-11T23:59:59Z"})
        EXPECT_FALSE(from_time(wrong)) << wrong;
}

TEST(StoreLines, Base64AndHexAreExact) {
    std::string octets;
    EXPECT_TRUE(from_base64("QUI=", octets));
    EXPECT_EQ(octets, "AB");
    EXPECT_TRUE(from_base64("QUJD", octets));
    EXPECT_EQ(octets, "ABC");
    for (const auto* wrong : {"", "QUI", "QU I", "Q*JD", " QUJ"})
        EXPECT_FALSE(from_base64(wrong, octets)) << wrong;
    EXPECT_TRUE(from_hex("00fF", octets));
    EXPECT_EQ(octets, std::string_view("\0\xFF", 2));
    EXPECT_FALSE(from_hex("0", octets));
    EXPECT_FALSE(from_hex("0g", octets));
}

TEST(StoreProgrammes, TheBuiltInTableIsWhole) {
    EXPECT_EQ(table().anchors().size(), 378U);
    EXPECT_EQ(table().date(), "2026-07-19");
    struct {
        const char* id;
        std::size_t members, blocked;
    } const kCounts[] = {{"mozilla", 121, 0},     {"apple", 156, 0},    {"android", 145, 0},
                         {"microsoft", 331, 218}, {"debian12", 142, 0}, {"debian-sid", 120, 0},
                         {"chrome", 0, 0}};
    ASSERT_EQ(table().programmes().size(), std::size(kCounts));
    for (const auto& count : kCounts) {
        const std::size_t at = programme(count.id);
        EXPECT_EQ(table().anchors_of(at).size(), count.members) << count.id;
        EXPECT_EQ(table().blocked_count(at), count.blocked) << count.id;
        EXPECT_EQ(table().programmes()[at].members_known, count.members != 0) << count.id;
    }
}

TEST(StoreProgrammes, MembershipGoesBySubjectAndKey) {
    // Two certificates of GTS Root R1: Mozilla has the newer one only.
    std::size_t certificates = 0, mozilla = 0;
    for (const Anchor& anchor : table().anchors()) {
        if (anchor.certificate->summary.common_name() != "GTS Root R1") continue;
        ++certificates;
        mozilla += anchor.member_of(programme("mozilla"));
        EXPECT_TRUE(table().membership(*anchor.certificate)[programme("mozilla")].member);
        EXPECT_EQ(table().find(anchor.certificate->sha256), &anchor);
    }
    EXPECT_EQ(certificates, 2U);
    EXPECT_EQ(mozilla, 1U);
    const Anchor* microsoft_only = anchor_named("Entrust 4K TLS Root CA - 2022");
    ASSERT_NE(microsoft_only, nullptr);
    const auto members = table().membership(*microsoft_only->certificate);
    EXPECT_TRUE(members[programme("microsoft")].member);
    EXPECT_FALSE(members[programme("mozilla")].member);
    for (const Membership& each : table().membership(Bytes(), Bytes()))
        EXPECT_FALSE(each.member);
}

TEST(StoreProgrammes, RulesStandWithTheirRoots) {
    const Anchor* entrust = anchor_named("Entrust Root Certification Authority - G2");
    ASSERT_NE(entrust, nullptr);
    const auto chrome = table().membership(*entrust->certificate)[programme("chrome")];
    ASSERT_EQ(chrome.distrusts.size(), 1U);
    EXPECT_EQ(chrome.distrusts[0].rule, DistrustRule::sct_after);
    EXPECT_EQ(chrome.distrusts[0].date, 1'731'369'599);
    EXPECT_EQ(chrome.distrusts[0].certainty, Certainty::primary);
    // What is stated of the root itself replaces the schedule for old keys.
    EXPECT_FALSE(table().phase_out(programme("chrome"), *entrust));
    const Anchor* old = anchor_named("COMODO ECC Certification Authority");  // key of 2008
    ASSERT_NE(old, nullptr);
    const auto rule = table().phase_out(programme("mozilla"), *old);
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->date, from_time("2027-04-15T00:00:00Z"));
    EXPECT_EQ(rule->certainty, Certainty::derived);
    EXPECT_FALSE(table().phase_out(programme("apple"), *old));
    const Anchor* young = anchor_named("ISRG Root X2");
    ASSERT_NE(young, nullptr);
    EXPECT_FALSE(table().phase_out(programme("mozilla"), *young));
}

TEST(StoreProgrammes, AFileReplacesTheTable) {
    const std::string text = small_table(table().anchors()[0]);
    const auto own = ProgrammeTable::parse(text);
    ASSERT_TRUE(own) << own.error().what;
    EXPECT_EQ(own->date(), "2026-01-02");
    EXPECT_EQ(own->anchors_of(0).size(), 1U);
    EXPECT_EQ(own->programmes()[0].version, "");

    const std::string root = hex(table().anchors()[0].certificate->sha256);
    const auto with = [&](const std::string& line) { return ProgrammeTable::parse(text + line); };
    const auto rule = "distrust\tours\tremoved-on\t2026-01-01T00:00:00Z\tprimary\tus\t" + root;
    ASSERT_TRUE(with(rule + "\r\n"));
    EXPECT_EQ(with(rule)->anchors()[0].distrusts.size(), 1U);
    ASSERT_TRUE(with("blocked\tours\t" + root));
    EXPECT_TRUE(
        with("blocked\tours\t" + root)->blocked(0, table().anchors()[0].certificate->sha256));
}

TEST(StoreProgrammes, WrongTablesAreRefusedWithTheirLine) {
    const std::string text = small_table(table().anchors()[0]);
    const std::string root = hex(table().anchors()[0].certificate->sha256);
    for (const std::string& line :
         {std::string("what"), std::string("root\t") + root + "\tours\tMAA=",
          std::string("root\t") + root + "\ttheirs\tMAA=", text.substr(text.find("root\t")),
          std::string("blocked\tours\t00"), std::string("blocked\ttheirs\t") + root,
          std::string("programme\tours\tAgain\t-\t-\t-\tmembers"),
          std::string("programme\tx\tX\t-\t-\t-\tmaybe"), std::string("date\tnow"),
          "distrust\tours\tnever\t2026-01-01T00:00:00Z\tprimary\tus\t" + root,
          "distrust\tours\tremoved-on\t2026-01-01\tprimary\tus\t" + root,
          "distrust\tours\tremoved-on\t2026-01-01T00:00:00Z\tsure\tus\t" + root,
          "distrust\tours\tremoved-on\t2026-01-01T00:00:00Z\tprimary\tus\t" + std::string(64, '0'),
          std::string("phase-out\tours\tremoved-on")}) {
        const auto spoilt = ProgrammeTable::parse(text + line);
        ASSERT_FALSE(spoilt) << line;
        EXPECT_EQ(spoilt.error().line, 7U) << line;
        EXPECT_FALSE(spoilt.error().what.empty());
    }
    EXPECT_FALSE(ProgrammeTable::parse(""));
    EXPECT_FALSE(ProgrammeTable::parse("tlsonar-programmes\t2\n"));
    EXPECT_FALSE(ProgrammeTable::parse("tlsonar-programmes\t1\n"));
    // Another certificate under the SHA-256 of the first.
    std::string swapped = small_table(table().anchors()[1]);
    swapped.replace(swapped.find("root\t") + 5, 64, root);
    EXPECT_FALSE(ProgrammeTable::parse(swapped));
}

TEST(StoreOneCrl, TheBuiltInListIsWhole) {
    const OneCrl list = OneCrl::built_in();
    EXPECT_EQ(list.size(), 1'903U);  // 1,907 records, four of them given twice
    EXPECT_EQ(list.date(), "2026-10-21");
    for (const Anchor& anchor : table().anchors())
        EXPECT_FALSE(anchor.member_of(programme("mozilla")) && list.revoked(*anchor.certificate))
            << anchor.certificate->summary.subject.rfc4514();
}

TEST(StoreOneCrl, FindsByIssuerAndSerialAndByKey) {
    const auto certificate = make_certificate(test::own("leaf_p256"));
    const CertificateSummary& summary = certificate->summary;
    CertificateHasher hasher;
    const auto key = hasher.sha256(certificate->bytes(summary.public_key.info));
    const std::string head = "tlsonar-onecrl\t1\ndate\t2026-01-01\n";
    const auto by_serial =
        OneCrl::parse(head + "issuer\t" + base64(certificate->bytes(summary.issuer.der)) +
                      "\tAQID\t" + base64(certificate->bytes(summary.serial_octets)) + "\n");
    ASSERT_TRUE(by_serial);
    EXPECT_EQ(by_serial->size(), 2U);
    EXPECT_TRUE(by_serial->revoked(*certificate));
    const auto by_key =
        OneCrl::parse(head + "key\t" + base64(certificate->bytes(summary.subject.der)) + "\t" +
                      base64(key) + "\n");
    ASSERT_TRUE(by_key);
    EXPECT_TRUE(by_key->revoked(*certificate));
    const auto other = make_certificate(test::own("ca_p384"));
    EXPECT_FALSE(by_serial->revoked(*other));
    EXPECT_FALSE(by_key->revoked(*other));
    for (const auto* wrong :
         {"issuer\tAQID\n", "key\tAQID\tAQID\n", "serial\tAQID\n", "issuer\t*\tAQID\n"})
        EXPECT_FALSE(OneCrl::parse(head + wrong)) << wrong;
    EXPECT_FALSE(OneCrl::parse(head.substr(0, 17)));
}

TEST(StoreFiles, APemBundleWithTextAndDamage) {
    std::string pem;
    for (const auto* name : {"leaf_p256", "ca_p384"}) {
        std::ifstream file(std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/trust/data" /
                           (std::string(name) + ".pem"));
        pem += "# remark\n" + std::string(std::istreambuf_iterator<char>(file), {});
    }
    const auto whole = read_store("both", as_bytes(pem + pem));
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->name, "both");
    EXPECT_EQ(whole->certificates.size(), 2U);  // each once
    EXPECT_TRUE(whole->notes.empty());
    const auto damaged = read_store(
        "damaged", as_bytes("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n"
                            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n" +
                            pem));
    ASSERT_TRUE(damaged);
    EXPECT_EQ(damaged->certificates.size(), 2U);
    EXPECT_EQ(damaged->notes.size(), 2U);
    EXPECT_FALSE(read_store("none", as_bytes("nothing")));
    const auto der = read_store("der", whole->certificates[0]->der);
    ASSERT_TRUE(der);
    EXPECT_EQ(der->certificates[0]->sha256, whole->certificates[0]->sha256);
}

TEST(StoreFiles, FoldersAndTheCallersChoice) {
    const std::string data = std::string(TLSONAR_SOURCE_DIR) + "/tests/trust/data";
    const auto folder = load_store_folder("folder", data);
    ASSERT_TRUE(folder);
    EXPECT_GE(folder->certificates.size(), 9U);
    EXPECT_EQ(folder->origin, data);
    const auto chosen = load_system_store({data + "/ca_p384.pem", ""});
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->certificates.size(), 1U);
    const auto second = load_system_store({"", "/nonexistent:" + data});
    ASSERT_TRUE(second);
    EXPECT_EQ(second->certificates.size(), folder->certificates.size());
    EXPECT_FALSE(load_system_store({"/nonexistent", ""}));
    EXPECT_FALSE(load_system_store({"", "/nonexistent:/nowhere"}));
    EXPECT_FALSE(load_store_file("none", "/nonexistent"));
}

TEST(StoreFiles, TheSystemsStoreWhereThereIsOne) {
    const auto store = load_system_store();
    if (!store) GTEST_SKIP() << "this system has no trust store";
    EXPECT_GE(store->certificates.size(), 1U);
    EXPECT_EQ(store->name, "system");
}

}  // namespace
}  // namespace tlsonar::trust::test
