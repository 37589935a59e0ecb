// Whatever TCP can undo must not be seen: any segmentation, repetition and reordering gives the
// same octets; a loss gives a gap exactly where it was.
#include "tcp_support.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace tlsonar::capture {
namespace {

using namespace testing;  // NOLINT: the test's own vocabulary

class Story {
  public:
    explicit Story(unsigned seed) : random_(seed) {
        isn_ = pick(3) == 0 ? 0xffffffff - pick(5000) : pick(0xffffffff);
        text_.resize(1 + pick(20000));
        for (char& c : text_)
            c = static_cast<char>('a' + pick(26));
    }

    std::uint32_t pick(std::uint32_t n) {
        return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(random_);
    }
    const std::string& text() const { return text_; }
    std::uint32_t isn() const { return isn_; }

    Sent part(std::size_t at, std::size_t n) const {
        Sent p;
        p.sequence = isn_ + 1 + static_cast<std::uint32_t>(at);
        p.acknowledgment = kServer + 1;
        p.payload = text_.substr(at, n);
        return p;
    }
    std::vector<Sent> segmented() {
        std::vector<Sent> packets;
        const std::uint32_t largest = 1 + pick(pick(2) == 0 ? 40 : 3000);
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t n = std::min<std::size_t>(1 + pick(largest), text_.size() - at);
            packets.push_back(part(at, n));
            at += n;
        }
        return packets;
    }
    // Every packet moves by less than `reach` places.
    void shuffle(std::vector<Sent>& packets, std::uint32_t reach) {
        std::vector<std::pair<std::size_t, std::size_t>> order;
        for (std::size_t i = 0; i < packets.size(); ++i)
            order.emplace_back(i + pick(reach), i);
        std::sort(order.begin(), order.end());
        std::vector<Sent> moved;
        for (const auto& [place, i] : order)
            moved.push_back(packets[i]);
        packets = std::move(moved);
    }
    // Repetitions and overlaps, each after what it repeats.
    void repeat(std::vector<Sent>& packets) {
        std::vector<Sent> more;
        for (const Sent& packet : packets) {
            more.push_back(packet);
            if (pick(4) != 0) continue;
            if (pick(2) == 0) {
                more.push_back(packet);
            } else {
                const std::size_t end = packet.sequence - isn_ - 1 + packet.payload.size();
                const std::size_t begin = end - std::min<std::size_t>(end, 1 + pick(100));
                more.push_back(part(begin, end - begin + pick(50)));
            }
        }
        packets = std::move(more);
    }
    // The receiver's acknowledgments, each after what it acknowledges.
    void acknowledge(std::vector<Sent>& packets) {
        std::vector<Sent> more;
        for (const Sent& packet : packets) {
            more.push_back(packet);
            if (pick(3) != 0) continue;
            Sent answer;
            answer.from_client = false;
            answer.sequence = kServer + 1;
            answer.acknowledgment =
                packet.sequence + static_cast<std::uint32_t>(packet.payload.size());
            more.push_back(answer);
        }
        packets = std::move(more);
    }

  private:
    std::mt19937 random_;
    std::uint32_t isn_ = 0;
    std::string text_;
};

void play(Lab& lab, const std::vector<Sent>& packets) {
    for (const Sent& packet : packets)
        lab << packet;
    lab.finish();
}

class TcpProperty : public ::testing::TestWithParam<unsigned> {};

TEST_P(TcpProperty, AnySegmentationAndOrderGivesTheSameOctets) {
    Story story(GetParam());
    std::vector<Sent> packets = story.segmented();
    story.repeat(packets);
    story.shuffle(packets, 1 + story.pick(100));
    Lab lab;
    lab << syn(story.isn()) << syn_ack(kServer, story.isn());
    play(lab, packets);
    EXPECT_EQ(lab.client(), story.text());
    EXPECT_EQ(lab.record().info.missing[0], 0U);
    EXPECT_EQ(lab.record().info.conflicting_retransmissions, 0U);
}

