#include "tests/trust/lint_cases.h"

namespace tlsonar::trust::test {
namespace {

// A square: no two factors are closer.
std::string square() {
    std::string number(1, '\0');
    // (2^1024 - 105)^2, of 2048 bits: 2^2048 - 210 * 2^1024 + 11025.
    number += std::string(126, '\xFF') + std::string("\xFF\x2E", 2) + std::string(126, '\0') +
              std::string("\x2B\x11", 2);
    return number;
}

const Breaking kNameCases[] = {
    // Lifetime
    {"lint.lifetime-over-200-days", Base::server,
     [](Blueprint& p) { p.live("20260315000000", 201); }},
    {"lint.lifetime-over-100-days", Base::server,
     [](Blueprint& p) { p.live("20270315000000", 101); }},
    {"lint.lifetime-over-47-days", Base::server,
     [](Blueprint& p) { p.live("20290315000000", 48); }},
    {"lint.lifetime-over-398-days", Base::server,
     [](Blueprint& p) { p.live("20200901000000", 399); }},
    {"lint.lifetime-over-397-days", Base::server,
     [](Blueprint& p) { p.live("20200901000000", 398); }},
    {"lint.lifetime-over-825-days", Base::server,
     [](Blueprint& p) { p.live("20190901000000", 826); }},
    {"lint.lifetime-over-39-months", Base::server,
     [](Blueprint& p) { p.live("20170101000000", 1200); }},
    {"lint.validity-not-positive", Base::server,
     [](Blueprint& p) { std::swap(p.not_before, p.not_after); }},
    // Host names
    {"lint.dns-tld-unknown", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "mail.local"}});
     }},
    {"lint.dns-bad-character", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "a b.com"}});
     }},
    {"lint.dns-empty-label", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "a..com"}});
     }},
    {"lint.dns-label-too-long", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, std::string(64, 'a') + ".com"}});
     }},
    {"lint.wildcard-partial", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "f*.x.com"}});
     }},
    {"lint.wildcard-not-leftmost", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "a.*.com"}});
     }},
    {"lint.wildcard-on-public-suffix", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "*.co.uk"}});
     }},
    {"lint.dns-bare-public-suffix", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "co.uk"}});
     }},
    {"lint.dns-bare-tld", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "com"}});
     }},
    {"lint.dns-underscore", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "a_b.x.com"}});
     }},
    {"lint.dns-null-character", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, std::string("x.com\0.y.com", 12)}});
     }},
    {"lint.dns-too-long", Base::server,
     [](Blueprint& p) {
         std::string name;
         while (name.size() < 250)
             name += "abcdefghij.";
         san(p, {{0x82, name + "com"}});
     }},
    {"lint.dns-starts-with-period", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, ".x.com"}});
     }},
    {"lint.wildcard-bare", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "*"}});
     }},
    {"lint.dns-a-label-invalid", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "xn--99999999999.com"}});
     }},
    {"lint.dns-reserved-label", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "ab--c.x.com"}});
     }},
    {"lint.dns-hyphen-at-edge", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "www.-x.com"}});
     }},
    {"lint.dns-reverse-zone", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "1.0.0.127.IN-ADDR.arpa"}});
     }},
    {"lint.san-name-twice", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "x.com"}, {0x82, "y.com"}, {0x82, "X.com"}});
     }},
    // subjectAltName
    {"lint.san-missing", Base::server, [](Blueprint& p) { p.drop("2.5.29.17"); }},
    {"lint.cn-not-in-san", Base::server,
     [](Blueprint& p) {
         subject(p, {{kCn, "WWW.example.com"}});
     }},
    {"lint.cn-not-in-san-before-2021", Base::server,
     [](Blueprint& p) {
         p.live("20200101000000", 90);
         subject(p, {{kCn, "other.example.com"}});
     }},
    {"lint.cn-several", Base::server,
     [](Blueprint& p) {
         subject(p, {{kCn, "www.example.com"}, {kCn, "www.example.com"}});
     }},
    {"lint.cn-present", Base::server,
     [](Blueprint& p) {
         subject(p, {{kCn, "www.example.com"}});
     }},
    {"lint.san-reserved-address", Base::server,
     [](Blueprint& p) {
         san(p, {{0x87, std::string("\x0A\0\0\x01", 4)}});
     }},
    {"lint.cn-reserved-address", Base::server,
     [](Blueprint& p) {
         subject(p, {{kCn, "192.168.0.1"}});
     }},
    {"lint.san-uri", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "x.com"}, {0x86, "http://x.com"}});
     }},
    {"lint.san-email", Base::server,
     [](Blueprint& p) {
         san(p, {{0x81, "a@x.com"}});
     }},
    {"lint.san-other-name", Base::server,
     [](Blueprint& p) {
         san(p, {{0xA0, oid("1.3.6.1.4.1.1") + tlv(0xA0, null())}});
     }},
    {"lint.san-directory-name", Base::server,
     [](Blueprint& p) {
         san(p, {{0xA4, name({{kCn, "x"}})}});
     }},
    {"lint.san-registered-id", Base::server,
     [](Blueprint& p) {
         san(p, {{0x88, std::string("\x2A\x03")}});
     }},
    {"lint.san-edi-party", Base::server,
     [](Blueprint& p) {
         san(p, {{0xA5, tlv(0xA1, tlv(0x0C, "x"))}});
     }},
    {"lint.san-not-critical-without-subject", Base::server,
     [](Blueprint& p) { flag(p, "2.5.29.17", ""); }},
    {"lint.san-critical-with-subject", Base::server,
     [](Blueprint& p) {
         subject(p, {{kCn, "www.example.com"}});
         flag(p, "2.5.29.17", kCritical);
     }},
    {"lint.san-empty", Base::server, [](Blueprint& p) { san(p, {}); }},
    {"lint.san-empty-name", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, ""}});
     }},
    {"lint.san-dns-not-ascii", Base::server,
     [](Blueprint& p) {
         san(p, {{0x82, "b\xC3\xBC.com"}});
     }},
    {"lint.san-uri-not-ascii", Base::server,
     [](Blueprint& p) {
         san(p, {{0x86, "http://b\xC3\xBC.com"}});
     }},
    // Keys
    {"lint.rsa-under-2048", Base::server, [](Blueprint& p) { rsa(p, rsa_modulus(1024), k65537); }},
    {"lint.rsa-under-2048-mozilla", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(1024), k65537); }},
    {"lint.rsa-size-not-whole-octets", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2049), k65537); }},
    {"lint.rsa-exponent-too-small", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2048), "\x01"); }},
    {"lint.rsa-exponent-even", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2048), "\x04"); }},
    {"lint.rsa-exponent-one", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2048), "\x01"); }},
    {"lint.rsa-exponent-unusual", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2048), "\x03"); }},
    {"lint.rsa-primes-too-close", Base::server, [](Blueprint& p) { rsa(p, square(), k65537); }},
    {"lint.rsa-small-factor", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2048) + std::string("\x00", 1), k65537); }},
    {"lint.rsa-modulus-even", Base::server,
     [](Blueprint& p) { rsa(p, rsa_modulus(2048) + std::string("\x00", 1), k65537); }},
    {"lint.ec-curve-not-allowed", Base::server, [](Blueprint& p) { p.key = ec_key("secp256k1"); }},
    {"lint.key-kind-not-allowed", Base::server,
     [](Blueprint& p) {
         p.key = seq(algorithm("1.3.101.112", "") + tlv(3, std::string(33, '\0')));
     }},
    {"lint.dsa-key", Base::server,
     [](Blueprint& p) {
         p.key = seq(algorithm("1.2.840.10040.4.1", "") + tlv(3, std::string("\0\x02\x01\x05", 4)));
     }},
    {"lint.dsa-key-mozilla", Base::server,
     [](Blueprint& p) {
         p.key = seq(algorithm("1.2.840.10040.4.1", "") + tlv(3, std::string("\0\x02\x01\x05", 4)));
     }},
    {"lint.ec-key-encoding", Base::server, [](Blueprint& p) { p.key = ec_key("secp256k1"); }},
    {"lint.rsa-pss-key", Base::server,
     [](Blueprint& p) {
         p.key =
             seq(algorithm("1.2.840.113549.1.1.10", "") +
                 tlv(3, std::string(1, '\0') + seq(integer(rsa_modulus(2048)) + integer(k65537))));
     }},
    {"lint.rsa-key-parameters-not-null", Base::server,
     [](Blueprint& p) {
         p.key =
             seq(algorithm("1.2.840.113549.1.1.1", "") +
                 tlv(3, std::string(1, '\0') + seq(integer(rsa_modulus(2048)) + integer(k65537))));
     }},
};

}  // namespace

std::span<const Breaking> cases_of_names_and_keys() { return kNameCases; }

}  // namespace tlsonar::trust::test
