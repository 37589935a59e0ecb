#include "capture/tcp/batch_queue.h"

#include <utility>

namespace tlsonar::capture {

void Batch::add(const Segment& segment) {
    stored_.push_back({segment, octets_.size()});
    if (segment.stable) return;
    octets_.insert(octets_.end(), segment.header.begin(), segment.header.end());
    octets_.insert(octets_.end(), segment.payload.begin(), segment.payload.end());
}

void Batch::clear() {
    stored_.clear();
    octets_.clear();
    last = false;
}

void BatchQueue::push(std::unique_ptr<Batch> batch) {
    std::unique_lock lock(mutex_);
    drained_.wait(lock, [this] { return queue_.size() < kDepth; });
    queue_.push_back(std::move(batch));
    filled_.notify_one();
}

std::unique_ptr<Batch> BatchQueue::fresh() {
    {
        const std::lock_guard lock(mutex_);
        if (!used_.empty()) {
            std::unique_ptr<Batch> batch = std::move(used_.back());
            used_.pop_back();
            return batch;
        }
    }
    return std::make_unique<Batch>();
}

std::unique_ptr<Batch> BatchQueue::pop() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return !queue_.empty(); });
    std::unique_ptr<Batch> batch = std::move(queue_.front());
    queue_.pop_front();
    drained_.notify_one();
    return batch;
}

void BatchQueue::give_back(std::unique_ptr<Batch> batch) {
    batch->clear();
    const std::lock_guard lock(mutex_);
    used_.push_back(std::move(batch));
}

}  // namespace tlsonar::capture
