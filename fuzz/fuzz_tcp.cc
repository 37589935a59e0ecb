// Octets become segments of a few connections; whatever they are, the streams that come out must
// obey the rules of StreamSink, and memory its bound.
#include "capture/tcp/flow_table.h"
#include "core/reader.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace {

using namespace tlsonar;           // NOLINT
using namespace tlsonar::capture;  // NOLINT

constexpr std::size_t kMaxMemory = 300 << 10;
// Beyond the budget: what one segment may add before the table shrinks.
constexpr std::size_t kSlack = 128 << 10;

void require(bool holds) {
    if (!holds) std::abort();
}

class StrictSink : public StreamSink {
  public:
    StrictSink(const FlowView& flow, std::uint64_t plan) : flow_(flow), plan_(plan) {}
    ~StrictSink() override {
        const bool both = closed_[0] && closed_[1];
        require(both || finished_);
        const FlowInfo info = flow_.info();
        for (std::size_t i = 0; i < 2; ++i) {
            // All that is missing was told, as a gap or within a skip.
            require(info.missing[i] >= gaps_[i]);
            require(info.missing[i] <= gaps_[i] + skips_[i]);
            // Octets cannot come from nowhere.
            require(octets_[i] <= info.payload_octets[i]);
        }
    }
    StrictSink(const StrictSink&) = delete;
    StrictSink& operator=(const StrictSink&) = delete;

    void on_bytes(Sender from, Bytes bytes, Moment when) override {
        event(from, when);
        require(!bytes.empty());
        octets_[index_of(from)] += bytes.size();
        for (const std::uint8_t octet : bytes)
            sum_ += octet;  // readable
    }
    void on_gap(Sender from, std::uint64_t n, Moment when) override {
        event(from, when);
        require(n > 0 && n <= UINT32_MAX);
        gaps_[index_of(from)] += n;
    }
    void on_skip(Sender from, std::uint64_t n, Moment when) override {
        const std::uint64_t allowed = skippable(from);
        event(from, when);
        require(n > 0 && n <= allowed);
        skips_[index_of(from)] += n;
    }
    void on_close(Sender from, CloseReason, Moment when) override {
        event(from, when);
        closed_[index_of(from)] = true;
    }
    std::uint64_t skippable(Sender from) const override {
        const std::size_t i = index_of(from);
        const std::uint64_t skipped = skips_[i] % 1000;
        return plan_ % 4 == 1 && octets_[i] % 16 >= 8 ? 1000 - skipped : 0;
    }
    bool finished() const override {
        finished_ = plan_ % 4 == 2 && octets_[0] + octets_[1] > 100;
        return finished_;
    }
    std::size_t footprint() const override { return 200 + octets_[0] % 5000; }

  private:
    void event(Sender from, Moment when) {
        require(!finished_ && !closed_[index_of(from)]);
        require(when.ordinal > 0 && when.ordinal <= flow_.now().ordinal);
    }

    const FlowView& flow_;
    std::uint64_t plan_;
    std::array<std::uint64_t, 2> octets_{};
    std::array<std::uint64_t, 2> gaps_{};
    std::array<std::uint64_t, 2> skips_{};
    std::array<bool, 2> closed_{};
    mutable bool finished_ = false;
    std::uint64_t sum_ = 0;
};

class StrictObserver : public FlowObserver {
  public:
    std::unique_ptr<StreamSink> open(const FlowView& flow) override {
        ++opened_;
        if (opened_ % 8 == 7) return nullptr;
        return std::make_unique<StrictSink>(flow, opened_);
    }

  private:
    std::uint64_t opened_ = 0;
};

// The TCP header as the table sees it: with a right checksum, or a wrong one.
std::array<std::uint8_t, 20> header_of(Segment& segment, bool bad) {
    std::array<std::uint8_t, 20> header{};
    header[12] = 0x50;
    header[13] = segment.flags;
    segment.header = header;
    for (std::uint32_t guess = 0; guess < 2; ++guess) {
        std::uint32_t sum = 6 + 20 + segment.on_wire;
        const auto add = [&sum](Bytes bytes) {
            for (std::size_t i = 0; i < bytes.size(); ++i)
                sum += i % 2 == 0 ? bytes[i] * 256U : bytes[i];
        };
        add(Bytes(segment.source.address.octets).first(4));
        add(Bytes(segment.destination.address.octets).first(4));
        add(header);
        add(segment.payload);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        if (guess == 0) {
            header[16] = static_cast<std::uint8_t>(~sum >> 8);
            header[17] = static_cast<std::uint8_t>(~sum);
        }
    }
    if (bad) header[17] ^= 0x55;
    return header;
}

Segment read_segment(Reader& reader, Bytes pool) {
    Segment segment;
    const std::uint8_t kind = reader.u8();
    segment.source.address.octets = {10, 0, 0, 1};
    segment.destination.address.octets = {10, 0, 0, 2};
    segment.source.port = static_cast<std::uint16_t>(1000 + (kind >> 6));
    segment.destination.port = 443;
    if ((kind & 1) != 0) std::swap(segment.source, segment.destination);
    segment.flags = reader.u8() & 0x1f;
    // Mostly near to each other, sometimes anywhere.
    const auto number = [&reader](bool anywhere) {
        return anywhere ? reader.u32() : 0xfffffe00U + reader.u16() % 4096;
    };
    segment.sequence = number((kind & 2) != 0);
    segment.acknowledgment = number((kind & 2) != 0);
    segment.payload = pool.first(reader.u8() * ((kind & 4) != 0 ? 16U : 1U));
    segment.on_wire = static_cast<std::uint32_t>(segment.payload.size());
    if ((kind & 8) != 0) segment.on_wire += reader.u8();
    segment.stable = (kind & 16) != 0;
    return segment;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::array<std::uint8_t, 4096> pool = [] {
        std::array<std::uint8_t, 4096> octets{};
        for (std::size_t i = 0; i < octets.size(); ++i)
            octets[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
        return octets;
    }();
    Reader reader({data, size});
    StrictObserver observer;
    FlowTable table(observer, {kMaxMemory, 1});
    Moment now;
    std::uint32_t clock = 0;
    while (reader.more()) {
        ++now.ordinal;
        const std::uint8_t bits = reader.u8();
        Segment segment = read_segment(reader, pool);
        segment.moment = now;
        const auto header = header_of(segment, (bits & 1) != 0);
        segment.header = header;
        table.on_segment(segment);
        require(table.footprint() <= kMaxMemory + kSlack);
        if ((bits & 0xf0) == 0x10) table.tick(clock += bits, now);
    }
    table.finish(now);
    require(table.stats().segments == now.ordinal);
    return 0;
}
