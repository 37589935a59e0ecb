// Octets to records, records to messages, and where TLS begins.
#include "dissect/session/limits.h"
#include "dissect/session/message_stream.h"
#include "dissect/session/recognise.h"
#include "dissect/session/record_stream.h"
#include "dissect/session/tds.h"
#include "tests/dissect/unhex.h"

#include <gtest/gtest.h>

namespace tlsonar::dissect::test {
namespace {

using test::unhex;
using Verdict = RecordStream::Verdict;

TEST(RecordStream, OctetByOctet) {
    const Octets octets = unhex("16030300030a0b0c 14030300010117030300020102");
    RecordStream stream;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        stream.push(Bytes(octets).subspan(i, 1), {static_cast<Time>(i), i + 1});
        Record record;
        while (stream.next(record) == Verdict::record) {
            seen.push_back(std::to_string(record.type) + "@" + std::to_string(record.offset) + "+" +
                           std::to_string(record.body.size()));
            EXPECT_EQ(record.first.ordinal, record.offset + 1);
            EXPECT_EQ(record.last.ordinal, i + 1);
        }
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"22@0+3", "20@8+1", "23@14+2"}));
    EXPECT_FALSE(stream.in_record());
}

TEST(RecordStream, AHoleInsideARecordKeepsStep) {
    const Octets octets = unhex("160303000a 0102");
    const Octets rest = unhex("090a 15030300020228");
    RecordStream stream;
    Record record;
    stream.push(octets, {0, 1});
    EXPECT_EQ(stream.next(record), Verdict::need_more);
    EXPECT_TRUE(stream.gap(6));
    stream.push(rest, {0, 2});
    ASSERT_EQ(stream.next(record), Verdict::record);
    EXPECT_EQ(record.hole_begin, 2U);
    EXPECT_EQ(record.hole_end, 8U);
    EXPECT_EQ(record.body[8], 9);
    ASSERT_EQ(stream.next(record), Verdict::record);
    EXPECT_EQ(record.type, 21);
    EXPECT_FALSE(record.has_hole());
    // Between records nobody knows what the hole took.
    EXPECT_FALSE(stream.gap(6));
}

TEST(RecordStream, PassesBy) {
    RecordStream stream;
    stream.set_pass_by(1U << 3);
    const Octets octets = unhex("1703030400 0102");
    stream.push(octets, {0, 1});
    Record record;
    ASSERT_EQ(stream.next(record), Verdict::record);
    EXPECT_TRUE(record.passed_by);
    EXPECT_EQ(record.length, 1024U);
    EXPECT_EQ(stream.next(record), Verdict::need_more);
    EXPECT_EQ(stream.skippable(), 1022U);
    EXPECT_TRUE(stream.gap(1000));
    stream.skip(22);
    EXPECT_EQ(stream.offset(), 1029U);
    EXPECT_FALSE(stream.in_record());
}

TEST(RecordStream, NotARecordAndTooLong) {
    for (const char* text : {"474554202f", "1603034801", "1905030001", "1602030001"}) {
        RecordStream stream;
        const Octets octets = unhex(text);
        stream.push(octets, {});
        Record record;
        EXPECT_EQ(stream.next(record), Verdict::not_a_record) << text;
    }
}

TEST(MessageStream, SplitAndJoined) {
    const Octets first = unhex("0e000000 0b0000");
    const Octets second = unhex("02aabb 14000001");
    MessageStream stream;
    RawMessage message;
    Record record;
    record.body = first;
    stream.push(record, first);
    ASSERT_TRUE(stream.next(message));
    EXPECT_EQ(message.type, 14);
    EXPECT_EQ(message.offset, 5U);
    EXPECT_FALSE(stream.next(message));
    EXPECT_TRUE(stream.in_message());
    record.offset = 12;
    stream.push(record, second);
    ASSERT_TRUE(stream.next(message));
    EXPECT_EQ(message.type, 11);
    EXPECT_EQ(message.offset, 9U);
    EXPECT_EQ(message.body.size(), 2U);
    EXPECT_FALSE(message.partial);
    EXPECT_FALSE(stream.next(message));
    ASSERT_TRUE(stream.flush(message));
    EXPECT_TRUE(message.partial);
    EXPECT_EQ(message.type, 20);
}

TEST(MessageStream, TooLongIsKeptInPart) {
    MessageStream stream;
    Octets body = unhex("0bffffff");
    body.resize(16384);
    RawMessage message;
    Record record;
    for (int i = 0; i < 1024; ++i) {
        stream.push(record, body);
        while (stream.next(message)) {
        }
        EXPECT_LE(stream.footprint(), 2 * (kMaxMessageLength + 4));
    }
}

TEST(Recognise, Hellos) {
    const struct {
        const char* octets;
        Hello at_start;
    } cases[] = {
        {"16030100c8010000c40303aa", Hello::tls_client},
        {"160303005b020000570303aa", Hello::tls_server},
        {"16030300020100", Hello::tls_client},  // a tiny record
        {"1603", Hello::more},
        {"16030100c80b0000c40303aa", Hello::none},
        {"15030100020228", Hello::alert},
        {"15030100020928", Hello::none},
        {"802b01030100120000001000000a00000500000400", Hello::ssl2_client},
        {"802b0103010013000000100000", Hello::none},
        {"12010014000000000000", Hello::tds},
        {"12010002000000000000", Hello::none},
        {"474554202f20485454502f31", Hello::none},
        {"", Hello::more},
    };
    for (const auto& c : cases)
        EXPECT_EQ(hello_at(unhex(c.octets), true), c.at_start) << c.octets;
    EXPECT_EQ(hello_at(unhex("802b01030100120000001000000a00000500000400"), false), Hello::none);
}

TEST(Recognise, RecordInTheMiddle) {
    EXPECT_EQ(find_record(unhex("00ff 17030300020102 1703030001"), 0), 2U);
    EXPECT_EQ(find_record(unhex("00ff 16030300040e000000"), 0), 2U);
    const Octets noise(64, 0x16);
    EXPECT_EQ(find_record(noise, 0), noise.size());
}

std::string unwrapped(const Octets& octets, std::size_t step, bool* failed = nullptr) {
    TdsUnwrapper tds;
    std::string out;
    for (std::size_t at = 0; at < octets.size(); at += step) {
        Bytes piece = Bytes(octets).subspan(at, std::min(step, octets.size() - at));
        while (!piece.empty())
            out += as_text(tds.next(piece));
    }
    if (failed != nullptr) *failed = tds.failed();
    return out;
}

TEST(Tds, PreloginThenTlsThenBare) {
    const Octets octets = unhex(
        "1201000a00000000 0001"
        "1200000c00000000 16030300"
        "1201000a00000000 01aa"
        "17030300015a");
    const Octets tls = unhex("16030300 01aa 17030300015a");
    for (std::size_t step = 1; step <= octets.size(); ++step) {
        bool failed = true;
        EXPECT_EQ(unwrapped(octets, step, &failed), as_text(tls)) << step;
        EXPECT_FALSE(failed);
    }
    bool failed = false;
    unwrapped(unhex("1001000a00000000 0001"), 3, &failed);
    EXPECT_TRUE(failed);
}

}  // namespace
}  // namespace tlsonar::dissect::test
