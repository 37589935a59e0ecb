// Connection: a flow with payload. Two Streams, and what concerns both: resets, and the question
// whether a SYN begins a new connection with the same addresses and ports.
//
// * A SYN with another initial sequence number than the connection's is only a claim: an endpoint
//   ignores it in an established connection (RFC 5961 section 4), and so may forge it who wants to
//   make an observer deaf. It replaces the connection when the other side acknowledges it, or when
//   its sender goes on from it.
// * A plausible RST is only a claim as well. The connection lingers, and is closed as reset when it
//   stays silent (limits::kResetLinger), unless the RST's sender sends further octets.
#pragma once

#include "capture/flow.h"
#include "capture/segment.h"
#include "capture/tcp/delivery.h"
#include "capture/tcp/flow_slot.h"
#include "capture/tcp/options.h"
#include "capture/tcp/stream.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace tlsonar::capture {

// What the connections of one table share.
struct TableContext {
    FlowObserver& observer;
    FlowStats stats;
    Moment now;
    std::uint32_t clock = 0;
};

class Connection final : public FlowView {
  public:
    // `slot` and `table` outlive the connection. Takes over what the slot knows of the handshake.
    Connection(TableContext& table, const Slot& slot);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    FlowInfo info() const override { return info_; }
    Moment now() const override { return table_->now; }

    enum class Verdict : std::uint8_t {
        unchanged,  // open, and needs as much memory as before
        open,
        finished,   // the sink needs no more
        closed,     // both directions have ended
        resetting,  // an RST was seen: let it linger
        replaced,   // this segment belongs to the connection that claim() describes
    };
    Verdict on_segment(const Segment& segment, Sender from);

    // Delivers what is held and closes both streams. The Connection is of no use afterwards.
    void close(CloseReason reason);

    // A guess of who is the initiator turned out wrong, and nobody was told yet.
    bool may_turn_around() const { return !out_.opened(); }
    void turn_around();

    // The SYN or SYN/ACK of the connection that may replace this one.
    struct Claim {
        Sender from = Sender::initiator;
        bool seen = false;
        bool with_ack = false;
        bool checksum_good = false;
        std::uint32_t sequence = 0;
        std::uint32_t acknowledgment = 0;  // with_ack
        Moment when;
    };
    const Claim& claim() const { return claim_; }

    // Leaves behind what a tombstone needs to know.
    void leave(Slot& slot) const;
    std::size_t footprint() const;
    // What the table's budget was last told.
    std::size_t accounted = 0;

  private:
    bool believable(const Segment& segment, Sender from);
    bool confirms_claim(const Segment& segment, Sender from) const;
    bool pass(const Segment& segment, Sender from);
    bool unchanged() const;
    void count(const Segment& segment, Sender from);
    void on_special(const Segment& segment, Sender from, bool believed);
    void on_syn(const Segment& segment, Sender from, StreamContext& context);
    bool starts_stream(const Segment& segment, Sender from) const;
    void on_reset(const Segment& segment, Sender from);
    void on_acknowledgment(const Segment& segment, Sender from, StreamContext& context);
    void on_payload(const Segment& segment, Sender from, StreamContext& context);
    Verdict verdict() const;
    StreamContext context();
    Stream& stream(Sender from) { return streams_[index_of(from)]; }
    const Stream& stream(Sender from) const { return streams_[index_of(from)]; }

    TableContext* table_;
    FlowInfo info_;
    std::array<Stream, 2> streams_;
    // Initial sequence numbers, where a SYN or SYN/ACK was seen.
    std::array<std::uint32_t, 2> initial_{};
    std::array<bool, 2> initial_known_{};
    Claim claim_;
    Moment reset_at_;
    std::uint32_t reset_sequence_ = 0;
    Sender reset_from_ = Sender::initiator;
    bool reset_seen_ = false;
    bool reset_certain_ = false;
    Delivery out_;  // last: its sink may ask for info() while it is destroyed
};

}  // namespace tlsonar::capture
