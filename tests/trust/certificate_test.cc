// What parse_certificate says of certificates made for it with openssl(1); see data/README.md.
#include "trust/certificate.h"

#include "core/text.h"
#include "tests/trust/certificate_files.h"

#include <gtest/gtest.h>

namespace tlsonar::trust {
namespace {

using Kind = GeneralName::Kind;

CertificateSummary parse_own(const std::string& name) {
    const test::Der der = test::own(name);
    EXPECT_FALSE(der.empty()) << name;
    return parse_certificate(der);
}

TEST(Certificate, leaf_names_and_times) {
    const auto leaf = parse_own("leaf_p256");
    EXPECT_TRUE(leaf.complete);
    EXPECT_TRUE(leaf.problems.empty());
    EXPECT_EQ(leaf.version, 3);
    EXPECT_EQ(leaf.serial, "0102030405");
    EXPECT_EQ(leaf.common_name(), "leaf.example");
    EXPECT_EQ(leaf.subject.rfc4514(),
              "CN=leaf.example,emailAddress=a@b.example,serialNumber=77,OU=A+OU=B,O=Lake Works,"
              "ST=Z\xC3\xBCrich,C=CH");
    EXPECT_EQ(leaf.issuer.rfc4514(), "CN=Root  #1\\ ,O=Lake \\\"Works\\\"\\, Ltd.,C=CH");
    EXPECT_FALSE(leaf.self_issued);
    ASSERT_TRUE(leaf.not_before && leaf.not_after);
    EXPECT_EQ(*leaf.not_after - *leaf.not_before, 365 * 86400);
}

TEST(Certificate, leaf_extensions) {
    const auto leaf = parse_own("leaf_p256");
    EXPECT_EQ(leaf.extensions.size(), 11U);
    EXPECT_TRUE(leaf.extensions[0].critical);
    ASSERT_TRUE(leaf.basic_constraints);
    EXPECT_FALSE(leaf.is_ca());
    EXPECT_EQ(leaf.key_usage_names(),
              (std::vector<std::string_view>{"digitalSignature", "keyAgreement"}));
    ASSERT_EQ(leaf.extended_key_usage.size(), 3U);
    EXPECT_EQ(leaf.extended_key_usage[0].short_name(), "serverAuth");
    EXPECT_EQ(leaf.extended_key_usage[2].dotted(), "1.3.6.1.4.1.55555.7");
    EXPECT_EQ(leaf.ocsp_urls, std::vector<std::string>{"http://ocsp.example/"});
    EXPECT_EQ(leaf.ca_issuer_urls, std::vector<std::string>{"http://ca.example/ca.crt"});
    EXPECT_EQ(leaf.crl_urls,
              (std::vector<std::string>{"http://crl.example/1.crl", "http://crl.example/2.crl"}));
    ASSERT_EQ(leaf.policies.size(), 2U);
    EXPECT_EQ(leaf.policies[0].label(), "domain-validated");
    EXPECT_TRUE(leaf.must_staple);
    EXPECT_TRUE(leaf.has_sct_list);
    EXPECT_EQ(leaf.sct_count, 2U);
    EXPECT_FALSE(leaf.ct_poison);
    EXPECT_EQ(leaf.authority_key_id, parse_own("ca_p384").subject_key_id);
}

TEST(Certificate, leaf_alternative_names) {
    const auto leaf = parse_own("leaf_p256");
    std::vector<std::pair<Kind, std::string>> names;
    for (const auto& name : leaf.subject_alt_names)
        names.emplace_back(name.kind, name.text());
    ASSERT_EQ(names.size(), 9U);
    EXPECT_EQ(names[0], std::pair(Kind::dns, std::string("leaf.example")));
    EXPECT_EQ(names[1], std::pair(Kind::dns, std::string("*.leaf.example")));
    EXPECT_EQ(names[2], std::pair(Kind::ip, std::string("192.0.2.7")));
    EXPECT_EQ(names[3], std::pair(Kind::ip, std::string("2001:db8::7")));
    EXPECT_EQ(names[4], std::pair(Kind::rfc822, std::string("who@leaf.example")));
    EXPECT_EQ(names[5], std::pair(Kind::uri, std::string("https://leaf.example/x")));
    EXPECT_EQ(names[6], std::pair(Kind::registered_id, std::string("1.2.3.4")));
    EXPECT_EQ(names[7], std::pair(Kind::directory, std::string("CN=a\\, b\\+c,C=CH")));
    EXPECT_EQ(names[8].first, Kind::other_name);
}

TEST(Certificate, certification_authority) {
    const auto ca = parse_own("ca_p384");
    EXPECT_EQ(ca.serial, "80ffee0011");
    EXPECT_TRUE(ca.is_ca());
    EXPECT_EQ(ca.basic_constraints->path_length, 3U);
    EXPECT_TRUE(ca.self_issued);
    EXPECT_EQ(ca.key_usage, key_usage_key_cert_sign | key_usage_crl_sign);
    EXPECT_EQ(ca.signature.text(), "ecdsa-with-SHA384");
    EXPECT_EQ(ca.signature.hash, "SHA-384");
}

struct KeyCase {
    const char* file;
    KeyKind kind;
    std::uint32_t bits;
    const char* curve;
    const char* signature;
};

TEST(Certificate, keys_and_signatures) {
    const KeyCase cases[] = {
        {"leaf_p256", KeyKind::ec, 256, "secp256r1", "ecdsa-with-SHA256"},
        {"ca_p384", KeyKind::ec, 384, "secp384r1", "ecdsa-with-SHA384"},
        {"brainpool", KeyKind::ec, 256, "brainpoolP256r1", "ecdsa-with-SHA512"},
        {"explicit_curve", KeyKind::ec, 256, "", "ecdsa-with-SHA256"},
        {"rsa_pss", KeyKind::rsa, 2048, "", "RSASSA-PSS with SHA-384"},
        {"rsa_pss_key", KeyKind::rsa_pss, 1024, "", "RSASSA-PSS with SHA-256"},
        {"rsa_odd", KeyKind::rsa, 1031, "", "sha1WithRSAEncryption"},
        {"dsa", KeyKind::dsa, 1024, "", "id-dsa-with-sha256"},
        {"ed25519", KeyKind::ed25519, 256, "", "Ed25519"},
        {"ed448", KeyKind::ed448, 456, "", "Ed448"},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.file);
        const auto summary = parse_own(c.file);
        EXPECT_TRUE(summary.complete);
        EXPECT_TRUE(summary.problems.empty());
        EXPECT_EQ(summary.public_key.kind, c.kind);
        EXPECT_EQ(summary.public_key.bits, c.bits);
        EXPECT_EQ(summary.public_key.curve, c.curve);
        EXPECT_EQ(summary.signature.text(), c.signature);
        EXPECT_FALSE(summary.signature_mismatch);
    }
    EXPECT_TRUE(parse_own("explicit_curve").public_key.explicit_curve);
    EXPECT_EQ(parse_own("rsa_odd").public_key.rsa_exponent, 3U);
    EXPECT_EQ(parse_own("rsa_pss").signature.pss_salt, 48U);
}

TEST(Certificate, bmp_strings_become_utf8_and_late_dates_are_generalized) {
    const auto summary = parse_own("bmp_names");
    EXPECT_EQ(summary.subject.rfc4514(), "CN=Łódź,O=Žluťoučký");
    EXPECT_EQ(summary.subject.attributes[0].tag, 0x1E);
    EXPECT_EQ(summary.not_after_text.size(), 15U);
    ASSERT_TRUE(summary.not_after);
    EXPECT_EQ(*summary.not_after - *summary.not_before, 20000LL * 86400);
}

TEST(Certificate, ranges_lie_in_the_octets) {
    const test::Der der = test::own("leaf_p256");
    const auto leaf = parse_certificate(der);
    EXPECT_EQ(leaf.size, der.size());
    EXPECT_EQ(leaf.tbs.of(der)[0], 0x30);
    EXPECT_EQ(leaf.public_key.key.size, 65U);
    EXPECT_EQ(leaf.public_key.key.of(der)[0], 0x04);
    EXPECT_EQ(leaf.signature_value.offset + leaf.signature_value.size, der.size());
}

// Digests computed with openssl(1) dgst.
TEST(Certificate, fingerprints) {
    CertificateHasher hasher;
    EXPECT_EQ(hex(hasher.sha256(as_bytes("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(hasher.sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex(hasher.sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

// Every beginning of a certificate: never complete, and what was there in a beginning is there in
// every longer one.
TEST(Certificate, every_prefix_tells_what_it_holds) {
    for (const char* name : {"leaf_p256", "rsa_pss", "dsa", "explicit_curve"}) {
        const test::Der der = test::own(name);
        const auto whole = parse_certificate(der);
        std::size_t issuer = 0, subject = 0, names = 0, extensions = 0;
        for (std::size_t n = 0; n < der.size(); ++n) {
            // A copy of the exact size: the sanitizer sees every octet read past the end.
            const test::Der cut(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(n));
            const auto part = parse_certificate(cut);
            ASSERT_FALSE(part.complete) << n;
            ASSERT_FALSE(part.problems.empty()) << n;
            ASSERT_GE(part.issuer.attributes.size(), issuer) << n;
            ASSERT_GE(part.subject.attributes.size(), subject) << n;
            ASSERT_GE(part.subject_alt_names.size(), names) << n;
            ASSERT_GE(part.extensions.size(), extensions) << n;
            issuer = part.issuer.attributes.size();
            subject = part.subject.attributes.size();
            names = part.subject_alt_names.size();
            extensions = part.extensions.size();
            if (subject > 0) {
                ASSERT_EQ(part.issuer.rfc4514(), whole.issuer.rfc4514());
            }
            if (part.public_key.bits != 0) {
                ASSERT_EQ(part.public_key.bits, whole.public_key.bits);
            }
            if (part.key_usage) {
                ASSERT_EQ(part.key_usage, whole.key_usage);
            }
            if (part.is_ca()) {
                ASSERT_TRUE(whole.is_ca());
            }
        }
    }
}

TEST(Certificate, cut_after_the_subject_still_names_it) {
    const test::Der der = test::own("leaf_p256");
    const auto whole = parse_certificate(der);
    const auto part =
        parse_certificate(Bytes(der).first(whole.subject.der.offset + whole.subject.der.size));
    EXPECT_FALSE(part.complete);
    EXPECT_EQ(part.subject.rfc4514(), whole.subject.rfc4514());
    EXPECT_EQ(part.issuer.rfc4514(), whole.issuer.rfc4514());
    EXPECT_EQ(part.size, der.size());
    ASSERT_EQ(part.problems.size(), 1U);
    EXPECT_EQ(part.problems[0].what, "truncated");
}

TEST(Certificate, mutated_octets_do_no_harm) {
    for (const char* name : {"leaf_p256", "rsa_pss", "explicit_curve", "bmp_names"}) {
        test::Der der = test::own(name);
        for (std::size_t at = 0; at < der.size(); ++at) {
            const std::uint8_t saved = der[at];
            for (const int value : {0x00, 0x7F, 0x80, 0x84, 0xFF, 0x30, 0x1F}) {
                der[at] = static_cast<std::uint8_t>(value);
                const auto summary = parse_certificate(der);
                (void)summary.subject.rfc4514();
                for (const auto& alternative : summary.subject_alt_names)
                    (void)alternative.text();
            }
            der[at] = saved;
        }
    }
}

TEST(Certificate, what_is_no_certificate) {
    for (const char* octets : {"", "\x30", "\x30\x82", "\x31\x03\x02\x01\x01", "GET / HTTP/1.1"}) {
        const auto summary = parse_certificate(as_bytes(octets));
        EXPECT_FALSE(summary.complete);
        EXPECT_FALSE(summary.problems.empty());
        EXPECT_EQ(summary.version, 0);
    }
}

TEST(Certificate, octets_after_it_are_a_problem_but_no_fault) {
    test::Der der = test::own("ed25519");
    der.push_back(0);
    const auto summary = parse_certificate(der);
    EXPECT_TRUE(summary.complete);
    ASSERT_EQ(summary.problems.size(), 1U);
    EXPECT_EQ(summary.problems[0].offset, der.size() - 1);
}

}  // namespace
}  // namespace tlsonar::trust
