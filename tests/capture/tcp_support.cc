#include "tcp_support.h"

#include <utility>

namespace tlsonar::capture::testing {
namespace {

void put(std::vector<std::uint8_t>& out, std::size_t at, std::uint32_t value, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        out[at + i] = static_cast<std::uint8_t>(value >> (8 * (n - 1 - i)));
}

std::uint16_t checksum(const Segment& segment) {
    std::vector<std::uint8_t> all;
    for (const Endpoint* e : {&segment.source, &segment.destination})
        all.insert(all.end(), e->address.octets.begin(),
                   e->address.octets.begin() + (e->address.v6 ? 16 : 4));
    const std::size_t length = segment.header.size() + segment.payload.size();
    all.insert(all.end(),
               {0, 6, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)});
    all.insert(all.end(), segment.header.begin(), segment.header.end());
    all.insert(all.end(), segment.payload.begin(), segment.payload.end());
    if (all.size() % 2 != 0) all.push_back(0);
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < all.size(); i += 2)
        sum += load_be16(&all[i]);
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

class RecordingSink : public StreamSink {
  public:
    RecordingSink(Record& record, const FlowView& flow, const SinkPlan& plan)
        : record_(record), flow_(flow), plan_(plan) {}
    ~RecordingSink() override {
        record_.info = flow_.info();
        record_.gone = true;
    }
    RecordingSink(const RecordingSink&) = delete;
    RecordingSink& operator=(const RecordingSink&) = delete;

    void on_bytes(Sender from, Bytes bytes, Moment) override {
        text(from) += as_text(bytes);
        seen_[index_of(from)] += bytes.size();
        amount_ = 0;
    }
    void on_gap(Sender from, std::uint64_t n, Moment) override { mark(from, '<', n, '>'); }
    void on_skip(Sender from, std::uint64_t n, Moment) override {
        mark(from, '(', n, ')');
        skipped_[index_of(from)] += n;
    }
    std::uint64_t skippable(Sender from) const override {
        if (seen_[index_of(from)] < plan_.skip_after) return 0;
        return plan_.skip == UINT64_MAX ? UINT64_MAX : plan_.skip - skipped_[index_of(from)];
    }
    void on_close(Sender from, CloseReason reason, Moment) override {
        static constexpr const char* kNames[] = {"fin",     "reset", "end",
                                                 "evicted", "idle",  "replaced"};
        record_.closed[index_of(from)] += kNames[static_cast<std::size_t>(reason)];
    }
    bool finished() const override { return seen_[0] + seen_[1] >= plan_.finish_after; }
    std::size_t footprint() const override { return plan_.footprint; }

  private:
    std::string& text(Sender from) { return record_.text[index_of(from)]; }
    // Adjacent gaps (or skips) are one: how they are cut up does not matter.
    void mark(Sender from, char open, std::uint64_t n, char close) {
        std::string& out = text(from);
        if (amount_ > 0 && from == last_ && out.back() == close)
            out.resize(out.rfind(open));
        else
            amount_ = 0;
        amount_ += n;
        last_ = from;
        out += open + std::to_string(amount_) + close;
    }

    Record& record_;
    const FlowView& flow_;
    SinkPlan plan_;
    std::array<std::uint64_t, 2> seen_{};
    std::array<std::uint64_t, 2> skipped_{};
    std::uint64_t amount_ = 0;
    Sender last_ = Sender::initiator;
};

}  // namespace

void with_segment(const Sent& packet, Moment moment,
                  const std::function<void(const Segment&)>& use) {
    Segment segment;
    segment.moment = moment;
    segment.source = endpoint(1, packet.client_port);
    segment.destination = endpoint(2, 443);
    if (!packet.from_client) std::swap(segment.source, segment.destination);
    segment.sequence = packet.sequence;
    segment.acknowledgment = packet.acknowledgment;
    segment.flags = packet.flags;
    segment.stable = packet.stable;
    std::vector<std::uint8_t> header(20);
    put(header, 0, segment.source.port, 2);
    put(header, 2, segment.destination.port, 2);
    put(header, 4, segment.sequence, 4);
    put(header, 8, segment.acknowledgment, 4);
    header[12] = 0x50;
    header[13] = segment.flags;
    segment.header = header;
    const std::string copy = packet.payload;  // on the heap: a use after the call is found
    segment.payload = packet.stable ? as_bytes(packet.payload) : as_bytes(copy);
    segment.on_wire = static_cast<std::uint32_t>(packet.payload.size()) + packet.cut;
    put(header, 16, checksum(segment) ^ (packet.bad ? 0x5555U : 0U), 2);
    use(segment);
}

std::unique_ptr<StreamSink> Recorder::open(const FlowView& flow) {
    if (refuse) return nullptr;
    records.push_back(std::make_unique<Record>());
    return std::make_unique<RecordingSink>(*records.back(), flow, plan);
}

Lab::Lab(std::size_t max_memory) : table(recorder, FlowOptions{max_memory, 42}) {}

Lab& Lab::operator<<(const Sent& packet) {
    moment = {packet.at, moment.ordinal + 1};
    with_segment(packet, moment, [this](const Segment& s) { table.on_segment(s); });
    return *this;
}

Sent syn(std::uint32_t sequence) {
    Sent p;
    p.sequence = sequence;
    p.flags = kSyn;
    return p;
}

Sent syn_ack(std::uint32_t sequence, std::uint32_t client) {
    Sent p;
    p.from_client = false;
    p.sequence = sequence;
    p.acknowledgment = client + 1;
    p.flags = kSyn | kAck;
    return p;
}

Sent ack() {
    Sent p;
    p.sequence = kClient + 1;
    p.acknowledgment = kServer + 1;
    return p;
}

void handshake(Lab& lab) { lab << syn() << syn_ack() << ack(); }

Sent client(std::uint32_t offset, std::string payload) {
    Sent p = ack();
    p.sequence += offset;
    p.payload = std::move(payload);
    return p;
}

Sent server(std::uint32_t offset, std::string payload) {
    Sent p;
    p.from_client = false;
    p.sequence = kServer + 1 + offset;
    p.acknowledgment = kClient + 1;
    p.payload = std::move(payload);
    return p;
}

Sent server_ack(std::uint32_t offset) {
    Sent p = server(0, "");
    p.acknowledgment += offset;
    return p;
}

Sent with_flags(Sent packet, int flags) {
    packet.flags = static_cast<std::uint8_t>(packet.flags | flags);
    return packet;
}

Sent bad(Sent packet) {
    packet.bad = true;
    return packet;
}

}  // namespace tlsonar::capture::testing
