// A handshake record as JSON, after reports/schema/handshake-1.schema.json.
#pragma once

#include "profile/observation.h"
#include "profile/record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tlsonar::reports {

inline constexpr std::string_view kHandshakeSchema = "tlsonar.handshake/1";

struct JsonOptions {
    bool details = false;  // every message and extension, field by field
    bool der = false;      // certificates whole, as base64
};

// One per thread: it keeps the text of certificates that it has written before.
class RecordJson {
  public:
    explicit RecordJson(JsonOptions options);
    ~RecordJson();
    RecordJson(RecordJson&&) noexcept;
    RecordJson& operator=(RecordJson&&) noexcept;

    // Appends one object without a line break. What stands between `number` and the rest does not
    // depend on it, so that records can be made by several threads and numbered when they come out:
    // the number is left out here, see append_number().
    void append(std::string& out, const profile::Record& record,
                const dissect::Handshake& handshake);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// A record with its number in it is append_number(), and after_number() of what RecordJson::append
// made.
void append_number(std::string& out, std::uint64_t number);
inline std::string_view after_number(std::string_view record) { return record.substr(1); }

}  // namespace tlsonar::reports
