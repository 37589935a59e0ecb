// Several threads give what one gives, in the same order.
#include "capture/tcp/ordered_output.h"
#include "capture/tcp/pipeline.h"
#include "tcp_support.h"

#include <random>

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using namespace testing;  // NOLINT: the test's own vocabulary

using Output = OrderedOutput<std::string>;

// A sink that hands in a line when it goes.
class LineSink : public StreamSink {
  public:
    LineSink(Output& output, std::size_t shard, const FlowView& flow)
        : output_(output), shard_(shard), flow_(flow) {}
    ~LineSink() override {
        const FlowInfo info = flow_.info();
        output_.emit(shard_, stamp_of(flow_),
                     std::to_string(info.initiator.port) + " " + std::to_string(info.packets[0]) +
                         "/" + std::to_string(info.packets[1]) + " " + text_);
    }
    LineSink(const LineSink&) = delete;
    LineSink& operator=(const LineSink&) = delete;

    void on_bytes(Sender from, Bytes bytes, Moment) override {
        (from == Sender::initiator ? text_ : other_) += as_text(bytes);
    }
    void on_gap(Sender, std::uint64_t n, Moment) override {
        text_ += "<" + std::to_string(n) + ">";
    }
    void on_close(Sender, CloseReason reason, Moment when) override {
        text_ +=
            "|" + std::to_string(static_cast<int>(reason)) + "@" + std::to_string(when.ordinal);
    }
    bool finished() const override { return other_.size() >= 40; }
    std::size_t footprint() const override { return 500; }

  private:
    Output& output_;
    std::size_t shard_;
    const FlowView& flow_;
    std::string text_;
    std::string other_;
};

class LineObserver : public ShardObserver {
  public:
    LineObserver(Output& output, std::size_t shard) : output_(output), shard_(shard) {}
    std::unique_ptr<StreamSink> open(const FlowView& flow) override {
        return std::make_unique<LineSink>(output_, shard_, flow);
    }
    void on_batch_done() override { output_.batch_done(shard_); }

  private:
    Output& output_;
    std::size_t shard_;
};

std::vector<Sent> traffic(unsigned seed) {
    std::mt19937 random(seed);
    const auto pick = [&random](std::uint32_t n) {
        return static_cast<std::uint32_t>(random() % n);
    };
    std::vector<std::uint32_t> sent(300);
    std::vector<Sent> packets;
    Time now = 0;
    for (int i = 0; i < 5000; ++i) {
        const std::uint32_t flow = pick(300);
        Sent packet;
        switch (pick(20)) {
            case 0:
                packet = syn(pick(4) == 0 ? pick(100000) : kClient);
                break;
            case 1:
                packet = syn_ack();
                break;
            case 2:
                packet = with_flags(client(sent[flow], ""), pick(3) == 0 ? kRst : kFin);
                break;
            case 3:
                packet = server(pick(50), "answer");
                break;
            default:
                packet = client(sent[flow] + pick(2) * pick(9), std::string(1 + pick(9), 'x'));
                sent[flow] += static_cast<std::uint32_t>(packet.payload.size());
        }
        packet.client_port = static_cast<std::uint16_t>(10000 + flow);

        now += pick(500) == 0 ? 200'000'000'000 : 30'000'000;
        packet.at = now;
        packets.push_back(packet);
    }
    return packets;
}

std::vector<std::string> run(const std::vector<Sent>& packets, unsigned threads) {
    std::vector<std::string> lines;
    Output output(threads, [&lines](std::string&& line) { lines.push_back(std::move(line)); });
    PipelineOptions options;
    options.threads = threads;
    Pipeline pipeline(options, [&output](std::size_t shard) {
        return std::make_unique<LineObserver>(output, shard);
    });
    Moment moment;
    for (const Sent& packet : packets) {
        moment = {packet.at, moment.ordinal + 1};
        with_segment(packet, moment, [&](const Segment& s) { pipeline.on_segment(s); });
    }
    pipeline.finish();
    EXPECT_EQ(pipeline.stats().segments, packets.size());
    return lines;
}

TEST(TcpPipeline, TheNumberOfThreadsIsNotSeen) {
    for (unsigned seed = 0; seed < 3; ++seed) {
        const std::vector<Sent> packets = traffic(seed);
        const std::vector<std::string> one = run(packets, 1);
        EXPECT_GT(one.size(), 100U);
        EXPECT_EQ(run(packets, 2), one);
        EXPECT_EQ(run(packets, 5), one);
    }
}

TEST(TcpPipeline, FlushLetsResultsOut) {
    std::vector<std::string> lines;
    Output output(1, [&lines](std::string&& line) { lines.push_back(std::move(line)); });
    Pipeline pipeline(
        {}, [&output](std::size_t shard) { return std::make_unique<LineObserver>(output, shard); });
    const Sent packets[] = {syn(), syn_ack(), server(0, std::string(40, 'x'))};
    Moment moment;
    for (const Sent& packet : packets) {
        moment.ordinal += 1;
        with_segment(packet, moment, [&](const Segment& s) { pipeline.on_segment(s); });
    }
    EXPECT_TRUE(lines.empty());
    pipeline.flush(moment);
    EXPECT_EQ(lines.size(), 1U);
}

TEST(TcpPipeline, OrderedOutputWaitsForTheSlowestShard) {
    std::vector<int> out;
    OrderedOutput<int> output(2, [&out](int&& value) { out.push_back(value); });
    output.emit(0, {5, 1}, 50);
    output.emit(0, {2, 9}, 20);
    output.batch_done(0);
    output.emit(0, {11, 1}, 110);
    output.batch_done(0);
    EXPECT_TRUE(out.empty());
    output.emit(1, {5, 0}, 49);
    output.batch_done(1);
    EXPECT_EQ(out, (std::vector<int>{20, 49, 50}));
    output.batch_done(1);
    EXPECT_EQ(out.back(), 110);
}

}  // namespace
}  // namespace tlsonar::capture
