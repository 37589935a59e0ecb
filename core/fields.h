// FieldSink: where a structure describes itself, once, for every kind of reader. The same
// describe() function fills a JSON object, a line on the terminal or a table in HTML.
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <string_view>

namespace tlsonar {

// Keys are lower_snake_case names from the standard's own presentation language. Inside a list the
// key is empty. Values may hold any octets a peer cared to send: a sink escapes them.
class FieldSink {
  public:
    virtual ~FieldSink() = default;

    virtual void text(std::string_view key, std::string_view value) = 0;
    virtual void number(std::string_view key, std::uint64_t value) = 0;
    virtual void flag(std::string_view key, bool value) = 0;
    virtual void hex(std::string_view key, Bytes value) = 0;

    // A code point: `digits` hexadecimal digits wide (2 or 4), with its registry name, or an empty
    // name when the registry has none.
    virtual void code(std::string_view key, std::uint32_t value, int digits,
                      std::string_view name) = 0;

    virtual void begin_object(std::string_view key) = 0;
    virtual void end_object() = 0;
    virtual void begin_list(std::string_view key) = 0;
    virtual void end_list() = 0;
};

}  // namespace tlsonar
