// Summary: what a whole run of `analyze` saw, in numbers.
#pragma once

#include "profile/record.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::reports {

using Tallies = std::map<std::string, std::uint64_t, std::less<>>;

// Counts of packets by a name of theirs, in the order they are to be shown.
struct NamedCount {
    std::string name;
    std::uint64_t n = 0;
};

struct FileSummary {
    std::string name;
    std::uint64_t packets = 0;
    std::uint64_t octets = 0;
    std::string fault;               // a sentence; empty when the file was read to its end
    std::vector<std::string> notes;  // what was skipped on the way
};

struct Summary {
    // Of the handshakes.
    std::uint64_t handshakes = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t unfinished = 0;
    std::uint64_t resumed = 0;
    std::uint64_t decrypted = 0;
    std::uint64_t post_quantum = 0;
    Tallies versions;
    Tallies suites;
    Tallies groups;
    Tallies dialects;
    Tallies alerts;
    Tallies anomalies;
    // Chains that were validated: "valid", "inconclusive", or what refuses them (finding ids).
    Tallies chains;
    // What else was found of them, of medium severity and above (finding ids).
    Tallies chain_findings;
    void add(const profile::Record& record);
    Summary& operator+=(const Summary& more);

    // Of the packets.
    std::vector<FileSummary> files;
    std::uint64_t packets = 0;
    std::uint64_t octets = 0;
    std::uint64_t segments = 0;
    std::uint64_t flows = 0;
    std::uint64_t flows_without_tls = 0;
    std::uint64_t flows_joined_late = 0;
    std::uint64_t evicted = 0;  // flows closed early to stay within the memory limit
    std::uint64_t bad_checksums = 0;
    std::uint64_t cut_short = 0;     // packets captured only in part
    std::vector<NamedCount> other;   // packets that are not TCP, by what they are
    std::vector<NamedCount> unread;  // packets not understood, by why
    // Of the secrets.
    std::uint64_t secrets = 0;
    std::uint64_t malformed_secrets = 0;

    bool incomplete() const;  // some file was not read to its end
};

class JsonWriter;
// An array of names with their counts.
void write_tallies(JsonWriter& json, std::string_view name, const Tallies& tallies);

// The object of reports/schema/analysis-1.schema.json, without its handshakes.
void append_summary_json(std::string& out, const Summary& summary);

}  // namespace tlsonar::reports
