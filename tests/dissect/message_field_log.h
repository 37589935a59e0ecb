// A FieldSink that writes one line of text, for tests to compare.
#pragma once

#include "core/fields.h"
#include "core/text.h"

#include <cstdio>
#include <string>

namespace tlsonar::dissect {

// What vectors say of themselves.
inline constexpr bool kGood = true;
inline constexpr bool kBad = false;

// {key=value ...} for objects, [..] for lists, 0x0017/name for codes.
class FieldLog : public FieldSink {
  public:
    void text(std::string_view key, std::string_view value) override {
        put(key, "'" + std::string(value) + "'");
    }
    void number(std::string_view key, std::uint64_t value) override {
        put(key, std::to_string(value));
    }
    void flag(std::string_view key, bool value) override { put(key, value ? "true" : "false"); }
    void hex(std::string_view key, Bytes value) override {
        std::string digits;
        char pair[3];
        for (const std::uint8_t octet : value) {
            std::snprintf(pair, sizeof pair, "%02x", octet);
            digits += pair;
        }
        put(key, "#" + digits);
    }
    void code(std::string_view key, std::uint32_t value, int digits,
              std::string_view name) override {
        char number[16];
        std::snprintf(number, sizeof number, "0x%0*x", digits, value);
        put(key, std::string(number) + (name.empty() ? "" : "/" + std::string(name)));
    }
    void begin_object(std::string_view key) override { begin(key, '{'); }
    void end_object() override { end('}'); }
    void begin_list(std::string_view key) override { begin(key, '['); }
    void end_list() override { end(']'); }

    const std::string& log() const { return log_; }
    int depth() const { return depth_; }

  private:
    void put(std::string_view key, const std::string& value) {
        if (!log_.empty() && log_.back() != '{' && log_.back() != '[') log_ += ' ';
        if (!key.empty()) log_ += std::string(key) + "=";
        log_ += value;
    }
    void begin(std::string_view key, char bracket) {
        put(key, std::string(1, bracket));
        ++depth_;
    }
    void end(char bracket) {
        log_ += bracket;
        --depth_;
    }
    std::string log_;
    int depth_ = 0;
};

}  // namespace tlsonar::dissect
