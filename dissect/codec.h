// The only way from octets to a type and back.
#pragma once

#include "core/bytes.h"
#include "core/reader.h"
#include "core/result.h"
#include "core/writer.h"

#include <cstddef>
#include <string_view>

namespace tlsonar::dissect {

// Why octets are not a T. `what` is a literal, e.g. "trailing octets".
struct DecodeError {
    std::string_view what;
    std::size_t offset = 0;
};

// Each T has, in its own namespace: void read(Reader&, T&); void write(Writer&, const T&).
// The T borrows from `bytes` wherever it holds a Bytes.
template <class T>
Result<T, DecodeError> decode(Bytes bytes) {
    Reader reader(bytes);
    T value{};
    read(reader, value);
    if (reader.failed()) return DecodeError{"truncated or malformed", reader.offset()};
    if (reader.more()) return DecodeError{"trailing octets", reader.offset()};
    return value;
}

// What can be known of a T of which only the first octets were seen: fields that were reached are
// filled, a cut vector holds what is there, the rest is empty.
template <class T>
T decode_prefix(Bytes bytes) {
    Reader reader = Reader::prefix(bytes);
    T value{};
    read(reader, value);
    return value;
}

template <class T>
std::vector<std::uint8_t> encode(const T& value) {
    Writer writer;
    write(writer, value);
    return writer.release();
}

}  // namespace tlsonar::dissect