TEST_P(TcpProperty, AlsoAmongAcknowledgments) {
    Story story(GetParam() + 1000);
    std::vector<Sent> packets = story.segmented();
    story.repeat(packets);
    story.acknowledge(packets);
    story.shuffle(packets, 8);
    Lab lab;
    lab << syn(story.isn()) << syn_ack(kServer, story.isn());
    play(lab, packets);
    EXPECT_EQ(lab.client(), story.text());
}

TEST_P(TcpProperty, AlsoWithDecoys) {
    Story story(GetParam() + 2000);
    std::vector<Sent> packets;
    for (const Sent& packet : story.segmented()) {
        if (story.pick(3) == 0) {
            Sent decoy = packet;
            for (char& c : decoy.payload)
                c = '#';
            decoy.bad = true;
            packets.push_back(decoy);
        }
        packets.push_back(packet);
    }
    story.shuffle(packets, 1 + story.pick(20));
    Lab lab;
    lab << syn(story.isn()) << syn_ack(kServer, story.isn());
    play(lab, packets);
    EXPECT_EQ(lab.client(), story.text());
}

TEST_P(TcpProperty, AlsoWithSkips) {
    Story story(GetParam() + 3000);
    std::vector<Sent> packets = story.segmented();
    story.repeat(packets);
    story.shuffle(packets, 1 + story.pick(20));
    Lab lab;
    lab.recorder.plan.skip_after = story.pick(1000);
    lab.recorder.plan.skip = 1 + story.pick(5000);
    lab << syn(story.isn()) << syn_ack(kServer, story.isn());
    play(lab, packets);
    // The text with one stretch replaced by (n).
    const std::string& got = lab.client();
    const std::size_t open = got.find('(');
    if (open == std::string::npos) {
        EXPECT_EQ(got, story.text());
        return;
    }
    const std::size_t close = got.find(')');
    std::size_t n = std::stoul(got.substr(open + 1));
    std::string expected = story.text();
    EXPECT_EQ(got.substr(0, open), expected.substr(0, open));
    // Skips may come in parts, with octets between them that were read all the same.
    std::string rest = got.substr(close + 1);
    std::size_t at = open + n;
    while (!rest.empty()) {
        const std::size_t next = rest.find('(');
        EXPECT_EQ(rest.substr(0, next), expected.substr(at, std::min(next, rest.size())));
        if (next == std::string::npos) {
            at += rest.size();
            break;
        }
        n = std::stoul(rest.substr(next + 1));
        at += next + n;
        rest = rest.substr(rest.find(')') + 1);
    }
    EXPECT_EQ(at, expected.size());
}

TEST_P(TcpProperty, AMidStreamStartInDisorder) {
    Story story(GetParam() + 4000);
    std::vector<Sent> packets = story.segmented();
    story.shuffle(packets, 3);
    Lab lab;
    play(lab, packets);
    EXPECT_EQ(lab.client(), story.text());
}

TEST_P(TcpProperty, AGapIsWhereTheLossWas) {
    Story story(GetParam() + 5000);
    std::vector<Sent> kept;
    std::string expected;
    std::size_t lost = 0;
    for (const Sent& packet : story.segmented()) {
        if (story.pick(5) == 0) {
            lost += packet.payload.size();
            continue;
        }
        if (lost > 0) expected += "<" + std::to_string(lost) + ">";
        lost = 0;
        expected += packet.payload;
        kept.push_back(packet);
    }
    story.acknowledge(kept);
    story.shuffle(kept, 1 + story.pick(8));
    Lab lab;
    lab << syn(story.isn()) << syn_ack(kServer, story.isn());
    play(lab, kept);
    if (expected.empty()) {
        EXPECT_TRUE(lab.recorder.records.empty());
        return;
    }
    EXPECT_EQ(lab.client(), expected);
}

INSTANTIATE_TEST_SUITE_P(Seeds, TcpProperty, ::testing::Range(0U, 60U));

}  // namespace
}  // namespace tlsonar::capture
