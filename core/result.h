// Result<T, E>: a value or the reason why there is none. (std::expected comes with C++23.)
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace tlsonar {

template <class T, class E>
class [[nodiscard]] Result {
  public:
    // Implicit on purpose: `return value;` and `return error;` both read well.
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return *std::get_if<0>(&state_); }
    const T& value() const& { return *std::get_if<0>(&state_); }
    T&& value() && { return std::move(*std::get_if<0>(&state_)); }
    const E& error() const { return *std::get_if<1>(&state_); }

    T& operator*() { return value(); }
    const T& operator*() const { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

  private:
    std::variant<T, E> state_;
};

// For what either works or does not and has no value: Status<E> is true when all went well.
template <class E>
class [[nodiscard]] Status {
  public:
    Status() = default;
    Status(E error) : error_(std::move(error)) {}

    bool ok() const { return !error_; }
    explicit operator bool() const { return ok(); }
    const E& error() const { return *error_; }

  private:
    std::optional<E> error_;
};

}  // namespace tlsonar
