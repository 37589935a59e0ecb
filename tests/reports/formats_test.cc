// The formats over reports made in code: octet for octet what is in formats_golden/, and unharmed
// by hostile strings. tests/reports/formats_validate.py holds them against their schemas.
//
// To approve a change: TLSONAR_APPROVE=1 test_reports --gtest_filter='Formats.Golden*', then look
// at the diff.
#include "core/text.h"
#include "formats_written.h"
#include "reports/formats/visible.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace tlsonar::reports {
namespace {

// So that golden files can be read: "a" a thousand times is "a{1000}", and what JSON puts into one
// line becomes several.
std::string folded(const std::string& text) {
    constexpr std::size_t kLong = 100;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of(text[at], at), text.size());
        if (end - at >= kLong && text[at] == 'a')
            out += "a{" + std::to_string(end - at) + "}";
        else
            out.append(text, at, end - at);
        if (out.ends_with("}") && std::string_view(text).substr(end).starts_with(",{")) out += '\n';
        at = end;
    }
    return out;
}

std::string file_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// HTML carries its style and script: named here, since they stand in reports/html/assets.
std::string without_assets(std::string text) {
    const std::filesystem::path folder =
        std::filesystem::path(TLSONAR_SOURCE_DIR) / "reports/html/assets";
    for (const std::string name : {"report.css", "report.js"}) {
        const std::string asset = file_text(folder / name);
        const std::size_t at = text.find(asset);
        if (!asset.empty() && at != text.npos) text.replace(at, asset.size(), "[" + name + "]");
    }
    return text;
}

TEST(Formats, Golden) {
    const std::filesystem::path folder =
        std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/reports/formats_golden";
    const bool approve = std::getenv("TLSONAR_APPROVE") != nullptr;
    for (const auto& [kind, report] : report_kinds())
        for (const Format& format : formats()) {
            const std::string name =
                kind + '-' + std::string(format.name) + std::string(format.suffix);
            const std::string now = folded(without_assets(format.write(report, with_registries())));
            if (approve)
                std::ofstream(folder / name, std::ios::binary) << now;
            else
                EXPECT_TRUE(now == file_text(folder / name)) << name << " differs";
        }
}

// The documents for formats_validate.py, where it asks.
TEST(Formats, Documents) {
    const char* folder = std::getenv("TLSONAR_FORMATS");
    if (folder == nullptr) GTEST_SKIP() << "TLSONAR_FORMATS names no folder";
    FormatOptions all = with_registries();
    all.keep_excused = true;
    for (const auto& [kind, report] : report_kinds()) {
        for (const Format& format : formats())
            std::ofstream(std::filesystem::path(folder) / (kind + "." + std::string(format.name)),
                          std::ios::binary)
                << format.write(report, with_registries());
        std::ofstream(std::filesystem::path(folder) / (kind + "-all.sarif"), std::ios::binary)
            << find_format("sarif")->write(report, all);
    }
}

TEST(Formats, AreFoundByName) {
    std::set<std::string_view> names;
    for (const Format& format : formats()) {
        EXPECT_EQ(find_format(format.name), &format);
        EXPECT_FALSE(format.description.empty());
        names.insert(format.name);
    }
    EXPECT_EQ(names.size(), formats().size());
    EXPECT_EQ(find_format("jso"), nullptr);
    EXPECT_EQ(find_format(""), nullptr);
}

// What no document may hold: octets that are no UTF-8, controls but the ends of lines, characters
// that steer how text is shown.
std::string unseen_in(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text.substr(at));
        const std::uint32_t c = point.value;
        const bool control = (c < 0x20 && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0);
        const bool steers = (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
                            (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
        if (point.length == 0 || control || steers || (c & 0xfffe) == 0xfffe)
            return "at " + std::to_string(at) + ": " + printable(text.substr(at, 20));
        at += point.length;
    }
    return {};
}

TEST(Formats, HoldNothingUnseen) {
    const audit::Report report = hostile_report();
    for (const Format& format : formats()) {
        // JSON of our own tells what was there: its readers take it for data. (It escapes.)
        const std::string text = format.write(report, with_registries());
        if (format.name == "json" || format.name == "ndjson") {
            EXPECT_TRUE(Json::accept(text.substr(0, text.find('\n')))) << format.name;
            for (const char* raw : {"\x1b", "\xe2\x80\xae", "\x07", "\xff"})
                EXPECT_EQ(text.find(raw), std::string::npos) << format.name;
        } else {
            EXPECT_EQ(unseen_in(text), "") << format.name;
        }
    }
}

