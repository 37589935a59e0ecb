// Our reader of JSON (simdjson's) against nlohmann's: they accept the same texts and read the same
// from them.
#include "audit/subject/json_events_private.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tlsonar::audit::json {
namespace {

using Json = nlohmann::json;

class Collector final : public Events {
  public:
    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool integer(std::int64_t value) override { return put(value); }
    bool real(double value) override { return put(value); }
    bool string(std::string_view value) override { return put(std::string(value)); }
    bool key(std::string_view name) override {
        names_.back() = name;
        return true;
    }
    bool open(bool object) override {
        open_.push_back(object ? Json::object() : Json::array());
        names_.emplace_back();
        return true;
    }
    bool close() override {
        Json whole = std::move(open_.back());
        open_.pop_back();
        names_.pop_back();
        return put(std::move(whole));
    }
    Json root;

  private:
    bool put(Json value) {
        if (open_.empty())
            root = std::move(value);
        else if (open_.back().is_object())
            open_.back()[names_.back()] = std::move(value);
        else
            open_.back().push_back(std::move(value));
        return true;
    }
    std::vector<Json> open_;
    std::vector<std::string> names_;
};

std::optional<Json> read(std::string_view text) {
    Collector collector;
    if (!EventReader().read(text, collector)) return std::nullopt;
    return std::move(collector.root);
}

void expect_as_nlohmann(const std::string& text) {
    const Json expected = Json::parse(text, nullptr, false);
    const std::optional<Json> found = read(text);
    ASSERT_EQ(found.has_value(), !expected.is_discarded()) << text;
    if (found) {
        EXPECT_EQ(*found, expected) << text;
    }
}

TEST(JsonEvents, EdgesAreThoseOfNlohmann) {
    for (const char* text : {"",
                             " ",
                             "null",
                             "nul",
                             "nulll",
                             "true",
                             "false",
                             "tru e",
                             "0",
                             "-0",
                             "-",
                             "01",
                             "1.",
                             ".5",
                             "1.5",
                             "-1.25e3",
                             "1e",
                             "1e+",
                             "1E-400",
                             "1e400",
                             "9223372036854775807",
                             "[1,]",
                             "[,1]",
                             "-9223372036854775808",
                             "-9223372036854775809",
                             "1e999999999999",
                             "[",
                             "]",
                             "[]",
                             "[ ]",
                             "{}",
                             "{ }",
                             "{,}",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{\"a\":1 \"b\":2}",
                             "{a:1}",
                             "{\"a\":1,\"a\":2}",
                             "[1 2]",
                             "[1}",
                             "{\"a\":1]",
                             "\"\"",
                             "\"",
                             "\"\\\"",
                             "\"\\\"\"",
                             "\"\\u00e9\\ud83d\\ude00\"",
                             "\"\\ud83d\"",
                             "\"\\ude00\"",
                             "\"\\ud83d\\u0041\"",
                             "\"\\u12\"",
                             "\"\\uFFFF\"",
                             "\"\\x\"",
                             "\"\t\"",
                             "\"\x7f\"",
                             "\"\xc3\xa9\"",
                             "\"\xc3\"",
                             "\"\xc0\x80\"",
                             "\"\xe0\x80\x80\"",
                             "\"\xed\xa0\x80\"",
                             "\"\xef\xbf\xbf\"",
                             "\"\xf0\x9f\x98\x80\"",
                             "\"\xf0\x80\x80\x80\"",
                             "\"\xf4\x90\x80\x80\"",
                             "\"\xff\"",
                             "\xef\xbb\xbf[1]",
                             "\xef\xbb[1]",
                             "1 2",
                             "[1] x",
                             "\"\\b\\f\\n\\r\\t\\/\\\\\"",
                             "[[[[[]]]],{}]",
                             "18446744073709551615.0",
                             "-0.0",
                             "1e5",
                             "[\"a\",{\"b\":[null]}]"})
        expect_as_nlohmann(text);
}

TEST(JsonEvents, ChangedTextsAreReadAsNlohmannReadsThem) {
    const std::string sound =
        R"({"a":[1,-2.5e3,true,false,null,"x\"\\\u00e9\ud83d\ude00é€😀"],"b":{"c":[],"d":{}},"e":" "})";
    constexpr std::string_view kOctets = "\"\\{}[],: 0-9.eEu\n\xc3\xa9\xe2\xf0\xed\xff\x1f\x7f";
    std::mt19937 random(7);
    const auto below = [&](std::size_t most) { return random() % most; };
    for (int i = 0; i < 60'000; ++i) {
        std::string text = sound;
        for (std::size_t n = 1 + below(3); n > 0; --n) {
            const std::size_t at = below(text.size());
            switch (below(3)) {
                case 0:
                    text[at] = kOctets[below(kOctets.size())];
                    break;
                case 1:
                    text.erase(at, 1 + below(4));
                    break;
                default:
                    text.insert(at, 1, kOctets[below(kOctets.size())]);
            }
        }
        expect_as_nlohmann(text);
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace tlsonar::audit::json
