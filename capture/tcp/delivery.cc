#include "capture/tcp/delivery.h"

#include <algorithm>
#include <utility>

namespace tlsonar::capture {

void Delivery::bytes(Sender from, Bytes bytes, Moment when) {
    if (bytes.empty() || !ready()) return;
    tell_passed(from);
    sink_->on_bytes(from, bytes, when);
    settle();
}

void Delivery::gap(Sender from, std::uint64_t n, Moment when) {
    if (n == 0 || !ready()) return;
    tell_passed(from);
    const std::uint64_t skipped = std::min(n, sink_->skippable(from));
    if (skipped > 0) sink_->on_skip(from, skipped, when);
    if (n > skipped) sink_->on_gap(from, n - skipped, when);
    settle();
}

void Delivery::skip(Sender from, std::uint64_t n, Moment when) {
    if (state_ != State::open) return;
    tell_passed(from);
    sink_->on_skip(from, n, when);
    if (sink_->finished()) drop_sink();
}

void Delivery::close(Sender from, CloseReason reason, Moment when) {
    if (state_ == State::unopened) early_[index_of(from)] = {when, true};
    if (state_ != State::open) return;
    tell_passed(from);
    sink_->on_close(from, reason, when);
    settle();
}

void Delivery::tell_passed(Sender from) {
    const std::uint64_t n = std::exchange(passed_[index_of(from)], 0);
    if (n > 0) sink_->on_skip(from, n, flow_->now());
}

void Delivery::drop_sink() {
    sink_.reset();
    sink_footprint_ = 0;
    state_ = State::over;
}

bool Delivery::ready() {
    if (state_ != State::unopened) return state_ == State::open;
    sink_ = observer_->open(*flow_);
    if (sink_ == nullptr) {
        drop_sink();
        return false;
    }
    state_ = State::open;
    ++*opened_;
    for (const Sender from : {Sender::initiator, Sender::responder}) {
        const EarlyClose& early = early_[index_of(from)];
        if (early.seen && state_ == State::open) close(from, CloseReason::fin, early.when);
    }
    return state_ == State::open;
}

void Delivery::settle() {
    if (sink_->finished())
        drop_sink();
    else
        sink_footprint_ = sink_->footprint();
}

}  // namespace tlsonar::capture
