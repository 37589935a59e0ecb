#include "bench/recipes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>

namespace bench {
namespace {

// splitmix64: the same numbers on every machine.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    void fill(std::uint8_t* p, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i)
            p[i] = static_cast<std::uint8_t>(next() >> 11);
    }

  private:
    std::uint64_t state_;
};

// The n-th connection: its addresses and ports come with no other.
Connection connection_of(std::uint64_t n, bool v6, std::uint16_t server_port) {
    Random random(n);
    Connection c;
    c.v6 = v6;
    for (std::size_t side : {0U, 1U}) {
        auto& a = c.address[side];
        const std::uint64_t host = side == 0 ? n / 50'000 * 7919 + n % 5003 : random.next() % 4000;
        if (v6) a = {0x20, 0x01, 0x0d, 0xb8, 0, static_cast<std::uint8_t>(side)};
        std::uint8_t* low = a.data() + (v6 ? 12 : 0);
        low[0] = side == 0 ? 10 : 172;
        low[1] = static_cast<std::uint8_t>((host >> 16) + (side == 0 ? 0 : 16));
        low[2] = static_cast<std::uint8_t>(host >> 8);
        low[3] = static_cast<std::uint8_t>(host);
        c.sequence[side] = static_cast<std::uint32_t>(random.next());
    }
    c.port = {static_cast<std::uint16_t>(10'000 + n % 50'000), server_port};
    return c;
}

// Puts other octets in the place of the random and the session id of a hello at the beginning of a
// segment. The random of a HelloRetryRequest has a meaning (RFC 8446 section 4.1.3) and stays.
void vary(std::vector<std::uint8_t>& payload, std::uint64_t n) {
    constexpr std::uint8_t kRetry[] = {0xCF, 0x21, 0xAD, 0x74};
    if (payload.size() < 44 || payload[0] != 22 || payload[1] != 3) return;
    if (payload[5] != 1 && payload[5] != 2) return;
    // Both sides must name the same session: its octets come from the connection's number alone.
    Random session(n ^ 0x5e5510);
    const std::size_t size = payload[43];
    if (size == 32 && payload.size() >= 44 + size) session.fill(payload.data() + 44, size);
    if (std::memcmp(payload.data() + 11, kRetry, sizeof kRetry) == 0) return;
    Random random(n * 2 + payload[5]);
    random.fill(payload.data() + 11, 32);
}

// A conversation on its way into the capture.
struct Running {
    const Conversation* what;
    Connection connection;
    std::uint64_t number;
    std::size_t next = 0;
};

void write_segment(CaptureWriter& out, Running& run) {
    const Sent& sent = run.what->segments[run.next++];
    std::vector<std::uint8_t> payload = sent.payload;
    vary(payload, run.number);
    out.send(run.connection, sent.from, sent.flags, payload);
}

// The record of the first ClientHello that fits in `length` octets, padded to it (RFC 7685).
std::vector<std::uint8_t> hello_of(const std::vector<Conversation>& samples, std::size_t length) {
    std::vector<std::uint8_t> best;
    for (const Conversation& conversation : samples) {
        for (const Sent& sent : conversation.segments) {
            const auto& p = sent.payload;
            const bool hello = p.size() > 43 && p[0] == 22 && p[5] == 1 && p[9] == 3 &&
                               p.size() == 5U + static_cast<std::size_t>(p[3] << 8 | p[4]);
            if (hello && p.size() + 4 <= length && p.size() > best.size()) best = p;
        }
    }
    if (best.empty()) {
        std::fprintf(stderr, "make_capture: no sample has a ClientHello to pad\n");
        std::exit(2);
    }
    const std::size_t padding = length - best.size();
    std::size_t at = 44U + best[43];
    at += 2U + static_cast<std::size_t>(best[at] << 8 | best[at + 1]);
    at += 1U + best[at];
    const auto grow = [&](std::size_t where) {
        const std::size_t n =
            static_cast<std::size_t>(best[where] << 8 | best[where + 1]) + padding;
        best[where] = static_cast<std::uint8_t>(n >> 8);
        best[where + 1] = static_cast<std::uint8_t>(n);
    };
    for (const std::size_t where : {std::size_t{3}, std::size_t{7}, at})
        grow(where);
    best.insert(best.end(), {0, 21, static_cast<std::uint8_t>((padding - 4) >> 8),
                             static_cast<std::uint8_t>(padding - 4)});
    best.resize(length);
    return best;
}

}  // namespace

void write_bulk(CaptureWriter& out, const std::vector<Conversation>& samples, std::uint64_t size) {
    constexpr std::uint64_t kEach = 120'000'000;
    std::vector<std::uint8_t> record(16'384 + 5 + 16);
    Random(1).fill(record.data(), record.size());
    const std::size_t body = record.size() - 5;
    const std::uint8_t header[] = {23, 3, 3, static_cast<std::uint8_t>(body >> 8),
                                   static_cast<std::uint8_t>(body)};
    std::memcpy(record.data(), header, sizeof header);
    for (std::uint64_t n = 0; out.written() + kEach < size + kEach / 2; ++n) {
        const Conversation& sample = samples[n % samples.size()];
        Running run{&sample, connection_of(n, sample.v6, 443), n};
        while (run.next < sample.segments.size() &&
               (sample.segments[run.next].flags & (kFin | kReset)) == 0)
            write_segment(out, run);
        for (std::uint64_t sent = 0; sent < kEach; sent += record.size()) {
            out.send(run.connection, 1, kAck | kPush, record);
            // Every second segment is acknowledged.
            for (int ack = 0; ack < 6; ++ack)
                out.send(run.connection, 0, kAck, {});
        }
        for (const int side : {1, 0})
            out.send(run.connection, side, kFin | kAck, {});
    }
}

void write_dense(CaptureWriter& out, const std::vector<Conversation>& samples, std::uint64_t size) {
    constexpr std::size_t kAtATime = 64;
    std::deque<Running> running;
    Random random(2);
    std::uint64_t n = 0;
    for (;;) {
        while (running.size() < kAtATime && out.written() < size) {
            const Conversation& sample = samples[n % samples.size()];
            running.push_back({&sample, connection_of(n, sample.v6, 443), n});
            ++n;
        }
        if (running.empty()) return;
        const std::size_t which = random.next() % running.size();
        Running& run = running[which];
        write_segment(out, run);
        if (run.next < run.what->segments.size()) continue;
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(which));
    }
}

void write_half_open(CaptureWriter& out, const std::vector<Conversation>& samples,
                     const HalfOpen& plan) {
    const std::vector<std::uint8_t> hello = hello_of(samples, plan.length);
    constexpr std::size_t kAtATime = 4096;
    std::deque<Connection> opening;
    std::uint64_t answered = 0;
    for (std::uint64_t n = 0; answered < plan.flows; ++n) {
        if (n < plan.flows) {
            opening.push_back(connection_of(n, false, 443));
            out.send(opening.back(), 0, kSyn, {});
            out.send(opening.back(), 1, kSyn | kAck, {});
            out.send(opening.back(), 0, kAck, {});
        }
        if (n < kAtATime && n < plan.flows) continue;
        std::vector<std::uint8_t> payload = hello;
        vary(payload, answered++);
        payload.resize(plan.seen);
        out.send(opening.front(), 0, kAck | kPush, payload);
        opening.pop_front();
    }
}

}  // namespace bench
