// RecordMaker: what a handshake tells, derived from its messages.
#pragma once

#include "profile/observation.h"
#include "profile/record.h"

#include <memory>

namespace tlsonar::profile {

// One per thread: it keeps hash contexts, and certificates it has read before.
class RecordMaker {
  public:
    RecordMaker();
    ~RecordMaker();
    RecordMaker(RecordMaker&&) noexcept;
    RecordMaker& operator=(RecordMaker&&) noexcept;

    // Fills `record` anew; its buffers are reused from call to call.
    void make(const Observation& observation, Record& record);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tlsonar::profile
