// Unwrapper: takes the packets of a protocol off that wraps the records of TLS instead of giving
// way to them after a few words.
#pragma once

#include "core/bytes.h"

#include <string_view>

namespace tlsonar::dissect {

class Unwrapper {
  public:
    virtual ~Unwrapper() = default;

    // The dialect's name.
    virtual std::string_view name() const = 0;
    // Takes octets from the front of `octets` and returns the run of TLS octets among them, which
    // may be empty, and is lent until the next call; call again until `octets` is empty.
    virtual Bytes next(Bytes& octets) = 0;
    // It is not what it seemed, or TLS will not come any more.
    virtual bool failed() const = 0;
};

}  // namespace tlsonar::dissect
