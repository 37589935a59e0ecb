// Findings: what is wrong with, or worth knowing of, a certificate, a chain, a key, a CRL …
//
// A verdict is a list of these, never one code. What a finding *means* stands once, in the
// catalogue of its area (FindingKind); a Finding adds where it was met and the two values a reader
// wants to compare.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// How bad it is, for people who sort. Whether it makes a path invalid is the judge's business, not
// the severity's.
enum class Severity : std::uint8_t { info, low, medium, high, critical };
std::string_view severity_name(Severity severity);

// One kind of finding. All texts are literals; ids never change once released.
struct FindingKind {
    std::string_view id;  // "path.expired": area, dot, words joined by hyphens
    Severity severity = Severity::info;
    std::string_view title;    // one line without values: "The certificate has expired"
    std::string_view meaning;  // what it means for a deployment, in plain words
    std::string_view fix;      // what to do about it
    std::string_view source;   // the citation: "RFC 5280 section 6.1.3 (a)(2)"
};

struct Finding {
    static constexpr std::size_t kNoCertificate = std::numeric_limits<std::size_t>::max();

    const FindingKind* kind = nullptr;  // never null in a finding that is given out
    // Which of the list that the finding's owner speaks of (in a path: 0 is the leaf).
    std::size_t certificate = kNoCertificate;
    // Raw: may hold a peer's octets. Escape before showing.
    std::string found;
    std::string expected;
};

// All kinds of all areas, sorted by id.
std::span<const FindingKind* const> all_finding_kinds();
// Null when no area has it.
const FindingKind* find_finding_kind(std::string_view id);

}  // namespace tlsonar::trust
