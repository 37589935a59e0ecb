// Certificate Transparency: what can be told from the certificate alone. Signatures, logs and
// operators are judged in trust/ct/.
#include "core/text.h"
#include "trust/lint/catalogue.h"
#include "trust/lint/make.h"

#include <algorithm>

namespace tlsonar::trust {
namespace {

bool final_certificate(const LintSubject& x) { return x.subscriber() && !x.summary.ct_poison; }

// The log identifiers of the embedded list, sorted, each once. SerializedSCT (RFC 6962 section
// 3.3): version octet, then 32 octets of log identifier.
std::vector<std::string_view> embedded_logs(const LintSubject& x) {
    std::vector<std::string_view> logs;
    const auto item = x.value(oid::sct_list);
    if (!item || !item->is(tag::octet_string) || item->content.size() < 2) return logs;
    Bytes rest = item->content.subspan(2);
    while (rest.size() >= 2) {
        const std::size_t size = (static_cast<std::size_t>(rest[0]) << 8) | rest[1];
        if (size > rest.size() - 2) break;
        if (size >= 33) logs.push_back(as_text(rest.subspan(3, 32)));
        rest = rest.subspan(2 + size);
    }
    std::sort(logs.begin(), logs.end());
    logs.erase(std::unique(logs.begin(), logs.end()), logs.end());
    return logs;
}

std::size_t wanted_by_months(std::int64_t from, std::int64_t to) {
    if (to < add_months(from, 15)) return 2;
    if (to < add_months(from, 27)) return 3;
    return to < add_months(from, 39) ? 4 : 5;
}

constexpr std::int64_t kPolicyByDays = lint_date(2021, 4, 21);

LintOutcome enough_logs(const LintSubject& x) {
    if (!x.summary.not_after) return lint_unclear("validity cannot be read");
    const std::size_t found = embedded_logs(x).size();
    std::size_t wanted = wanted_by_months(*x.summary.not_before, *x.summary.not_after);
    if (*x.summary.not_before >= kPolicyByDays) wanted = x.lifetime() <= 180 * kDay ? 2 : 3;
    return lint_check(found >= wanted, std::to_string(found) + " logs",
                      std::to_string(wanted) + " logs");
}

LintOutcome list_not_empty(const LintSubject& x) {
    if (!x.has(oid::sct_list)) return lint_holds();
    const auto item = x.value(oid::sct_list);
    if (!item || item->content.size() < 2) return lint_unclear("SCT list cannot be read");
    return lint_check(item->content[0] != 0 || item->content[1] != 0, "an empty list",
                      "at least one SCT");
}

constexpr Lint kCtLints[] = {
    {.kind = {"lint.sct-list-empty", Severity::medium, "The list of SCTs is empty",
              "The extension is there and holds nothing, so it proves no logging, and its syntax "
              "forbids that.",
              "Have the certificate reissued.", "RFC 6962 section 3.3"},
     .peer = "e_empty_sct_list",
     .rules = LintRules::rfc,
     .since = since::rfc6962,
     .applies = final_certificate,
     .holds = list_not_empty},
    {.kind =
         {"lint.sct-too-few", Severity::low, "Fewer embedded SCTs than browsers want",
          "Safari and Chrome want SCTs from several logs: two for certificates of up to 180 "
          "days, three for longer ones (before April 2021 two to five, by months). The rest can "
          "come with the handshake or the OCSP staple.",
          "Have the certificate reissued with more SCTs, or let the server send them.",
          "Apple, Certificate Transparency policy (HT205280), from 2018-10-15"},
     .peer = "w_ct_sct_policy_count_unsatisfied",
     .rules = LintRules::apple,
     .level = LintLevel::note,
     .since = lint_date(2018, 10, 15),
     .applies = final_certificate,
     .holds = enough_logs},
};

}  // namespace

std::span<const Lint> ct_lints() { return kCtLints; }

}  // namespace tlsonar::trust
