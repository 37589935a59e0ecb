// How long a certificate lives.
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

namespace tlsonar::trust {
namespace {

std::string days_text(std::int64_t seconds) {
    const std::int64_t days = seconds / kDay;
    const std::int64_t rest = seconds % kDay;
    std::string text = std::to_string(days) + " days";
    if (rest != 0) text += " and " + std::to_string(rest) + " s";
    return text;
}

// Both ends included, a day of 86,400 s: what is one second longer is another day.
template <std::int64_t Days>
LintOutcome at_most(const LintSubject& x) {
    if (x.lifetime() <= Days * kDay) return lint_holds();
    return lint_broken(days_text(x.lifetime()), "at most " + std::to_string(Days) + " days");
}

bool server_leaf(const LintSubject& x) { return x.server && !x.ca; }

LintOutcome positive(const LintSubject& x) {
    if (!x.summary.not_before || !x.summary.not_after)
        return lint_unclear("validity cannot be read");
    return lint_check(*x.summary.not_before <= *x.summary.not_after,
                      "notAfter " + x.summary.not_after_text + " is before notBefore " +
                          x.summary.not_before_text,
                      "notBefore not after notAfter");
}

// Calendar months, as CA/B counted before it counted days.
LintOutcome at_most_39_months(const LintSubject& x) {
    if (!x.summary.not_after) return lint_unclear("validity cannot be read");
    return lint_check(*x.summary.not_after <= add_months(*x.summary.not_before, 39),
                      days_text(x.lifetime()), "at most 39 months");
}

constexpr std::string_view kMeaning =
    "CAs may not issue TLS server certificates that live longer, and clients refuse those that "
    "do: the limit follows the day of issue, so older certificates keep theirs.";
constexpr std::string_view kFix =
    "Have the certificate reissued within the limit, and automate renewal (ACME): the limits "
    "shrink to 47 days by 2029.";

constexpr Lint kLifetimeLints[] = {
    {.kind = {"lint.lifetime-over-200-days", Severity::high, "Valid for more than 200 days",
              kMeaning, kFix, "CA/B TLS BR 6.3.2 (ballot SC-081v3), from 2026-03-15"},
     .peer = "e_server_cert_valid_time_longer_than_200_days",
     .rules = LintRules::baseline,
     .since = since::sc_081_first,
     .until = since::sc_081_second,
     .applies = is_not_ca,
     .holds = at_most<200>},
    {.kind = {"lint.lifetime-over-100-days", Severity::high, "Valid for more than 100 days",
              kMeaning, kFix, "CA/B TLS BR 6.3.2 (ballot SC-081v3), from 2027-03-15"},
     .peer = "e_server_cert_valid_time_longer_than_100_days",
     .rules = LintRules::baseline,
     .since = since::sc_081_second,
     .until = since::sc_081_third,
     .applies = is_not_ca,
     .holds = at_most<100>},
    {.kind = {"lint.lifetime-over-47-days", Severity::high, "Valid for more than 47 days", kMeaning,
              kFix, "CA/B TLS BR 6.3.2 (ballot SC-081v3), from 2029-03-15"},
     .peer = "e_server_cert_valid_time_longer_than_47_days",
     .rules = LintRules::baseline,
     .since = since::sc_081_third,
     .applies = is_not_ca,
     .holds = at_most<47>},
    {.kind = {"lint.lifetime-over-398-days", Severity::high, "Valid for more than 398 days",
              kMeaning, kFix, "Apple, limits on trusted certificates (HT211025), from 2020-09-01"},
     .peer = "e_tls_server_cert_valid_time_longer_than_398_days",
     .rules = LintRules::apple,
     .since = lint_date(2020, 9, 1),
     .applies = server_leaf,
     .holds = at_most<398>},
    {.kind = {"lint.lifetime-over-397-days", Severity::info,
              "Valid for more than the recommended 397 days",
              "Apple recommends a day less than the limit, so that no way of counting makes a "
              "certificate too long.",
              "Order certificates of at most 397 days.",
              "Apple, limits on trusted certificates (HT211025), from 2020-09-01"},
     .peer = "w_tls_server_cert_valid_time_longer_than_397_days",
     .rules = LintRules::apple,
     .level = LintLevel::should,
     .since = lint_date(2020, 9, 1),
     .pedantic = true,
     .applies = server_leaf,
     .holds = at_most<397>},
    {.kind = {"lint.lifetime-over-825-days", Severity::high, "Valid for more than 825 days",
              kMeaning, kFix, "CA/B BR 6.3.2 (ballot 193), from 2018-03-01"},
     .peer = "e_sub_cert_valid_time_longer_than_825_days",
     .rules = LintRules::baseline,
     .since = lint_date(2018, 3, 2),
     .applies = is_subscriber,
     .holds = at_most<825>},
    {.kind = {"lint.lifetime-over-39-months", Severity::high, "Valid for more than 39 months",
              kMeaning, kFix, "CA/B BR 6.3.2, from 2016-07-01"},
     .peer = "e_sub_cert_valid_time_longer_than_39_months",
     .rules = LintRules::baseline,
     .since = lint_date(2016, 7, 2),
     .applies = is_subscriber,
     .holds = at_most_39_months},
    {.kind = {"lint.validity-not-positive", Severity::critical, "Ends before it begins",
              "notAfter lies before notBefore: there is no moment at which this certificate is "
              "valid.",
              "Have it reissued.", "RFC 5280 section 4.1.2.5"},
     .peer = "e_validity_time_not_positive",
     .rules = LintRules::community,
     .applies = any_certificate,
     .holds = positive},
};

}  // namespace

std::span<const Lint> lifetime_lints() { return kLifetimeLints; }

}  // namespace tlsonar::trust
