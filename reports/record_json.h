// A handshake record as JSON, after reports/schema/handshake-1.schema.json.
#pragma once

#include "profile/observation.h"
#include "profile/record.h"

#include <cstdint>
#include <memory>
#include <string>

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
    // the number is left out here, see append_numbered().
    void append(std::string& out, const profile::Record& record,
                const dissect::Handshake& handshake);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Appends a record made by RecordJson::append with its number in it.
void append_numbered(std::string& out, std::string_view record, std::uint64_t number);

}  // namespace tlsonar::reports