TEST(Formats, TheSameReportIsTheSameOctets) {
    const audit::Report again = plain_report();
    for (const Format& format : formats())
        EXPECT_EQ(format.write(report_kinds()[0].second, with_registries()),
                  format.write(again, with_registries()))
            << format.name;
}

// A run in which nothing could be judged must not look like one in which all is well.
TEST(Formats, TellWhoWasNotReached) {
    const audit::Report report = plain_report();
    const std::string said = "the connection was refused";
    for (const char* format : {"json", "ndjson", "sarif", "gitlab", "testssl-json", "junit",
                               "junit-gitlab", "markdown", "markdown-comment", "csv"})
        EXPECT_NE(written(format, report).find(said), std::string::npos) << format;
    EXPECT_NE(
        written("prometheus", report).find("tls_scan_success{target=\"gone.example.com:443\"} 0"),
        std::string::npos);
}

TEST(Sarif, LeavesOutWhatIsExcusedUnlessAsked) {
    const audit::Report report = plain_report();
    const Json results = json_of("sarif", report)["runs"][0]["results"];
    ASSERT_EQ(results.size(), 4U);
    EXPECT_EQ(results[0]["ruleId"], "example-pki/KEY");  // the worst first
    for (const Json& result : results)
        EXPECT_FALSE(result.contains("suppressions"));

    FormatOptions all = with_registries();
    all.keep_excused = true;
    const Json kept = Json::parse(find_format("sarif")->write(report, all))["runs"][0]["results"];
    ASSERT_EQ(kept.size(), 8U);
    EXPECT_EQ(std::count_if(kept.begin(), kept.end(),
                            [](const Json& r) { return r.contains("suppressions"); }),
              4);
}

TEST(Sarif, IsPinnedToTheLineOfTheTarget) {
    audit::Report report = plain_report();
    const auto of_bad = [&] {
        const Json document = json_of("sarif", report);
        for (const Json& result : document["runs"][0]["results"])
            if (result["ruleId"] == "example-tls/PROTO") return result;
        return Json();
    };
    const Json before = of_bad();
    const Json& place = before["locations"][0]["physicalLocation"];
    EXPECT_EQ(place["artifactLocation"]["uri"], "ci/targets.txt");
    EXPECT_EQ(place["region"]["startLine"], 4);
    EXPECT_EQ(place["region"]["startColumn"], 3);
    EXPECT_EQ(place["region"]["endLine"], 4);
    EXPECT_EQ(place["region"]["endColumn"], 27);
    EXPECT_EQ(before["partialFingerprints"]["primaryLocationLineHash"].get<std::string>().size(),
              18U);

    // A line that moved is the same alert.
    for (audit::Assessed& one : report.subjects)
        one.subject.line += 7;
    EXPECT_EQ(of_bad()["partialFingerprints"], before["partialFingerprints"]);

    for (audit::Assessed& one : report.subjects)
        one.subject.file.clear(), one.subject.line = one.subject.column = 0;
    const Json nowhere = of_bad()["locations"][0]["physicalLocation"];
    EXPECT_EQ(nowhere["artifactLocation"]["uri"], "facts.json");
    EXPECT_EQ(nowhere["region"], Json::parse(R"({"startLine": 1, "startColumn": 1, "endLine": 1,
                                                 "endColumn": 2})"));
}

