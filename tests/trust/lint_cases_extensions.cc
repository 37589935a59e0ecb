#include "tests/trust/lint_cases.h"

namespace tlsonar::trust::test {
namespace {

const Breaking kExtensionCases[] = {
    // Signatures
    {"lint.signature-sha1", Base::server,
     [](Blueprint& p) { p.outer_algorithm = algorithm("1.2.840.113549.1.1.5", null()); }},
    {"lint.signature-algorithm-not-supported", Base::server,
     [](Blueprint& p) { p.outer_algorithm = algorithm("1.2.840.113549.1.1.4", null()); }},
    {"lint.signature-algorithms-differ", Base::server,
     [](Blueprint& p) { p.outer_algorithm = algorithm("1.2.840.10045.4.3.3", ""); }},
    {"lint.signature-parameters-not-null", Base::server,
     [](Blueprint& p) {
         p.inner_algorithm = p.outer_algorithm = algorithm("1.2.840.113549.1.1.11", "");
     }},
    {"lint.ecdsa-signature-encoding", Base::server,
     [](Blueprint& p) {
         p.inner_algorithm = p.outer_algorithm = algorithm("1.2.840.10045.4.3.2", null());
     }},
    // Usages
    {"lint.eku-missing", Base::server, [](Blueprint& p) { p.drop("2.5.29.37"); }},
    {"lint.eku-not-server", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3"}));
     }},
    {"lint.eku-no-tls-purpose", Base::server,
     [](Blueprint& p) { p.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.3"})); }},
    {"lint.eku-extra", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.17"}));
     }},
    {"lint.eku-client-auth", Base::server,
     [](Blueprint& p) {
         p.live("20270315000000", 90);
         p.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"}));
     }},
    {"lint.eku-critical", Base::server, [](Blueprint& p) { flag(p, "2.5.29.37", kCritical); }},
    {"lint.eku-any-critical", Base::server,
     [](Blueprint& p) { p.set("2.5.29.37", kCritical, purposes({"2.5.29.37.0"})); }},
    {"lint.leaf-is-ca", Base::server,
     [](Blueprint& p) { p.set("2.5.29.19", kCritical, seq(kCritical)); }},
    {"lint.basic-constraints-not-critical", Base::server,
     [](Blueprint& p) { flag(p, "2.5.29.19", ""); }},
    {"lint.leaf-signs-certificates", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(2, {0x84})); }},
    {"lint.leaf-signs-crls", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(1, {0x82})); }},
    {"lint.ec-key-usage", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(5, {0xA0})); }},
    {"lint.rsa-key-usage", Base::server,
     [](Blueprint& p) {
         rsa(p, rsa_modulus(2048), k65537);
         p.set("2.5.29.15", kCritical, key_usage(3, {0x88}));
     }},
    {"lint.key-usage-against-eku", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(6, {0xC0})); }},
    {"lint.key-usage-not-critical", Base::server, [](Blueprint& p) { flag(p, "2.5.29.15", ""); }},
    {"lint.key-usage-empty", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, tlv(3, std::string(1, '\0'))); }},
    {"lint.signing-without-ca", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(2, {0x84})); }},
    {"lint.signer-is-no-ca", Base::server,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(2, {0x84})); }},
    {"lint.ca-without-key-usage", Base::intermediate, [](Blueprint& p) { p.drop("2.5.29.15"); }},
    {"lint.ca-key-usage-not-critical", Base::intermediate,
     [](Blueprint& p) { flag(p, "2.5.29.15", ""); }},
    {"lint.ca-cannot-sign-certificates", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(1, {0x02})); }},
    {"lint.ca-cannot-sign-crls", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.15", kCritical, key_usage(2, {0x04})); }},
    {"lint.ca-basic-constraints-not-critical", Base::intermediate,
     [](Blueprint& p) { flag(p, "2.5.29.19", ""); }},
    {"lint.path-length-without-ca", Base::server,
     [](Blueprint& p) { p.set("2.5.29.19", kCritical, seq(std::string("\x02\x01\x00", 3))); }},
    {"lint.root-with-eku", Base::root,
     [](Blueprint& p) { p.set("2.5.29.37", "", purposes({"1.3.6.1.5.5.7.3.1"})); }},
    {"lint.root-with-path-length", Base::root,
     [](Blueprint& p) {
         p.set("2.5.29.19", kCritical, seq(std::string("\x01\x01\xFF\x02\x01\x00", 6)));
     }},
    {"lint.subordinate-without-eku", Base::intermediate, [](Blueprint& p) { p.drop("2.5.29.37"); }},
    // Revocation and policies
    {"lint.aia-missing", Base::server, [](Blueprint& p) { p.drop(kAia); }},
    {"lint.aia-without-issuer", Base::server, [](Blueprint& p) { p.drop(kAia); }},
    {"lint.aia-without-ocsp", Base::server, [](Blueprint& p) { p.live("20200101000000", 90); }},
    {"lint.aia-critical", Base::server, [](Blueprint& p) { flag(p, kAia, kCritical); }},
    {"lint.aia-method-not-allowed", Base::server,
     [](Blueprint& p) {
         p.set(kAia, "", access({{"1.3.6.1.5.5.7.48.3", tlv(0x86, "http://x.com/")}}));
     }},
    {"lint.aia-issuer-not-http", Base::server,
     [](Blueprint& p) {
         p.set(kAia, "", access({{"1.3.6.1.5.5.7.48.2", tlv(0x86, "https://x.com/")}}));
     }},
    {"lint.aia-ocsp-not-http", Base::server,
     [](Blueprint& p) {
         p.set(kAia, "", access({{"1.3.6.1.5.5.7.48.1", tlv(0x86, "https://x.com/")}}));
     }},
    {"lint.aia-location-twice", Base::server,
     [](Blueprint& p) {
         p.set(kAia, "",
               access({{"1.3.6.1.5.5.7.48.1", tlv(0x86, "http://x.com/")},
                       {"1.3.6.1.5.5.7.48.1", tlv(0x86, "http://x.com/")}}));
     }},
    {"lint.revocation-not-possible", Base::server, [](Blueprint& p) { p.drop("2.5.29.31"); }},
    {"lint.crl-not-http", Base::server,
     [](Blueprint& p) { p.set("2.5.29.31", "", crl_points("ldap://x.com/")); }},
    {"lint.crl-points-critical", Base::server,
     [](Blueprint& p) { flag(p, "2.5.29.31", kCritical); }},
    {"lint.leaf-crl-points-critical", Base::server,
     [](Blueprint& p) { flag(p, "2.5.29.31", kCritical); }},
    {"lint.crl-point-incomplete", Base::server,
     [](Blueprint& p) { p.set("2.5.29.31", "", seq(seq(tlv(0x81, std::string("\x06\x40"))))); }},
    {"lint.crl-issuer-named", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.31", "", seq(seq(tlv(0xA2, tlv(0xA4, name({{kCn, "x"}}))))));
     }},
    {"lint.freshest-crl-critical", Base::server,
     [](Blueprint& p) { p.set("2.5.29.46", kCritical, crl_points("http://x.com/")); }},
    {"lint.policies-missing", Base::server, [](Blueprint& p) { p.drop("2.5.29.32"); }},
    {"lint.policies-empty", Base::server, [](Blueprint& p) { p.drop("2.5.29.32"); }},
    {"lint.policies-critical", Base::server, [](Blueprint& p) { flag(p, "2.5.29.32", kCritical); }},
    {"lint.policy-twice", Base::server,
     [](Blueprint& p) {
         p.set("2.5.29.32", "", policies({"2.23.140.1.2.1", "2.23.140.1.2.1"}));
     }},
    {"lint.root-with-policies", Base::root,
     [](Blueprint& p) { p.set("2.5.29.32", "", policies({"2.5.29.32.0"})); }},
    {"lint.subordinate-without-policies", Base::intermediate,
     [](Blueprint& p) { p.drop("2.5.29.32"); }},
    {"lint.subordinate-without-crl", Base::intermediate, [](Blueprint& p) { p.drop("2.5.29.31"); }},
    {"lint.subordinate-crl-points-critical", Base::intermediate,
     [](Blueprint& p) { flag(p, "2.5.29.31", kCritical); }},
    {"lint.subordinate-crl-not-http", Base::intermediate,
     [](Blueprint& p) { p.set("2.5.29.31", "", crl_points("ldap://x.com/")); }},
};

}  // namespace

std::span<const Breaking> cases_of_extensions() { return kExtensionCases; }

}  // namespace tlsonar::trust::test
