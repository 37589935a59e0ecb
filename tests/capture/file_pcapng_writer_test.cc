// What PcapngWriter writes, our own readers read back: the same octets in the same order, at the
// same times, with right checksums.
#include "capture/file/pcapng_writer.h"
#include "core/text.h"
#include "tests/capture/packet_collector.h"
#include "tests/capture/tcp_support.h"

#include <array>
#include <random>

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using craft::Octets;
using craft::octets;
using testing::Recorder;
using End = Transcript::End;

constexpr Time kStart = 1'700'000'000'123'456'789;

tlsonar::Endpoint endpoint(const char* address, std::uint16_t port) {
    const Address read = craft::address(address);
    return {{read.octets, read.v6, 0}, port};
}

Transcript hello(bool v6 = false) {
    Transcript t;
    t.client = v6 ? endpoint("2001:db8::1", 40000) : endpoint("192.0.2.1", 40000);
    t.server = v6 ? endpoint("2001:db8::2", 443) : endpoint("198.51.100.2", 443);
    t.begun = kStart;
    t.opened = kStart + 1000;
    t.pieces = {{kStart + 2000, Sender::initiator, octets("hello")},
                {kStart + 3000, Sender::responder, octets("world!")}};
    t.end = End::fin;
    t.ended_by = Sender::responder;
    t.ended = kStart + 4000;
    return t;
}

Octets file(const std::vector<Transcript>& transcripts) {
    PcapngWriter writer;
    Octets out;
    writer.begin("tlsonar test", out);
    for (const Transcript& t : transcripts)
        writer.add(t, out);
    return out;
}

// Read to the end, with the segments of all packets.
struct ReadBack {
    craft::Collected file;
    std::vector<craft::CollectedSegment> segments;
    Tally tally;
};

ReadBack read_back(const std::vector<Transcript>& transcripts) {
    ReadBack back;
    back.file = craft::collect(file(transcripts));
    craft::Collector collector;
    PacketReader reader(collector);
    for (const craft::CollectedPacket& p : back.file.packets) {
        Packet packet = p.packet;
        packet.data = p.data;
        reader.read(packet);
    }
    back.segments = collector.segments;
    back.tally = reader.tally();
    EXPECT_FALSE(back.file.error);
    EXPECT_FALSE(back.file.fault);
    EXPECT_TRUE(back.file.notes.empty());
    return back;
}

// Through the flow table; the records of its flows.
void flows(const std::vector<Transcript>& transcripts, Recorder& recorder, FlowStats& stats) {
    const ReadBack back = read_back(transcripts);
    FlowTable table(recorder, FlowOptions{std::size_t{256} << 20, 1});
    for (const craft::CollectedSegment& s : back.segments) {
        EXPECT_EQ(s.checksum, Checksum::good);
        Segment segment = s.segment;
        segment.header = s.header;
        segment.payload = s.payload;
        table.on_segment(segment);
    }
    stats = table.stats();
    table.finish({});
}

std::string said(const Transcript& t, Sender from) {
    std::string all;
    for (const Transcript::Piece& piece : t.pieces)
        if (piece.from == from) all += as_text(piece.octets);
    return all;
}

// Every field as draft-ietf-opsawg-pcapng has it.
constexpr const char* kGolden =
    // section: version 1.0, length unknown, application
    "0a0d0d0a 30000000 4d3c2b1a 0100 0000 ffffffffffffffff"
    "0400 0c00 746c736f6e61722074657374 00000000 30000000"
    // interface: raw IP, its name, nanoseconds
    "01000000 2c000000 6500 0000 00000000 0200 0700 736f636b65747300"
    "0900 0100 09000000 00000000 2c000000"
    // secrets: TLSK, "CLIENT_RANDOM x\n"
    "0a000000 24000000 4b534c54 10000000 434c49454e545f52414e444f4d20780a 24000000";

TEST(PcapngWriter, GoldenBeginning) {
    Transcript t = hello();
    t.key_log = "CLIENT_RANDOM x\n";
    const Octets whole = file({t});
    const Octets golden = craft::from_hex(kGolden);
    ASSERT_GT(whole.size(), golden.size());
    EXPECT_EQ(hex(Bytes(whole).first(golden.size())), hex(golden));
}

TEST(PcapngWriter, GoldenPackets) {
    Transcript t = hello();
    t.comment = "note";
    t.opened = {};
    t.pieces.clear();
    t.end = End::reset;
    PcapngWriter writer;
    Octets out;
    writer.add(t, out);
    // A SYN with its comment, and the RST that refuses it.
    EXPECT_EQ(hex(out), hex(craft::from_hex(
                            "06000000 5c000000 00000000 fe9c9717 15cd853d 30000000 30000000"
                            "4500 0030 0000 4000 4006 4e91 c0000201 c6336402"
                            "9c40 01bb 9e3779b1 00000000 7002 ffff e1fc 0000 020405b4 01030307"
                            "0100 0400 6e6f7465 00000000 5c000000"
                            "06000000 48000000 00000000 fe9c9717 b5dc853d 28000000 28000000"
                            "4500 0028 0001 4000 4006 4e98 c6336402 c0000201"
                            "01bb 9c40 c5e69024 9e3779b2 5014 ffff b7a8 0000"
                            "48000000")));
}

