// RecordWriter: handshakes as lines of a log, in the words of another tool.
#pragma once

#include "profile/record.h"

#include <string>

namespace tlsonar::reports {

// One per log. Records come in the order of their numbers; what a record does not tell is left out,
// or "unset" where the format has a word for that.
class RecordWriter {
  public:
    RecordWriter() = default;
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;
    virtual ~RecordWriter() = default;

    // Each appends whole lines, or nothing.
    virtual void begin(std::string& /*out*/) {}
    virtual void add(std::string& out, const profile::Record& record) = 0;
    virtual void end(std::string& /*out*/) {}
};

}  // namespace tlsonar::reports
