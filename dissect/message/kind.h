// What a message's file needs to make its entry in the catalogue. Only those files include this.
#pragma once

#include "dissect/codec.h"
#include "dissect/message/message.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tlsonar::dissect {

template <class T>
concept ReadInContext = requires(Reader& reader, T& value, const MessageContext& context) {
    read(reader, value, context);
};
template <class T>
concept WrittenInContext = requires(Writer& writer, const T& value, const MessageContext& context) {
    write(writer, value, context);
};
// A message that is read leniently has refuse(const T&): why it is malformed all the same, or "".
template <class T>
concept Refusable = requires(const T& value) { refuse(value); };

template <class T>
void read_in(Reader& reader, T& value, const MessageContext& context) {
    if constexpr (ReadInContext<T>)
        read(reader, value, context);
    else
        read(reader, value);
}

// decode<T>() for a message whose layout depends on the context. With context.partial the result is
// what can be known of the beginning.
template <class T>
Result<T, DecodeError> decode_in(Bytes body, const MessageContext& context) {
    Reader reader = context.partial ? Reader::prefix(body) : Reader(body);
    T value{};
    read_in(reader, value, context);
    if (context.partial) return value;
    if (reader.failed()) return DecodeError{"truncated or malformed", reader.offset()};
    if (reader.more()) return DecodeError{"trailing octets", reader.offset()};
    if constexpr (Refusable<T>) {
        if (const std::string_view reason = refuse(value); !reason.empty())
            return DecodeError{reason, 0};
    }
    return value;
}

template <class T>
std::vector<std::uint8_t> encode_in(const T& value, const MessageContext& context) {
    Writer writer;
    if constexpr (WrittenInContext<T>)
        write(writer, value, context);
    else
        write(writer, value);
    return writer.release();
}

template <class T>
Status<DecodeError> check_message(Bytes body, const MessageContext& context) {
    if (auto value = decode_in<T>(body, context); !value) return value.error();
    return {};
}

template <class T>
void describe_message(Bytes body, const MessageContext& context, FieldSink& sink) {
    if (auto value = decode_in<T>(body, context))
        return describe(*value, sink);
    else
        sink.text("malformed", value.error().what);
    sink.hex("body", body);
}

template <class T>
std::vector<std::uint8_t> rewrite_message(Bytes body, const MessageContext& context) {
    if (auto value = decode_in<T>(body, context)) return encode_in(*value, context);
    return {};
}

template <class T>
constexpr MessageKind make_message(std::uint8_t type, std::string_view name,
                                   std::string_view reference) {
    return {type, name, reference, &check_message<T>, &describe_message<T>, &rewrite_message<T>};
}
template <class T>
constexpr MessageKind make_message(HandshakeType type, std::string_view name,
                                   std::string_view reference) {
    return make_message<T>(static_cast<std::uint8_t>(type), name, reference);
}

// A message that says all by being there, and one whose inside is nobody else's business.
struct EmptyMessage {};
inline void read(Reader& /*reader*/, EmptyMessage& /*value*/) {}
inline void write(Writer& /*writer*/, const EmptyMessage& /*value*/) {}
inline void describe(const EmptyMessage& /*value*/, FieldSink& /*sink*/) {}

struct OpaqueMessage {
    Bytes data;
};
inline void read(Reader& reader, OpaqueMessage& value) { value.data = reader.rest(); }
inline void write(Writer& writer, const OpaqueMessage& value) { writer.bytes(value.data); }
inline void describe(const OpaqueMessage& value, FieldSink& sink) { sink.hex("data", value.data); }

}  // namespace tlsonar::dissect