TEST(PcapngWriter, TcpComesBackAsItWasSaid) {
    for (const bool v6 : {false, true}) {
        const Transcript t = hello(v6);
        Recorder recorder;
        FlowStats stats;
        flows({t}, recorder, stats);
        ASSERT_EQ(recorder.records.size(), 1U);
        const testing::Record& record = *recorder.records[0];
        EXPECT_EQ(record.text[0], "hello");
        EXPECT_EQ(record.text[1], "world!");
        EXPECT_EQ(record.closed[0], "fin");
        EXPECT_EQ(record.closed[1], "fin");
        EXPECT_EQ(record.info.syn, (Moment{kStart, 1}));
        EXPECT_EQ(record.info.syn_ack, (Moment{kStart + 1000, 2}));
        EXPECT_EQ(record.info.first_ack, (Moment{kStart + 1000, 3}));
        EXPECT_EQ(record.info.last, (Moment{kStart + 4000, 7}));
        EXPECT_EQ(record.info.initiator.port, 40000);
        EXPECT_EQ(to_string(record.info.responder), v6 ? "[2001:db8::2]:443" : "198.51.100.2:443");
        EXPECT_EQ(record.info.out_of_order + record.info.retransmitted +
                      record.info.outside_window + record.info.bad_checksums_accepted,
                  0U);
    }
}

TEST(PcapngWriter, AnythingLongComesBack) {
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        Transcript t = hello(round % 2 == 1);
        t.pieces.clear();
        for (int i = 0; i < 30; ++i) {
            Octets piece(random() % 40'000);
            for (std::uint8_t& octet : piece)
                octet = static_cast<std::uint8_t>(random());
            t.pieces.push_back({kStart + 2000 + i,
                                random() % 2 == 0 ? Sender::initiator : Sender::responder, piece});
        }
        Recorder recorder;
        FlowStats stats;
        flows({t}, recorder, stats);
        ASSERT_EQ(recorder.records.size(), 1U);
        EXPECT_EQ(recorder.records[0]->text[0], said(t, Sender::initiator));
        EXPECT_EQ(recorder.records[0]->text[1], said(t, Sender::responder));
        EXPECT_EQ(stats.strays, 0U);
    }
}

TEST(PcapngWriter, SegmentsAreNoLongerThanAPathAllows) {
    for (const bool v6 : {false, true}) {
        const std::size_t most = v6 ? 1428 : 1448;
        Transcript t = hello(v6);
        t.pieces = {{kStart, Sender::initiator, Octets(2 * most + 1)},
                    {kStart, Sender::responder, Octets(most)},
                    {kStart, Sender::responder, {}}};
        const ReadBack back = read_back({t});
        ASSERT_EQ(back.segments.size(), 3U + 4 + 3);
        const std::size_t expected[] = {most, most, 1, most};
        for (std::size_t i = 0; i < 4; ++i)
            EXPECT_EQ(back.segments[3 + i].payload.size(), expected[i]);
        EXPECT_EQ(back.segments[4].segment.flags, kAck);
        EXPECT_EQ(back.segments[5].segment.flags, kAck | kPsh);
        // Acknowledged is all that came before.
        EXPECT_EQ(back.segments[6].segment.acknowledgment, back.segments[5].segment.sequence + 1);
    }
}

TEST(PcapngWriter, Ends) {
    struct Case {
        End end;
        Sender by;
        const char* client;
        const char* server;
    };
    const Case cases[] = {{End::open, Sender::initiator, "end", "end"},
                          {End::fin, Sender::initiator, "fin", "fin"},
                          {End::fin, Sender::responder, "fin", "fin"},
                          {End::reset, Sender::initiator, "reset", "reset"},
                          {End::reset, Sender::responder, "reset", "reset"}};
    for (const Case& c : cases) {
        Transcript t = hello();
        t.end = c.end;
        t.ended_by = c.by;
        const ReadBack back = read_back({t});
        if (c.end != End::open) {
            const auto& last = back.segments[5];
            EXPECT_EQ(last.segment.source.port, c.by == Sender::initiator ? 40000 : 443);
            EXPECT_EQ(last.segment.flags, kAck | (c.end == End::fin ? kFin : kRst));
            EXPECT_EQ(last.segment.moment.at, kStart + 4000);
        }
        Recorder recorder;
        FlowStats stats;
        flows({t}, recorder, stats);
        ASSERT_EQ(recorder.records.size(), 1U);
        EXPECT_EQ(recorder.records[0]->closed[0], c.client);
        EXPECT_EQ(recorder.records[0]->closed[1], c.server);
    }
}

