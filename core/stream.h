// The seam between those who have byte streams (capture's TCP reassembly, scanner's sockets) and
// those who read them (dissect's HandshakeTracker).
#pragma once

#include "core/bytes.h"
#include "core/moment.h"

#include <cstddef>
#include <cstdint>

namespace tlsonar {

// The two ends of a connection as the transport knows them: who opened it, and who accepted.
// (In a capture that begins mid-stream it is a guess: the reader of the streams knows better, as
// soon as it sees who sends a ClientHello.)
enum class Sender : std::uint8_t { initiator = 0, responder = 1 };

inline Sender other(Sender s) {
    return s == Sender::initiator ? Sender::responder : Sender::initiator;
}
inline std::size_t index_of(Sender s) { return static_cast<std::size_t>(s); }

// Why a stream ended.
enum class CloseReason : std::uint8_t {
    fin,           // closed in order
    reset,         // RST
    end_of_input,  // the capture or the conversation ended first
    evicted,       // forgotten to stay within the memory limit
    idle,          // forgotten after long silence
    replaced,      // a new connection took its addresses and ports
};

// Two byte streams, one from each Sender, each in order and without repetition.
class StreamSink {
  public:
    virtual ~StreamSink() = default;

    // The next octets of `from`. They are lent for the duration of the call.
    virtual void on_bytes(Sender from, Bytes bytes, Moment when) = 0;

    // `n` octets of `from` are missing for good; what comes next follows after them.
    virtual void on_gap(Sender from, std::uint64_t n, Moment when) = 0;

    // The stream of `from` has ended. With `evicted`, `end_of_input`, `idle` and `replaced` both
    // streams are closed, initiator first.
    virtual void on_close(Sender from, CloseReason reason, Moment when) = 0;

    // How many of the next octets of `from` this reader does not need to see. The driver may pass
    // them by with on_skip() instead of on_bytes(): bulk data then costs no memory access.
    virtual std::uint64_t skippable(Sender /*from*/) const { return 0; }
    virtual void on_skip(Sender /*from*/, std::uint64_t /*n*/, Moment /*when*/) {}

    // True when nothing that may still come can matter: the driver then forgets this sink.
    virtual bool finished() const { return false; }

    // Octets of memory held, for the driver's budget. May be an estimate, must not be zero.
    virtual std::size_t footprint() const = 0;
};

}  // namespace tlsonar
