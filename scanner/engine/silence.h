// Silence: what one try of a question came to, and what many say together. A server that closes,
// resets or lets us wait may mean no, or may be a firewall, a limiter, a bad line: Host::settle()
// finds out which.
#pragma once

#include "scanner/engine/task.h"
#include "scanner/talk/reply.h"

#include <compare>
#include <cstdint>
#include <functional>

namespace tlsonar::scanner {

enum class Manner : std::uint8_t {
    said,    // the server gave its answer, all of it
    closed,  // it closed
    reset,   // it reset
    text,    // it said something that is no TLS
    hung,    // it let us wait
    missed,  // the question never got there: no connection, or no way through the dialog
    other,   // our own side gave up
};

// How a connection on which something was asked ended without an answer.
Manner manner_of(End end);

// One try.
struct Tried {
    Manner manner = Manner::said;
    bool begun = false;  // it had begun to answer before
    auto operator<=>(const Tried&) const = default;
};

// Tries once; with true while the host holds the pace for it.
using TryOnce = std::function<Task<Tried>(bool alone)>;

enum class Verdict : std::uint8_t {
    said,     // the last try brought the answer
    silence,  // to fall silent in that manner is the answer
    hung,     // it hangs at this whenever asked, though it answers others: that proves nothing
    unknown,  // nothing more could be learnt; Host::given_up() may say why
};

}  // namespace tlsonar::scanner
