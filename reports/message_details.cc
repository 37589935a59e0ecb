#include "reports/message_details.h"

#include "profile/describe.h"

#include <cstdio>

namespace tlsonar::reports {
namespace {

// Fields as JSON; inside of a list there are no keys.
class JsonFields final : public FieldSink {
  public:
    explicit JsonFields(JsonWriter& json) : json_(json) {}

    void text(std::string_view key, std::string_view value) override {
        if (key.empty())
            json_.string(value);
        else
            json_.string(key, value);
    }
    void number(std::string_view key, std::uint64_t value) override {
        raw(key, std::to_string(value));
    }
    void flag(std::string_view key, bool value) override { raw(key, value ? "true" : "false"); }
    void hex(std::string_view key, Bytes value) override {
        raw(key, "\"" + tlsonar::hex(value) + "\"");
    }
    void code(std::string_view key, std::uint32_t value, int digits,
              std::string_view name) override {
        char code[24];
        std::snprintf(code, sizeof code, "\"0x%0*x\"", digits, value);
        begin_object(key);
        json_.raw("code", code);
        if (!name.empty()) json_.string("name", name);
        json_.end_object();
    }
    void begin_object(std::string_view key) override {
        if (key.empty())
            json_.begin_object();
        else
            json_.begin_object(key);
    }
    void end_object() override { json_.end_object(); }
    void begin_list(std::string_view key) override {
        if (key.empty())
            json_.begin_array();
        else
            json_.begin_array(key);
    }
    void end_list() override { json_.end_array(); }

  private:
    void raw(std::string_view key, std::string_view value) {
        if (key.empty())
            json_.raw(value);
        else
            json_.raw(key, value);
    }

    JsonWriter& json_;
};

}  // namespace

void write_details(JsonWriter& json, const dissect::Handshake& handshake, std::size_t index) {
    // Written only when there is something: the object is made apart and then put in.
    std::string text;
    JsonWriter own(text);
    JsonFields fields(own);
    own.begin_object();
    const bool described = profile::describe_message(handshake, index, fields);
    own.end_object();
    if (described) json.raw("details", own.out());
}

}  // namespace tlsonar::reports
