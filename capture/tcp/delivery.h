// Delivery: the way from a connection to its sink. Opens the sink when there is something to deliver,
// forgets it when it has finished, and knows how much of its memory the budget was told of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "capture/flow.h"

namespace tlsonar::capture {

class Delivery {
  public:
    Delivery(FlowObserver& observer, const FlowView& flow) : observer_(&observer), flow_(&flow) {}

    bool opened() const { return state_ != State::unopened; }
    // Nobody reads any more.
    bool over() const { return state_ == State::over; }

    void bytes(Sender from, Bytes bytes, Moment when);
    // `n` missing octets: where the sink would not look at them, it is told of a skip.
    void gap(Sender from, std::uint64_t n, Moment when);
    void skip(Sender from, std::uint64_t n, Moment when);
    void close(Sender from, CloseReason reason, Moment when);
    std::uint64_t skippable(Sender from) const {
        return state_ == State::open ? sink_->skippable(from) : 0;
    }

    void drop_sink();
    std::size_t sink_footprint() const { return sink_footprint_; }

  private:
    enum class State : std::uint8_t { unopened, open, over };

    bool ready();
    void settle();

    FlowObserver* observer_;
    const FlowView* flow_;
    std::unique_ptr<StreamSink> sink_;
    std::size_t sink_footprint_ = 0;
    State state_ = State::unopened;
};

}  // namespace tlsonar::capture
