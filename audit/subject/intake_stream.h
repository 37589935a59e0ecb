// IntakeStream: a document of any length, as it comes. Lines of NDJSON are read and forgotten piece
// by piece; any other document is held whole.
#pragma once

#include "audit/subject/intake.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tlsonar::audit {

class IntakeStream {
  public:
    // Both must live as long. `file`: what faults are told of.
    IntakeStream(Intake& intake, std::string_view file);
    ~IntakeStream();
    IntakeStream(const IntakeStream&) = delete;
    IntakeStream& operator=(const IntakeStream&) = delete;

    void add(std::string_view piece);
    // The first fault; what was read before it stays.
    Status<IntakeFault> end();
    // SHA-256 of all that was added, in hexadecimal; after end().
    std::string sha256_hex();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::audit
