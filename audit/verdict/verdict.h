// Verdicts: what a rule, and a policy, say of a subject.
#pragma once

#include "audit/fact/shared_text.h"
#include "audit/policy/load.h"
#include "audit/subject/subject.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlsonar::audit {

enum class RuleStatus : std::uint8_t {
    pass,
    fail,
    not_applicable,
    not_yet,       // the rule is not in force on the day of judgement, or no longer
    not_tested,    // nobody asked, or what there is can't show it
    inconclusive,  // it was asked, and the answer is not known (whole)
    manual,        // a person has to look
};
std::string_view name_of(RuleStatus status);  // "pass", "not-applicable" …
// For tables: "pass", "FAIL", "n/a", "not yet", "not tested", "unclear", "by hand".
std::string_view title_of(RuleStatus status);

// The first half of SHA-256 over policy, rule, subject, fact and aspect.
class Fingerprint {
  public:
    static constexpr std::size_t kOctets = 16;
    using Octets = std::array<std::uint8_t, kOctets>;
    Fingerprint() = default;
    explicit Fingerprint(const Octets& octets) : octets_(octets) {}
    // As 32 hexadecimal digits; empty before there is one.
    std::string text() const;
    bool operator==(const Fingerprint&) const = default;

  private:
    Octets octets_{};
};

// One thing that is against a rule. Baselines remember these.
struct Deviation {
    FactId fact = 0;
    enum class Standing : std::uint8_t { fresh, known, waived } standing = Standing::fresh;
    std::uint32_t waiver = 0;  // index into Report::waivers, when waived
    SharedText aspect;    // what of the fact: "TLS_RSA_WITH_RC4_128_MD5"; empty: the fact itself
    SharedText observed;  // "TLS 1.0"; raw
    SharedText expected;  // "only TLSv1.2, TLSv1.3"
    SharedText evidence;
    // The same whatever the address, the time, the order and the wording.
    Fingerprint fingerprint;
};

struct RuleResult {
    const Rule* rule = nullptr;  // of the policy, which outlives this
    RuleStatus status = RuleStatus::not_tested;
    std::vector<Deviation> deviations;  // of fail
    SharedText cause;                   // of not tested, inconclusive, not yet: why

    // A failure with nothing left that is neither waived nor known before.
    bool excused() const;
};

enum class PolicyVerdict : std::uint8_t { pass, fail, incomplete, not_applicable };
std::string_view name_of(PolicyVerdict verdict);

struct Tally {
    std::uint32_t pass = 0, fail = 0, waived = 0, known = 0, not_applicable = 0, not_yet = 0,
                  not_tested = 0, inconclusive = 0, manual = 0;
    void add(const RuleResult& result);
    Tally& operator+=(const Tally& other);
};

// One policy's view of one subject.
struct Judgement {
    std::vector<RuleResult> results;  // in the policy's order
    // fail: a rule above "info" fails and is not excused. incomplete: none does, and something
    // above "info" is not tested or inconclusive, or no rule at all was answered (an endpoint that
    // was not reached passes nothing). Policies are never merged.
    PolicyVerdict verdict = PolicyVerdict::incomplete;
    Tally tally;
};

}  // namespace tlsonar::audit
