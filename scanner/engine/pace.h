// How many connections at once, and how many a second: for one endpoint (Pace), and for the whole
// run (Budget). Coroutines wait here for their turn.
#pragma once

#include "core/moment.h"
#include "scanner/engine/task.h"
#include "scanner/net/loop.h"

#include <coroutine>
#include <cstddef>
#include <deque>

namespace tlsonar::scanner {

class Pace;

// Of the whole run. A loop's own: no locks.
class Budget {
  public:
    // `rate` connections a second; 0: as many as come.
    Budget(Loop& loop, std::size_t connections, double rate);

  private:
    friend class Pace;
    bool take(Pace& pace);
    void give_back();
    void forget(Pace& pace);
    void wake();

    Loop& loop_;
    std::size_t most_;
    std::size_t in_use_ = 0;
    Time interval_ = 0;
    Time next_ = 0;
    Loop::Timer timer_;
    bool timer_set_ = false;
    std::deque<Pace*> waiting_;
};

// Of one endpoint.
class Pace {
  public:
    Pace(Loop& loop, Budget& budget, std::size_t connections, Time interval);
    ~Pace();
    Pace(const Pace&) = delete;
    Pace& operator=(const Pace&) = delete;

    // The right to have one connection. Must not outlive the pace.
    class Slot {
      public:
        explicit Slot(Pace* pace) : pace_(pace) {}
        Slot(Slot&& other) noexcept : pace_(std::exchange(other.pace_, nullptr)) {}
        Slot& operator=(Slot&&) = delete;
        ~Slot() {
            if (pace_ != nullptr) pace_->release();
        }

      private:
        Pace* pace_;
    };
    // co_await turn(false): in the order of asking. Who holds the pace for itself asks with true.
    struct Turn {
        Pace& pace;
        bool alone;
        bool await_ready() const { return false; }
        bool await_suspend(std::coroutine_handle<> handle);
        Slot await_resume() const { return Slot(&pace); }
    };
    Turn turn(bool alone) { return {*this, alone}; }

    // Between these nobody else begins a connection; the first waits until the others have ended.
    Task<void> enter_alone();
    void leave_alone();

    // One connection at a time from now on, and half as many a second as before.
    void slow_down();
    bool slowed() const { return slowed_; }
    Time interval() const { return interval_; }
    // Called by the budget when there may be room again.
    void pump();

  private:
    struct Waiter {
        std::coroutine_handle<> handle;
        bool alone;
    };
    void release();
    bool may_begin(bool alone) const;
    void begin(std::coroutine_handle<> handle);
    void pump_later(Time wait);

    static constexpr Time kFirstInterval = 50'000'000;
    static constexpr Time kLongestInterval = 1'000'000'000;

    Loop& loop_;
    Budget& budget_;
    std::size_t most_;
    Time interval_;
    Time next_ = 0;
    std::size_t in_use_ = 0;
    bool alone_ = false;
    bool slowed_ = false;
    bool timer_set_ = false;
    Loop::Timer timer_;
    std::deque<Waiter> waiting_;
    Event changed_;  // a slot came back, or somebody left alone
};

}  // namespace tlsonar::scanner
