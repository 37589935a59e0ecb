// A flow: one TCP connection as a capture shows it. The door between those who put segments in
// order (capture/tcp) and those who read the two byte streams (a StreamSink per flow).
#pragma once

#include "capture/segment.h"
#include "core/moment.h"
#include "core/stream.h"

#include <array>
#include <cstdint>
#include <memory>

namespace tlsonar::capture {

// What can be told of a flow besides its octets. A Moment with ordinal 0 was not seen. Arrays are
// indexed by index_of(Sender).
struct FlowInfo {
    // Without a SYN or SYN/ACK (both Moments empty) who opened the connection is a guess: the end
    // with the lower port number is taken for the responder; with equal ports, who sent second.
    Endpoint initiator;
    Endpoint responder;
    bool start_seen() const { return syn.ordinal != 0 || syn_ack.ordinal != 0; }

    Moment syn;        // the first SYN of the initiator
    Moment syn_ack;    // the first SYN/ACK of the responder
    Moment first_ack;  // the first segment of the initiator that completes the handshake
    Moment first;      // the first packet of the flow, whatever it was
    Moment last;       // the latest

    std::array<std::uint64_t, 2> packets{};
    std::array<std::uint64_t, 2> payload_octets{};  // on the wire, repetitions included
    std::array<std::uint64_t, 2> missing{};         // octets that on_gap (or on_skip) stood in for

    // Segments, counted when they came.
    std::uint32_t out_of_order = 0;                 // ahead of what was expected
    std::uint32_t retransmitted = 0;                // nothing new in them
    std::uint32_t overlapped = 0;                   // partly old, partly new
    std::uint32_t conflicting_retransmissions = 0;  // repeated octets that differ from the held
    std::uint32_t outside_window = 0;               // implausible sequence number, dropped
    std::uint32_t bad_checksums_dropped = 0;        // another copy of the octets was used
    std::uint32_t bad_checksums_accepted = 0;       // no other copy came
    std::uint32_t resets = 0;                       // plausible RST segments
    std::uint64_t snaplen_cut = 0;                  // octets of `missing` that the snaplen cut off

    bool reset_seen() const { return resets != 0; }
};

// A flow as its sink sees it.
class FlowView {
  public:
    // The state at this moment.
    virtual FlowInfo info() const = 0;

    // The Moment of the event that is being processed (the frame, or the timer after a frame): the
    // place in the input at which a result that is produced now was completed. Held octets are
    // delivered with the earlier Moment of the frame that carried them.
    virtual Moment now() const = 0;

  protected:
    ~FlowView() = default;
};

// Decides who reads a flow.
class FlowObserver {
  public:
    virtual ~FlowObserver() = default;

    // Called when the first payload octet of a flow (or a gap known to lie before it) is about to
    // be delivered. `flow` stays valid for the life of the sink, its destructor included. A null
    // pointer means that nobody reads.
    //
    // A sink that is finished() is destroyed without on_close(); every other sink sees on_close()
    // once for each Sender before it is destroyed. A sink that has once answered UINT64_MAX to
    // skippable() is told of what was skipped in one on_skip(), when something else happens.
    virtual std::unique_ptr<StreamSink> open(const FlowView& flow) = 0;
};

}  // namespace tlsonar::capture
