// Certificates that are bent in their form: keys that are none, structures that two readers would
// read in two ways. None of them may pass, whatever else is right about them.
#include "tests/trust/matrix_make.h"
#include "trust/path/validate.h"
#include "trust/signature.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust::matrix {
namespace {

std::string oid(std::initializer_list<int> content) { return item(6, octets(content)); }
const std::string kRsa = oid({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1});
const std::string kPss = oid({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10});
const std::string kNull = octets({5, 0});

// A SubjectPublicKeyInfo; `exponent` is the content of the INTEGER.
std::string rsa_key(const std::string& exponent, const std::string& more = {},
                    const std::string& algorithm = kRsa) {
    std::string modulus(257, '\x5A');
    modulus[0] = '\0';
    modulus[1] = '\xC3';
    modulus.back() = '\x0B';
    return sequence(
        sequence(algorithm + kNull) +
        item(3, std::string(1, '\0') + sequence(item(2, modulus) + item(2, exponent) + more)));
}
const std::string k65537 = octets({1, 0, 1});

class PathForm : public testing::Test {
  protected:
    PathForm() { pool_.add(intermediate("Below", "Root")); }
    Making good() const {
        return {.subject = organisation("leaf"),
                .issuer = organisation("Below"),
                .key_label = "leaf",
                .signer_label = "Below",
                .extensions =
                    usages(1) + authority_key_id("Below") + alt_names(dns("www.example.com"))};
    }
    PathReport judge(const CertificatePtr& leaf, Profile profile = Profile::webpki) {
        TrustAnchorSet anchors;
        anchors.add(make_trust_anchor(root_));
        ValidationOptions options = options_;
        options.time = kNow;
        options.profile = profile;
        return validate(leaf, pool_, anchors, options, cache_);
    }
    static bool has(const PathReport& report, std::string_view id) {
        const Path* best = report.best_path();
        return best != nullptr &&
               std::any_of(best->findings.begin(), best->findings.end(),
                           [id](const Finding& finding) { return finding.kind->id == id; });
    }
    void expect_invalid(const Making& making, std::string_view id) {
        for (const Profile profile : {Profile::webpki, Profile::rfc5280}) {
            const PathReport report = judge(make(making), profile);
            EXPECT_EQ(report.verdict, Verdict::invalid) << id;
            EXPECT_TRUE(has(report, id)) << id;
        }
    }

