// Name constraints (RFC 5280 section 4.2.1.10): read strictly, applied defensively. Where a name
// *could* stand for one that is excluded, it counts as excluded.
#pragma once

#include "core/bytes.h"
#include "trust/certificate.h"
#include "trust/name/distinguished.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

// GeneralSubtree with minimum 0 and no maximum.
struct Subtree {
    GeneralName base;
    DistinguishedName directory;  // of a directoryName
    bool is(GeneralName::Kind kind) const { return base.kind == kind; }
};

struct NameConstraints {
    static constexpr std::size_t kMaxSubtrees = 20'000;

    std::vector<Subtree> permitted;
    std::vector<Subtree> excluded;
    // A bit for each kind of name (1 << kind) that some subtree speaks of.
    std::uint16_t permitted_kinds = 0;
    std::uint16_t excluded_kinds = 0;

    bool speaks_of(GeneralName::Kind kind) const {
        return (((permitted_kinds | excluded_kinds) >> static_cast<unsigned>(kind)) & 1U) != 0;
    }
};

struct ReadConstraints {
    std::optional<NameConstraints> constraints;
    std::string_view fault;  // a literal: why not
    std::string at;          // the offending base, as text
};
// `value`: the content of extnValue.
ReadConstraints read_name_constraints(Bytes value);

// A name to be judged, of a certificate below.
struct ConstrainedName {
    // smtp_utf8 is the otherName of RFC 9598, which constraints on rfc822Name speak of.
    enum class Form : std::uint8_t { plain, smtp_utf8 };
    GeneralName::Kind kind{};
    Form form = Form::plain;
    std::string_view octets;
    const DistinguishedName* directory = nullptr;  // of a directoryName
};

enum class ConstraintAnswer : std::uint8_t {
    allowed,
    excluded,       // within an excluded subtree, or might stand for a name that is
    not_permitted,  // subtrees for its kind are permitted, and it lies in none of them
    unsupported,    // a constraint on this kind of name that nobody here can apply
    unreadable,     // the name is none of its kind, so that it lies nowhere
    out_of_budget,
};

// `budget` counts comparisons down. `which` is the subtree that excludes.
ConstraintAnswer apply_constraints(const NameConstraints& constraints, const ConstrainedName& name,
                                   std::size_t& budget, const Subtree** which = nullptr);

}  // namespace tlsonar::trust
