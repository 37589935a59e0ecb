// Stream: one direction of a connection, put in order.
//
// The rules, in short:
// * What comes in order is delivered at once. What comes early is held; the first copy of an octet
//   wins. A hole becomes a gap when the peer has acknowledged it and it stayed a hole for a while
//   (limits::kAckedPatience), when it stayed one for long without that, when too much is held
//   behind it, or when the stream ends. Every progress starts the wait anew, so that a lone forged
//   segment far ahead cannot push the stream over the octets still to come.
// * A segment with a wrong checksum is set aside when this direction has shown right ones.
// Set-aside
//   octets only ever stand in for octets that would otherwise become a gap: a decoy loses against
//   the right copy, and segments that an offloading network card joined are not lost.
// * A stream whose start was not seen begins with the lowest of the first few segments.
// * Octets that the sink does not need are passed by without being touched, verified or held.
#pragma once

#include "capture/flow.h"
#include "capture/segment.h"
#include "capture/tcp/delivery.h"
#include "capture/tcp/held_pieces.h"
#include "capture/tcp/options.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tlsonar::capture {

// What a stream needs of its connection while it works.
class Stream;

struct StreamContext {
    Delivery& out;
    FlowInfo& info;
    Moment now;
    std::uint32_t clock;  // coarse capture time in seconds
    std::uint64_t& bad_checksums;
    const std::array<Stream, 2>* streams;  // both directions
};

class Stream {
  public:
    void set_sender(Sender sender) { sender_ = sender; }

    // The stream's first octet is known: after a SYN, or acknowledged by the peer's first segment.
    void begin_at(std::uint32_t sequence);
    bool begun() const { return begun_; }
    std::uint32_t start() const { return start_; }
    // Octets are held, or set aside, or a FIN: what the peer acknowledges matters.
    bool waiting() const { return held_ != nullptr; }
    // Delivers what begin_at() has made deliverable.
    void resume(StreamContext& context) { advance(context); }
    // True when `sequence` may be the start of a stream that has not begun: close before what is
    // held.
    bool may_begin_at(std::uint32_t sequence) const;

    // This direction has shown right checksums: a wrong one means something from now on.
    void trust_checksums() { checksums_real_ = true; }
    bool checksums_real() const { return checksums_real_; }

    // A segment's payload. True when it brought octets (or set some aside) that were not there.
    bool arrive(const Segment& segment, std::uint32_t sequence, StreamContext& context);
    // The same for the one case that makes up bulk traffic, the next octets of a direction that the
    // sink will never look at again. False when it is not that case.
    bool pass(const Segment& segment, Delivery& out) {
        if (!passing_ || segment.sequence != next_ || segment.on_wire > kLongest) return false;
        if (held_ != nullptr || closed_ || out.over()) return false;
        next_ += segment.on_wire;
        far_count_ = 0;
        out.pass(sender_, segment.on_wire);
        return true;
    }
    // The FIN of a segment: its sequence number.
    void finish_at(std::uint32_t sequence, StreamContext& context);
    // The peer has everything before `sequence`.
    void acknowledge(std::uint32_t sequence);
    // The peer has acknowledged octets that are held for want of a start: they are the start.
    void begin_acknowledged(std::uint32_t acknowledged, StreamContext& context);
    // A further segment of the flow has been processed: gives up what has waited for too long.
    void wait(StreamContext& context) {
        if (held_ != nullptr) lose_patience(context);
    }

    // Gives up one hole, or a start that was not seen: what comes before what the peer's octets
    // wait for. False when there is none.
    bool give_up_one(StreamContext& context);
    // Delivers all that is held, with gaps.
    void flush(StreamContext& context);
    void close(CloseReason reason, Moment when, Delivery& out);
    bool closed() const { return closed_; }

    // A sequence number that a receiver could take for the stream's.
    bool plausible(std::uint32_t sequence) const;
    std::size_t footprint() const;

  private:
    static constexpr std::uint32_t kLongest = limits::kAhead;

    struct Held {
        HeldPieces pieces;
        HeldPieces aside;           // wrong checksums
        std::uint32_t since = 0;    // clock of the last progress
        std::uint16_t waited = 0;   // segments of the flow since then
        std::uint16_t ignored = 0;  // … since the peer acknowledged the hole
        std::uint16_t awaited = 0;  // … since octets that are next wait for the peer's
        bool impatient = false;     // they do not wait any more
    };

    bool pass_by(const Segment& segment, StreamContext& context);
    bool arrive_in_order(const Segment& segment, StreamContext& context);
    bool arrive_anyhow(const Segment& segment, std::uint32_t sequence, StreamContext& context);
    bool refuse(const Segment& segment, StreamContext& context);
    bool far_away(const Segment& segment, std::uint32_t sequence, StreamContext& context);
    bool resynchronise(std::uint32_t sequence, StreamContext& context);
    bool hold(const Segment& segment, std::uint32_t sequence, std::uint32_t old,
              StreamContext& context);
    void count(const HeldPieces::Outcome& outcome, StreamContext& context);
    Held& held(const StreamContext& context);
    void limit_held(StreamContext& context);
    void lose_patience(StreamContext& context);
    bool awaits_peer(bool acknowledging, std::uint32_t acknowledged,
                     const StreamContext& context) const;
    bool next_is_held() const;
    void stop_waiting(StreamContext& context);

    void begin_with_held(StreamContext& context);
    void advance(StreamContext& context);
    void deliver(const Piece& piece, StreamContext& context);
    void give_up(std::uint32_t end, StreamContext& context);
    void miss(std::uint32_t n, StreamContext& context);
    void forget_aside(StreamContext& context);
    void settle(StreamContext& context);
    void progressed(StreamContext& context);
    std::uint32_t hole_end() const;

    std::unique_ptr<Held> held_;
    std::uint32_t next_ = 0;   // the next octet to deliver
    std::uint32_t start_ = 0;  // the first one
    std::uint32_t acked_ = 0;  // the peer's latest plausible acknowledgment
    std::uint32_t fin_ = 0;
    std::uint32_t far_end_ = 0;  // end of the latest implausible segment
    std::uint8_t far_count_ = 0;
    Sender sender_ = Sender::initiator;
    bool begun_ = false;
    bool touched_ = false;  // not begun, but next_ is near what came
    bool acked_seen_ = false;
    bool far_acked_ = false;
    bool fin_seen_ = false;
    bool closed_ = false;
    bool checksums_real_ = false;
    bool passing_ = false;  // the sink will never look at this direction again
};

}  // namespace tlsonar::capture
