// The logs for other tools (reports/records/) over records of samples/ and hostile ones: octet for
// octet what is in records_golden/. tests/reports/records_validate.py holds them against the names
// that those tools document.
//
// To approve a change: TLSONAR_APPROVE=1 test_reports --gtest_filter='Records.Golden', then look at
// the diff.
#include "records_make.h"
#include "reports/records/list.h"
#include "reports/records/zeek_log.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports {
namespace {

using Json = nlohmann::json;
using Records = std::vector<profile::Record>;

std::string written(const RecordLog& log, const Records& records) {
    std::string out;
    const auto writer = log.make();
    writer->begin(out);
    for (const profile::Record& record : records)
        writer->add(out, record);
    writer->end(out);
    return out;
}

std::string written(std::string_view format, const Records& records, std::size_t log = 0) {
    const RecordFormat* found = find_record_format(format);
    EXPECT_NE(found, nullptr) << format;
    return found == nullptr ? std::string() : written(found->logs[log], records);
}

std::vector<Json> lines_of(const std::string& text) {
    std::vector<Json> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        out.push_back(Json::parse(line, nullptr, false));
        EXPECT_FALSE(out.back().is_discarded()) << line.substr(0, 200);
    }
    return out;
}

// A few of each kind, one after the other.
Records plain_records() {
    Records out;
    for (const char* name : {"tls12-client-cert.pcap", "tls13-hrr.pcap", "ipv6.pcap",
                             "starttls-smtp.pcap", "alerts.pcap", "tls12-dhe.pcap",
                             "tls12-session-id-resumption.pcap", "raw-public-key.pcap"}) {
        Records more = sample_records(name);
        EXPECT_FALSE(more.empty()) << name;
        std::move(more.begin(), more.end(), std::back_inserter(out));
    }
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i].number = i + 1;
    return out;
}

std::string file_name(std::string_view kind, const RecordFormat& format, const RecordLog& log) {
    std::string out = std::string(kind) + "." + std::string(format.name);
    return log.file.empty() ? out : out + "." + std::string(log.file);
}

// The 70,000 letters of the hostile issuer are left out.
std::string shortened(std::string text) {
    constexpr std::size_t kLong = 70'000;
    const std::string much(kLong, 'i');
    for (std::size_t at = text.find(much); at != std::string::npos; at = text.find(much))
        text.replace(at, kLong, "i{70000}");
    return text;
}

std::string golden_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write(const std::filesystem::path& folder, std::string_view kind, const Records& records) {
    for (const RecordFormat& format : record_formats())
        for (const RecordLog& log : format.logs)
            std::ofstream(folder / file_name(kind, format, log), std::ios::binary)
                << written(log, records);
}

TEST(Records, Golden) {
    const std::filesystem::path folder =
        std::filesystem::path(TLSONAR_SOURCE_DIR) / "tests/reports/records_golden";
    const bool approve = std::getenv("TLSONAR_APPROVE") != nullptr;
    const std::pair<const char*, Records> kinds[] = {{"plain", plain_records()},
                                                     {"hostile", hostile_records()}};
    for (const auto& [kind, records] : kinds)
        for (const RecordFormat& format : record_formats())
            for (const RecordLog& log : format.logs) {
                const std::string name = file_name(kind, format, log);
                const std::string now = shortened(written(log, records));
                if (approve)
                    std::ofstream(folder / name, std::ios::binary) << now;
                else
                    EXPECT_TRUE(now == golden_text(folder / name)) << name << " differs";
            }
}

// The documents for records_validate.py, where it asks: of all samples, each by itself.
TEST(Records, Documents) {
    const char* folder = std::getenv("TLSONAR_RECORDS");
    if (folder == nullptr) GTEST_SKIP() << "TLSONAR_RECORDS names no folder";
    write(folder, "hostile", hostile_records());
    write(folder, "plain", plain_records());
    write(folder, "none", {});
    for (const auto& entry : std::filesystem::directory_iterator(TLSONAR_SOURCE_DIR "/samples"))
        if (entry.path().extension().string().starts_with(".pcap"))
            write(folder, entry.path().stem().string(),
                  sample_records(entry.path().filename().string()));
}

TEST(Records, SameOctetsEachTime) {
    const Records records = sample_records("tls12-client-cert.pcap");
    for (const RecordFormat& format : record_formats())
        for (const RecordLog& log : format.logs)
            EXPECT_EQ(written(log, records), written(log, records)) << format.name;
}

TEST(Records, WordsOfEachTool) {
    const Records records = sample_records("tls13-hrr.pcap");
    const Json ssl = lines_of(written("zeek", records)).at(0);
    EXPECT_EQ(ssl["version"], "TLSv13");
    EXPECT_EQ(ssl["curve"], "secp384r1");
    EXPECT_EQ(ssl["established"], true);
    EXPECT_TRUE(ssl["ssl_history"].get<std::string>().starts_with("Cj")) << ssl["ssl_history"];
    EXPECT_EQ(lines_of(written("eve", records)).at(0)["tls"]["version"], "TLS 1.3");
    const Json tls = lines_of(written("ecs", records)).at(0)["tls"];
    EXPECT_EQ(tls["version"], "1.3");
    EXPECT_EQ(tls["version_protocol"], "tls");
}

