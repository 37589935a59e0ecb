// What will stop working in a chain that works today, when, and why.
#pragma once

#include "trust/certificate_ptr.h"
#include "trust/finding/finding.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tlsonar::trust {

// What a root programme has announced for the root of the chain. From the store's tables.
struct ProgrammeFact {
    enum class Rule : std::uint8_t {
        removed_on,        // the root leaves the programme on `date`: everything below fails then
        not_before_after,  // leaves issued after `date` (their notBefore) are not trusted
        sct_after,         // leaves whose earliest SCT is after `date` are not trusted
    };
    std::string programme;  // "Chrome", "Mozilla" …
    Rule rule = Rule::removed_on;
    std::int64_t date = 0;
    std::string source;
};

struct ForecastInput {
    // Leaf first, then its issuers, up to and with the anchor when its certificate is known.
    std::span<const CertificatePtr> chain;
    // The path ends in an anchor of a public programme: their rules and deadlines count.
    bool publicly_trusted = false;
    std::int64_t as_of = 0;  // seconds since 1970
    // Other valid paths of the same leaf end at these times (earliest expiry on each), so that the
    // expiry of one cross-sign is not called the end.
    std::span<const std::int64_t> other_paths_end = {};
    std::span<const ProgrammeFact> programme_facts = {};
    // When the key of the root was made, if the caller knows; else the root's notBefore stands for
    // it (a re-issued root certificate is younger than its key).
    std::optional<std::int64_t> root_key_made;
};

struct Forecast {
    std::int64_t date = 0;  // the first second at which it no longer works, or the rule is in force
    bool past = false;      // not after `as_of`
    // `finding.certificate` is the place in `chain`; found: what stands there; expected: the date
    // as YYYY-MM-DD, or what the rule will want.
    Finding finding;
};

// Sorted by date, then by certificate, then by id.
std::vector<Forecast> forecast(const ForecastInput& input);

}  // namespace tlsonar::trust
