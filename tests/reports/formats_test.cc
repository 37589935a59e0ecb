// The formats over reports made in code: octet for octet what is in formats_golden/, and unharmed
// by hostile strings. tests/reports/formats_validate.py holds them against their schemas.
//
// To approve a change: TLSONAR_APPROVE=1 test_reports --gtest_filter='Formats.Golden*', then look
// at the diff.
#include "code_book.h"
#include "core/text.h"
#include "report_make.h"
#include "reports/formats/list.h"
#include "reports/formats/visible.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports {
namespace {

using Json = nlohmann::json;

FormatOptions with_registries() {
    FormatOptions out;
    out.codes = kRegistryBook;
    return out;
}

std::string written(std::string_view format, const audit::Report& report) {
    const Format* found = find_format(format);
    EXPECT_NE(found, nullptr) << format;
    return found == nullptr ? std::string() : found->write(report, with_registries());
}

Json json_of(std::string_view format, const audit::Report& report) {
    Json out = Json::parse(written(format, report), nullptr, false);
    EXPECT_FALSE(out.is_discarded()) << format;
    return out;
}

const std::vector<std::pair<std::string, audit::Report>>& report_kinds() {
    static const std::vector<std::pair<std::string, audit::Report>> kinds = {
        {"plain", plain_report()}, {"hostile", hostile_report()}, {"empty", empty_report()}};
    return kinds;
}

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

TEST(Cbom, TheSerialNumberFollowsTheContent) {
    audit::Report report = plain_report();
    const Json first = json_of("cbom", report);
    EXPECT_EQ(first["serialNumber"], json_of("cbom", plain_report())["serialNumber"]);
    EXPECT_NE(first["serialNumber"], json_of("cbom-1.6", report)["serialNumber"]);
    report.subjects.pop_back();
    EXPECT_NE(first["serialNumber"], json_of("cbom", report)["serialNumber"]);
    EXPECT_EQ(first["metadata"]["timestamp"], "2026-11-21T00:00:00Z");
    report.as_of = 0;
    EXPECT_FALSE(json_of("cbom", report)["metadata"].contains("timestamp"));
}

TEST(Cbom, EveryReferenceIsThere) {
    for (const char* format : {"cbom", "cbom-1.6"})
        for (const auto& [kind, report] : report_kinds()) {
            const Json bom = json_of(format, report);
            std::set<std::string> refs;
            for (const char* list : {"components", "services"})
                for (const Json& item : bom[list])
                    EXPECT_TRUE(refs.insert(item["bom-ref"]).second) << item["bom-ref"];
            for (const Json& dependency : bom["dependencies"]) {
                EXPECT_TRUE(refs.contains(dependency["ref"])) << dependency["ref"];
                for (const Json& needed : dependency.value("dependsOn", Json::array()))
                    EXPECT_TRUE(refs.contains(needed)) << needed;
            }
        }
}

TEST(Cbom, KnowsWhatAQuantumComputerBreaks) {
    const Json bom = json_of("cbom", plain_report());
    const auto level = [&](std::string_view name) {
        for (const Json& component : bom["components"])
            if (component["name"] == name)
                return component["cryptoProperties"]["algorithmProperties"].value(
                    "nistQuantumSecurityLevel", -1);
        return -2;
    };
    EXPECT_EQ(level("X25519MLKEM768"), 3);
    EXPECT_EQ(level("x25519"), 0);
    EXPECT_EQ(level("AES-128-GCM"), 1);
    EXPECT_EQ(level("AES-256-GCM"), 5);
    EXPECT_EQ(level("3DES-168-CBC"), 0);
    EXPECT_EQ(level("RSA-1024"), 0);
    EXPECT_EQ(level("ecdsa-with-SHA384"), 0);
}

// Captures spell versions in another way, and tell no codes.
TEST(Cbom, CapturesHaveProtocolsWithGroups) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        for (audit::ListView& list : one.subject.groups)
            for (auto& item : list.items)
                item.code.clear();
    const Json bom = json_of("cbom", report);
    for (const Json& dependency : bom["dependencies"]) {
        if (dependency["ref"] != "proto:TLSv1.3@192.0.2.40:8443") continue;
        EXPECT_EQ(dependency["dependsOn"],
                  Json::parse(R"(["alg:AES-128-GCM", "alg:X25519MLKEM768"])"));
        return;
    }
    FAIL() << "no protocol of the endpoint that was overheard";
}

// 0 is a suite, too: a name without a code point is not that one.
TEST(Cbom, UnknownSuitesHaveNoAlgorithms) {
    const auto text_with_code = [](const std::string& code) {
        audit::Report report = plain_report();
        for (audit::Assessed& one : report.subjects)
            for (audit::ListView& list : one.subject.suites)
                for (auto& item : list.items)
                    item.code = code;
        return written("cbom", report);
    };
    for (const char* code : {"", "0x", "c02f", "0xc02fz", "0x1c02fc02fc02f"}) {
        EXPECT_EQ(text_with_code(code).find("alg:NULL"), std::string::npos) << code;
        EXPECT_NE(text_with_code(code).find(R"("identifiers":[]})"), std::string::npos) << code;
    }
    EXPECT_NE(text_with_code("0x0000").find("alg:NULL"), std::string::npos);
}

// One address and port may speak TLS over TCP and DTLS over UDP.
TEST(Cbom, DtlsIsAnotherProtocol) {
    audit::Report report = plain_report();
    for (audit::Assessed& one : report.subjects)
        for (audit::ListView& list : one.subject.suites)
            list.version = "D" + list.version;
    const Json bom = json_of("cbom", report);
    for (const Json& component : bom["components"]) {
        const Json& properties = component["cryptoProperties"];
        if (properties["assetType"] != "protocol") continue;
        EXPECT_FALSE(properties["protocolProperties"].contains("cipherSuites"))
            << component["name"];
    }
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
