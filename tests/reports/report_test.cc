// Values as text, JSON from hostile octets, and tables that fit their terminal.
#include "core/text.h"
#include "profile/record_maker.h"
#include "reports/format.h"
#include "reports/json_writer.h"
#include "reports/record_json.h"
#include "reports/terminal/ladder.h"
#include "reports/terminal/table.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::reports {
namespace {

using namespace std::string_literals;  // NOLINT

TEST(Format, Durations) {
    const std::pair<Time, const char*> cases[] = {
        {0, "0 ns"},
        {999, "999 ns"},
        {1000, "1.00 µs"},
        {37'400, "37.4 µs"},
        {999'499, "999 µs"},
        {999'500, "1.00 ms"},
        {1'234'567, "1.23 ms"},
        {4'100'000'000, "4.10 s"},
        {99'960'000'000, "100 s"},
        {600'000'000'000, "10.0 min"},
        {-1500, "-1.50 µs"},
    };
    for (const auto& [time, text] : cases)
        EXPECT_EQ(duration(time), text) << time;
}

TEST(Format, DatesBeforeAndAfter1970) {
    EXPECT_EQ(date(0), "1970-01-01");
    EXPECT_EQ(date(-1), "1969-12-31");
    EXPECT_EQ(date(-2'208'988'800), "1900-01-01");
    EXPECT_EQ(date(951'782'400), "2000-02-29");
    EXPECT_EQ(date(253'402'300'799), "9999-12-31");
    std::string out;
    append_time(out, -1);
    EXPECT_EQ(out, "1969-12-31T23:59:59.999999999Z");
    out.clear();
    append_time(out, 1'500'000'000);
    EXPECT_EQ(out, "1970-01-01T00:00:01.5Z");
    out.clear();
    append_seconds(out, -86'401);
    EXPECT_EQ(out, "1969-12-30T23:59:59Z");
}

TEST(Format, SizesAndCounts) {
    EXPECT_EQ(size(999), "999 B");
    EXPECT_EQ(size(1000), "1.00 kB");
    EXPECT_EQ(size(1'030'000'000), "1.03 GB");
    EXPECT_EQ(count(1'234'567), "1 234 567");
    EXPECT_EQ(count(123), "123");
    EXPECT_EQ(plural(1, "handshake"), "1 handshake");
    EXPECT_EQ(plural(0, "handshake"), "0 handshakes");
    EXPECT_EQ(peer_text({"2001:db8::1", 443}), "[2001:db8::1]:443");
}

const std::string kHostile =
    "\x1b[31m\x1b]0;owned\x07\xe2\x80\xae"s + "a\0b\"\\\xff\xfe\x9b\r\n\xc2\x9b\xed\xa0\x80"s;

TEST(Json, HostileStringsStayValid) {
    std::string out;
    {
        JsonWriter json(out);  // writes all when it goes
        json.begin_object();
        json.string("name", kHostile);
        json.begin_array("list");
        for (int c = 0; c < 256; ++c)
            json.string(std::string(1, static_cast<char>(c)));
        json.end_array();
        json.number("n", UINT64_MAX);
        json.end_object();
    }
    const auto parsed = nlohmann::json::parse(out, nullptr, false);
    ASSERT_FALSE(parsed.is_discarded());
    EXPECT_EQ(parsed["list"].size(), 256U);
    EXPECT_EQ(parsed["n"], UINT64_MAX);
    for (const char c : out)
        EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

profile::Record hostile_record() {
    profile::Record record;
    record.number = 99999;
    record.client.seen = true;
    record.client.sni = kHostile + std::string(300, 'x') + "\xe6\xbc\xa2\xe5\xad\x97";
    record.client.alpn = {kHostile};
    record.server.seen = true;
    record.server.alpn = kHostile;
    record.provenance.client = {"2001:db8:1111:2222:3333:4444:5555:6666", 65535};
    record.provenance.server = {"2001:db8:1111:2222:3333:4444:5555:7777", 65535};
    profile::Step step;
    step.name = "client_hello";
    record.steps.push_back(step);
    return record;
}

std::size_t widest(const std::string& text) {
    std::size_t most = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        most = std::max(most, display_width(std::string_view(text).substr(at, end - at)));
        at = end + 1;
    }
    return most;
}

TEST(Table, FitsAnyTerminal) {
    const profile::Record record = hostile_record();
    for (const std::size_t columns : {20U, 39U, 40U, 79U, 80U, 81U, 115U, 116U, 119U, 190U, 250U}) {
        const HandshakeTable table({false, columns});
        EXPECT_LE(widest(table.header()), columns);
        EXPECT_LE(widest(table.line(record)), columns) << table.line(record);
        EXPECT_LE(widest(ladder(record, {false, columns})), std::max<std::size_t>(columns, 60));
    }
}

TEST(Table, NoControlCharacterReachesTheTerminal) {
    const profile::Record record = hostile_record();
    const std::string text =
        HandshakeTable({false, 200}).line(record) + ladder(record, {false, 100});
    for (const char c : text)
        EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
}

}  // namespace
}  // namespace tlsonar::reports
