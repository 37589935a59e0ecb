// What changed between two runs: who came and went, certificates, versions, suites, groups,
// answers, weaknesses and, where policies are given, verdicts.
#pragma once

#include "audit/report/report.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tlsonar::audit {

struct Change {
    enum class Kind : std::uint8_t { added, removed, changed };
    Kind kind = Kind::changed;
    std::string what;    // "cipher suite of TLS 1.2", "certificate (RSA)", "mozilla-modern PROTO"
    std::string before;  // empty for added
    std::string after;   // empty for removed
    // For verdicts: whether it got better or worse; 0 for everything else.
    int direction = 0;
};

struct SubjectChanges {
    std::string id;
    enum class Presence : std::uint8_t { both, only_old, only_new } presence = Presence::both;
    std::vector<Change> changes;
};

struct Difference {
    std::vector<SubjectChanges> subjects;  // those with something to tell, sorted by id
    std::uint32_t unchanged = 0;
    bool empty() const { return subjects.empty(); }
};

// What one run did not learn is no change: a list that is not complete yields no "removed".
Difference compare(const Report& before, const Report& after);

}  // namespace tlsonar::audit
