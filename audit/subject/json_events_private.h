// RFC 8259 as events. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
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
// beyond 64 bits are told as reals. No recursion.
class EventReader {
  public:
    EventReader(std::string_view text, Events& events) : text_(text), events_(events) {}
    // False: `place()` is where, unless the receiver wanted no more.
    bool read();
    std::size_t place() const { return at_ + 1; }  // counted from 1

  private:
    void skip_blank();
    bool take(char c);
    bool value(bool& opened);
    bool word(std::string_view word);
    bool number();
    bool real(std::string_view digits);
    bool string(std::string_view& out);
    bool escape();
    bool code_unit(std::uint32_t& out);
    bool character();
    bool member();
    bool next(bool& more);

    std::string_view text_;
    Events& events_;
    std::size_t at_ = 0;
    std::string held_;    // of strings with escapes
    std::string inside_;  // '{' and '[' that are open
};

}  // namespace tlsonar::audit::json
