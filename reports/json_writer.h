// JsonWriter: appends JSON (RFC 8259) to a string. It writes what it is told in the order it is
// told: no tree, no copy. Strings of peers are escaped so that the result is always valid UTF-8.
#pragma once

#include "core/text.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace tlsonar::reports {

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    void begin_object() { open('{'); }
    void begin_object(std::string_view name) { key(name), open_value('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void begin_array(std::string_view name) { key(name), open_value('['); }
    void end_array() { close(']'); }

    // `name` is ours: a plain identifier that needs no escape.
    void key(std::string_view name) {
        separate();
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }

    void string(std::string_view value) { separate(), quoted(value), fresh_ = false; }
    void string(std::string_view name, std::string_view value) { key(name), quoted(value), done(); }
    void number(std::string_view name, std::uint64_t value) { key(name), digits(value), done(); }
    void boolean(std::string_view name, bool value) {
        key(name), raw_value(value ? "true" : "false");
    }
    void hex(std::string_view name, Bytes value) {
        key(name);
        out_ += '"';
        append_hex(out_, value);
        out_ += '"';
        done();
    }
    // JSON text, or a string that needs no escape with its quotes.
    void raw(std::string_view name, std::string_view json) { key(name), raw_value(json); }
    void raw(std::string_view json) { separate(), raw_value(json); }

    std::string& out() { return out_; }

  private:
    void separate() {
        if (!fresh_) out_ += ',';
        fresh_ = false;
    }
    void done() { fresh_ = false; }
    void open(char c) { separate(), open_value(c); }
    void open_value(char c) { out_ += c, fresh_ = true; }
    void close(char c) { out_ += c, fresh_ = false; }
    void quoted(std::string_view value) {
        out_ += '"';
        append_json(out_, value);
        out_ += '"';
    }
    void digits(std::uint64_t value) {
        char text[20];
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        out_.append(text, end);
    }
    void raw_value(std::string_view json) { out_ += json, fresh_ = false; }

    std::string& out_;
    bool fresh_ = true;  // nothing written yet at this depth
};

}  // namespace tlsonar::reports