    CertificatePtr root_ = root("Root");
    CertificatePool pool_;
    ValidationOptions options_;
    ValidationCache cache_;
};

TEST_F(PathForm, TheBaseIsGood) {
    EXPECT_EQ(judge(make(good())).verdict, Verdict::valid);
    EXPECT_EQ(judge(make(good()), Profile::rfc5280).verdict, Verdict::valid);
    Making rsa = good();
    rsa.public_key = rsa_key(k65537);
    EXPECT_EQ(judge(make(rsa)).verdict, Verdict::valid);
    rsa.public_key = rsa_key(octets({3}));
    EXPECT_EQ(judge(make(rsa)).verdict, Verdict::valid);
}

// With the exponent 1 everybody signs.
TEST_F(PathForm, ExponentsThatAreNone) {
    for (const std::string& exponent : {octets({1}), octets({0}), octets({2}), octets({1, 0, 0}),
                                        octets({0xFF}), std::string(258, '\x7F')}) {
        Making bent = good();
        bent.public_key = rsa_key(exponent);
        expect_invalid(bent, "path.key-exponent");
    }
    // In an intermediate and in a root as well.
    Making middle{.subject = organisation("One"),
                  .issuer = organisation("Root"),
                  .key_label = "One",
                  .signer_label = "Root",
                  .extensions = issuer_extensions("One", "Root"),
                  .public_key = rsa_key(octets({1}))};
    pool_.add(make(middle));
    Making below = good();
    below.issuer = organisation("One");
    below.signer_label = "One";
    below.extensions = usages(1) + authority_key_id("One") + alt_names(dns("www.example.com"));
    expect_invalid(below, "path.key-exponent");
}

TEST_F(PathForm, KeysThatAreNone) {
    Making bent = good();
    bent.public_key = key("leaf").public_key;
    bent.public_key.back() = static_cast<char>(bent.public_key.back() ^ 1);  // off the curve
    expect_invalid(bent, "path.key-malformed");
    bent.public_key = rsa_key(k65537, integer(7));
    expect_invalid(bent, "path.key-malformed");
}

TEST_F(PathForm, KeysOfTheWebPki) {
    Making pss = good();
    pss.public_key = rsa_key(k65537, {}, kPss);
    // (NULL are no parameters of this kind of key; without any it would be readable.)
    EXPECT_NE(judge(make(pss)).verdict, Verdict::valid);
    pss.public_key.erase(pss.public_key.find(kPss) + kPss.size(), 2);
    // A kind that nobody knows: nobody can say.
    Making unknown = good();
    unknown.public_key = sequence(sequence(oid({0x2A, 3, 4})) + item(3, std::string(33, '\0')));
    const PathReport report = judge(make(unknown));
    EXPECT_EQ(report.verdict, Verdict::inconclusive);
    EXPECT_TRUE(has(report, "path.key-kind"));
}

TEST_F(PathForm, ParametersOfPss) {
    const auto hash = [](int n) {
        return sequence(oid({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, n}) + kNull);
    };
    const auto mask = [](const std::string& of) {
        return sequence(oid({0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8}) + of);
    };
    const auto pss = [&](int hashed, int masked, int salt) {
        return sequence(kPss + sequence(item(0xA0, hash(hashed)) + item(0xA1, mask(hash(masked))) +
                                        item(0xA2, integer(salt))));
    };
    const auto plain = [](const std::string& der) { return is_plain_pss(as_bytes(der)); };
    EXPECT_TRUE(plain(pss(1, 1, 32)));
    EXPECT_TRUE(plain(pss(2, 2, 48)));
    EXPECT_TRUE(plain(pss(3, 3, 64)));
    EXPECT_FALSE(plain(pss(1, 2, 32)));
    EXPECT_FALSE(plain(pss(1, 1, 20)));
    EXPECT_FALSE(plain(pss(1, 1, 0)));
    EXPECT_FALSE(plain(sequence(kPss)));
    EXPECT_FALSE(plain(sequence(kPss + sequence(""))));
    EXPECT_FALSE(plain(sequence(kPss + sequence(item(0xA0, hash(1))))));
    EXPECT_FALSE(plain(sequence(kRsa + kNull)));
    Making odd = good();
    odd.algorithm = pss(1, 2, 32);
    const PathReport report = judge(make(odd));
    EXPECT_EQ(report.verdict, Verdict::invalid);
    EXPECT_TRUE(has(report, "path.signature-algorithm-weak"));
}

// Extension ::= SEQUENCE { OBJECT IDENTIFIER, BOOLEAN, OCTET STRING }, in this order, and no more.
TEST_F(PathForm, ExtensionsInAnotherOrder) {
    const std::string unknown = oid({0x2A, 3, 4});
    const std::string yes = octets({1, 1, 0xFF});
    for (const std::string& bent :
         {sequence(unknown + item(4, "x") + yes), sequence(unknown + item(4, "x") + item(4, "x")),
          sequence(unknown + octets({1, 0}) + item(4, "x")),
          sequence(unknown + yes + yes + item(4, "x")), sequence(unknown), sequence(unknown + yes),
          item(0x31, unknown + item(4, "x"))}) {
        Making making = good();
        making.extensions += bent;
        EXPECT_EQ(judge(make(making)).verdict, Verdict::invalid);
        EXPECT_EQ(judge(make(making), Profile::rfc5280).verdict, Verdict::invalid);
    }
}

TEST_F(PathForm, WhatHasNoPlaceInTheSyntax) {
    const std::string more = item(0xA3, sequence(extension(oid({0x2A, 3, 4}), false, "x")));
    for (const std::string& tail :
         {more, item(0xA3, ""), item(0x81, octets({0, 1})), integer(1), item(0xA4, "")}) {
        Making bent = good();
        bent.tail = tail;
        expect_invalid(bent, "path.malformed-certificate");
    }
    Making bent = good();
    bent.validity = making::utc(kNow - kDay) + making::utc(kNow + kDay) + making::utc(kNow);
    expect_invalid(bent, "path.malformed-certificate");
    bent = good();
    bent.public_key = key("leaf").public_key;
    bent.public_key = sequence(bent.public_key.substr(2) + integer(1));
    EXPECT_EQ(judge(make(bent)).verdict, Verdict::invalid);
    bent = good();
    bent.serial = item(2, "");
    EXPECT_EQ(judge(make(bent)).verdict, Verdict::invalid);
}

TEST_F(PathForm, TimesHaveSeconds) {
    const std::string good_end = making::utc(kNow + kDay);
    const auto with = [&](const std::string& from) {
        Making making = good();
        making.validity = from + good_end;
        return judge(make(making)).verdict;
    };
    EXPECT_EQ(with(item(0x17, "231101000000Z")), Verdict::valid);
    EXPECT_EQ(with(item(0x18, "20231101000000Z")), Verdict::valid);
    EXPECT_EQ(with(item(0x17, "2311010000Z")), Verdict::invalid);
    EXPECT_EQ(with(item(0x18, "202311010000Z")), Verdict::invalid);
    EXPECT_EQ(with(item(0x18, "20231101000000.0Z")), Verdict::invalid);
    EXPECT_EQ(with(item(0x17, "231101000000+0000")), Verdict::invalid);
    EXPECT_EQ(with(item(0x17, "231101000060Z")), Verdict::invalid);
    EXPECT_EQ(with(item(0x17, "231301000000Z")), Verdict::invalid);
    EXPECT_EQ(with(item(0x16, "231101000000Z")), Verdict::invalid);
}

// Nobody is above an anchor to inherit parameters from: what its key signed cannot be checked.
TEST_F(PathForm, AnchorsWithoutParameters) {
    const std::string dsa = sequence(sequence(oid({0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1})) +
                                     item(3, std::string(1, '\0') + integer(5)));
    TrustAnchorSet anchors;
    const std::string name = organisation("Old root");
    anchors.add(make_trust_anchor(as_bytes(name), as_bytes(dsa), ""));
    Making forged = good();
    forged.issuer = name;
    forged.algorithm = sequence(oid({0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2}));
    options_.time = kNow;
    options_.profile = Profile::rfc5280;
    EXPECT_NE(validate(make(forged), pool_, anchors, options_, cache_).verdict, Verdict::valid);
}

TEST_F(PathForm, KeyIdentifiersMayBeWaived) {
    Making bare = good();
    bare.extensions = usages(1) + alt_names(dns("www.example.com"));
    EXPECT_EQ(judge(make(bare), Profile::rfc5280).verdict, Verdict::invalid);
    options_.key_ids_required = false;
    const PathReport report = judge(make(bare), Profile::rfc5280);
    EXPECT_EQ(report.verdict, Verdict::valid);
    EXPECT_TRUE(has(report, "path.authority-key-id-missing"));
    // The Web PKI waives nothing.
    EXPECT_EQ(judge(make(bare)).verdict, Verdict::invalid);
}

}  // namespace
}  // namespace tlsonar::trust::matrix
