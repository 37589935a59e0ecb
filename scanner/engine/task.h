// Task: a coroutine that others wait for. A probe is one: it asks, waits for the answer, and goes
// on as the answer says, so that it reads from top to bottom. All of one loop's tasks run on its
// thread; a task that dies takes what it waits for with it.
#pragma once

#include <coroutine>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tlsonar::scanner {

template <class T>
class Task;

namespace detail {

// When it ends, a task goes on with whoever awaited it.
struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept {
        return self.promise().next ? self.promise().next : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
};

struct PromiseBase {
    std::coroutine_handle<> next;

    std::suspend_always initial_suspend() const noexcept { return {}; }
    FinalAwaiter final_suspend() const noexcept { return {}; }
    // The house throws no exceptions; what the standard library throws here is want of memory.
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
};

template <class T>
struct Promise : PromiseBase {
    std::optional<T> value;
    Task<T> get_return_object();
    void return_value(T result) { value.emplace(std::move(result)); }
    T take() { return std::move(*value); }
};

template <>
struct Promise<void> : PromiseBase {
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void take() const noexcept {}
};

}  // namespace detail

// Lazy: begins when it is awaited, or started. Moves, never copies; owns the coroutine's frame.
template <class T = void>
class [[nodiscard]] Task {
  public:
    using promise_type = detail::Promise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    Task() = default;
    explicit Task(Handle handle) : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&& other) noexcept {
        if (this != &other) {
            destroy();
            handle_ = std::exchange(other.handle_, {});
        }
        return *this;
    }
    ~Task() { destroy(); }

    bool await_ready() const noexcept { return !handle_ || handle_.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        handle_.promise().next = awaiting;
        return handle_;
    }
    T await_resume() { return handle_.promise().take(); }

    // co_await join(): for a task that was started already.
    struct Join {
        Handle handle;
        bool await_ready() const noexcept { return !handle || handle.done(); }
        void await_suspend(std::coroutine_handle<> awaiting) noexcept {
            handle.promise().next = awaiting;
        }
        void await_resume() const noexcept {}
    };
    Join join() const { return {handle_}; }

    // For who is no coroutine: runs until it first waits. done() tells when it has ended.
    void start() { handle_.resume(); }
    bool done() const { return !handle_ || handle_.done(); }

  private:
    void destroy() {
        if (handle_) handle_.destroy();
        handle_ = {};
    }
    Handle handle_;
};

template <class T>
Task<T> detail::Promise<T>::get_return_object() {
    return Task<T>(Task<T>::Handle::from_promise(*this));
}
inline Task<void> detail::Promise<void>::get_return_object() {
    return Task<void>(Task<void>::Handle::from_promise(*this));
}

// What coroutines wait for until somebody sets it. Resumes them from within set(), in the order
// they came.
class Event {
  public:
    Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    void set() {
        set_ = true;
        // A resumed coroutine may destroy this event with its owner.
        std::vector<std::coroutine_handle<>> waiting = std::move(waiting_);
        waiting_.clear();
        for (const std::coroutine_handle<> handle : waiting)
            handle.resume();
    }
    void reset() { set_ = false; }

    // co_await event.wait(). (Not the event itself: GCC 12 copies what a function returns by
    // reference before it waits for it. Nor does it bear co_await within braces: what stands there
    // is destroyed twice.)
    struct Wait {
        Event* event;
        bool await_ready() const noexcept { return event->set_; }
        void await_suspend(std::coroutine_handle<> handle) const {
            event->waiting_.push_back(handle);
        }
        void await_resume() const noexcept {}
    };
    Wait wait() { return {this}; }

  private:
    bool set_ = false;
    std::vector<std::coroutine_handle<>> waiting_;
};

// Runs tasks side by side; `co_await group.all()` waits for all that were added, also later ones.
class TaskGroup {
  public:
    TaskGroup() = default;
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    void add(Task<void> task) {
        tasks_.push_back(std::move(task));
        const std::size_t place = tasks_.size() - 1;
        tasks_[place].start();
    }
    // Whoever waits goes on from where the last task has ended, not from within it: it may destroy
    // the group.
    Task<void> all() {
        for (std::size_t i = 0; i < tasks_.size(); ++i)
            co_await tasks_[i].join();
    }
    std::size_t running() const {
        std::size_t n = 0;
        for (const Task<void>& task : tasks_)
            if (!task.done()) ++n;
        return n;
    }

  private:
    std::vector<Task<void>> tasks_;
};

}  // namespace tlsonar::scanner
