// Policy: a named set of rules over facts, as read from a file. Pure data.
#pragma once

#include "audit/policy/condition.h"
#include "trust/finding/finding.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

using trust::Severity;

// A day as seconds since 1970 at its beginning, UTC.
using Day = std::int64_t;
// "2026-11-21"; nothing for anything else.
std::optional<Day> parse_day(std::string_view text);
std::string text_of_day(Day day);

enum class AppliesTo : std::uint8_t { server, client, certificate, connection };
std::string_view name_of(AppliesTo applies_to);

// What can show that a rule holds.
struct EvidenceKinds {
    bool active = false;   // a scan
    bool passive = false;  // a capture
    bool manual = false;   // a person

    bool only_manual() const { return manual && !active && !passive; }
};

struct Rule {
    std::string id;           // unique in its policy: "PROTO"
    std::string title;        // a few words
    std::string requirement;  // in plain words
    AppliesTo applies_to = AppliesTo::server;
    Condition condition;
    std::optional<Condition> when;  // the rule applies only where this holds
    Severity severity = Severity::medium;
    std::string level;  // of policies that have levels: "phase-out", "MUST"
    EvidenceKinds evidence;
    std::optional<Day> effective_from;
    std::optional<Day> effective_until;  // the first day on which it holds no longer
    std::string reference;               // section: "3.3.1.2 table 4"
    // False: the author wrote it from memory, no source was read.
    bool from_source = true;
    // The document does not say it in these words: somebody concluded it.
    bool interpretation = false;
    std::string note;
    std::string origin;  // the policy that it was taken over from, by extends or includes
    bool disabled = false;
};

struct Source {
    std::string document;
    std::string url;
    std::string read;  // what of it was read, and when
};

struct Parameter {
    std::string name;
    std::string title;
    std::string value;  // as written
};

struct Policy {
    std::string id;  // "mozilla-intermediate"
    std::string title;
    std::string publisher;
    std::string version;
    std::string date;
    std::string status;
    std::string certainty;
    std::string notes;
    std::vector<Source> sources;
    std::vector<std::string> see_also;  // ids
    std::vector<std::string> levels;    // of its rules, best first
    std::vector<Parameter> parameters;  // that who extends it may change
    std::vector<Rule> rules;
    std::string path;  // of the file; empty when it is built in

    const Rule* find(std::string_view id) const;
};

}  // namespace tlsonar::audit
