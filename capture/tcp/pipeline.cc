#include "capture/tcp/pipeline.h"

#include "capture/tcp/batch_queue.h"
#include "capture/tcp/capture_clock.h"
#include "capture/tcp/flow_key.h"
#include "capture/tcp/flow_table.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace tlsonar::capture {
namespace {

// A batch ends after so many segments, or when a second of capture time has passed.
constexpr std::size_t kBatchSegments = 1024;

struct Shard {
    Shard(std::unique_ptr<ShardObserver> o, const FlowOptions& options)
        : observer(std::move(o)), table(*observer, options) {}

    void end_batch(std::uint32_t clock, Moment when, bool last) {
        table.tick(clock, when);
        if (last) table.finish(when);
        observer->on_batch_done();
    }
    void process(Batch& batch) {
        batch.for_each([this](const Segment& segment) { table.on_segment(segment); });
        end_batch(batch.clock, batch.when, batch.last);
    }
    void work() {
        for (bool last = false; !last;) {
            std::unique_ptr<Batch> batch = queue.pop();
            process(*batch);
            last = batch->last;
            queue.give_back(std::move(batch));
        }
    }

    std::unique_ptr<ShardObserver> observer;
    FlowTable table;
    BatchQueue queue;
    std::unique_ptr<Batch> filling;  // by the reader
    std::thread thread;
};

}  // namespace

class Pipeline::Implementation {
  public:
    Implementation(const PipelineOptions& options, const MakeObserver& make_observer);

    void on_segment(const Segment& segment);
    void flush(Moment now);
    void finish();
    FlowStats stats() const;

  private:
    void end_batch(bool last);
    void hand_over(Shard& shard, bool last);

    FlowHash hash_;
    CaptureClock clock_;
    std::vector<std::unique_ptr<Shard>> shards_;
    bool inline_;  // one shard, no queue, no copies
    bool finished_ = false;
    std::size_t batched_ = 0;
    std::uint32_t seconds_ = 0;
    std::uint32_t batch_seconds_ = 0;  // of the latest batch's end
    Moment latest_;
};

Pipeline::Implementation::Implementation(const PipelineOptions& options,
                                         const MakeObserver& make_observer)
    : hash_(options.flows.seed), inline_(options.threads <= 1) {
    const std::size_t n = std::max(1U, options.threads);
    FlowOptions share = options.flows;
    share.max_memory /= n;
    for (std::size_t i = 0; i < n; ++i) {
        shards_.push_back(std::make_unique<Shard>(make_observer(i), share));
        if (inline_) break;
        Shard* shard = shards_.back().get();
        shard->filling = std::make_unique<Batch>();
        try {
            shard->thread = std::thread([shard] { shard->work(); });
        } catch (const std::system_error&) {
            // No more threads to be had: the reader will do this shard's work; see hand_over().
        }
    }
}

void Pipeline::Implementation::on_segment(const Segment& segment) {
    latest_ = segment.moment;
    seconds_ = clock_.advance(segment.moment.at);
    if (inline_) {
        shards_[0]->table.on_segment(segment);
    } else {
        // The table uses the lower half of the hash.
        const std::uint64_t upper = hash_(SoughtKey(segment)) >> 32;
        shards_[upper * shards_.size() >> 32]->filling->add(segment);
    }
    if (++batched_ == kBatchSegments || seconds_ != batch_seconds_) end_batch(false);
}

void Pipeline::Implementation::flush(Moment now) {
    latest_ = now;
    seconds_ = clock_.advance(now.at);
    end_batch(false);
}

void Pipeline::Implementation::finish() {
    if (finished_) return;
    finished_ = true;
    end_batch(true);
    for (const std::unique_ptr<Shard>& shard : shards_)
        if (shard->thread.joinable()) shard->thread.join();
}

void Pipeline::Implementation::end_batch(bool last) {
    batched_ = 0;
    batch_seconds_ = seconds_;
    for (const std::unique_ptr<Shard>& shard : shards_) {
        if (inline_)
            shard->end_batch(seconds_, latest_, last);
        else
            hand_over(*shard, last);
    }
}

void Pipeline::Implementation::hand_over(Shard& shard, bool last) {
    Batch& batch = *shard.filling;
    batch.when = latest_;
    batch.clock = seconds_;
    batch.last = last;
    if (shard.thread.joinable()) {
        shard.queue.push(std::move(shard.filling));
        shard.filling = shard.queue.fresh();
    } else {
        shard.process(batch);
        batch.clear();
    }
}

FlowStats Pipeline::Implementation::stats() const {
    FlowStats sum;
    for (const std::unique_ptr<Shard>& shard : shards_)
        sum += shard->table.stats();
    return sum;
}

Pipeline::Pipeline(const PipelineOptions& options, const MakeObserver& make_observer)
    : implementation_(std::make_unique<Implementation>(options, make_observer)) {}
Pipeline::~Pipeline() { finish(); }

void Pipeline::on_segment(const Segment& segment) { implementation_->on_segment(segment); }
void Pipeline::flush(Moment now) { implementation_->flush(now); }
void Pipeline::finish() { implementation_->finish(); }
FlowStats Pipeline::stats() const { return implementation_->stats(); }

}  // namespace tlsonar::capture
