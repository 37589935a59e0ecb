// What the gate decided, in words: the same in every report.
#pragma once

#include "audit/gate/gate.h"

#include <string>
#include <string_view>

namespace tlsonar::reports {

struct GateWords {
    std::string_view word;  // "PASS", "FAIL", "OPEN": nothing counts, and not all was assessed
    std::string sentence;   // "4 violations (high or worse); 8 failed rules below that"
};
GateWords gate_words(const audit::GateVerdict& verdict);

}  // namespace tlsonar::reports
