// FlowTable: from segments in capture order to the ordered byte streams of their connections.
//
// One thread owns a table; see pipeline.h for several. Memory is bounded by
// FlowOptions::max_memory: when it is used up, the sinks of the flows that were silent longest are
// closed with CloseReason::evicted (a partial handshake is thus reported, not lost), and their
// flows remain as tombstones, a slot each, that know later octets for the continuation of
// something; when even slots are too many, the oldest of those leave.
#pragma once

#include "capture/flow.h"
#include "capture/segment.h"
#include "capture/tcp/options.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace tlsonar::capture {

class FlowTable {
  public:
    // `observer` outlives the table.
    FlowTable(FlowObserver& observer, const FlowOptions& options);
    ~FlowTable();
    FlowTable(const FlowTable&) = delete;
    FlowTable& operator=(const FlowTable&) = delete;

    // The next segment of the capture.
    void on_segment(const Segment& segment);

    // The passage of time. `clock` counts seconds and never runs backwards (CaptureClock); `when`
    // is the latest segment's Moment. Closes what has been silent for too long. Without ticks
    // nothing ever becomes idle, and memory is bounded all the same.
    void tick(std::uint32_t clock, Moment when);

    // End of input, at `when`: delivers what is held, and closes every sink, in order of the flows'
    // first packets. The table is empty afterwards and may be used again.
    void finish(Moment when);

    const FlowStats& stats() const;
    std::size_t footprint() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace tlsonar::capture
