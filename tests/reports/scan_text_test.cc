// The page of an endpoint, the lines of many and their summary: as they look (files in
// tests/reports/golden, written anew with TLSONAR_APPROVE=1), and safe whatever a peer says.
#include "reports/terminal/scan_text.h"

#include "code_book.h"
#include "core/text.h"
#include "golden_text.h"
#include "reports/code_grade.h"
#include "reports/terminal/scan_line.h"
#include "reports/terminal/scan_progress.h"
#include "scan_samples.h"

#include <gtest/gtest.h>

namespace tlsonar::reports {
namespace {

std::string summary_of_all(const Style& style) {
    ScanSummary summary;
    for (const auto& [name, profile] : scan_samples())
        if (name != "hostile") summary.add(profile, kRegistryBook);
    return scan_summary_text(summary, 7'654'000'000, style);
}

std::string table_of_all(const Style& style) {
    const ScanTable table(style, kRegistryBook);
    std::string out = table.header();
    for (const auto& [name, profile] : scan_samples())
        if (name != "hostile") out += table.line(profile);
    return out;
}

TEST(ScanText, LooksAsApproved) {
    for (const std::size_t columns : {80U, 200U})
        for (const auto& [name, profile] : scan_samples())
            expect_golden("scan-" + name + "-" + std::to_string(columns),
                          scan_text(profile, {{false, columns}, kRegistryBook}));
    expect_golden("scan-legacy-80-colour",
                  scan_text(legacy_endpoint(), {{true, 80}, kRegistryBook}));
    expect_golden("scan-modern-80-verbose",
                  scan_text(modern_endpoint(), {{false, 80}, kRegistryBook, true}));
}

TEST(ScanText, ColourAddsNothingButColour) {
    for (const std::size_t columns : {40U, 80U, 200U})
        for (const auto& [name, profile] : scan_samples()) {
            const std::string plain = scan_text(profile, {{false, columns}, kRegistryBook});
            const std::string painted = scan_text(profile, {{true, columns}, kRegistryBook});
            EXPECT_NE(plain, painted);
            EXPECT_EQ(without_colour(painted), plain) << name << columns;
            EXPECT_EQ(without_colour(table_of_all({true, columns})),
                      table_of_all({false, columns}));
            EXPECT_EQ(without_colour(summary_of_all({true, columns})),
                      summary_of_all({false, columns}));
        }
}

TEST(ScanText, FitsAnyTerminalAndEndsNoLineWithSpaces) {
    for (const std::size_t columns : {40U, 41U, 60U, 72U, 79U, 80U, 100U, 115U, 116U, 141U, 300U}) {
        std::string all = table_of_all({false, columns}) + summary_of_all({false, columns});
        const ScanTable table({false, columns}, kRegistryBook);
        ScanSummary hostile;
        for (const auto& [name, profile] : scan_samples()) {
            all += scan_text(profile, {{false, columns}, kRegistryBook, true});
            all += table.line(profile);
            hostile.add(profile, kRegistryBook);
        }
        all += scan_summary_text(hostile, 1, {false, columns});
        for (const std::string& line : lines(all)) {
            EXPECT_LE(display_width(line), columns) << line;
            EXPECT_TRUE(line.empty() || line.back() != ' ') << "[" << line << "]";
        }
        EXPECT_EQ(all.find("\n\n\n"), std::string::npos);
    }
}

TEST(ScanText, NothingOfAPeerSteersTheTerminal) {
    profile::EndpointProfile profile = hostile_endpoint();
    std::string text = scan_text(profile, {{false, 80}, kRegistryBook, true});
    profile.state = profile::EndpointState::failed;
    text += scan_text(profile, {{false, 80}, kRegistryBook, true});
    text += ScanTable({false, 120}, kRegistryBook).line(profile);
    ScanSummary summary;
    summary.add(profile, kRegistryBook);
    summary.add(hostile_endpoint(), kRegistryBook);
    text += scan_summary_text(summary, 1, {false, 100});
    const RunningEndpoint running[] = {{profile.target, 3'000'000'000, 1}};
    text += scan_progress_line({1, 1, 10, 5, 1'000'000'000, running}, 200);
    for (const char c : text)
        EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(std::string_view(text).substr(at));
        ASSERT_GT(point.length, 0U) << "no UTF-8 at " << at;
        at += point.length;
    }
}

// A peer's endless texts and chains must not make an endless page.
TEST(ScanText, IsBounded) {
    const std::string text = scan_text(hostile_endpoint(), {{false, 80}, kRegistryBook});
    EXPECT_LT(text.size(), 40'000U);
    EXPECT_NE(text.find("certificates more"), std::string::npos);
}

TEST(ScanText, SaysWhatIsNotKnown) {
    const std::string text = scan_text(legacy_endpoint(), {{false, 200}, kRegistryBook});
    EXPECT_NE(text.find("perhaps more"), std::string::npos);
    EXPECT_NE(text.find("Not learnt"), std::string::npos);
    EXPECT_NE(text.find("fallback SCSV, how it bears a hello split over records: reset"),
              std::string::npos)
        << text;
    const std::string whole = scan_text(modern_endpoint(), {{false, 200}, kRegistryBook});
    EXPECT_EQ(whole.find("Not learnt"), std::string::npos);
    EXPECT_EQ(whole.find("perhaps more"), std::string::npos);
}

// A long name must not push the reasons of all others off their lines.
TEST(ScanText, ReasonsStandBesideTheirSuites) {
    profile::EndpointProfile profile = modern_endpoint();
    profile.suites[0].accepted = {{0xCCA9, {}}, {0x00BA, {}}, {0x009D, {}}, {0x000A, {}}};
    const std::string text = scan_text(profile, {{false, 80}, kRegistryBook});
    for (const char* line :
         {"    fair    128  TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256    CBC, no forward secrecy\n",
          "    fair    256  TLS_RSA_WITH_AES_256_GCM_SHA384              no forward secrecy\n",
          "    weak    112  TLS_RSA_WITH_3DES_EDE_CBC_SHA\n"
          "                   64-bit blocks, no forward secrecy\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST(ScanText, WithoutABookNamesAreToldAndNothingInvented) {
    const std::string text = scan_text(modern_endpoint(), {{false, 80}, {}});
    EXPECT_NE(text.find("TLS_AES_256_GCM_SHA384"), std::string::npos);
    EXPECT_EQ(text.find("strong"), std::string::npos);
    EXPECT_EQ(text.find("post-quantum"), std::string::npos);
}

TEST(ScanLine, LooksAsApproved) {
    for (const std::size_t columns : {60U, 80U, 200U}) {
        expect_golden("scan-lines-" + std::to_string(columns), table_of_all({false, columns}));
        expect_golden("scan-summary-" + std::to_string(columns), summary_of_all({false, columns}));
    }
}

TEST(ScanLine, VersionsAsSpans) {
    const auto versions = [](std::vector<std::uint16_t> offered) {
        profile::EndpointProfile profile = modern_endpoint();
        for (profile::VersionFact& entry : profile.versions)
            entry.supported = std::count(offered.begin(), offered.end(), entry.version) != 0
                                  ? profile::Fact::make_yes({})
                                  : profile::Fact::make_no({}, "alert");
        const std::string line = ScanTable({false, 80}, kRegistryBook).line(profile);
        const std::size_t at = line.find(":443") + 4;
        const std::size_t begin = line.find_first_not_of(' ', at);
        return line.substr(begin, line.find("  ", begin) - begin);
    };
    EXPECT_EQ(versions({0x0303, 0x0304}), "1.2, 1.3");
    EXPECT_EQ(versions({0x0301, 0x0302, 0x0303}), "1.0–1.2");
    EXPECT_EQ(versions({0x0301, 0x0303}), "1.0, 1.2");
    EXPECT_EQ(versions({0x0300, 0x0301, 0x0302, 0x0303}), "SSLv3–1.2");
    EXPECT_EQ(versions({0x0303}), "1.2");
}

TEST(ScanSummary, CountsEndpointsOnce) {
    ScanSummary summary;
    profile::EndpointProfile twice = legacy_endpoint();
    twice.weaknesses.push_back(twice.weaknesses.front());
    summary.add(twice, kRegistryBook);
    summary.add(modern_endpoint(), kRegistryBook);
    summary.add(failed_endpoint(), kRegistryBook);
    summary.add(datagram_endpoint(), kRegistryBook);
    EXPECT_EQ(summary.endpoints, 4U);
    EXPECT_EQ(summary.complete, 2U);
    EXPECT_EQ(summary.incomplete, 1U);
    EXPECT_EQ(summary.failed, 1U);
    EXPECT_EQ(summary.post_quantum, 1U);
    EXPECT_EQ(summary.trusted, 2U);
    EXPECT_EQ(summary.not_trusted, 1U);
    EXPECT_EQ(summary.expired, 1U);
    EXPECT_EQ(summary.expiring, 1U);
    EXPECT_EQ(summary.weak, 2U);
    EXPECT_EQ(summary.weaknesses.at("test.no-pq").endpoints, 1U);
    EXPECT_EQ(summary.weaknesses.at("test.old").endpoints, 2U);
    EXPECT_EQ(summary.versions.at("TLS 1.2"), 2U);
    ASSERT_EQ(summary.first_to_expire.size(), 2U);
    EXPECT_EQ(summary.first_to_expire[0].days, -20);
    EXPECT_EQ(summary.first_to_expire[1].days, 12);
}

// Memory must not grow with the number of endpoints, nor with what they say.
TEST(ScanSummary, IsBounded) {
    ScanSummary summary;
    profile::EndpointProfile failed = failed_endpoint();
    profile::EndpointProfile ends = datagram_endpoint();
    for (int i = 0; i < 1000; ++i) {
        failed.trouble = "trouble " + std::to_string(i);
        ends.target = std::to_string(i);
        summary.add(failed, kRegistryBook);
        summary.add(ends, kRegistryBook);
    }
    EXPECT_LE(summary.troubles.size(), ScanSummary::kMaxTroubles + 1);
    EXPECT_EQ(summary.troubles.at("others"), 1000U - ScanSummary::kMaxTroubles);
    EXPECT_EQ(summary.first_to_expire.size(), ScanSummary::kMaxExpiring);
    EXPECT_EQ(summary.expiring, 1000U);
}

TEST(Digest, TheWorstChainCounts) {
    profile::EndpointProfile profile = modern_endpoint();
    EXPECT_EQ(digest(profile, kRegistryBook).trust, Trust::trusted);
    profile.chains.push_back(legacy_endpoint().chains[0]);
    const EndpointDigest worst = digest(profile, kRegistryBook);
    EXPECT_EQ(worst.trust, Trust::refused);
    EXPECT_EQ(worst.refusal, "The certificate has expired");
    EXPECT_EQ(worst.days_left(kScanned), -20);
    // What is shown for other names is no matter of trust.
    profile.chains.back().asked = "unknown name";
    EXPECT_EQ(digest(profile, kRegistryBook).trust, Trust::trusted);
    profile.chains.clear();
    EXPECT_EQ(digest(profile, kRegistryBook).trust, Trust::none);
}

TEST(Grade, Suites) {
    struct Case {
        std::uint16_t version;
        std::uint32_t code;
        Grade grade;
        const char* why;
    };
    const Case cases[] = {
        {0x0304, 0x1301, Grade::strong, ""},
        {0x0303, 0xC02F, Grade::strong, ""},
        {0x0303, 0xC013, Grade::fair, "CBC"},
        {0x0303, 0x009C, Grade::fair, "no forward secrecy"},
        {0x0303, 0xC0AE, Grade::fair, "8-octet tag"},
        {0x0303, 0x000A, Grade::weak, "64-bit blocks, no forward secrecy"},
        {0x0303, 0x0005, Grade::broken, "RC4"},
        {0x0303, 0x0009, Grade::broken, "56-bit key"},
        {0x0303, 0x0003, Grade::broken, "export, RC4"},
        {0x0303, 0x0008, Grade::broken, "export"},
        {0x0303, 0x003B, Grade::broken, "no encryption"},
        {0x0303, 0x0034, Grade::broken, "no authentication, CBC"},
        {0x0303, 0xFEFE, Grade::broken, "56-bit key"},
        {0x0303, 0x1A1A, Grade::unknown, ""},
        {0x0002, 0x010080, Grade::broken, "RC4"},
        {0x0002, 0x030080, Grade::weak, "64-bit blocks, MD5, no forward secrecy"},
    };
    for (const Case& c : cases) {
        const Graded graded = grade_of(kRegistryBook.suite(c.version, c.code));
        EXPECT_EQ(name_of(graded.grade), name_of(c.grade)) << std::hex << c.code;
        EXPECT_EQ(graded.why, c.why) << std::hex << c.code;
    }
}

TEST(Grade, GroupsSchemesPrimesVersions) {
    EXPECT_EQ(grade_of(kRegistryBook.group(0x001D)).grade, Grade::strong);
    EXPECT_EQ(grade_of(kRegistryBook.group(0x0001)).grade, Grade::weak);
    EXPECT_EQ(grade_of(kRegistryBook.group(0x11EC)).grade, Grade::strong);
    EXPECT_EQ(grade_of(kRegistryBook.scheme(0x0201)).grade, Grade::weak);
    EXPECT_EQ(grade_of(kRegistryBook.scheme(0x0804)).grade, Grade::strong);
    EXPECT_EQ(grade_of_prime(512, false, false).grade, Grade::broken);
    EXPECT_EQ(grade_of_prime(1024, true, false).why, "too short, shared by many servers");
    EXPECT_EQ(grade_of_prime(2048, true, true).grade, Grade::strong);
    EXPECT_EQ(grade_of_version(0x0304).grade, Grade::strong);
    EXPECT_EQ(grade_of_version(0xFEFF).grade, Grade::weak);
    EXPECT_EQ(rank_of_version(0xFEFF), 0x0302);
    EXPECT_EQ(rank_of_version(0xFEFD), 0x0303);
    EXPECT_EQ(rank_of_version(0xFEFC), 0x0304);
}

TEST(ScanProgress, SaysHowFarAndHowFast) {
    const RunningEndpoint running[] = {{"quick.example:443", 500'000'000, 3},
                                       {"slow.example:443", 4'100'000'000, 12},
                                       {"slower.example:443", 9'000'000'000, 40}};
    ScanProgressView view{84, 3, 200, 5812, 4'880'000'000, running};
    EXPECT_EQ(scan_progress_line(view, 160),
              "[##########--------------] 42 %  84 of 200  3 failed  17/s  6.74 s left"
              "  slowest: slower.example:443 9.00 s, slow.example:443 4.10 s");
    EXPECT_EQ(scan_progress_line(view, 80).substr(0, 6), "[#####");
    view.total = 0;
    view.running = {};
    EXPECT_EQ(scan_progress_line(view, 160), "84 done  3 failed  17/s  5 812 connections");
    view = {};
    EXPECT_EQ(scan_progress_line(view, 160), "0 done  0 connections");
    view.done = 200, view.total = 10;  // more than was thought
    view.elapsed = 1;
    for (std::size_t columns = 0; columns < 200; ++columns)
        EXPECT_LE(display_width(scan_progress_line(view, columns)), columns);
    view = {84, 3, 200, 5812, 4'880'000'000, running};
    for (std::size_t columns = 0; columns < 200; ++columns)
        EXPECT_LE(display_width(scan_progress_line(view, columns)), columns) << columns;
}

}  // namespace
}  // namespace tlsonar::reports
