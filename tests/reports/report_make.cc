#include "report_make.h"

#include "report_make_subjects.h"

#include <cstdio>
#include <memory>
#include <utility>

namespace tlsonar::reports {
namespace {

using audit::Assessed;
using audit::Day;
using audit::Deviation;
using audit::Judgement;
using audit::Policy;
using audit::PolicyPtr;
using audit::PolicyVerdict;
using audit::Report;
using audit::Rule;
using audit::RuleResult;
using audit::RuleStatus;
using audit::Severity;
using Standing = audit::Deviation::Standing;

Day day(std::string_view text) { return audit::parse_day(text).value(); }

struct RuleText {
    std::string_view id, title, requirement;
    Severity severity;
    std::string_view level, reference;
};

Rule rule_of(const RuleText& text) {
    Rule rule;
    rule.id = text.id;
    rule.title = text.title;
    rule.requirement = text.requirement;
    rule.severity = text.severity;
    rule.level = text.level;
    rule.reference = text.reference;
    rule.evidence.active = true;
    return rule;
}

PolicyPtr tls_policy() {
    Policy policy;
    policy.id = "example-tls";
    policy.title = "Example guideline for TLS servers";
    policy.publisher = "Example Institute";
    policy.version = "6.0";
    policy.date = "2026-04-06";
    policy.status = "current";
    policy.certainty = "source";
    policy.sources = {{"Example guideline 6.0", "https://tls.example/guideline", ""}};
    policy.rules = {
        rule_of({"PROTO", "Protocol versions", "Only TLS 1.2 and TLS 1.3 are accepted.",
                 Severity::high, "MUST", "3.1"}),
        rule_of({"SUITES", "Cipher suites", "Only suites of the list are accepted.",
                 Severity::medium, "MUST", "3.2 table 4"}),
        rule_of({"GROUP", "Post-quantum group", "X25519MLKEM768 is accepted.", Severity::low,
                 "SHOULD", "3.3"}),
        rule_of(
            {"HSTS", "Strict transport", "HSTS lasts two years.", Severity::low, "SHOULD", "4"}),
        rule_of(
            {"STAPLE", "OCSP stapling", "A response is stapled.", Severity::info, "MAY", "5.2"}),
    };
    policy.rules[0].evidence.passive = true;
    policy.rules[3].interpretation = true;
    policy.rules[4].note = "Public CAs may stop OCSP.";
    return std::make_shared<Policy>(std::move(policy));
}

PolicyPtr certificate_policy() {
    Policy policy;
    policy.id = "example-pki";
    policy.title = "Example rules for certificates";
    policy.publisher = "Example Forum";
    policy.version = "2.2.6";
    policy.date = "2026-03-31";
    policy.status = "current";
    policy.certainty = "mixed";
    policy.sources = {{"Example rules 2.2.6", "https://pki.example/rules", ""}};
    policy.rules = {
        rule_of({"KEY", "Key size", "RSA keys have at least 2048 bits.", Severity::critical, "",
                 "6.1.5"}),
        rule_of({"VALIDITY", "Validity", "Certificates are valid for at most 200 days.",
                 Severity::medium, "", "6.3.2"}),
        rule_of({"TIME", "Expiry", "The certificate is valid now.", Severity::high, "", "7.1"}),
        rule_of({"SHORT", "Short validity", "Certificates are valid for at most 47 days.",
                 Severity::low, "", "6.3.2"}),
        rule_of({"MODULE", "Key custody", "Keys lie in a validated module.", Severity::medium, "",
                 "6.2"}),
    };
    policy.rules[0].from_source = false;
    policy.rules[3].effective_from = day("2029-03-15");
    policy.rules[4].evidence = {false, false, true};
    return std::make_shared<Policy>(std::move(policy));
}

// Depends on all of `text`: FNV-1a from two seeds.
audit::Fingerprint fingerprint_of(std::string_view text) {
    audit::Fingerprint::Octets out{};
    std::size_t n = 0;
    for (std::uint64_t hash : {14695981039346656037ULL, 1099511628211ULL}) {
        for (const char c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        for (int shift = 56; shift >= 0; shift -= 8)
            out.at(n++) = static_cast<std::uint8_t>(hash >> shift);
    }
    return audit::Fingerprint(out);
}

struct Told {
    std::string_view rule;
    RuleStatus status;
    std::string_view cause;
    std::vector<Deviation> deviations;
};

Deviation deviation(std::string_view fact, std::string_view aspect, std::string_view observed,
                    std::string_view expected, Standing standing = Standing::fresh) {
    Deviation out;
    out.fact = audit::find_fact(fact).value();
    out.aspect = aspect;
    out.observed = observed;
    out.expected = expected;
    out.evidence = "connection 12";
    out.standing = standing;
    return out;
}

// One result for each rule: those of `told`, and `rest` for others.
Judgement judgement(const Policy& policy, const std::string& subject, RuleStatus rest,
                    std::vector<Told> told, PolicyVerdict verdict) {
    Judgement out;
    out.verdict = verdict;
    for (const Rule& rule : policy.rules) {
        RuleResult result;
        result.rule = &rule;
        result.status = rest;
        for (Told& one : told) {
            if (one.rule != rule.id) continue;
            result.status = one.status;
            result.cause = one.cause;
            result.deviations = std::move(one.deviations);
            for (Deviation& d : result.deviations)
                d.fingerprint = fingerprint_of(policy.id + '|' + rule.id + '|' + subject + '|' +
                                               d.aspect.text());
        }
        out.tally.add(result);
        out.results.push_back(std::move(result));
    }
    return out;
}

const Told kLater{"SHORT", RuleStatus::not_yet, "in force from 2029-03-15", {}};
const Told kByHand{"MODULE", RuleStatus::manual, "", {}};

Assessed good(const Policy& tls, const Policy& pki) {
    Assessed out;
    out.subject = good_subject();
    const std::string& id = out.subject.id;
    out.judgements = {
        judgement(tls, id, RuleStatus::pass, {}, PolicyVerdict::pass),
        judgement(pki, id, RuleStatus::pass,
                  {{"KEY", RuleStatus::not_applicable, "the key is EC", {}}, kLater, kByHand},
                  PolicyVerdict::pass)};
    out.grade.letter = "A+";
    out.grade.protocol = out.grade.key_exchange = 100;
    out.grade.cipher = 90;
    out.grade.total = 96;
    out.grade.arithmetic = {"protocol 100 x 30 % = 30", "key exchange 100 x 30 % = 30",
                            "cipher 90 x 40 % = 36"};
    return out;
}

Assessed bad(const Policy& tls, const Policy& pki) {
    Assessed out;
    out.subject = bad_subject();
    const std::string& id = out.subject.id;
    std::vector<Deviation> suites = {
        deviation("server.suites.accepted", "TLS_RSA_WITH_RC4_128_MD5", "TLS_RSA_WITH_RC4_128_MD5",
                  "a suite of the list"),
        deviation("server.suites.accepted", "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
                  "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "a suite of the list", Standing::known),
        deviation("server.suites.accepted", "TLS_RSA_WITH_AES_128_CBC_SHA",
                  "TLS_RSA_WITH_AES_128_CBC_SHA", "a suite of the list", Standing::waived)};
    out.judgements = {
        judgement(
            tls, id, RuleStatus::pass,
            {{"PROTO",
              RuleStatus::fail,
              "",
              {deviation("server.protocols.accepted", "TLSv1", "TLSv1", "only TLSv1.2, TLSv1.3")}},
             {"SUITES", RuleStatus::fail, "", std::move(suites)},
             {"GROUP", RuleStatus::not_applicable, "no TLS 1.3", {}},
             {"HSTS", RuleStatus::inconclusive, "HTTP answered with a timeout", {}}},
            PolicyVerdict::fail),
        judgement(
            pki, id, RuleStatus::pass,
            {{"KEY",
              RuleStatus::fail,
              "",
              {deviation("cert.leaf.key.bits", "", "1024", "at least 2048")}},
             {"VALIDITY",
              RuleStatus::fail,
              "",
              {deviation("cert.leaf.validity_days", "", "730", "at most 200", Standing::waived)}},
             {"TIME",
              RuleStatus::fail,
              "",
              {deviation("cert.leaf.time_valid", "", "no", "yes", Standing::known)}},
             kLater,
             kByHand},
            PolicyVerdict::fail)};
    out.grade.letter = "F";
    out.grade.protocol = 90;
    out.grade.key_exchange = 20;
    out.grade.cipher = 50;
    out.grade.total = 0;
    out.grade.caps = {{"F", "a key of 1024 bits"}, {"B", "RC4 is accepted"}};
    out.grade.warnings = {"no HSTS"};
    out.grade.arithmetic = {"protocol 90 x 30 % = 27"};
    return out;
}

Assessed unreachable(const Policy& tls, const Policy& pki) {
    Assessed out;
    out.subject = unreachable_subject();
    const std::string& id = out.subject.id;
    const auto all = [&](const Policy& policy) {
        Judgement all_of =
            judgement(policy, id, RuleStatus::not_tested, {}, PolicyVerdict::incomplete);
        for (RuleResult& result : all_of.results)
            result.cause = "nothing answered";
        return all_of;
    };
    out.judgements = {all(tls), all(pki)};
    out.grade.cause = "the endpoint was not reached";
    return out;
}

Assessed overheard(const Policy& tls, const Policy& pki) {
    Assessed out;
    out.subject = overheard_subject();
    const std::string& id = out.subject.id;
    const std::string_view cause = "a capture can't show it";
    out.judgements = {judgement(tls, id, RuleStatus::not_tested,
                                {{"PROTO", RuleStatus::not_tested, cause, {}},
                                 {"GROUP", RuleStatus::pass, "", {}}},
                                PolicyVerdict::incomplete),
                      judgement(pki, id, RuleStatus::not_applicable, {kLater, kByHand},
                                PolicyVerdict::not_applicable)};
    out.grade.cause = "seen in a capture only";
    return out;
}

Assessed of_file(const Policy& tls, const Policy& pki) {
    Assessed out;
    out.subject = file_subject();
    const std::string& id = out.subject.id;
    out.judgements = {
        judgement(tls, id, RuleStatus::not_applicable, {}, PolicyVerdict::not_applicable),
        judgement(pki, id, RuleStatus::pass,
                  {{"VALIDITY",
                    RuleStatus::fail,
                    "",
                    {deviation("cert.leaf.validity_days", "", "398", "at most 200")}},
                   {"KEY", RuleStatus::not_tested, "nobody asked", {}},
                   kLater,
                   kByHand},
                  PolicyVerdict::fail)};
    out.grade.cause = "a file has no grade";
    return out;
}

std::vector<audit::Waiver> waivers() {
    audit::Waiver used;
    used.rule = "example-*:*";
    used.target = "old.example.com:*";
    used.reason = "The till needs it until the spring.";
    used.owner = "ops@example.com";
    used.ticket = "OPS-17";
    used.expires = day("2027-04-01");
    used.file = "waivers.yaml";
    used.line = 3;
    used.used = 2;
    audit::Waiver expired = used;
    expired.rule = "example-tls:PROTO";
    expired.expires = day("2026-06-30");
    expired.line = 9;
    expired.expired = true;
    expired.used = 1;
    audit::Waiver unused = used;
    unused.target = "gone.example.com:443";
    unused.expires.reset();
    unused.line = 15;
    unused.used = 0;
    return {used, expired, unused};
}

void frame(Report& report) {
    report.version = "0.1.0";
    report.as_of = day("2026-11-21");
    report.input_hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    report.policies = {tls_policy(), certificate_policy()};
}

std::vector<Assessed> assessed(const Report& report) {
    const Policy& tls = *report.policies[0];
    const Policy& pki = *report.policies[1];
    std::vector<Assessed> out;
    out.push_back(overheard(tls, pki));
    out.push_back(of_file(tls, pki));
    out.push_back(unreachable(tls, pki));
    out.push_back(bad(tls, pki));
    out.push_back(good(tls, pki));
    return out;
}

}  // namespace

Report plain_report() {
    Report report;
    frame(report);
    report.subjects = assessed(report);
    report.waivers = waivers();
    report.notices = {{Severity::medium,
                       "waivers.yaml:9: the waiver of example-tls:PROTO has expired on 2026-06-30"},
                      {Severity::low, "waivers.yaml:15: the waiver of example-*:* covers nothing"}};
    for (audit::Assessed& one : report.subjects)
        for (audit::Judgement& j : one.judgements)
            for (audit::RuleResult& result : j.results)
                for (Deviation& d : result.deviations)
                    if (d.standing == Standing::waived) d.waiver = 0;
    const Rule* later = report.policies[1]->find("SHORT");
    report.forecasts = {{day("2029-03-15"), 1, later, {1, 3, 4}}};
    report.delta.emplace();
    report.delta->file = "baseline.json";
    report.delta->fresh = 4;
    report.delta->known = 2;
    report.delta->fixed = {"example-tls:PROTO shop.example.com:443 SSLv3"};
    return report;
}

Report hostile_report() {
    Report report = plain_report();
    make_harmful(report);
    return report;
}

Report empty_report() {
    Report report;
    report.version = "0.1.0";
    report.as_of = day("2026-11-21");
    return report;
}

Report large_report(std::size_t endpoints) {
    Report report;
    frame(report);
    const std::vector<Assessed> kinds = assessed(report);
    for (std::size_t i = 0; i < endpoints; ++i) {
        Assessed one = kinds[i % kinds.size()];
        char number[32];
        std::snprintf(number, sizeof number, "%06zu.", i);
        one.subject.id = number + one.subject.id;
        one.subject.line = static_cast<std::uint32_t>(i + 1);
        for (Judgement& j : one.judgements)
            for (RuleResult& result : j.results)
                for (Deviation& d : result.deviations)
                    d.fingerprint = fingerprint_of(number + d.fingerprint.text());
        report.subjects.push_back(std::move(one));
    }
    return report;
}

}  // namespace tlsonar::reports
