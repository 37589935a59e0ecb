// Report: everything that a writer of a format needs, as one value. Deterministic: the same facts,
// policies and day give the same report whatever the order of input and the number of threads.
#pragma once

#include "audit/subject/subject.h"
#include "audit/verdict/verdict.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

struct Waiver {
    std::string rule;    // "bsi-tr-02102-2-2026-01:SUITES", "*:SUITES", glob
    std::string target;  // glob over subjects' ids
    std::string aspect;  // glob; empty: all
    std::string reason;
    std::string owner;
    std::string ticket;
    std::optional<Day> expires;
    std::string file;
    std::uint32_t line = 0;
    bool expired = false;    // on the day of judgement
    std::uint32_t used = 0;  // how many deviations it covers (or covered, when expired)
};

// Something that a reader of the report has to know: an expired waiver, an unused one.
struct Notice {
    Severity severity = Severity::info;
    std::string text;
};

// SSL Labs 2009r-compatible grade: a by-product, no verdict.
struct Grade {
    std::string letter;  // "A+", "T"; empty when it can't be told
    std::string cause;   // of no letter
    int protocol = 0, key_exchange = 0, cipher = 0, total = 0;
    struct Cap {
        std::string letter;
        std::string reason;
    };
    std::vector<Cap> caps;
    std::vector<std::string> warnings;
    std::vector<std::string> arithmetic;  // a line each
};

struct Assessed {
    Subject subject;
    std::vector<Judgement> judgements;  // one for each of Report::policies
    Grade grade;
};

// A rule that will come into force (or end), and whom it will concern: --horizon.
struct Forecast {
    Day day = 0;
    std::uint32_t policy = 0;  // index
    const Rule* rule = nullptr;
    std::vector<std::uint32_t> subjects;  // that will fail from that day
};

// Against a baseline.
struct Delta {
    std::string file;
    std::uint32_t fresh = 0, known = 0;
    std::vector<std::string> fixed;  // titles of what was in the baseline and is gone
};

struct Report {
    std::string version;  // of the program
    Day as_of = 0;
    std::string input_hash;  // SHA-256 over the documents, hexadecimal; empty for a live run
    std::vector<PolicyPtr> policies;
    std::vector<Assessed> subjects;  // sorted by id
    std::vector<Waiver> waivers;
    std::vector<Notice> notices;
    std::optional<Day> horizon;  // asked for; nothing comes where it has no forecasts
    std::vector<Forecast> forecasts;
    std::optional<Delta> delta;

    // Of one policy over all subjects.
    Tally tally(std::size_t policy) const;
};

}  // namespace tlsonar::audit
