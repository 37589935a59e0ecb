#include "tests/trust/file_makers.h"
#include "trust/file/read_objects.h"
#include "trust/keys/examine_key.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

using Found = ObjectKind;

std::vector<Found> kinds(const FileObjects& read) {
    std::vector<Found> out;
    for (const FileObject& object : read.objects)
        out.push_back(object.kind);
    return out;
}
std::vector<std::string> problem_ids(const FileObjects& read) {
    std::vector<std::string> out;
    for (const FileProblem& problem : read.problems)
        out.emplace_back(problem.finding.kind->id);
    return out;
}
FileObjects read(std::string_view text, std::vector<std::string> passwords = {},
                 std::uint64_t max_rounds = 10'000'000) {
    ReadOptions options;
    options.passwords = passwords;
    options.max_rounds = max_rounds;
    return read_objects(as_bytes(text), "file", options);
}
std::string text_of(const Octets& octets) { return {octets.begin(), octets.end()}; }
using FoundKinds = std::vector<Found>;
using Ids = std::vector<std::string>;

const Made& made() {
    static const Made all;
    return all;
}

TEST(FileObjects, PemInAnyText) {
    const std::string text = "\xef\xbb\xbfSubject: me\r\n\r\n" + indented(made().certificate_pem) +
                             "between\n" + made().key_pem + made().request_pem + "the end";
    const FileObjects found = read(text);
    EXPECT_EQ(problem_ids(found), Ids());
    ASSERT_EQ(kinds(found), (FoundKinds{Found::certificate, Found::private_key, Found::request}));
    EXPECT_EQ(found.objects[0].place.line, 3U);
    EXPECT_EQ(found.objects[0].place.offset, text.find("-----BEGIN"));
    EXPECT_EQ(found.objects[0].certificate->summary.common_name(), "test");
    EXPECT_EQ(match_keys(*found.objects[0].key, *found.objects[1].key), KeyMatch::same);
    EXPECT_EQ(match_keys(*found.objects[2].key, *found.objects[1].key), KeyMatch::same);
    EXPECT_FALSE(found.objects[1].encrypted);
}

TEST(FileObjects, SameInEveryForm) {
    const Octets& der = made().certificate_der;
    const std::string body = made().certificate_pem.substr(
        made().certificate_pem.find('\n') + 1,
        made().certificate_pem.find("-----END") - made().certificate_pem.find('\n') - 1);
    std::string json = made().certificate_pem;
    for (std::size_t at = 0; (at = json.find('\n', at)) != std::string::npos; at += 2)
        json.replace(at, 1, "\\n");
    std::string wide = "\xff\xfe";
    for (const char c : made().certificate_pem) {
        wide += c;
        wide += '\0';
    }
    for (const std::string& text : {made().certificate_pem, text_of(der), body, json, wide,
                                    made().pkcs7_pem, text_of(made().pkcs7_der)}) {
        const FileObjects found = read(text);
        EXPECT_EQ(problem_ids(found), Ids());
        ASSERT_EQ(kinds(found), FoundKinds{Found::certificate}) << text.substr(0, 40);
        EXPECT_EQ(found.objects[0].certificate->der, der);
    }
}

TEST(FileObjects, SeveralStructuresInARow) {
    const std::string text =
        text_of(made().certificate_der) + text_of(made().key_der) + text_of(made().public_key_der);
    const FileObjects found = read(text);
    EXPECT_EQ(problem_ids(found), Ids());
    ASSERT_EQ(kinds(found),
              (FoundKinds{Found::certificate, Found::private_key, Found::public_key}));
    EXPECT_EQ(found.objects[1].place.offset, made().certificate_der.size());
    EXPECT_EQ(problem_ids(read(text + "x")), Ids{"deploy.file-broken-block"});
}

TEST(FileObjects, BrokenBlocksCostThemselves) {
    const std::string& good = made().certificate_pem;
    const std::string cut = good.substr(0, good.size() / 2) + "\n";
    std::string dirty = good;
    dirty[good.find('\n') + 5] = '!';
    std::string ends = good;
    ends.replace(ends.find("END CERT"), 8, "END KERT");
    for (const std::string& bad : {cut, dirty, ends}) {
        const FileObjects found = read(bad + good);
        EXPECT_EQ(problem_ids(found), Ids{"deploy.file-broken-block"});
        EXPECT_EQ(found.problems[0].place.line, 1U);
        ASSERT_EQ(kinds(found), FoundKinds{Found::certificate});
        EXPECT_GT(found.objects[0].place.line, 1U);
    }
}

TEST(FileObjects, TruncatedCertificateIsShownAsSuch) {
    const std::string whole = text_of(made().certificate_der);
    const FileObjects found = read(whole.substr(0, whole.size() - 20));
    EXPECT_EQ(problem_ids(found), Ids{"deploy.file-broken-block"});
    ASSERT_EQ(kinds(found), FoundKinds{Found::certificate});
    EXPECT_FALSE(found.objects[0].certificate->summary.complete);
}

