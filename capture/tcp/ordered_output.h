// OrderedOutput: results of several shards, released in the one order that a single shard gives.
//
// The input is cut into numbered batches, the same for any number of shards. A shard collects what
// it produces while it works on batch k, each result stamped with the place in the input that
// completed it, and hands all in when it is done with k. When every shard has done so, the results
// of batch k are released in the order of their stamps.
#pragma once

#include "capture/flow.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace tlsonar::capture {

// Where in the input a result was completed: the frame, and, for flows that ended at the same place
// (timers, end of input), the flow's first frame.
struct Stamp {
    std::uint64_t completed = 0;
    std::uint64_t began = 0;

    friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

inline Stamp stamp_of(const FlowView& flow) {
    return {flow.now().ordinal, flow.info().first.ordinal};
}

template <class Value>
class OrderedOutput {
  public:
    using Release = std::function<void(Value&&)>;

    // `release` is called by one thread at a time, whichever completes a batch.
    OrderedOutput(std::size_t shards, Release release)
        : release_(std::move(release)), collected_(shards) {}

    // Called by the shard's own thread while it works on a batch.
    void emit(std::size_t shard, Stamp stamp, Value value) {
        collected_[shard].results.push_back({stamp, std::move(value)});
    }

    // The shard is done with the next batch; batches are done in order.
    void batch_done(std::size_t shard) {
        const std::lock_guard lock(mutex_);
        Collected& mine = collected_[shard];
        const std::size_t place = static_cast<std::size_t>(mine.batches++ - released_);
        if (place == pending_.size()) pending_.emplace_back();
        Pending& batch = pending_[place];
        std::move(mine.results.begin(), mine.results.end(), std::back_inserter(batch.results));
        mine.results.clear();
        ++batch.shards_done;
        while (!pending_.empty() && pending_.front().shards_done == collected_.size())
            release_front();
    }

  private:
    struct Stamped {
        Stamp stamp;
        Value value;
    };
    // Each shard writes only its own; a cache line each keeps the others' out of the way.
    struct alignas(64) Collected {
        std::vector<Stamped> results;
        std::uint64_t batches = 0;
    };
    struct Pending {
        std::vector<Stamped> results;
        std::size_t shards_done = 0;
    };

    void release_front() {
        std::vector<Stamped>& results = pending_.front().results;
        // Stable: results of one flow at one place come from one shard and keep their order.
        std::stable_sort(results.begin(), results.end(),
                         [](const Stamped& a, const Stamped& b) { return a.stamp < b.stamp; });
        for (Stamped& result : results)
            release_(std::move(result.value));
        pending_.pop_front();
        ++released_;
    }

    Release release_;
    std::vector<Collected> collected_;
    std::mutex mutex_;
    std::deque<Pending> pending_;  // batches released_, released_ + 1, …
    std::uint64_t released_ = 0;
};

}  // namespace tlsonar::capture
