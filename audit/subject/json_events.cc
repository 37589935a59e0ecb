#include "audit/subject/json_events_private.h"

#include <string>
#include <utility>

#include <simdjson.h>

namespace tlsonar::audit::json {
namespace {

namespace ondemand = simdjson::ondemand;

class Walk {
  public:
    explicit Walk(Events& events) : events_(events) {}

    // Of a document or of a value. Recursion ends with simdjson's depth, or sooner with the
    // receiver's.
    template <class Value>
    bool tell(Value& value) {
        ondemand::json_type type{};
        if (value.type().get(type) != simdjson::SUCCESS) return false;
        switch (type) {
            case ondemand::json_type::object:
                return object(value);
            case ondemand::json_type::array:
                return array(value);
            case ondemand::json_type::string: {
                std::string_view text;
                return value.get_string().get(text) == simdjson::SUCCESS && events_.string(text);
            }
            case ondemand::json_type::number:
                return number(value);
            case ondemand::json_type::boolean: {
                bool flag = false;
                return value.get_bool().get(flag) == simdjson::SUCCESS && events_.boolean(flag);
            }
            case ondemand::json_type::null:
                return is_null(value) && events_.null();
        }
        return false;
    }

  private:
    template <class Value>
    bool object(Value& value) {
        ondemand::object members;
        if (value.get_object().get(members) != simdjson::SUCCESS || !events_.open(true))
            return false;
        for (auto member : members) {
            ondemand::field field;
            std::string_view name;
            if (std::move(member).get(field) != simdjson::SUCCESS ||
                field.unescaped_key().get(name) != simdjson::SUCCESS || !events_.key(name))
                return false;
            if (!tell(field.value())) return false;
        }
        return events_.close();
    }

    template <class Value>
    bool array(Value& value) {
        ondemand::array elements;
        if (value.get_array().get(elements) != simdjson::SUCCESS || !events_.open(false))
            return false;
        for (auto element : elements) {
            ondemand::value each;
            if (std::move(element).get(each) != simdjson::SUCCESS || !tell(each)) return false;
        }
        return events_.close();
    }

    template <class Value>
    bool number(Value& value) {
        std::int64_t integer = 0;
        if (value.get_int64().get(integer) == simdjson::SUCCESS) return events_.integer(integer);
        double real = 0;
        return value.get_double().get(real) == simdjson::SUCCESS && events_.real(real);
    }

    // Versions of simdjson differ in what is_null() gives; it looks at four letters only.
    template <class Value>
    static bool is_null(Value& value) {
        bool out = false;
        std::string_view word;
        simdjson::simdjson_result<std::string_view> token(value.raw_json_token());
        if (std::move(token).get(word) != simdjson::SUCCESS) return false;
        word = word.substr(0, word.find_last_not_of(" \t\r\n") + 1);
        if (word != "null") return false;
        simdjson::simdjson_result<bool> answer(value.is_null());
        return std::move(answer).get(out) == simdjson::SUCCESS && out;
    }

    Events& events_;
};

}  // namespace

struct EventReader::State {
    ondemand::parser parser;
    std::string padded;
};

EventReader::EventReader() : state_(std::make_unique<State>()) {}
EventReader::~EventReader() = default;
EventReader::EventReader(EventReader&&) noexcept = default;
EventReader& EventReader::operator=(EventReader&&) noexcept = default;

bool EventReader::read(std::string_view text, Events& events) {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    const std::size_t skipped = text.starts_with(kMark) ? kMark.size() : 0;
    text.remove_prefix(skipped);
    place_.reset();
    std::string& padded = state_->padded;
    padded.assign(text);
    padded.append(simdjson::SIMDJSON_PADDING, ' ');
    ondemand::document document;
    const simdjson::padded_string_view view(padded.data(), text.size(), padded.size());
    const auto begun = state_->parser.iterate(view).get(document);
    too_large_ = begun == simdjson::CAPACITY || begun == simdjson::MEMALLOC;
    if (begun != simdjson::SUCCESS) return false;
    const bool told = Walk(events).tell(document);
    const char* at = nullptr;
    const auto error = document.current_location().get(at);
    if (told && error == simdjson::OUT_OF_BOUNDS) return true;  // nothing follows
    if (error == simdjson::SUCCESS && at >= padded.data() && at <= padded.data() + text.size())
        place_ = skipped + static_cast<std::size_t>(at - padded.data()) + 1;
    return false;
}

}  // namespace tlsonar::audit::json
