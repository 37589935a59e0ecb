#include "reports/html/outline.h"

#include "core/text.h"
#include "reports/format.h"
#include "reports/html/packer.h"
#include "trust/certificate.h"

#include <algorithm>
#include <numeric>

namespace tlsonar::reports::html {
namespace {

using audit::RuleStatus;
using Kept = audit::Deviation::Standing;

constexpr Standing kStandings[] = {
    {'f', "fail", "fails"},      {'k', "known", "fails, known"},  {'w', "waived", "waived"},
    {'i', "unclear", "unclear"}, {'t', "untested", "not tested"}, {'m', "manual", "by hand"},
    {'p', "pass", "holds"},      {'n', "na", "not applicable"},   {'y', "later", "not in force"},
};

const Standing& by_letter(char letter) {
    return *std::ranges::find(kStandings, letter, &Standing::letter);
}

char failure(const RuleResult& result) {
    bool known = false;
    bool waived = false;
    for (const audit::Deviation& deviation : result.deviations) {
        if (deviation.standing == Kept::fresh) return 'f';
        known = known || deviation.standing == Kept::known;
        waived = waived || deviation.standing == Kept::waived;
    }
    return known ? 'k' : waived ? 'w' : 'f';
}

char letter_of(const RuleResult& result) {
    switch (result.status) {
        case RuleStatus::pass:
            return 'p';
        case RuleStatus::fail:
            return failure(result);
        case RuleStatus::not_applicable:
            return 'n';
        case RuleStatus::not_yet:
            return 'y';
        case RuleStatus::not_tested:
            return 't';
        case RuleStatus::inconclusive:
            return 'i';
        case RuleStatus::manual:
            return 'm';
    }
    return 't';
}

Bytes octets_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool is_anchor_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '/';
}

}  // namespace

std::span<const Standing> standings() { return kStandings; }

const Standing& standing_of(const RuleResult& result) { return by_letter(letter_of(result)); }

std::string_view standing_word(Kept standing) {
    constexpr std::string_view kStandingWords[] = {"new", "known", "waived"};
    return kStandingWords[static_cast<std::size_t>(standing)];
}

std::string sha256_hex(std::string_view octets) {
    const auto digest = trust::CertificateHasher().sha256(octets_of(octets));
    return hex(Bytes(digest));
}

std::string sha256_base64(std::string_view octets) {
    const auto digest = trust::CertificateHasher().sha256(octets_of(octets));
    return base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string anchor_of(std::string_view prefix, std::string_view id) {
    constexpr std::size_t kLongest = 80;
    constexpr std::size_t kDigits = 8;
    std::string out(prefix);
    bool changed = id.size() > kLongest;
    for (const char c : id.substr(0, kLongest)) {
        changed = changed || !is_anchor_character(c);
        out += is_anchor_character(c) ? c : '_';
    }
    return changed ? out + "-" + sha256_hex(id).substr(0, kDigits) : out;
}

std::string many(std::uint64_t n, std::string_view noun) {
    return count(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

Outline::Outline(const Report& of, const HtmlOptions& how) : report(of), options(how) {
    compared = report.delta || !report.waivers.empty();
    list_rules();
    list_subjects();
    sort();
}

const RuleAt* Outline::find(const Rule* rule) const {
    const auto at = index_.find(rule);
    return at == index_.end() ? nullptr : &rules[at->second];
}

// A peer may choose names so that the few digits of two hashes are alike.
std::string Outline::own_anchor(std::string_view prefix, std::string_view id) {
    std::string anchor = anchor_of(prefix, id);
    if (!anchors_.insert(anchor).second) {
        anchor = std::string(prefix) + sha256_hex(id);
        anchors_.insert(anchor);
    }
    return anchor;
}

void Outline::list_rules() {
    for (std::size_t p = 0; p < report.policies.size(); ++p) {
        first_rule.push_back(rules.size());
        for (const Rule& rule : report.policies[p]->rules) {
            if (rule.disabled) continue;
            RuleAt one;
            one.policy = p;
            one.rule = &rule;
            one.name = report.policies[p]->id + ":" + rule.id;
            one.anchor = own_anchor("r-", one.name);
            one.link = "#" + one.anchor;
            index_.emplace(&rule, rules.size());
            rules.push_back(std::move(one));
        }
    }
    first_rule.push_back(rules.size());
}

void Outline::list_subjects() {
    subjects.resize(report.subjects.size());
    for (std::uint32_t i = 0; i < subjects.size(); ++i) {
        subjects[i].anchor = own_anchor("e-", report.subjects[i].subject.id);
        subjects[i].results.resize(rules.size());
        graded = graded || !report.subjects[i].grade.letter.empty();
        for (const audit::Judgement& judgement : report.subjects[i].judgements)
            for (const RuleResult& result : judgement.results)
                note(i, result);
    }
}

void Outline::note(std::uint32_t subject, const RuleResult& result) {
    const auto at = index_.find(result.rule);
    if (at == index_.end()) return;
    RuleAt& rule = rules[at->second];
    subjects[subject].results[at->second] = &result;
    const Standing& standing = standing_of(result);
    ++rule.counts[static_cast<std::size_t>(&standing - kStandings)];
    if (standing.letter == 'f')
        ++subjects[subject].counts[static_cast<std::size_t>(result.rule->severity)];
    if (result.status == RuleStatus::fail) rule.subjects.push_back(subject);
}

void Outline::sort() {
    order.resize(subjects.size());
    std::iota(order.begin(), order.end(), 0);
    // Compared from critical down.
    std::ranges::stable_sort(order, [this](std::uint32_t a, std::uint32_t b) {
        const SeverityCounts& of_a = subjects[a].counts;
        const SeverityCounts& of_b = subjects[b].counts;
        return std::lexicographical_compare(of_b.rbegin(), of_b.rend(), of_a.rbegin(), of_a.rend());
    });
    std::vector<std::uint32_t> rank(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        rank[order[i]] = i;
    for (RuleAt& rule : rules)
        std::ranges::sort(rule.subjects, {}, [&](std::uint32_t s) { return rank[s]; });
}

}  // namespace tlsonar::reports::html
