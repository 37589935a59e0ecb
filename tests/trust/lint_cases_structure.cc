#include "tests/trust/lint_cases.h"

namespace tlsonar::trust::test {
namespace {

void policy(Blueprint& plan, const char* dotted) { plan.set("2.5.29.32", "", policies({dotted})); }
constexpr const char* kDv = "2.23.140.1.2.1";
constexpr const char* kOv = "2.23.140.1.2.2";
constexpr const char* kIv = "2.23.140.1.2.3";
constexpr const char* kCountry = "2.5.4.6";
constexpr const char* kPlace = "2.5.4.7";
constexpr const char* kProvince = "2.5.4.8";
constexpr const char* kStreet = "2.5.4.9";
constexpr const char* kOrganization = "2.5.4.10";
constexpr const char* kUnit = "2.5.4.11";
constexpr const char* kPostal = "2.5.4.17";
// The subject as it is, with one attribute of that type and tag.
void field(Blueprint& plan, const char* type, int tag, std::string_view value) {
    plan.subject = seq(rdn(type, tag, value));
}

const Breaking kStructureCases[] = {
    // Structure
    {"lint.serial-too-long", Base::server,
     [](Blueprint& p) { p.serial = integer(std::string(21, '\x11')); }},
    {"lint.serial-not-positive", Base::server,
     [](Blueprint& p) { p.serial = integer("\x91\x22\x33\x44\x55\x66\x77\x11"); }},
    {"lint.serial-low-entropy", Base::server, [](Blueprint& p) { p.serial = integer("\x11"); }},
    {"lint.version-not-3", Base::server,
     [](Blueprint& p) { p.version = tlv(0xA0, integer("\x01")); }},
    {"lint.extensions-without-version-3", Base::server, [](Blueprint& p) { p.version = ""; }},
    {"lint.unique-identifier", Base::server,
     [](Blueprint& p) { p.tail = tlv(0x81, std::string("\0\x01", 2)); }},
    {"lint.unique-identifier-version", Base::server,
     [](Blueprint& p) {
         p.version = "";
         p.tail = tlv(0x82, std::string("\0\x01", 2));
     }},
    {"lint.time-form-of-the-wrong-century", Base::server,
     [](Blueprint& p) { p.not_before = tlv(0x18, "20260501000000Z"); }},
    {"lint.utc-time-not-zulu", Base::server,
     [](Blueprint& p) { p.not_before = tlv(0x17, "260501000000+0100"); }},
    {"lint.utc-time-without-seconds", Base::server,
     [](Blueprint& p) { p.not_before = tlv(0x17, "2605010000Z"); }},
    {"lint.generalized-time-not-zulu", Base::server,
     [](Blueprint& p) { p.not_after = tlv(0x18, "20260701000000+0100"); }},
    {"lint.generalized-time-without-seconds", Base::server,
     [](Blueprint& p) { p.not_after = tlv(0x18, "202607010000Z"); }},
    {"lint.generalized-time-with-fraction", Base::server,
     [](Blueprint& p) { p.not_after = tlv(0x18, "20260701000000.5Z"); }},
    {"lint.extension-critical-false-written", Base::server,
     [](Blueprint& p) { flag(p, "2.5.29.37", std::string("\x01\x01\x00", 3)); }},
    {"lint.extension-twice", Base::server,
     [](Blueprint& p) { p.extensions.push_back(*p.find("2.5.29.37")); }},
    {"lint.extensions-empty", Base::server,
     [](Blueprint& p) {
         p.extensions.clear();
         p.tail = tlv(0xA3, seq(""));
     }},
    {"lint.key-usage-not-minimal", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(0, {0x80})); }},
    // Certificate Transparency
    {"lint.sct-list-empty", Base::server,
     [](Blueprint& p) { p.set("1.3.6.1.4.1.11129.2.4.2", "", tlv(4, std::string("\0\0", 2))); }},
    {"lint.sct-too-few", Base::server, [](Blueprint& p) { p.drop("1.3.6.1.4.1.11129.2.4.2"); }},
    // The subject
    {"lint.subject-unit", Base::server,
     [](Blueprint& p) {
         subject(p, {{kUnit, "IT"}});
     }},
    {"lint.dv-with-organization", Base::server,
     [](Blueprint& p) {
         subject(p, {{kOrganization, "X"}});
     }},
    {"lint.dv-with-locality", Base::server,
     [](Blueprint& p) {
         subject(p, {{kPlace, "X"}});
     }},
    {"lint.dv-with-postal-code", Base::server,
     [](Blueprint& p) {
         subject(p, {{kPostal, "1"}});
     }},
    {"lint.dv-with-province", Base::server,
     [](Blueprint& p) {
         subject(p, {{kProvince, "X"}});
     }},
    {"lint.dv-with-street", Base::server,
     [](Blueprint& p) {
         subject(p, {{kStreet, "X"}});
     }},
    {"lint.dv-subject-attribute", Base::server,
     [](Blueprint& p) {
         subject(p, {{"2.5.4.5", "7"}});
     }},
    {"lint.ov-without-organization", Base::server, [](Blueprint& p) { policy(p, kOv); }},
    {"lint.ov-without-country", Base::server, [](Blueprint& p) { policy(p, kOv); }},
    {"lint.ov-without-place", Base::server, [](Blueprint& p) { policy(p, kOv); }},
    {"lint.iv-without-person", Base::server, [](Blueprint& p) { policy(p, kIv); }},
    {"lint.iv-without-country", Base::server, [](Blueprint& p) { policy(p, kIv); }},
    {"lint.iv-without-place", Base::server, [](Blueprint& p) { policy(p, kIv); }},
    {"lint.street-without-owner", Base::server,
     [](Blueprint& p) {
         subject(p, {{kStreet, "X"}});
     }},
    {"lint.locality-without-owner", Base::server,
     [](Blueprint& p) {
         subject(p, {{kPlace, "X"}});
     }},
    {"lint.province-without-owner", Base::server,
     [](Blueprint& p) {
         subject(p, {{kProvince, "X"}});
     }},
    {"lint.postal-code-without-owner", Base::server,
     [](Blueprint& p) {
         subject(p, {{kPostal, "1"}});
     }},
    {"lint.subject-placeholder", Base::server,
     [](Blueprint& p) {
         subject(p, {{kOrganization, "-"}});
     }},
    {"lint.subject-field-too-long", Base::server,
     [](Blueprint& p) {
         subject(p, {{kOrganization, std::string(65, 'x')}});
     }},
    {"lint.subject-leading-space", Base::server,
     [](Blueprint& p) {
         subject(p, {{kOrganization, " X"}});
     }},
    {"lint.subject-trailing-space", Base::server,
     [](Blueprint& p) {
         subject(p, {{kOrganization, "X "}});
     }},
    {"lint.issuer-leading-space", Base::server,
     [](Blueprint& p) {
         p.issuer = name({{kCn, " X"}});
     }},
    {"lint.issuer-trailing-space", Base::server,
     [](Blueprint& p) {
         p.issuer = name({{kCn, "X "}});
     }},
    {"lint.subject-joined-fields", Base::server,
     [](Blueprint& p) {
         p.subject = seq(tlv(0x31, seq(oid(kCn) + tlv(0x0C, "www.example.com")) +
                                       seq(oid(kCountry) + tlv(0x13, "NL"))));
     }},
    {"lint.subject-empty-field", Base::server,
     [](Blueprint& p) {
         subject(p, {{kOrganization, ""}});
     }},
    {"lint.subject-bad-printable", Base::server,
     [](Blueprint& p) { field(p, kOrganization, 0x13, "A&B"); }},
    {"lint.subject-not-printable-string", Base::server,
     [](Blueprint& p) { field(p, kCountry, 0x0C, "NL"); }},
    {"lint.subject-country-not-code", Base::server,
     [](Blueprint& p) { field(p, kCountry, 0x13, "NLD"); }},
    {"lint.subject-country-in-small-letters", Base::server,
     [](Blueprint& p) { field(p, kCountry, 0x13, "nl"); }},
    {"lint.issuer-empty", Base::server, [](Blueprint& p) { p.issuer = seq(""); }},
    {"lint.ca-subject-empty", Base::intermediate, [](Blueprint& p) { p.subject = seq(""); }},
    {"lint.ca-without-country", Base::intermediate,
     [](Blueprint& p) {
         p.subject = name({{kOrganization, "X"}, {kCn, "Y"}});
     }},
    {"lint.ca-without-organization", Base::intermediate,
     [](Blueprint& p) {
         p.subject = name({{kCountry, "NL"}, {kCn, "Y"}});
     }},
    {"lint.ca-without-common-name", Base::intermediate,
     [](Blueprint& p) {
         p.subject = name({{kCountry, "NL"}, {kOrganization, "X"}});
     }},
    // Identifiers and constraints
    {"lint.authority-key-id-missing", Base::server, [](Blueprint& p) { p.drop("2.5.29.35"); }},
    {"lint.authority-key-id-extension-missing", Base::server,
     [](Blueprint& p) { p.drop("2.5.29.35"); }},
    {"lint.authority-key-id-critical", Base::server,
     [](Blueprint& p) { flag(p, "2.5.29.35", kCritical); }},
    {"lint.authority-key-id-with-issuer", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.35", "",
               seq(tlv(0x80, "key") + tlv(0xA1, tlv(0xA4, p.issuer)) + tlv(0x82, "\x01")));
     }},
    {"lint.subject-key-id-critical", Base::intermediate,
     [](Blueprint& p) { flag(p, "2.5.29.14", kCritical); }},
    {"lint.ca-without-key-id", Base::intermediate, [](Blueprint& p) { p.drop("2.5.29.14"); }},
    {"lint.leaf-with-key-id", Base::server,
     [](Blueprint& p) { p.set("2.5.29.14", "", tlv(4, "key")); }},
    {"lint.leaf-with-name-constraints", Base::server,
     [](Blueprint& p) { p.set("2.5.29.30", kCritical, seq(tlv(0xA0, seq(tlv(0x82, "x.com"))))); }},
    {"lint.name-constraints-not-critical", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.30", "", seq(tlv(0xA0, seq(tlv(0x82, "x.com"))))); }},
    {"lint.name-constraints-empty", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.30", kCritical, seq("")); }},
    {"lint.name-constraints-with-bounds", Base::intermediate,
     [](Blueprint& p) {
         p.set("2.5.29.30", kCritical, seq(tlv(0xA0, seq(tlv(0x82, "x.com") + tlv(0x80, "\x01")))));
     }},
    {"lint.policy-constraints-empty", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.36", kCritical, seq("")); }},
    {"lint.policy-constraints-not-critical", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.36", "", seq(tlv(0x80, "\x01"))); }},
    {"lint.policy-mappings-not-critical", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.33", "", seq(seq(oid(kDv) + oid(kOv)))); }},
    {"lint.inhibit-any-policy-not-critical", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.54", "", integer("\x01")); }},
    {"lint.issuer-alt-name-critical", Base::server,
     [](Blueprint& p) { p.set("2.5.29.18", kCritical, dns("x.com")); }},
    {"lint.issuer-alt-name-empty", Base::server,
     [](Blueprint& p) { p.set("2.5.29.18", "", seq("")); }},
    {"lint.subject-directory-attributes-critical", Base::server,
     [](Blueprint& p) { p.set("2.5.29.9", kCritical, seq("")); }},
    {"lint.subject-info-critical", Base::server,
     [](Blueprint& p) {
         p.set("1.3.6.1.5.5.7.1.11", kCritical,
               access({{"1.3.6.1.5.5.7.48.5", tlv(0x86, "http://x.com/")}}));
     }},
};

}  // namespace

std::span<const Breaking> cases_of_structure() { return kStructureCases; }

}  // namespace tlsonar::trust::test
