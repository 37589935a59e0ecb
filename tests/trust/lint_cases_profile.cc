#include "tests/trust/lint_cases.h"

namespace tlsonar::trust::test {
namespace {

constexpr const char* kPolicies = "2.5.29.32";
constexpr const char* kCrlPoints = "2.5.29.31";
constexpr const char* kConstraints = "2.5.29.30";

// A policy with a qualifier.
std::string qualified(std::string_view policy, std::string_view qualifier, std::string_view value) {
    return seq(seq(oid(policy) + seq(seq(oid(qualifier) + std::string(value)))));
}
std::string notice(const std::string& parts) {
    return qualified("2.23.140.1.2.1", "1.3.6.1.5.5.7.2.2", seq(parts));
}
std::string cps(std::string_view url) {
    return qualified("2.23.140.1.2.1", "1.3.6.1.5.5.7.2.1", tlv(0x16, url));
}
std::string point(const std::string& more) {
    return seq(seq(tlv(0xA0, tlv(0xA0, tlv(0x86, "http://ca.example.com/1.crl"))) + more));
}
std::string permitted(const std::string& base) { return seq(tlv(0xA0, seq(base))); }

// Without fault under the EV Guidelines.
using Attributes = std::vector<std::pair<std::string, std::string>>;
Attributes ev_subject() {
    return {{"1.3.6.1.4.1.311.60.2.1.3", "NL"},
            {"2.5.4.15", "Private Organization"},
            {"2.5.4.5", "12345678"},
            {"2.5.4.6", "NL"},
            {"2.5.4.7", "Utrecht"},
            {"2.5.4.10", "Example B.V."}};
}
void ev(Blueprint& plan, const Attributes& attributes) {
    std::string rdns;
    for (const auto& [type, value] : attributes)
        rdns += rdn(type, 0x13, value);
    plan.subject = seq(rdns);
    plan.find("2.5.29.17")->flag = "";
    plan.set(kPolicies, "", policies({"2.23.140.1.1"}));
}
void ev_without(Blueprint& plan, std::string_view type) {
    Attributes attributes = ev_subject();
    std::erase_if(attributes, [type](const auto& one) { return one.first == type; });
    ev(plan, attributes);
}

const Breaking kProfileCases[] = {
    // Profiles
    {"lint.subject-order", Base::server,
     [](Blueprint& p) {
         subject(p, {{kCn, "www.example.com"}, {"2.5.4.6", "NL"}});
         p.set(kPolicies, "", policies({"2.23.140.1.2.1"}));
     }},
    {"lint.subject-attribute-twice", Base::server,
     [](Blueprint& p) {
         subject(p, {{"2.5.4.6", "NL"}, {"2.5.4.6", "NL"}});
     }},
    {"lint.person-without-policy", Base::server,
     [](Blueprint& p) {
         subject(p, {{"2.5.4.4", "Doe"}, {"2.5.4.42", "Jo"}});
     }},
    {"lint.policies-not-one-reserved", Base::server,
     [](Blueprint& p) {
         p.set(kPolicies, "", policies({"2.23.140.1.2.1", "2.23.140.1.2.2"}));
     }},
    {"lint.leaf-with-any-policy", Base::server,
     [](Blueprint& p) {
         p.set(kPolicies, "", policies({"2.23.140.1.2.1", "2.5.29.32.0"}));
     }},
    {"lint.ca-policies-several-reserved", Base::intermediate,
     [](Blueprint& p) {
         p.set(kPolicies, "", policies({"2.23.140.1.2.1", "2.23.140.1.2.2"}));
     }},
    {"lint.policy-reserved-not-first", Base::server,
     [](Blueprint& p) {
         p.set(kPolicies, "", policies({"1.2.3.4", "2.23.140.1.2.1"}));
     }},
    {"lint.policy-qualifier-not-cps", Base::server,
     [](Blueprint& p) { p.set(kPolicies, "", notice(tlv(0x0C, "text"))); }},
    {"lint.policy-cps-not-http", Base::server,
     [](Blueprint& p) { p.set(kPolicies, "", cps("ldap://ca.example.com/cps")); }},
    {"lint.crl-point-with-reasons", Base::server,
     [](Blueprint& p) { p.set(kCrlPoints, "", point(tlv(0x81, "\x06\x40"))); }},
    {"lint.crl-point-without-full-name", Base::server,
     [](Blueprint& p) {
         p.set(kCrlPoints, "", seq(seq(tlv(0xA0, tlv(0xA1, seq(oid(kCn) + tlv(0x0C, "CRL 1")))))));
     }},
    {"lint.crl-points-several", Base::server,
     [](Blueprint& p) {
         const std::string one = seq(tlv(0xA0, tlv(0xA0, tlv(0x86, "http://a.example.com/1"))));
         p.set(kCrlPoints, "", seq(one + one));
     }},
    {"lint.sct-list-critical", Base::server,
     [](Blueprint& p) { flag(p, "1.3.6.1.4.1.11129.2.4.2", kCritical); }},
    {"lint.ca-subject-unit", Base::root,
     [](Blueprint& p) {
         p.subject = p.issuer = name({{"2.5.4.6", "NL"},
                                      {"2.5.4.10", "Test Trust"},
                                      {"2.5.4.11", "Unit"},
                                      {kCn, "Test Root"}});
     }},
    {"lint.ca-purposes-mixed", Base::intermediate,
     [](Blueprint& p) {
         p.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.8"}));
     }},
    {"lint.ca-purpose-any", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.37", "", purposes({"2.5.29.37.0"})); }},
    {"lint.subordinate-without-aia", Base::intermediate, [](Blueprint& p) { p.drop(kAia); }},
    // Forms
    {"lint.san-email-form", Base::server,
     [](Blueprint& p) {
         san(p, {{0x81, "Jo <jo@example.com>"}});
     }},
    {"lint.san-uri-form", Base::server,
     [](Blueprint& p) {
         san(p, {{0x86, "/path"}});
     }},
    {"lint.san-dns-space", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, " "}});
     }},
    {"lint.issuer-alt-name-form", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.18", "", general_names({{0x86, "ca.example.com"}}));
     }},
    {"lint.policy-text-ia5", Base::server,
     [](Blueprint& p) { p.set(kPolicies, "", notice(tlv(0x16, "text"))); }},
    {"lint.policy-text-too-long", Base::server,
     [](Blueprint& p) { p.set(kPolicies, "", notice(tlv(0x0C, std::string(201, 'x')))); }},
    {"lint.policy-notice-reference", Base::server,
     [](Blueprint& p) {
         p.set(kPolicies, "", notice(seq(tlv(0x0C, "Test Trust") + seq(integer("\x01")))));
     }},
    {"lint.any-policy-qualifier", Base::intermediate,
     [](Blueprint& p) {
         p.set(kPolicies, "", qualified("2.5.29.32.0", "1.2.3.4", tlv(0x0C, "x")));
     }},
    {"lint.rsa-ca-key-usage", Base::intermediate,
     [](Blueprint& p) {
         rsa(p, rsa_modulus(2048), k65537);
         p.set("2.5.29.15", kCritical, key_usage(1, {0x8E}));
     }},
    {"lint.ec-key-encipherment", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(5, {0xA0})); }},
    {"lint.key-usage-too-long", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.15", kCritical, key_usage(0, {0x80, 0x01}));
     }},
    {"lint.basic-constraints-not-der", Base::server,
     [](Blueprint& p) { p.set("2.5.29.19", kCritical, seq(tlv(1, std::string(1, '\0')))); }},
    {"lint.name-constraints-leading-dot", Base::intermediate,
     [](Blueprint& p) { p.set(kConstraints, kCritical, permitted(tlv(0x82, ".example.com"))); }},
    {"lint.name-constraints-odd-kind", Base::intermediate,
     [](Blueprint& p) { p.set(kConstraints, kCritical, permitted(tlv(0x88, "\x2A\x03\x04"))); }},
    {"lint.crl-points-without-url", Base::server,
     [](Blueprint& p) {
         p.set(kCrlPoints, "", seq(seq(tlv(0xA0, tlv(0xA0, tlv(0x82, "ca.example.com"))))));
     }},
    {"lint.subject-control-character", Base::server,
     [](Blueprint& p) {
         subject(p, {{"2.5.4.10", "Example\x1B[2J"}});
     }},
    {"lint.issuer-country-not-printable", Base::server,
     [](Blueprint& p) { p.issuer = seq(rdn("2.5.4.6", 0x0C, "NL")); }},
    // Extended validation
    {"lint.ev-without-organization", Base::server, [](Blueprint& p) { ev_without(p, "2.5.4.10"); }},
    {"lint.ev-without-country", Base::server, [](Blueprint& p) { ev_without(p, "2.5.4.6"); }},
    {"lint.ev-without-category", Base::server, [](Blueprint& p) { ev_without(p, "2.5.4.15"); }},
    {"lint.ev-category-unknown", Base::server,
     [](Blueprint& p) {
         Attributes attributes = ev_subject();
         attributes[1].second = "Private";
         ev(p, attributes);
     }},
    {"lint.ev-without-serial-number", Base::server, [](Blueprint& p) { ev_without(p, "2.5.4.5"); }},
    {"lint.ev-without-jurisdiction", Base::server,
     [](Blueprint& p) { ev_without(p, "1.3.6.1.4.1.311.60.2.1.3"); }},
    {"lint.ev-wildcard", Base::server,
     [](Blueprint& p) {
         ev(p, ev_subject());
         p.set("2.5.29.17", "", dns("*.example.com"));
     }},
    {"lint.ev-address", Base::server,
     [](Blueprint& p) {
         ev(p, ev_subject());
         p.set("2.5.29.17", "", general_names({{0x87, std::string("\x09\x09\x09\x09", 4)}}));
     }},
    {"lint.ev-extra-attribute", Base::server,
     [](Blueprint& p) {
         Attributes attributes = ev_subject();
         attributes.emplace_back("2.5.4.12", "Boss");
         ev(p, attributes);
     }},
    {"lint.ev-lifetime-over-27-months", Base::server,
     [](Blueprint& p) {
         ev(p, ev_subject());
         p.live("20170101000000", 900);
     }},
};

}  // namespace

std::span<const Breaking> cases_of_profiles() { return kProfileCases; }

Blueprint ev_server() {
    Blueprint plan = server();
    ev(plan, ev_subject());
    return plan;
}

}  // namespace tlsonar::trust::test
