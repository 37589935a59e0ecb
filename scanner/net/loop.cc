#include "scanner/net/loop.h"

#include "scanner/net/loop_private.h"

#include <chrono>
#include <memory>
#include <utility>

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>

namespace tlsonar::scanner {
namespace {

template <class Clock>
Time since_epoch() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch())
        .count();
}

}  // namespace

struct Loop::Timer::State {
    explicit State(asio::io_context& context) : timer(context) {}
    asio::steady_timer timer;
    // asio may have queued the handler already when the timer dies: the handler looks here.
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

Loop::Timer::Timer() = default;
Loop::Timer::Timer(Timer&&) noexcept = default;
Loop::Timer& Loop::Timer::operator=(Timer&& other) noexcept {
    cancel();
    state_ = std::move(other.state_);
    return *this;
}
Loop::Timer::~Timer() { cancel(); }
void Loop::Timer::cancel() {
    if (state_) *state_->alive = false;
    state_.reset();
}

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

Time Loop::steady_now() { return since_epoch<std::chrono::steady_clock>(); }
Time Loop::wall_now() { return since_epoch<std::chrono::system_clock>(); }

void Loop::post(std::function<void()> work) { asio::post(impl_->context, std::move(work)); }

Loop::Timer Loop::after(Time nanoseconds, std::function<void()> work) {
    Timer timer;
    timer.state_ = std::make_unique<Timer::State>(impl_->context);
    timer.state_->timer.expires_after(std::chrono::nanoseconds(nanoseconds));
    timer.state_->timer.async_wait(
        [work = std::move(work), alive = timer.state_->alive](const asio::error_code& error) {
            if (!error && *alive) work();
        });
    return timer;
}

void Loop::run() {
    impl_->context.restart();
    impl_->context.run();
}

void Loop::stop() { impl_->context.stop(); }

}  // namespace tlsonar::scanner