TEST(Sarif, KeepsToTheLimitOfGitHub) {
    // 4 results of 5 subjects.
    const Json run = json_of("sarif", large_report(35'000))["runs"][0];
    EXPECT_EQ(run["results"].size(), 25'000U);
    const std::string note =
        run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    EXPECT_TRUE(note.starts_with("3000 results are left out")) << note;
    // Of the least severe.
    const Json rules = run["tool"]["driver"]["rules"];
    EXPECT_EQ(run["results"].front()["ruleId"], "example-pki/KEY");
    for (const Json& rule : rules)
        EXPECT_LE(rule["properties"]["tags"].size(), 20U);
}

// Two addresses of a name have the same fingerprints, and readers keep one finding of each.
TEST(Formats, WhatRecursHasAFingerprintOfItsOwn) {
    audit::Report report = plain_report();
    const std::size_t subjects = report.subjects.size();
    for (std::size_t i = 0; i < subjects; ++i)
        report.subjects.push_back(report.subjects[i]);
    std::multiset<std::string> of_sarif;
    std::set<std::string> whole;
    const Json document = json_of("sarif", report);
    for (const Json& result : document["runs"][0]["results"]) {
        of_sarif.insert(result["partialFingerprints"]["primaryLocationLineHash"]);
        whole.insert(result["partialFingerprints"]["tlsonar/v1"]);
    }
    ASSERT_EQ(of_sarif.size(), 8U);
    ASSERT_EQ(whole.size(), 4U);
    for (const std::string& fingerprint : whole)
        for (const char* number : {":1", ":2"})
            EXPECT_EQ(of_sarif.count(fingerprint.substr(0, 16) + number), 1U) << fingerprint;
    std::set<std::string> of_gitlab;
    std::size_t elements = 0;
    for (const Json& one : json_of("gitlab", report)) {
        if (one["check_name"] == "tlsonar/reached") continue;
        of_gitlab.insert(one["fingerprint"]);
        ++elements;
    }
    EXPECT_EQ(elements, 8U);
    EXPECT_EQ(of_gitlab.size(), 8U);
    for (const std::string& fingerprint : whole)
        EXPECT_TRUE(of_gitlab.contains(fingerprint));  // the first is called as ever
}

// Editors open what stands like that in messages.
TEST(Sarif, WhatPeersSayIsNoLink) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        for (auto& judgement : one.judgements)
            for (auto& result : judgement.results)
                for (auto& deviation : result.deviations)
                    deviation.observed = "[renew](https://evil.example) [[x]](y)";
    const std::string text = written("sarif", report);
    EXPECT_EQ(text.find("]("), std::string::npos);
    EXPECT_NE(text.find("[renew] (https://evil.example) [[x]] (y)"), std::string::npos);
}

// A file has neither a name nor an address: two files would be one.
TEST(Testssl, EverySubjectIsTold) {
    const audit::Report report = plain_report();
    std::set<std::string> ips;
    for (const Json& line : json_of("testssl-json", report))
        ips.insert(line["ip"].get<std::string>() + ":" + line["port"].get<std::string>());
    EXPECT_EQ(ips.size(), report.subjects.size());
    EXPECT_FALSE(ips.contains("/:"));
}

// Captures list versions in no order.
TEST(Prometheus, TheBestVersionIsTheNewest) {
    audit::Report report = plain_report();
    report.subjects.resize(1);
    const auto best_of = [&](std::vector<const char*> versions) {
        report.subjects[0].subject.versions.clear();
        for (const char* version : versions)
            report.subjects[0].subject.versions.push_back({version, "yes", ""});
        report.subjects[0].subject.versions.push_back({"TLSv1.3", "no", ""});
        const std::string text = written("prometheus", report);
        std::set<std::string> told;
        for (std::size_t at = 0; (at = text.find(",version=\"", at)) != std::string::npos;)
            at += 10, told.insert(text.substr(at, text.find('"', at) - at));
        return told;
    };
    using Told = std::set<std::string>;
    EXPECT_EQ(best_of({"TLSv1.0", "TLSv1.2", "TLSv1.3-draft28"}), Told{"TLSv1.3-draft28"});
    EXPECT_EQ(best_of({"TLSv1.3", "TLSv1.3-draft28", "TLSv1.2"}), Told{"TLSv1.3"});
    EXPECT_EQ(best_of({"TLS 1.3", "TLS 1.2"}), Told{"TLS 1.3"});
    EXPECT_EQ(best_of({"SSLv2", "SSLv3", "TLSv1"}), Told{"TLSv1"});
    EXPECT_EQ(best_of({"SSL 2.0", "SSL 3.0"}), Told{"SSL 3.0"});
    EXPECT_EQ(best_of({"DTLSv1.0", "DTLSv1.2"}), Told{"DTLSv1.2"});
}

// Ids that are alike for as long as labels are: each is told apart at once.
TEST(Prometheus, ManyNamesThatAreCutAlike) {
    audit::Report report = large_report(20'000);
    for (std::size_t i = 0; i < report.subjects.size(); ++i)
        report.subjects[i].subject.id = std::string(300, 'a') + std::to_string(i);
    const std::string text = written("prometheus", report);
    std::set<std::string> series;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with('#')) {
            EXPECT_TRUE(series.insert(line.substr(0, line.rfind(' '))).second) << line;
        }
    EXPECT_NE(text.find("… (20000)\"}"), std::string::npos);
}

TEST(Markdown, KeepsToTheLimits) {
    for (const audit::Report& report : {hostile_report(), large_report(20'000)}) {
        const std::string comment = written("markdown-comment", report);
        EXPECT_LE(comment.size(), 65'536U);
        EXPECT_LE(written("markdown", report).size(), std::size_t{1} << 20);
    }
    const std::string large = written("markdown-comment", large_report(20'000));
    EXPECT_TRUE(large.starts_with("## tlsonar: ❌ 2 of 2 policies not met"));
    EXPECT_NE(large.find("more are left out here"), std::string::npos);
    // No part is cut in its middle.
    const auto times = [&](std::string_view what) {
        std::size_t n = 0;
        for (std::size_t at = 0; (at = large.find(what, at)) != std::string::npos;
             at += what.size())
            ++n;
        return n;
    };
    EXPECT_GT(times("<details>"), 10U);
    EXPECT_EQ(times("<details>"), times("</details>"));
}

// A job that is green must not read as one that failed, nor the other way round.
TEST(Markdown, TheHeadlineIsTheGates) {
    const audit::Report report = plain_report();
    const auto headline = [&](const audit::GateOptions& gate) {
        FormatOptions options = with_registries();
        options.gate = gate;
        const std::string text = find_format("markdown")->write(report, options);
        return text.substr(0, text.find('\n'));
    };
    audit::GateOptions gate;
    ASSERT_EQ(audit::pass_gate(report, gate).exit_code, 1);
    EXPECT_TRUE(headline(gate).starts_with("## tlsonar: ❌ FAIL: ")) << headline(gate);
    gate.least.reset();
    gate.rules = {"no-such-rule"};
    gate.on_unreachable = audit::OnUnreachable::warn;
    ASSERT_EQ(audit::pass_gate(report, gate).exit_code, 3);
    EXPECT_TRUE(headline(gate).starts_with("## tlsonar: ⚠️ OPEN: ")) << headline(gate);
    gate.on_unreachable = audit::OnUnreachable::ignore;
    ASSERT_EQ(audit::pass_gate(report, gate).exit_code, 0);
    EXPECT_TRUE(headline(gate).starts_with("## tlsonar: ✅ PASS: ")) << headline(gate);
    EXPECT_NE(headline(gate).find("failed rules below that"), std::string::npos);
}

// What a peer says at length is cut, and the cut is marked.
TEST(Junit, TextsHaveLimits) {
    constexpr std::size_t kMost = kMostOfText + 3;  // and an ellipsis
    const std::string huge(64'000, 'a');
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects) {
        one.subject.id = huge;
        one.subject.trouble = huge;
        for (auto& judgement : one.judgements)
            for (auto& result : judgement.results) {
                result.cause = huge;
                for (auto& deviation : result.deviations)
                    deviation.observed = deviation.expected = deviation.evidence = huge;
            }
    }
    for (const char* format : {"junit", "junit-gitlab"}) {
        const std::string text = written(format, report);
        EXPECT_NE(text.find("a…"), std::string::npos) << format;
        std::size_t run = 0, longest = 0;
        for (const char c : text)
            longest = std::max(longest, run = c == 'a' ? run + 1 : 0);
        EXPECT_LE(longest, kMost) << format;
        EXPECT_LT(text.size(), std::size_t{200'000}) << format;
    }
}

TEST(Junit, WhatIsNewIsToldBeforeWhatIsExcused) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        for (auto& judgement : one.judgements)
            for (auto& result : judgement.results) {
                if (result.deviations.empty() || result.excused()) continue;
                audit::Deviation known = result.deviations[0];
                known.standing = audit::Deviation::Standing::known;
                audit::Deviation fresh = result.deviations[0];
                fresh.standing = audit::Deviation::Standing::fresh;
                fresh.evidence = "the new one";
                result.deviations.assign(150, known);
                result.deviations.push_back(fresh);
            }
    const std::string text = written("junit", report);
    EXPECT_NE(text.find("[the new one]"), std::string::npos);
    EXPECT_NE(text.find("and 51 more"), std::string::npos);
}

TEST(Markdown, WhatPeersSayIsNoMarkup) {
    const std::string text = written("markdown", hostile_report());
    for (const char* markup : {"<script", "<img", "@team", "[a](", "`", "www.evil"})
        EXPECT_EQ(text.find(markup), std::string::npos) << markup;
    // Each row of a table has as many cells as its head.
    std::istringstream lines(text);
    std::size_t cells = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('|')) {
            cells = 0;
            continue;
        }
        const auto n = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
        if (cells != 0) {
            EXPECT_EQ(n, cells) << line;
        }
        cells = n;
    }
}

TEST(Csv, NoCellIsAFormula) {
    const std::string text = written("csv", hostile_report());
    // All text is quoted, so a formula would follow a quote that opens.
    for (const char* begin : {",\"=", ",\"+", ",\"-", ",\"@", ",\" =", "\n\"="})
        EXPECT_EQ(text.find(begin), std::string::npos) << begin;
    EXPECT_NE(text.find("\"'=1+1"), std::string::npos);
}

std::size_t rows_with(const std::string& text, std::string_view what) {
    std::size_t n = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        n += line.find(what) != std::string::npos;
    return n;
}

TEST(Csv, CertificatesWithoutAHashAreNotOne) {
    audit::Report report = plain_report();
    audit::Subject& subject = with_chain(report).subject;
    subject.chains.resize(1);
    for (audit::CertificatePtr& sent : subject.chains[0].sent) {
        audit::CertificateView view = *sent;
        view.sha256.clear();
        sent = std::make_shared<const audit::CertificateView>(view);
    }
    EXPECT_EQ(rows_with(written("csv", report), '"' + subject.id + '"'),
              subject.chains[0].sent.size());
}

TEST(Csv, TheOwnerIsTheOwnersLabel) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        one.subject.labels = {{"env", "e"},
                              {"environment", "production"},
                              {"a", "b"},
                              {"team", "t"},
                              {"owner", "web"}};
    EXPECT_EQ(rows_with(written("csv", report), ",\"web\",\"production\",\"env=e; "),
              rows_with(written("csv", report), "env=e"));
    EXPECT_GT(rows_with(written("csv", report), "env=e"), 0U);
}

// "tlsonar scan @./ci/targets.txt": forges know no "./".
TEST(Formats, FilesAreTheRepositorys) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        if (!one.subject.file.empty()) one.subject.file = ".//./" + one.subject.file;
    for (const char* format : {"sarif", "gitlab", "junit-gitlab"})
        EXPECT_EQ(written(format, report), written(format, plain_report())) << format;
    EXPECT_EQ(repository_path("./"), "./");
    EXPECT_EQ(repository_path(".hidden/x"), ".hidden/x");
    EXPECT_EQ(repository_path("/tmp/x"), "/tmp/x");
}

TEST(Visible, CutsWholeCharacters) {
    EXPECT_EQ(visible("abc"), "abc");
    EXPECT_EQ(visible("abcdef", 3), "abc…");
    EXPECT_EQ(visible("aäb", 2), "a…");
    EXPECT_EQ(visible("a\\,b"), "a\\,b");
    EXPECT_EQ(visible("\x1b[m\xff"), "\\x1b[m\\xff");
    EXPECT_EQ(visible("\xef\xbf\xbf"), "\\u{ffff}");
    EXPECT_LE(visible(std::string(100'000, '\x01'), 300).size(), 303U);
}

TEST(Visible, Decimals) {
    EXPECT_EQ(decimals(0), "0");
    EXPECT_EQ(decimals(1.25), "1.25");
    EXPECT_EQ(decimals(9.0625), "9.062");
    EXPECT_EQ(decimals(100), "100");
    EXPECT_EQ(decimals(1e300), "0");
}

TEST(Visible, OnlyHarmlessUrls) {
    EXPECT_EQ(safe_url("https://a.example/b?c=d"), "https://a.example/b?c=d");
    EXPECT_EQ(safe_url("javascript:alert(1)"), "");
    EXPECT_EQ(safe_url("https://a.example/\"><script>"), "");
    EXPECT_EQ(uri_path("ci/my targets\n.txt"), "ci/my%20targets%0A.txt");
}

}  // namespace
}  // namespace tlsonar::reports
