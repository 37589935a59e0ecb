// What the entries of the catalogue are written with. Private to this folder.
#pragma once

#include "trust/lint/subject.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsonar::trust {

// Midnight UTC of that day, in seconds since 1970 (years are counted from March, so that the leap
// day is a year's last).
constexpr std::int64_t lint_date(int year, int month, int day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = y / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (era * 146097 + day_of_era - 719468) * 86400;
}

inline constexpr std::int64_t kDay = 86400;

inline constexpr std::string_view kReissue = "Have the certificate reissued.";

// The same time of day so many calendar months later; a day that the month does not have runs on
// into the next (31 January and a month is 3 March).
std::int64_t add_months(std::int64_t seconds, int months);

// Days on which the documents that lints cite came into force.
namespace since {
inline constexpr std::int64_t rfc2459 = lint_date(1999, 1, 1);
inline constexpr std::int64_t rfc3280 = lint_date(2002, 4, 1);
inline constexpr std::int64_t rfc3490 = lint_date(2003, 3, 1);
inline constexpr std::int64_t rfc4325 = lint_date(2005, 12, 1);
inline constexpr std::int64_t rfc5280 = lint_date(2008, 5, 1);
inline constexpr std::int64_t rfc6818 = lint_date(2013, 1, 1);
inline constexpr std::int64_t rfc6962 = lint_date(2013, 6, 1);
inline constexpr std::int64_t br_1_0 = lint_date(2012, 7, 1);
inline constexpr std::int64_t br_1_1_3 = lint_date(2013, 2, 21);
inline constexpr std::int64_t br_1_3_0 = lint_date(2015, 4, 16);
inline constexpr std::int64_t br_1_4_8 = lint_date(2017, 6, 8);
inline constexpr std::int64_t br_1_7_1 = lint_date(2020, 8, 20);
inline constexpr std::int64_t br_1_8_0 = lint_date(2021, 8, 25);
inline constexpr std::int64_t br_2_0_0 = lint_date(2023, 9, 15);  // SC-062, the profiles
inline constexpr std::int64_t sc_063 = lint_date(2024, 3, 15);    // OCSP optional
inline constexpr std::int64_t sc_081_first = lint_date(2026, 3, 15);
inline constexpr std::int64_t sc_081_second = lint_date(2027, 3, 15);
inline constexpr std::int64_t sc_081_third = lint_date(2029, 3, 15);
}  // namespace since

inline LintOutcome lint_holds() { return {}; }
inline LintOutcome lint_broken(std::string found, std::string expected) {
    return {LintOutcome::Status::broken, std::nullopt, std::move(found), std::move(expected)};
}
inline LintOutcome lint_bent(LintLevel level, std::string found, std::string expected) {
    return {LintOutcome::Status::broken, level, std::move(found), std::move(expected)};
}
inline LintOutcome lint_unclear(std::string why) {
    return {LintOutcome::Status::inconclusive, std::nullopt, std::move(why), {}};
}
// For requirements that are a plain condition.
inline LintOutcome lint_check(bool holds, std::string_view found, std::string_view expected) {
    return holds ? lint_holds() : lint_broken(std::string(found), std::string(expected));
}

// Kinds of certificates, for `applies`.
inline bool any_certificate(const LintSubject&) { return true; }
inline bool is_ca(const LintSubject& x) { return x.ca; }
inline bool is_not_ca(const LintSubject& x) { return !x.ca; }
inline bool is_root(const LintSubject& x) { return x.root(); }
inline bool is_subordinate(const LintSubject& x) { return x.subordinate(); }
inline bool is_subscriber(const LintSubject& x) { return x.subscriber(); }
template <const std::string_view& Extension>
bool with(const LintSubject& x) {
    return x.has(Extension);
}
template <const std::string_view& Extension>
bool subscriber_with(const LintSubject& x) {
    return x.subscriber() && x.has(Extension);
}
template <const std::string_view& Extension>
bool subordinate_with(const LintSubject& x) {
    return x.subordinate() && x.has(Extension);
}
template <const std::string_view& Extension>
bool ca_with(const LintSubject& x) {
    return x.ca && x.has(Extension);
}
inline bool has_dns(const LintSubject& x) {
    return !x.dns_names.empty() || !x.common_name().empty();
}
inline bool subscriber_with_dns(const LintSubject& x) { return x.subscriber() && has_dns(x); }
inline bool is_rsa(const LintSubject& x) { return x.summary.public_key.kind == KeyKind::rsa; }
inline bool is_ec(const LintSubject& x) { return x.summary.public_key.kind == KeyKind::ec; }

// Requirements that several themes have, for `holds`.
template <const std::string_view& Extension>
LintOutcome is_critical(const LintSubject& x) {
    return lint_check(x.critical(Extension), "not critical", "critical");
}
template <const std::string_view& Extension>
LintOutcome is_not_critical(const LintSubject& x) {
    return lint_check(!x.critical(Extension), "critical", "not critical");
}
template <const std::string_view& Extension>
LintOutcome is_there(const LintSubject& x) {
    return lint_check(x.has(Extension), "absent", "present");
}
template <const std::string_view& Attribute>
LintOutcome with_attribute(const LintSubject& x) {
    return lint_check(x.in_subject(Attribute), x.summary.subject.rfc4514(), "with it");
}

inline bool is_ia5(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// PolicyInformation ::= SEQUENCE { id, SEQUENCE OF PolicyQualifierInfo OPTIONAL }, and
// PolicyQualifierInfo ::= SEQUENCE { qualifier id, qualifier }: the qualifiers of all policies.
struct PolicyQualifier {
    bool of_any_policy = false;
    std::string type;  // dotted
    DerItem value;
};
std::vector<PolicyQualifier> policy_qualifiers(const LintSubject& x);

}  // namespace tlsonar::trust
