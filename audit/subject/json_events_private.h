// RFC 8259 as events, by simdjson. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace tlsonar::audit::json {

// What is told of a text, in its order. False ends the reading.
class Events {
  public:
    virtual ~Events() = default;
    virtual bool null() = 0;
    virtual bool boolean(bool value) = 0;
    virtual bool integer(std::int64_t value) = 0;
    virtual bool real(double value) = 0;
    virtual bool string(std::string_view value) = 0;  // for the call
    virtual bool key(std::string_view name) = 0;
    virtual bool open(bool object) = 0;
    virtual bool close() = 0;
};

// Strict: one value, well-formed UTF-8, no lone surrogates, no numbers beyond a double; integers
// beyond 64 bits are told as reals. Keeps its memory from one text to the next.
class EventReader {
  public:
    EventReader();
    ~EventReader();
    EventReader(EventReader&&) noexcept;
    EventReader& operator=(EventReader&&) noexcept;

    // False: the text is at fault, or the receiver wanted no more.
    bool read(std::string_view text, Events& events);
    // The octet of the fault, counted from 1, where it is known.
    std::optional<std::size_t> place() const { return place_; }
    // The text may be sound, but is more than can be held.
    bool too_large() const { return too_large_; }

  private:
    struct State;
    std::unique_ptr<State> state_;
    std::optional<std::size_t> place_;
    bool too_large_ = false;
};

}  // namespace tlsonar::audit::json
