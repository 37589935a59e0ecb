// JsonWriter: appends JSON (RFC 8259) to a string. It writes what it is told in the order it is
// told: no tree, no copy. Strings of peers are escaped so that the result is always valid UTF-8.
//
// Short pieces, which nearly all are, gather in a buffer of its own: most keys are literals, and
// become a few stores without a call. The string is complete when the writer is gone, or after
// out().
#pragma once

#include "core/text.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tlsonar::reports {

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}
    ~JsonWriter() { flush(); }
    JsonWriter(const JsonWriter&) = delete;
    JsonWriter& operator=(const JsonWriter&) = delete;

    void begin_object() { open('{'); }
    void begin_object(std::string_view name) { key(name), open_value('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void begin_array(std::string_view name) { key(name), open_value('['); }
    void end_array() { close(']'); }

    // `name` is ours: a plain identifier that needs no escape.
    [[gnu::always_inline]] void key(std::string_view name) {
        char* at = room(name.size() + 4);
        *at = ',';
        at += fresh_ ? 0 : 1;
        *at++ = '"';
        std::memcpy(at, name.data(), name.size());
        at += name.size();
        *at++ = '"';
        *at++ = ':';
        used(at);
        fresh_ = false;
    }

    void string(std::string_view value) { separate(), quoted(value); }
    void string(std::string_view name, std::string_view value) { key(name), quoted(value); }
    void number(std::string_view name, std::uint64_t value) {
        key(name);
        char* at = room(20);
        used(std::to_chars(at, at + 20, value).ptr);
    }
    void boolean(std::string_view name, bool value) { key(name), put(value ? "true" : "false"); }
    void hex(std::string_view name, Bytes value) {
        constexpr char kDigits[] = "0123456789abcdef";
        key(name);
        if (value.size() > kLongest / 4) return quoted_long_hex(value);
        char* at = room(2 * value.size() + 2);
        *at++ = '"';
        for (const std::uint8_t octet : value) {
            *at++ = kDigits[octet >> 4];
            *at++ = kDigits[octet & 15];
        }
        *at++ = '"';
        used(at);
    }
    // JSON text, or a string that needs no escape with its quotes.
    void raw(std::string_view name, std::string_view json) { key(name), put(json); }
    void raw(std::string_view json) { separate(), put(json); }
    // A string that needs no escape.
    void plain(std::string_view name, std::string_view value) { key(name), put_plain(value); }
    void plain(std::string_view value) { separate(), put_plain(value); }

    std::string& out() {
        flush();
        return out_;
    }

  private:
    static constexpr std::size_t kBuffer = 8192;
    static constexpr std::size_t kLongest = 2048;  // pieces that go through the buffer

    // At most kLongest octets, to be written before the next call.
    char* room(std::size_t n) {
        if (n > kBuffer - size_) [[unlikely]]
            flush();
        return buffer_ + size_;
    }
    void used(const char* end) { size_ = static_cast<std::size_t>(end - buffer_); }
    void flush() {
        out_.append(buffer_, size_);
        size_ = 0;
    }

    void put(char c) {
        *room(1) = c;
        ++size_;
    }
    void put(std::string_view text) {
        if (text.size() > kLongest) {
            out().append(text);
            return;
        }
        std::memcpy(room(text.size()), text.data(), text.size());
        size_ += text.size();
    }
    void put_plain(std::string_view text) {
        put('"');
        put(text);
        put('"');
    }
    void separate() {
        if (!fresh_) put(',');
        fresh_ = false;
    }
    void open(char c) { separate(), open_value(c); }
    void open_value(char c) { put(c), fresh_ = true; }
    void close(char c) { put(c), fresh_ = false; }
    void quoted(std::string_view value) {
        if (is_plain_json(value)) return put_plain(value);
        put('"');
        append_json(out(), value);
        put('"');
    }
    void quoted_long_hex(Bytes value) {
        put('"');
        append_hex(out(), value);
        put('"');
    }

    std::string& out_;
    std::size_t size_ = 0;
    bool fresh_ = true;  // nothing written yet at this depth
    char buffer_[kBuffer] = {};
};

}  // namespace tlsonar::reports
