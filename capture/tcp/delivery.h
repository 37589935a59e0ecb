// Delivery: the way from a connection to its sink. Opens the sink when there is something to
// deliver, forgets it when it has finished, and knows how much of its memory the budget was told
// of.
#pragma once

#include "capture/flow.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace tlsonar::capture {

class Delivery {
  public:
    // Counts the sinks it opens in `opened`.
    Delivery(FlowObserver& observer, const FlowView& flow, std::uint64_t& opened)
        : observer_(&observer), flow_(&flow), opened_(&opened) {}

    bool opened() const { return state_ != State::unopened; }
    // Nobody reads any more.
    bool over() const { return state_ == State::over; }

    void bytes(Sender from, Bytes bytes, Moment when);
    // `n` missing octets: where the sink would not look at them, it is told of a skip.
    void gap(Sender from, std::uint64_t n, Moment when);
    void skip(Sender from, std::uint64_t n, Moment when);
    // Skips in a direction that the sink will never look at again: told of later, in one.
    void pass(Sender from, std::uint64_t n) { passed_[index_of(from)] += n; }
    void close(Sender from, CloseReason reason, Moment when);
    std::uint64_t skippable(Sender from) const {
        return state_ == State::open ? sink_->skippable(from) : 0;
    }

    void drop_sink();
    void turn_around() { std::swap(early_[0], early_[1]); }
    std::size_t sink_footprint() const { return sink_footprint_; }

  private:
    enum class State : std::uint8_t { unopened, open, over };

    // The end of a direction without octets, before the other one had any to open the sink with.
    struct EarlyClose {
        Moment when;
        bool seen = false;
    };

    bool ready();
    void tell_passed(Sender from);
    void settle();

    FlowObserver* observer_;
    const FlowView* flow_;
    std::uint64_t* opened_;
    std::unique_ptr<StreamSink> sink_;
    std::array<EarlyClose, 2> early_{};  // by FIN: what else closes, closes both
    std::array<std::uint64_t, 2> passed_{};
    std::size_t sink_footprint_ = 0;
    State state_ = State::unopened;
};

}  // namespace tlsonar::capture
