#include "scanner/engine/pace.h"

#include <algorithm>

namespace tlsonar::scanner {
namespace {

constexpr double kNanoseconds = 1e9;

}  // namespace

Budget::Budget(Loop& loop, std::size_t connections, double rate)
    : loop_(loop),
      most_(std::max<std::size_t>(connections, 1)),
      interval_(rate > 0 ? static_cast<Time>(kNanoseconds / rate) : 0) {}

bool Budget::take(Pace& pace) {
    const Time now = interval_ > 0 ? Loop::steady_now() : 0;
    if (in_use_ < most_ && now >= next_) {
        ++in_use_;
        if (interval_ > 0) next_ = std::max(now, next_) + interval_;
        return true;
    }
    if (std::find(waiting_.begin(), waiting_.end(), &pace) == waiting_.end())
        waiting_.push_back(&pace);
    if (in_use_ < most_ && !timer_set_) {
        timer_set_ = true;
        timer_ = loop_.after(next_ - now, [this] {
            timer_set_ = false;
            wake();
        });
    }
    return false;
}

void Budget::give_back() {
    --in_use_;
    wake();
}

void Budget::forget(Pace& pace) {
    waiting_.erase(std::remove(waiting_.begin(), waiting_.end(), &pace), waiting_.end());
}

// One each in turn, as long as there is room: no endpoint starves another.
void Budget::wake() {
    for (std::size_t n = waiting_.size(); n > 0 && in_use_ < most_; --n) {
        Pace* pace = waiting_.front();
        waiting_.pop_front();
        pace->pump();
    }
}

Pace::Pace(Loop& loop, Budget& budget, std::size_t connections, Time interval)
    : loop_(loop),
      budget_(budget),
      most_(std::max<std::size_t>(connections, 1)),
      interval_(interval) {}

Pace::~Pace() { budget_.forget(*this); }

bool Pace::may_begin(bool alone) const {
    if (in_use_ >= most_) return false;
    return alone == alone_;
}

bool Pace::Turn::await_suspend(std::coroutine_handle<> handle) {
    // Who comes first is served first.
    pace.waiting_.push_back({handle, alone});
    pace.pump_later(0);
    return true;
}

void Pace::pump_later(Time wait) {
    if (timer_set_) return;
    timer_set_ = true;
    timer_ = loop_.after(wait, [this] {
        timer_set_ = false;
        pump();
    });
}

// Begins what may begin. Each resumed coroutine may do anything but destroy this pace.
void Pace::pump() {
    for (std::size_t i = 0; i < waiting_.size();) {
        if (!may_begin(waiting_[i].alone)) {
            ++i;
            continue;
        }
        const Time now = Loop::steady_now();
        if (now < next_) return pump_later(next_ - now);
        if (!budget_.take(*this)) return;
        if (interval_ > 0) next_ = now + interval_;
        const std::coroutine_handle<> handle = waiting_[i].handle;
        waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
        ++in_use_;
        handle.resume();
        i = 0;
    }
}

void Pace::release() {
    --in_use_;
    budget_.give_back();
    if (!waiting_.empty()) pump_later(0);
    if (alone_ && in_use_ == 0) changed_.set();
}

Task<void> Pace::enter_alone() {
    while (alone_) {
        changed_.reset();
        co_await changed_.wait();
    }
    alone_ = true;
    while (in_use_ > 0) {
        changed_.reset();
        co_await changed_.wait();
    }
}

void Pace::leave_alone() {
    alone_ = false;
    if (!waiting_.empty()) pump_later(0);
    changed_.set();
}

void Pace::slow_down() {
    slowed_ = true;
    most_ = 1;
    interval_ = std::clamp(interval_ * 2, kFirstInterval, kLongestInterval);
}

}  // namespace tlsonar::scanner