TEST(FileObjects, LabelsThatLie) {
    std::string text = made().key_pem;
    for (std::size_t at = 0; (at = text.find("PRIVATE KEY", at)) != std::string::npos;)
        text.replace(at, 11, "CERTIFICATE");
    const FileObjects found = read(text);
    EXPECT_EQ(problem_ids(found), Ids{"deploy.file-label-wrong"});
    EXPECT_EQ(kinds(found), FoundKinds{Found::private_key});
}

TEST(FileObjects, NothingKnown) {
    EXPECT_EQ(problem_ids(read("")), Ids{"deploy.file-nothing-found"});
    EXPECT_EQ(problem_ids(read("hello")), Ids{"deploy.file-nothing-found"});
    EXPECT_EQ(problem_ids(read(std::string("\xfe\xed\xfe\xed\0\0\0\2", 8))),
              Ids{"deploy.file-unsupported-format"});
    EXPECT_EQ(problem_ids(read("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"
                               "-----END OPENSSH PRIVATE KEY-----\n")),
              Ids{"deploy.file-unsupported-format"});
}

TEST(FileObjects, Pkcs12) {
    const std::string store = text_of(made().pkcs12);
    EXPECT_EQ(problem_ids(read(store)), Ids{"deploy.file-password-missing"});
    EXPECT_EQ(problem_ids(read(store, {"wrong", "worse"})), Ids{"deploy.file-password-wrong"});
    const FileObjects found = read(store, {"wrong", "secret"});
    EXPECT_EQ(problem_ids(found), Ids());
    ASSERT_EQ(kinds(found), (FoundKinds{Found::certificate, Found::private_key}));
    EXPECT_EQ(found.objects[0].certificate->der, made().certificate_der);
    EXPECT_EQ(found.objects[0].friendly_name, "name");
    EXPECT_TRUE(found.objects[1].encrypted);
    EXPECT_EQ(match_keys(*found.objects[0].key, *found.objects[1].key), KeyMatch::same);
    EXPECT_EQ(problem_ids(read(store.substr(0, store.size() - 9), {"secret"})),
              Ids{"deploy.file-broken-block"});
}

TEST(FileObjects, EncryptedKeys) {
    for (const std::string& text : {made().pkcs8_encrypted_pem, made().rfc1421_pem}) {
        FileObjects found = read(text);
        EXPECT_EQ(problem_ids(found), Ids{"deploy.file-password-missing"});
        ASSERT_EQ(kinds(found), FoundKinds{Found::private_key});
        EXPECT_TRUE(found.objects[0].unopened);
        EXPECT_EQ(found.objects[0].key, nullptr);
        EXPECT_EQ(problem_ids(read(text, {"no"})), Ids{"deploy.file-password-wrong"});
        found = read(text, {"secret"});
        EXPECT_EQ(problem_ids(found), Ids());
        ASSERT_EQ(kinds(found), FoundKinds{Found::private_key});
        EXPECT_TRUE(found.objects[0].encrypted);
        EXPECT_EQ(found.objects[0].key->der, made().public_key_der);
    }
}

TEST(FileObjects, PasswordsThatTakeTooLong) {
    const FileObjects found = read(made().pkcs8_encrypted_pem, {"secret"}, 100);
    EXPECT_EQ(problem_ids(found), Ids{"deploy.file-slow-password"});
    ASSERT_EQ(kinds(found), FoundKinds{Found::private_key});
    EXPECT_TRUE(found.objects[0].unopened);
    EXPECT_EQ(problem_ids(read(text_of(made().pkcs12), {"secret"}, 100)),
              Ids{"deploy.file-slow-password"});
}

TEST(FileObjects, KeyThatContradictsItself) {
    const Number& p = prime("p");
    const Number& q = prime("q");
    const Number d = Number(65537).inverse(p.minus_one() * q.minus_one());
    const auto pkcs1 = [&](const Number& n, const Number& exponent) {
        const Octets zero = der(0x02, {0});
        return text_of(
            der(0x30, joined({zero, integer(n.octets()), integer(Number(65537).octets()),
                              integer(exponent.octets()), integer(p.octets()), integer(q.octets()),
                              integer({3}), integer({3}), integer({3})})));
    };
    EXPECT_EQ(problem_ids(read(pkcs1(p * q, d))), Ids());
    EXPECT_EQ(problem_ids(read(pkcs1(p * prime("r"), d))), Ids{"key.private-inconsistent"});
    EXPECT_EQ(problem_ids(read(pkcs1(p * q, d + Number(2)))), Ids{"key.private-inconsistent"});
}

// Nothing of the private key is in what is given out.
TEST(FileObjects, SecretsStayInside) {
    const FileObjects found = read(made().key_pem);
    ASSERT_EQ(found.objects.size(), 1U);
    EXPECT_TRUE(found.objects[0].der.empty());
    const Octets& shown = found.objects[0].key->der;
    EXPECT_EQ(std::search(shown.begin(), shown.end(), made().secret.begin(), made().secret.end()),
              shown.end());
}

TEST(FileObjects, ManyBlocksTakeLinearTime) {
    std::string text;
    for (int i = 0; i < 200'000; ++i)
        text += "-----BEGIN X-----\n";
    const FileObjects found = read(text);
    EXPECT_EQ(found.problems.size(), ReadOptions::kMaxProblems);
    EXPECT_TRUE(found.objects.empty());
}

}  // namespace
}  // namespace tlsonar::trust::test
