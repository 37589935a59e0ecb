// Pipeline: segments in, flows shared out among threads.
//
//   caller ── on_segment ──► batch k ─┬─► shard 0: FlowTable, ShardObserver ─┐
//   (reads and decodes)               ├─► shard 1: …                         ├─► OrderedOutput
//                                     └─► …                                  ┘
//
// A flow's shard is chosen by a hash of its addresses and ports. Every shard gets every batch, if
// only an empty one, so that time passes and batches end for all at the same places in the input:
// what a flow's sink sees does not depend on the number of threads (evictions for want of memory
// excepted: each shard has its share of max_memory). With one thread all happens within
// on_segment().
#pragma once

#include "capture/flow.h"
#include "capture/packets.h"
#include "capture/tcp/options.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace tlsonar::capture {

// The observer of one shard; all its calls, and those to its sinks, come from one thread at a time.
class ShardObserver : public FlowObserver {
  public:
    // All that the current batch had for this shard has been processed; see OrderedOutput.
    virtual void on_batch_done() {}
};

struct PipelineOptions {
    unsigned threads = 1;  // FlowTables; the caller's thread reads
    FlowOptions flows;     // max_memory is shared out among the threads
};

class Pipeline final : public SegmentSink {
  public:
    // Makes the observer of shard 0, 1, …: called by the constructor, in the caller's thread.
    using MakeObserver = std::function<std::unique_ptr<ShardObserver>(std::size_t shard)>;

    Pipeline(const PipelineOptions& options, const MakeObserver& make_observer);
    ~Pipeline() override;  // calls finish()
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    // The next segment. Waits when the shards are too far behind.
    void on_segment(const Segment& segment) override;

    // Ends the current batch now; `now` is the time of a live capture while no packets come (its
    // ordinal: that of the latest packet).
    void flush(Moment now);

    // End of input: closes all flows and waits for the shards. Idempotent.
    void finish();

    // After finish(), or at any time with one thread.
    FlowStats stats() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace tlsonar::capture
