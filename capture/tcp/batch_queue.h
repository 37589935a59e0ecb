// BatchQueue: segments on their way from the reader to one shard. Bounded: a reader that is faster
// than the shards waits.
#pragma once

#include "capture/segment.h"
#include "core/moment.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace tlsonar::capture {

// One shard's part of a batch. Owns copies of the octets, except of stable ones.
class Batch {
  public:
    void add(const Segment& segment);
    void clear();

    // Calls `use` with every segment, in order; their octets are lent for the call.
    template <class Use>
    void for_each(Use&& use) {
        for (Stored& stored : stored_) {
            Segment& segment = stored.segment;
            if (!segment.stable) {
                const Bytes copy = Bytes(octets_).subspan(stored.at);
                const std::size_t header = segment.header.size();
                segment.header = copy.first(header);
                segment.payload = copy.subspan(header, segment.payload.size());
            }
            use(segment);
        }
    }

    Moment when;              // of the whole batch's end
    std::uint32_t clock = 0;  // CaptureClock then
    bool last = false;

  private:
    struct Stored {
        Segment segment;
        std::size_t at;  // in octets_: header and payload
    };
    std::vector<Stored> stored_;
    std::vector<std::uint8_t> octets_;
};

class BatchQueue {
  public:
    // The reader's side. push() waits while the queue is full; fresh() hands out a used batch
    // again.
    void push(std::unique_ptr<Batch> batch);
    std::unique_ptr<Batch> fresh();

    // The shard's side.
    std::unique_ptr<Batch> pop();
    void give_back(std::unique_ptr<Batch> batch);

  private:
    static constexpr std::size_t kDepth = 16;

    std::mutex mutex_;
    std::condition_variable filled_;
    std::condition_variable drained_;
    std::deque<std::unique_ptr<Batch>> queue_;
    std::vector<std::unique_ptr<Batch>> used_;
};

}  // namespace tlsonar::capture
