#include "tests/trust/file_makers.h"
#include "trust/file/certificate_request.h"

#include <gtest/gtest.h>

namespace tlsonar::trust::test {
namespace {

using Ids = std::vector<std::string>;

CertificateRequestPtr request(const RequestWish& wish) {
    Octets secret;
    EVP_PKEY* key = fixed_p256_key(secret);
    const Octets der = request_der(key, wish);
    EVP_PKEY_free(key);
    return make_certificate_request(der);
}
Ids found(const RequestWish& wish) { return ids(examine_request(*request(wish))); }
Ids found_with_names(const std::string& names) {
    RequestWish wish;
    wish.names = "DNS:host.tlsonar.org," + names;
    return found(wish);
}

TEST(FileRequest, GoodOneIsReadAndClean) {
    RequestWish wish;
    wish.names = "DNS:host.tlsonar.org,DNS:*.tlsonar.org,IP:8.8.8.8,IP:2606:4700::1111";
    wish.extended_key_usage = "serverAuth";
    const auto one = request(wish);
    EXPECT_TRUE(one->summary.complete);
    EXPECT_EQ(one->self_signature, SignatureCheck::valid);
    EXPECT_EQ(one->summary.version, 1);
    EXPECT_EQ(one->summary.common_name(), "host.tlsonar.org");
    EXPECT_EQ(one->summary.subject_alt_names.size(), 4U);
    EXPECT_EQ(one->key->text(), "EC secp256r1");
    EXPECT_TRUE(one->has_extension_request);
    EXPECT_EQ(ids(examine_request(*one)), Ids());
}

TEST(FileRequest, Names) {
    EXPECT_EQ(found({}), Ids{"deploy.request-no-names"});
    RequestWish other;
    other.names = "DNS:www.tlsonar.org";
    EXPECT_EQ(found(other), Ids{"deploy.request-name-outside-san"});
    EXPECT_EQ(found_with_names("DNS:server"), Ids{"deploy.request-internal-name"});
    EXPECT_EQ(found_with_names("DNS:nas.local"), Ids{"deploy.request-internal-name"});
    EXPECT_EQ(found_with_names("DNS:a_b.tlsonar.org"), Ids{"deploy.request-underscore"});
    EXPECT_EQ(found_with_names("DNS:*.co.uk"), Ids{"deploy.request-bad-wildcard"});
    EXPECT_EQ(found_with_names("DNS:*.com"), Ids{"deploy.request-bad-wildcard"});
    EXPECT_EQ(found_with_names("DNS:f*.tlsonar.org"), Ids{"deploy.request-bad-wildcard"});
    EXPECT_EQ(found_with_names("DNS:a.*.tlsonar.org"), Ids{"deploy.request-bad-wildcard"});
    EXPECT_EQ(found_with_names("DNS:https\\://x"), Ids{"deploy.request-bad-name"});
    EXPECT_EQ(found_with_names("DNS:1.2.3.4"), Ids{"deploy.request-bad-name"});
    EXPECT_EQ(found_with_names("email:a@tlsonar.org"), Ids{"deploy.request-other-name"});
}

TEST(FileRequest, ReservedAddresses) {
    for (const char* address :
         {"10.1.2.3", "127.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.1.1",
          "100.64.0.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "255.255.255.255", "0.1.2.3",
          "::1", "fe80::1", "fd00::1", "2001:db8::1", "::ffff:8.8.8.8", "ff02::1"})
        EXPECT_EQ(found_with_names(std::string("IP:") + address),
                  Ids{"deploy.request-reserved-address"})
            << address;
    for (const char* address : {"11.0.0.1", "172.32.0.1", "172.15.0.1", "100.128.0.1", "198.20.0.1",
                                "223.255.255.1", "2a00:1450::1", "2001:db9::1"})
        EXPECT_EQ(found_with_names(std::string("IP:") + address), Ids()) << address;
}

TEST(FileRequest, Wishes) {
    RequestWish wish;
    wish.names = "DNS:host.tlsonar.org";
    wish.basic_constraints = "CA:TRUE";
    EXPECT_EQ(found(wish), Ids{"deploy.request-asks-for-ca"});
    wish.basic_constraints = "CA:FALSE";
    wish.extended_key_usage = "clientAuth";
    EXPECT_EQ(found(wish), Ids{"deploy.request-not-for-servers"});
    wish.extended_key_usage.clear();
    wish.challenge_password = "sesame";
    EXPECT_EQ(found(wish), Ids{"deploy.request-challenge-password"});
    wish.challenge_password.clear();
    wish.hash = EVP_sha1();
    EXPECT_EQ(found(wish), Ids{"deploy.request-weak-hash"});
}

TEST(FileRequest, ChangedAfterwards) {
    Octets secret;
    EVP_PKEY* key = fixed_p256_key(secret);
    RequestWish wish;
    wish.names = "DNS:host.tlsonar.org";
    Octets der = request_der(key, wish);
    EVP_PKEY_free(key);
    const std::string name = "host.tlsonar.org";
    const auto at = std::find_end(der.begin(), der.end(), name.begin(), name.end());
    ASSERT_NE(at, der.end());
    *at = 'm';
    const auto changed = make_certificate_request(der);
    EXPECT_EQ(changed->self_signature, SignatureCheck::wrong);
    EXPECT_TRUE(has(examine_request(*changed), "deploy.request-signature-wrong"));
}

TEST(FileRequest, EveryTruncationIsTold) {
    RequestWish wish;
    wish.names = "DNS:host.tlsonar.org";
    const Octets der = request(wish)->der;
    for (std::size_t size = 0; size < der.size(); ++size) {
        const auto cut = make_certificate_request(Bytes(der).first(size));
        EXPECT_FALSE(cut->summary.complete) << size;
        EXPECT_NE(cut->self_signature, SignatureCheck::valid) << size;
        EXPECT_TRUE(has(examine_request(*cut), "deploy.request-broken")) << size;
    }
}

TEST(FileRequest, SmallKey) {
    const Octets spki = rsa_spki(prime("p") * prime("q"));
    auto one = *request({});
    one.key = make_subject_key(spki);
    EXPECT_TRUE(has(examine_request(one), "deploy.request-key-refused"));
}

}  // namespace
}  // namespace tlsonar::trust::test
