// Lints: requirements on single certificates that stand in a public document, checked one by one.
//
// A lint says whether the CA made the certificate as the rules of its day wanted. It does not say
// whether a client will accept it: that is for path validation.
#pragma once

#include "trust/certificate_ptr.h"
#include "trust/finding/finding.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::trust {

class LintSubject;  // trust/lint/subject.h: a certificate as lints look at it

// Whose rules a lint speaks for. All but `rfc` and `community` bind publicly trusted CAs only.
enum class LintRules : std::uint8_t {
    rfc,        // IETF and ITU-T: every certificate
    community,  // nobody's rule, yet never right
    baseline,   // CA/Browser Forum, TLS Baseline Requirements: server certificates and their CAs
    extended_validation,  // CA/Browser Forum, EV Guidelines
    mozilla,
    apple,
    chrome,
};
std::string_view lint_rules_name(LintRules rules);
bool binds_public_only(LintRules rules);

// How the requirement is worded.
enum class LintLevel : std::uint8_t { must, should, note };

// What a lint found out.
struct LintOutcome {
    enum class Status : std::uint8_t { holds, broken, inconclusive };
    Status status = Status::holds;
    // Instead of the lint's own level, where one requirement has a softer half.
    std::optional<LintLevel> level;
    std::string found;
    std::string expected;
};

// One requirement. All texts are literals.
struct Lint {
    FindingKind kind;            // id "lint.…"
    std::string_view peer = {};  // what zlint calls it, for people who compare; may be empty
    LintRules rules = LintRules::rfc;
    LintLevel level = LintLevel::must;
    // Bounds on notBefore: certificates issued from `since` until before `until`.
    std::int64_t since = std::numeric_limits<std::int64_t>::min();
    std::int64_t until = std::numeric_limits<std::int64_t>::max();
    // Asked for only by pedants: "NOT RECOMMENDED" and other things every big site does.
    bool pedantic = false;
    bool (*applies)(const LintSubject&) = nullptr;
    LintOutcome (*holds)(const LintSubject&) = nullptr;
};

struct LintContext {
    // The certificate belongs to a path to an anchor of a public programme, or claims to (its
    // caller judges): only then the rules for public CAs bind it.
    bool publicly_trusted = false;
    const Certificate* issuer = nullptr;  // when known
    std::int64_t as_of = 0;               // seconds since 1970: today, for the one who asks
    bool pedantic = false;
};

enum class LintStatus : std::uint8_t {
    pass,
    finding,
    not_applicable,  // not that kind of certificate, or not in the Web PKI
    not_effective,   // issued before the requirement was in force, or after it was dropped
    inconclusive,    // the certificate cannot be read where the lint would look
};
std::string_view lint_status_name(LintStatus status);

struct LintResult {
    const Lint* lint = nullptr;
    LintStatus status = LintStatus::pass;
    LintLevel level = LintLevel::must;  // of a finding
    Finding finding;                    // when status is finding or inconclusive; certificate 0
};

// The catalogue, in the order of its themes.
std::span<const Lint> all_lints();
// By own id ("lint.san-missing") or the peer's name; null when there is none.
const Lint* find_lint(std::string_view name);

// Every lint with its result, in the order of the catalogue; `pedantic` changes nothing here.
std::vector<LintResult> run_lints(const Certificate& certificate, const LintContext& context);
// What a user should see: the findings alone, pedantic ones only when the context wants them.
std::vector<Finding> lint_findings(const Certificate& certificate, const LintContext& context);

}  // namespace tlsonar::trust