TEST(PcapngWriter, ConnectionsThatNeverStood) {
    Transcript silent = hello();
    silent.opened = {};
    silent.pieces.clear();
    silent.end = End::open;
    Transcript refused = silent;
    refused.end = End::reset;
    const ReadBack back = read_back({silent, refused});
    ASSERT_EQ(back.segments.size(), 3U);
    EXPECT_EQ(back.segments[0].segment.flags, kSyn);
    EXPECT_EQ(back.segments[1].segment.flags, kSyn);
    EXPECT_EQ(back.segments[2].segment.flags, kRst | kAck);
    EXPECT_EQ(back.segments[2].segment.acknowledgment, back.segments[1].segment.sequence + 1);
}

TEST(PcapngWriter, TheSamePortsMayComeAgain) {
    Transcript first = hello();
    first.end = End::open;
    Transcript second = hello();
    second.pieces[0].octets = octets("again");
    Recorder recorder;
    FlowStats stats;
    flows({first, second}, recorder, stats);
    ASSERT_EQ(recorder.records.size(), 2U);
    EXPECT_EQ(recorder.records[0]->text[0], "hello");
    EXPECT_EQ(recorder.records[1]->text[0], "again");
}

TEST(PcapngWriter, DatagramsStayDatagrams) {
    for (const bool v6 : {false, true}) {
        Transcript t = hello(v6);
        t.udp = true;
        t.pieces.push_back({kStart + 5000, Sender::responder, Octets(70'000)});
        const ReadBack back = read_back({t});
        ASSERT_EQ(back.file.packets.size(), 3U);
        EXPECT_EQ(back.tally.other.of("UDP"), 3U);
        const std::size_t headers = v6 ? 48 : 28;
        EXPECT_EQ(back.file.packets[0].data.size(), headers + 5);
        EXPECT_EQ(back.file.packets[1].data.size(), headers + 6);
        EXPECT_EQ(back.file.packets[2].data.size(), v6 ? 65'535U + 40 : 65'535U);
        EXPECT_EQ(back.file.packets[1].packet.moment.at, kStart + 3000);
    }
}

TEST(PcapngWriter, SecretsComeBeforeTheirPackets) {
    Transcript a = hello();
    a.key_log = "CLIENT_RANDOM a b\n";
    Transcript b = hello();
    b.client.port = 40001;
    b.key_log = "CLIENT_RANDOM c d\n";
    const Octets whole = file({a, b});
    EXPECT_EQ(craft::collect(whole).key_log, "CLIENT_RANDOM a b\nCLIENT_RANDOM c d\n");
    // Cut off after the first secrets block.
    const Octets cut = file({a});
    const craft::TemporaryFile temporary(cut);
    std::string order;
    SourceOptions options;
    options.on_key_log = [&](Bytes) { order += 'k'; };
    auto source = PacketSource::open(temporary.path(), options);
    ASSERT_TRUE(source);
    Packet packet;
    while ((*source)->next(packet))
        order += 'p';
    EXPECT_EQ(order, "kpppppppp");
}

TEST(PcapngWriter, CommentsAreHarmlessAndBounded) {
    Transcript t = hello();
    t.comment = "a\x1b[2J\xff";
    const std::string text(as_text(file({t})));
    EXPECT_NE(text.find("a\\x1b[2J\\xff"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    t.comment = std::string(1'000'000, '\x01');
    EXPECT_LT(file({t}).size(), 20'000U);
    EXPECT_EQ(read_back({t}).segments.size(), 8U);
}

TEST(PcapngWriter, EndsOfDifferentFamiliesAndUnknownTimes) {
    Transcript t = hello();
    t.client = {};
    t.server = endpoint("2001:db8::2", 443);
    t.begun = -5;
    t.opened = {};
    const ReadBack back = read_back({t});
    ASSERT_EQ(back.segments.size(), 8U);
    EXPECT_EQ(to_string(back.segments[0].segment.source), "[::]:0");
    EXPECT_EQ(back.segments[0].segment.moment.at, 0);
    EXPECT_EQ(back.segments[0].checksum, Checksum::good);
}

TEST(PcapngWriter, TheSameEveryTime) {
    EXPECT_EQ(file({hello(), hello(true)}), file({hello(), hello(true)}));
    PcapngWriter writer;
    Octets out;
    writer.begin("", out);
    EXPECT_EQ(writer.packets(), 0U);
    writer.add(hello(), out);
    writer.add(hello(), out);
    EXPECT_EQ(writer.packets(), 16U);
}

}  // namespace
}  // namespace tlsonar::capture