TEST(Records, CertificateStandsOnce) {
    Records records = sample_records("tls12-client-cert.pcap");
    const std::string once = written("zeek", records, 1);
    Records twice = records;
    twice.insert(twice.end(), records.begin(), records.end());
    EXPECT_EQ(written("zeek", twice, 1), once);
    std::vector<std::string> seen;
    for (const Json& line : lines_of(once))
        seen.push_back(line["fingerprint"]);
    EXPECT_GE(seen.size(), 2U);
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

TEST(Records, UnknownIsAbsent) {
    const Records records = {profile::Record()};
    const Json ssl = lines_of(written("zeek", records)).at(0);
    for (const char* name : {"ts", "version", "cipher", "curve", "server_name", "resumed",
                             "established", "cert_chain_fps", "sni_matches_cert", "ja3"})
        EXPECT_FALSE(ssl.contains(name)) << name;
    const Json ecs = lines_of(written("ecs", records)).at(0);
    EXPECT_EQ(ecs["event"]["outcome"], "unknown");
    EXPECT_TRUE(ecs["tls"].empty()) << ecs["tls"];
    EXPECT_TRUE(lines_of(written("eve", records)).at(0)["tls"].empty());
}

TEST(Records, EndedEarlyIsNotEstablishedWhereAllWasSeen) {
    profile::Record record;
    record.ending = "closed";
    EXPECT_FALSE(lines_of(written("zeek", {record})).at(0).contains("established"));
    record.provenance.start_seen = true;
    record.provenance.packets[0] = record.provenance.packets[1] = 1;
    EXPECT_EQ(lines_of(written("zeek", {record})).at(0)["established"], false);
    record.provenance.missing[1] = 1;
    EXPECT_FALSE(lines_of(written("zeek", {record})).at(0).contains("established"));
    record.provenance.missing[1] = 0;
    record.ending = "end_of_input";
    EXPECT_FALSE(lines_of(written("zeek", {record})).at(0).contains("established"));
}

TEST(Records, ValidationInWordsOfOpenSsl) {
    profile::Record record;
    const auto status = [&](trust::Verdict verdict, std::vector<const char*> ids,
                            std::size_t path) {
        trust::ChainVerdict made;
        made.verdict = verdict;
        made.path.resize(path);
        for (const char* id : ids)
            made.path_findings.push_back({trust::find_finding_kind(id), 0, "", ""});
        record.server_chain = std::make_shared<trust::ChainVerdict>(made);
        return lines_of(written("zeek", {record})).at(0).value("validation_status", "unset");
    };
    using enum trust::Verdict;
    EXPECT_EQ(status(valid, {}, 3), "ok");
    EXPECT_EQ(status(inconclusive, {"path.revocation-unknown"}, 3), "unset");
    EXPECT_EQ(status(invalid, {"path.expired"}, 3), "certificate has expired");
    EXPECT_EQ(status(invalid, {"name.mismatch"}, 3), "hostname mismatch");
    EXPECT_EQ(status(invalid, {"path.untrusted-root"}, 1), "self-signed certificate");
    EXPECT_EQ(status(invalid, {"path.untrusted-root"}, 2),
              "self-signed certificate in certificate chain");
    EXPECT_EQ(status(invalid, {"path.too-deep"}, 9),
              std::string(trust::find_finding_kind("path.too-deep")->title));
}

TEST(Records, TabSeparatedText) {
    const auto text = [](std::string_view value, bool in_list = false) {
        std::string out;
        records::append_zeek_text(out, value, in_list);
        return out;
    };
    EXPECT_EQ(text("plain \xc3\xa4,b"), "plain \xc3\xa4,b");
    EXPECT_EQ(text("a,b", true), "a\\x2cb");
    EXPECT_EQ(text("a\tb\nc\\d\xff"), "a\\x09b\\x0ac\\x5cd\\xff");
    EXPECT_EQ(text("-"), "\\x2d");
    EXPECT_EQ(text("--"), "--");
    EXPECT_EQ(text(""), "(empty)");
    EXPECT_EQ(text("(empty)"), "\\x28empty)");
    EXPECT_EQ(text("\xe2\x80\xae"), "\\xe2\\x80\\xae");
}

TEST(Records, FindsFormats) {
    EXPECT_EQ(find_record_format("sarif"), nullptr);
    EXPECT_TRUE(find_record_format("zeek")->is_folder());
    EXPECT_FALSE(find_record_format("ecs")->is_folder());
}

}  // namespace
}  // namespace tlsonar::reports
