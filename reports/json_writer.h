// JsonWriter: appends JSON (RFC 8259) to a string. It writes what it is told in the order it is
// told: no tree, no copy. Strings of peers are escaped so that the result is always valid UTF-8.
//
// Short pieces, which nearly all are, gather in a buffer of its own: most keys are literals, and
// become a few stores without a call. The string is complete when the writer is gone, or after
// out(). Who writes many strings lends the buffer.
#pragma once

#include "core/text.h"
#include "reports/json_pieces.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tlsonar::reports {

struct JsonBuffer {
    static constexpr std::size_t kSize = 16384;
    char characters[kSize];
};

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out)
        : out_(out),
          own_(std::make_unique_for_overwrite<JsonBuffer>()),
          buffer_(own_->characters) {}
    // The buffer is another writer's again when this one is gone.
    JsonWriter(std::string& out, JsonBuffer& buffer) : out_(out), buffer_(buffer.characters) {}
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
    [[gnu::always_inline]] void key(std::string_view name) { used(put_key(room(kLongest), name)); }

    void string(std::string_view value) { separate(), quoted(value); }
    void string(std::string_view name, std::string_view value) { key(name), quoted(value); }
    [[gnu::always_inline]] void number(std::string_view name, std::uint64_t value) {
        used(pieces::put_number(put_key(room(kLongest), name), value));
    }
    [[gnu::always_inline]] void boolean(std::string_view name, bool value) {
        used(pieces::put_boolean(put_key(room(kLongest), name), value));
    }
    void hex(std::string_view name, Bytes value) {
        key(name);
        if (value.size() > kLongest / 4) return quoted_long_hex(value);
        char* at = room(kLongest);
        *at++ = '"';
        at = pieces::put_hex(at, value);
        *at++ = '"';
        used(at);
    }
    // "0x0a": at least so many digits.
    void hex_number(std::string_view name, std::uint32_t value, int digits) {
        char* at = put_key(room(kLongest), name);
        *at++ = '"';
        at = pieces::put_hex_number(at, value, digits);
        *at++ = '"';
        used(at);
    }
    // JSON text, or a string that needs no escape with its quotes.
    void raw(std::string_view name, std::string_view json) { key(name), put(json); }
    void raw(std::string_view json) { separate(), put(json); }
    // A string that needs no escape.
    [[gnu::always_inline]] void plain(std::string_view name, std::string_view value) {
        key(name), put_plain(value);
    }
    void plain(std::string_view value) { separate(), put_plain(value); }

    // Room for a piece of at most kMostOfPiece characters, members or elements with their commas
    // before, that the caller writes itself; used() says where it ended.
    static constexpr std::size_t kMostOfPiece = 2048;
    char* piece() { return room(kLongest); }
    void used(const char* end) {
        size_ = static_cast<std::size_t>(end - buffer_);
        fresh_ = false;
    }

    std::string& out() {
        flush();
        return out_;
    }

  private:
    static constexpr std::size_t kLongest = kMostOfPiece;  // pieces that go through the buffer

    static constexpr std::size_t kStep = 1024;  // of a new string's size

    // At most kLongest octets, to be written before the next call.
    char* room(std::size_t n) {
        if (n > JsonBuffer::kSize - size_) [[unlikely]]
            flush();
        return buffer_ + size_;
    }
    void flush() {
        // Like sizes are what an allocator finds again at once.
        if (out_.empty()) out_.reserve(size_ + kStep - size_ % kStep);
        out_.append(buffer_, size_);
        size_ = 0;
    }

    [[gnu::always_inline]] char* put_key(char* at, std::string_view name) {
        *at = ',';
        at += fresh_ ? 0 : 1;
        *at++ = '"';
        std::memcpy(at, name.data(), name.size());
        at += name.size();
        *at++ = '"';
        *at++ = ':';
        fresh_ = false;
        return at;
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
        used(pieces::put_text(room(kLongest), text));
    }
    void put_plain(std::string_view text) {
        if (text.size() > kLongest / 2) return put_long(text);
        char* at = room(kLongest);
        *at++ = '"';
        at = pieces::put_text(at, text);
        *at++ = '"';
        used(at);
    }
    void put_long(std::string_view text) {
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
    std::unique_ptr<JsonBuffer> own_;  // where none was lent
    char* buffer_;
    std::size_t size_ = 0;
    bool fresh_ = true;  // nothing written yet at this depth
};

}  // namespace tlsonar::reports
