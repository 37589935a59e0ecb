// Loop: the event loop of one thread. Everything of the scanner that waits, waits here, with a
// deadline.
#pragma once

#include "core/moment.h"

#include <functional>
#include <memory>

namespace tlsonar::scanner {

class Loop {
  public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Monotonic; only differences mean something.
    static Time steady_now();
    // Of the wall.
    static Time wall_now();

    // Runs `work` soon, from run(), never from within post(). Safe from any thread.
    void post(std::function<void()> work);

    // A timer runs its work once unless it dies before.
    class Timer {
      public:
        Timer();
        Timer(Timer&&) noexcept;
        Timer& operator=(Timer&&) noexcept;
        ~Timer();
        void cancel();

      private:
        friend class Loop;
        struct State;
        std::unique_ptr<State> state_;
    };
    Timer after(Time nanoseconds, std::function<void()> work);

    // Until nothing is left to wait for, or stop().
    void run();
    void stop();

    struct Impl;  // loop_private.h
    Impl& impl() { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace tlsonar::scanner
